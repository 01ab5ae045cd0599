// What is asked about a pin besides its words: the fields of its question's follow-ups, shown and hidden by their conditions.
import { Errors } from "../../questions/assets/errors.js";
import { read, write } from "../../questions/assets/fields.js";
import { keepInStep } from "../../questions/assets/live.js";
import { problemsOf } from "../../questions/assets/rules.js";
import { shown } from "../../questions/assets/shown.js";
import { raw, recorded } from "./naming.js";

/** `form` is the form of the sheet; `before` and `after` the places for what is asked before and after the words. */
export class Asks {
  constructor({ form, before, after, summary, config }) {
    Object.assign(this, { form, before, after, config });
    this.errors = new Errors(form, summary, config.words);
    form.addEventListener("input", ({ target }) => this.errors.forget(target));
  }

  /** Shows the follow-ups of a question with what was answered about this pin. */
  open(mark, question) {
    const { asked, key, names, before } = question;
    this.question = question;
    const sheet = document.querySelector(`template[data-sheet-of="${key}"]`).content.cloneNode(true);
    const fields = [...sheet.children];
    const id = Object.assign(document.createElement("input"), { type: "hidden", name: `${key}.1.id`, value: mark.id });
    this.before.replaceChildren(id, ...fields.slice(0, before));
    this.after.replaceChildren(...fields.slice(before));
    const isFree = ![...(asked.followups ?? []), question.why ?? {}].some((one) => one.is_required || one.isRequired);
    this.form.classList.toggle("needle__form--free", isFree);
    write(this.form, asked.followups, raw(asked, mark.followups, mark.words, names), `${key}.1.`);
    this.errors.clear();
    this.refresh(mark.quality);
  }

  /** Shows what is asked now of a pin of this kind, and nothing else. */
  refresh(quality) {
    const { asked, key } = this.question;
    this.raw = read(this.form, this.sheet);
    this.raw[key][0].choice = quality;
    const found = shown(this.sheet, this.raw, this.config.today);
    this.paths = new Set(found.paths);
    this.answers = found.answers[key]?.[0]?.answers ?? {};
    for (const { key: one } of asked.followups ?? []) {
      const ask = this.form.querySelector(`[data-path="${key}.1.${one}"]`);
      if (ask) ask.hidden = !this.paths.has(`${key}.1.${one}`);
    }
    keepInStep(this.form, this.config.words);
  }

  get sheet() {
    return { sections: [{ questions: [this.question.asked] }] };
  }

  /** What is shown and answered, by the names of the record. */
  said() {
    return recorded(this.question.asked, this.answers, this.question.names);
  }

  /** True when everything fits; else it is said at the fields. `text` are the pin's own words. */
  isSound(text) {
    const { asked, key, why } = this.question;
    const { words, today, language } = this.config;
    const written = (value) => (typeof value === "number" ? new Intl.NumberFormat(`${language}-u-nu-latn`, { maximumFractionDigits: 10 }).format(value) : value);
    const [{ choice, answers }] = this.raw[key];
    const answerOf = (one) => (one === key ? choice : answers[one]) ?? null;
    const found = (asked.followups ?? []).flatMap((one) => {
      const path = `${key}.1.${one.key}`;
      return this.paths.has(path) ? problemsOf(one, path, answers, { words, asked: this.paths, answerOf, today, written }) : [];
    });
    if (why?.isRequired && !text) found.unshift(["pin_text", words.required]);
    this.errors.show(found);
    return !found.length;
  }
}
