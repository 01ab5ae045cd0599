// What does not fit an answer, said before somebody goes on; the server checks everything again (values.py).
import { holds, isEmpty } from "./conditions.js";
import { isBlankMark, isFiles, isMap } from "./fields.js";

const LONGEST = { text: 300, longtext: 5000 };
const MOST_MARKS = 20;
const MOST_FILES = { photo: 5, audio: 1 };
const length = (text) => [...text].length;

/** Pairs of path and sentence for one question; `asked` are the paths that are shown, `answerOf` gives other answers. */
export function problemsOf(question, path, raw, { words, asked, answerOf, today, written }) {
  const value = raw[question.key];
  const fill = (text, ...values) => values.reduce((done, one, at) => done.replace(`%${at + 1}`, written(one)), text);
  const said = [];
  const say = (text, at = "") => said.push([at ? `${path}.${at}` : path, text]);
  if (question.kind === "note") return said;
  const marks = isMap(question) ? (value ?? []).map((mark, at) => [mark, at + 1]).filter(([mark]) => !isBlankMark(mark)) : [];
  if (isEmpty(value) || (isMap(question) && !marks.length)) {
    if (question.kind === "matrix" && question.is_required) for (const { key } of question.rows ?? []) say(words.row, key);
    else if (question.is_required) say(question.kind === "consent" ? words.tick : words.required);
    return said;
  }
  const { least, most } = question;
  if (question.kind in LONGEST) {
    const text = value.trim();
    const limit = Math.min(LONGEST[question.kind], most ?? Infinity);
    if (length(text) > limit) say(fill(words.tooLong, length(text), limit));
    else if (text && least !== undefined && length(text) < least) say(fill(words.tooShort, length(text), least));
    else if (!text && question.is_required) say(words.required);
  } else if (question.kind === "number") {
    const places = (value - (least ?? 0)) / (question.step ?? 1);
    if (typeof value !== "number") say(words.number);
    else if (question.step && Math.abs(places - Math.round(places)) > 1e-9 * Math.max(1, Math.abs(places))) say(question.step === 1 ? words.whole : fill(words.step, question.step));
    else if (least !== undefined && value < least) say(fill(words.least, least));
    else if (most !== undefined && value > most) say(fill(words.most, most));
  } else if (question.kind === "multiple" || question.kind === "ranking") {
    const standsAlone = question.choices?.some((choice) => (choice.is_declined || choice.is_exclusive) && value.includes(choice.key));
    if (!standsAlone && most !== undefined && value.length > most) say(fill(words.chooseLess, most));
    else if (!standsAlone && least !== undefined && value.length < least) say(fill(words.chooseMore, least));
  } else if (isFiles(question)) {
    const limit = Math.min(MOST_FILES[question.kind], most ?? Infinity);
    if (value.length > limit) say(fill(words.marksLess, limit));
    else if (least !== undefined && value.length < least) say(fill(words.marksMore, least));
  } else if (question.kind === "matrix" && question.is_required) {
    for (const { key } of question.rows ?? []) if (!value[key]) say(words.row, key);
  } else if (isMap(question)) {
    for (const [mark, number] of marks) {
      if (!mark.geometry && !mark.place_text.trim()) say(words.noPlace, number);
      if (question.look === "coded" && !mark.choice) say(words.noKind, `${number}.choice`);
      const own = (question.followups ?? []).map(({ key }) => key);
      const within = { words, asked, today, written, answerOf: (key) => (own.includes(key) ? mark.answers[key] ?? null : key === question.key ? mark.choice || null : answerOf(key)) };
      for (const followup of question.followups ?? []) {
        const at = `${path}.${number}.${followup.key}`;
        if (asked.has(at)) said.push(...problemsOf(followup, at, mark.answers, within));
      }
    }
    if (marks.length > Math.min(MOST_MARKS, most ?? MOST_MARKS)) say(fill(words.marksLess, Math.min(MOST_MARKS, most ?? MOST_MARKS)));
    else if (least !== undefined && marks.length < least) say(fill(words.marksMore, least));
  }
  // Own words stay in their hidden field when another choice is taken: then nobody asks for them.
  const isTaken = question.choices?.some((choice) => choice.takes_words && [value].flat().includes(choice.key));
  const other = isTaken && raw[`${question.key}.other`];
  if (other && length(other) > LONGEST.text) say(fill(words.tooLong, length(other), LONGEST.text), "other");
  if (!said.length && !holds(question.constraint, answerOf, { answer: value, today })) say(question.constraint_message || words.constraint);
  return said;
}
