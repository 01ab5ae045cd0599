// The fields of the form as raw answers and back; names are paths, as forms.py reads them.

const MOST = 30;
const NUMBER = /^[+-]?\d{1,15}([.,]\d{1,15})?$/;

export const isRepeated = (section) => (section.most_repeats ?? 1) > 1 || (section.least_repeats ?? 1) !== 1;
export const isFiles = ({ kind }) => kind === "photo" || kind === "audio";
export const isMap = ({ kind }) => ["point", "line", "freehand", "polygon"].includes(kind);

/** Everything that stands in the form, as docs/questions.md says; what is not answered is left out. */
export function read(form, { sections = [] }) {
  const data = new FormData(form);
  const raw = {};
  for (const section of sections) {
    if (isRepeated(section)) {
      const count = form.querySelectorAll(`[data-section="${section.key}"]`).length;
      raw[section.key] = Array.from({ length: count }, (_, at) => gathered(section.questions, data, `${section.key}.${at + 1}.`));
    } else Object.assign(raw, gathered(section.questions, data, ""));
  }
  return raw;
}

function gathered(questions = [], data, prefix) {
  const raw = {};
  for (const question of questions) {
    const path = `${prefix}${question.key}`;
    const value = valueOf(question, data, path);
    const isSpace = typeof value === "string" && !value.trim();
    if (!(value === null || value === undefined || isSpace || value === false || (typeof value === "object" && !Object.keys(value).length))) raw[question.key] = value;
    const other = data.get(`${path}.other`);
    if (other && question.choices?.some((choice) => choice.takes_words)) raw[`${question.key}.other`] = other;
  }
  return raw;
}

function valueOf(question, data, path) {
  const { kind } = question;
  if (kind === "note") return null;
  if (kind === "consent") return data.get(path) === "yes";
  if (kind === "number") {
    const text = (data.get(path) ?? "").trim();
    return NUMBER.test(text) ? Number(text.replace(",", ".")) : text;
  }
  if (kind === "multiple" || isFiles(question)) return data.getAll(path).filter(Boolean);
  if (kind === "ranking") return ranked(question, (key) => data.get(`${path}.place.${key}`));
  if (kind === "matrix") return Object.fromEntries((question.rows ?? []).map(({ key }) => [key, data.get(`${path}.${key}`)]).filter(([, choice]) => choice));
  return isMap(question) ? marks(question, data, path) : data.get(path) ?? "";
}

function ranked({ choices = [] }, placeOf) {
  return choices.map(({ key }) => [Number(placeOf(key)), key]).filter(([place]) => place > 0).sort(([one], [other]) => one - other).map(([, key]) => key);
}

function marks(question, data, path) {
  const found = [];
  for (let number = 1; data.has(`${path}.${number}.id`) && number <= MOST; number += 1) {
    const at = `${path}.${number}.`;
    const geometry = data.get(`${at}geometry`);
    const mark = { id: data.get(`${at}id`), geometry: geometry ? JSON.parse(geometry) : null, place_text: data.get(`${at}place_text`) ?? "", answers: gathered(question.followups, data, at) };
    const choice = data.get(`${at}choice`);
    if (choice) mark.choice = choice;
    found.push(mark);
  }
  return found;
}

/** A mark of which nothing is said. */
export const isBlankMark = (mark) => !mark.geometry && !mark.place_text.trim() && !mark.choice && !Object.keys(mark.answers ?? {}).length;

/** The answers as they are sent: without blank marks and rounds. */
export function cleaned(raw, { sections = [] }) {
  const ofQuestions = (questions = [], given) => {
    const kept = { ...given };
    for (const question of questions) {
      if (!isMap(question) || !kept[question.key]) continue;
      kept[question.key] = kept[question.key].filter((mark) => !isBlankMark(mark));
      if (!kept[question.key].length) delete kept[question.key];
    }
    return kept;
  };
  let kept = { ...raw };
  for (const section of sections) {
    if (!isRepeated(section)) kept = ofQuestions(section.questions, kept);
    else {
      const least = section.least_repeats ?? 1;
      kept[section.key] = (kept[section.key] ?? []).map((round) => ofQuestions(section.questions, round)).filter((round, at) => at < least || Object.keys(round).length);
      if (!kept[section.key].length) delete kept[section.key];
    }
  }
  return kept;
}

/** Writes answers into fields that are there already; rounds and marks are made by cards.js before. */
export function write(form, questions = [], raw = {}, prefix = "") {
  const named = (name) => [...form.elements].filter((field) => field.name === name);
  const set = (name, value) => named(name).forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = [value].flat().includes(field.value);
    else field.value = value ?? "";
  });
  for (const question of questions) {
    const path = `${prefix}${question.key}`;
    const value = raw[question.key];
    if (isMap(question)) {
      (value ?? []).forEach((mark, at) => {
        const start = `${path}.${at + 1}.`;
        for (const part of ["id", "place_text", "choice"]) set(`${start}${part}`, mark[part] ?? "");
        set(`${start}geometry`, mark.geometry ? JSON.stringify(mark.geometry) : "");
        write(form, question.followups, mark.answers, start);
      });
    } else if (isFiles(question)) writeFiles(form, path, value ?? []);
    else if (question.kind === "matrix") for (const { key } of question.rows ?? []) set(`${path}.${key}`, value?.[key] ?? "");
    else if (question.kind === "ranking") for (const { key } of question.choices ?? []) set(`${path}.place.${key}`, (value ?? []).includes(key) ? value.indexOf(key) + 1 : "");
    else if (question.kind === "consent") set(path, value ? "yes" : "");
    else set(path, value ?? "");
    set(`${path}.other`, raw[`${question.key}.other`] ?? "");
  }
}

/** Files stand in hidden fields beside what shows them, one for each. */
export function writeFiles(form, path, ids) {
  const place = form.querySelector(`[data-files="${path}"]`);
  if (!place) return;
  for (const field of place.querySelectorAll("input[type=hidden]")) field.remove();
  place.prepend(...ids.map((value) => Object.assign(document.createElement("input"), { type: "hidden", name: path, value })));
}
