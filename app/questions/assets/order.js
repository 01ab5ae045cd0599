// The order of shuffled choices, rows and questions from a seed; the same as order.py, which see.

const PINNED_KINDS = ["note"];

/** The choices of a question in the order this seed sees them. */
export function choicesInOrder(question, seed) {
  const choices = question.choices ?? [];
  return question.is_shuffled && !question.rows?.length
    ? shuffled(choices, `${seed}/${question.key}`, (choice) => choice.takes_words || choice.is_declined || choice.is_exclusive)
    : choices;
}

/** The rows of a matrix in the order this seed sees them. */
export function rowsInOrder(question, seed) {
  return question.is_shuffled ? shuffled(question.rows ?? [], `${seed}/${question.key}`) : question.rows ?? [];
}

/** The questions of a section in the order this seed sees them. */
export function questionsInOrder(section, seed) {
  const questions = section.questions ?? [];
  return section.is_shuffled
    ? shuffled(questions, `${seed}/${section.key}`, (question) => PINNED_KINDS.includes(question.kind))
    : questions;
}

function shuffled(things, seed, isPinned = () => false) {
  const loose = things.filter((thing) => !isPinned(thing))
    .map((thing, place) => ({ thing, place, number: hash(`${seed}/${thing.key}`) }))
    .sort((one, other) => one.number - other.number || one.place - other.place)
    .map(({ thing }) => thing);
  return [...loose, ...things.filter(isPinned)];
}

/** FNV-1a over the bytes of UTF-8, mixed once more by the end of MurmurHash3, 32 bit. */
export function hash(text) {
  let number = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) number = Math.imul(number ^ byte, 0x01000193);
  number = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  number = Math.imul(number ^ (number >>> 13), 0xc2b2ae35);
  return (number ^ (number >>> 16)) >>> 0;
}
