// The questionnaire of a walk at one stop: all its questions in one form, shown and hidden by their conditions.
import { Errors } from "../../../questions/assets/errors.js";
import { cleaned, read, write } from "../../../questions/assets/fields.js";
import { keepInStep } from "../../../questions/assets/live.js";
import { problemsOf } from "../../../questions/assets/rules.js";
import { shown } from "../../../questions/assets/shown.js";
import { element } from "../../../base/assets/dialog.js";

/** Result: answers of the entry, "discard", or null, as of the other forms, whose frame is `ask`. Comes later than the page. */
export function openQuestions({ answers }, context, { onDraft, isStored, ask, where }) {
  const { asked, words, language } = context;
  const { questionnaire, today } = asked;
  const numbers = new Intl.NumberFormat(`${language}-u-nu-latn`, { maximumFractionDigits: 10 });
  const written = (value) => (typeof value === "number" ? numbers.format(value) : value);
  const at = where(context, answers.stop, { isStop: true });
  const fields = element("div", { className: "walk__asked" }, document.querySelector("[data-asked]").content.cloneNode(true));
  const given = () => read(fields.closest("form"), questionnaire);
  const whole = (raw) => ({ ...answers, what: "questions", stop: at.value(), version: asked.version, answers: raw });
  let errors = null;
  let found = { paths: [], answers: {} };

  function refresh() {
    found = shown(questionnaire, given(), today);
    for (const one of fields.querySelectorAll(".ask")) one.hidden = !found.paths.includes(one.dataset.path);
    keepInStep(fields.closest("form"), asked.words);
  }

  function check({ stop }) {
    if (!stop) return words.needStop;
    refresh();
    const raw = given();
    const answerOf = (key) => found.answers[key] ?? null;
    const paths = new Set(found.paths);
    const wrong = questionnaire.sections
      .flatMap((section) => section.questions)
      .filter(({ key }) => paths.has(key))
      .flatMap((question) => problemsOf(question, question.key, raw, { words: asked.words, asked: paths, answerOf, today, written }));
    errors.show(wrong);
    if (wrong.length) return wrong[0][1];
    return Object.keys(sound()).length ? "" : words.nothing;
  }

  const sound = () => cleaned(found.answers, questionnaire);
  const { dialog, result } = ask({ title: words.questions, words, parts: [at, fields], read: () => whole(given()), check, onDraft, isStored });
  const form = fields.closest("form");
  errors = new Errors(form, fields.querySelector("[data-summary]"), asked.words);
  for (const section of questionnaire.sections) write(form, section.questions, answers.answers ?? {});
  form.addEventListener("input", ({ target }) => {
    errors.forget(target);
    refresh();
  });
  refresh();
  const settled = result.then((value) => (value && value !== "discard" ? whole(sound()) : value));
  return Object.assign(settled, { close: () => dialog.close() });
}
