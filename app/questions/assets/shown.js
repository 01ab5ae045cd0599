// Which questions are asked: the walk of answers.py through a questionnaire, as far as conditions need it.

import { holds, isEmpty } from "./conditions.js";

/**
 * The paths of all questions that are asked (`q`, `section.2.q`, `q.1.followup`), and the answers without hidden ones.
 * `questionnaire` and `raw` are JSON as the server gives and takes it, `today` is the server's date.
 */
export function shown(questionnaire, raw, today = "") {
  const paths = [];
  const answers = {};
  const ofSitting = (key) => answers[key] ?? null;
  for (const section of questionnaire.sections ?? []) {
    if (!holds(section.relevant, ofSitting, { today })) continue;
    const [least, most] = [section.least_repeats ?? 1, section.most_repeats ?? 1];
    if (least === 1 && most <= 1) {
      Object.assign(answers, walk(section.questions, raw, "", ofSitting));
      continue;
    }
    const rounds = [...(Array.isArray(raw[section.key]) ? raw[section.key] : [])];
    while (rounds.length < Math.min(least, most)) rounds.push({});
    const kept = rounds.slice(0, most)
      .map((round, at) => walk(section.questions, round ?? {}, `${section.key}.${at + 1}.`, ofSitting))
      .filter((round) => !isEmpty(round));
    if (kept.length) answers[section.key] = kept;
  }
  return { paths, answers };

  function walk(questions = [], sent, prefix, outside) {
    const kept = {};
    const own = new Set(questions.map((question) => question.key));
    const answerOf = (key) => (own.has(key) ? kept[key] ?? null : outside(key));
    for (const question of questions) {
      if (!holds(question.relevant, answerOf, { today })) continue;
      const path = `${prefix}${question.key}`;
      paths.push(path);
      const value = said(sent[question.key]);
      if (isEmpty(value)) continue;
      kept[question.key] = question.followups?.length && Array.isArray(value)
        ? value.map((mark, at) => ({ ...mark, answers: walk(question.followups, mark.answers ?? {}, `${path}.${at + 1}.`, (key) => (key === question.key ? mark.choice || null : answerOf(key))) }))
        : value;
      const other = said(sent[`${question.key}.other`]);
      const taken = [value].flat();
      if (other && question.choices?.some((choice) => choice.takes_words && taken.includes(choice.key))) kept[`${question.key}.other`] = other;
    }
    return kept;
  }
}

/** An answer as conditions read it: a text without the space around it. */
function said(value) {
  return typeof value === "string" ? value.normalize("NFC").trim() : value ?? null;
}
