// A questionnaire in the document, one page after the other: what is asked now, what does not fit, the look over everything.
import { makeRoom } from "./cards.js";
import { Errors } from "./errors.js";
import { cleaned, isRepeated, read, write } from "./fields.js";
import { keepInStep } from "./live.js";
import { MapQuestions } from "./map_questions.js";
import { showReview } from "./review.js";
import { problemsOf } from "./rules.js";
import { shown } from "./shown.js";

/**
 * Events: `changed` when there is something to keep, `left` (detail: the page) before somebody goes on, `send` when
 * everything fits and somebody wants to be done.
 */
export class Walk extends EventTarget {
  /** `root` holds the markup of walk.html; `config` is {questionnaire, today, language, words, map, urls}. */
  constructor(root, config) {
    super();
    Object.assign(this, { root, config, words: config.words, questionnaire: config.questionnaire });
    this.form = this.part("form");
    this.errors = new Errors(this.form, this.part("summary"), this.words);
    this.at = null; // key of the page that is shown, "" for the look over everything, null before the first
    this.isReviewed = false; // everything was looked at once: a change leads back there
    this.asked = new Set();
    this.answers = {};
    this.files = null; // a FileQuestions, where photos and recordings can be taken
    const numbers = new Intl.NumberFormat(`${config.language}-u-nu-latn`, { maximumFractionDigits: 10 });
    this.written = (value) => (typeof value === "number" ? numbers.format(value) : value);
    this.maps = new MapQuestions({
      root,
      form: this.form,
      config,
      say: (text) => this.say(text),
      remake: (change) => this.remake(change),
      changed: () => {
        this.refresh();
        this.changed();
      },
    });
    this.wire();
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  say(text) {
    this.part("say").textContent = text;
  }

  changed() {
    this.dispatchEvent(new Event("changed"));
  }

  /** What stands in the fields, as raw answers. */
  get raw() {
    return read(this.form, this.questionnaire);
  }

  /** The answers to what is asked, as they are sent. */
  get sound() {
    const { questionnaire } = this;
    return cleaned(shown(questionnaire, cleaned(this.raw, questionnaire), this.config.today).answers, questionnaire);
  }

  section(key) {
    return this.questionnaire.sections.find((section) => section.key === key);
  }

  /** Shows what is asked now, and nothing else. */
  refresh() {
    const { form } = this;
    const found = shown(this.questionnaire, this.raw, this.config.today);
    this.asked = new Set(found.paths);
    this.answers = found.answers;
    for (const ask of form.querySelectorAll(".ask")) ask.hidden = !this.asked.has(ask.dataset.path);
    keepInStep(form, this.words);
    this.maps.show();
    this.files?.show();
    for (const button of form.querySelectorAll("[data-again]")) {
      const rounds = form.querySelectorAll(`[data-section="${button.dataset.again}"]`);
      const section = this.section(button.dataset.again);
      const number = Number(button.closest("[data-step]").dataset.step.split(".").pop());
      button.hidden = number !== rounds.length || rounds.length >= (section.most_repeats ?? 1);
      button.nextElementSibling.hidden = rounds.length <= Math.max(section.least_repeats ?? 1, 1);
    }
  }

  /** The pages that are asked now, in order. */
  get steps() {
    return [...this.form.querySelectorAll("[data-section]")].filter((step) => {
      const asks = [...step.querySelectorAll(":scope > .ask")];
      return !asks.length || asks.some((ask) => !ask.hidden);
    });
  }

  show(key, { isFocused = true, isNew = true } = {}) {
    this.refresh();
    const { form, steps, words } = this;
    const part = (name) => this.part(name);
    const review = part("review");
    const here = key === "" ? review : steps.find((step) => step.dataset.step === key) ?? steps[0] ?? review;
    const isReview = here === review;
    this.at = here.dataset.step;
    part("start").hidden = true;
    this.root.classList.add("walk--begun");
    form.hidden = false;
    for (const step of form.querySelectorAll("[data-step]")) step.hidden = step !== here;
    const number = isReview ? steps.length : steps.indexOf(here);
    part("progress").textContent = isReview ? words.review : words.progress.replace("%1", number + 1).replace("%2", steps.length);
    part("meter").max = steps.length + 1;
    part("meter").value = number + 1;
    part("next").hidden = isReview;
    part("send").hidden = !isReview;
    part("next").textContent = this.isReviewed || number === steps.length - 1 ? words.toReview : words.next;
    part("back").hidden = number === 0;
    if (isReview) {
      this.isReviewed = true;
      showReview(part("answers"), steps, words, (path, step) => (this.show(step), this.errors.focus(path)));
    }
    if (isNew && history.state?.step !== this.at) history[history.state?.step === undefined ? "replaceState" : "pushState"]({ step: this.at }, "");
    if (isFocused) here.querySelector("h2").focus({ preventScroll: true });
    if (isFocused) scrollTo(0, 0);
  }

  /** What does not fit on one page, as pairs of path and sentence. */
  problemsOn(step) {
    const { raw, asked, answers, words, written } = this;
    const { today } = this.config;
    const section = this.section(step.dataset.section);
    const number = isRepeated(section) ? Number(step.dataset.step.split(".").pop()) : 0;
    const scope = number ? raw[section.key][number - 1] ?? {} : raw;
    const isSpare = number > (section.least_repeats ?? 1);
    if (isSpare && !Object.keys(cleaned({ [section.key]: [scope] }, { sections: [{ ...section, least_repeats: 0 }] })).length) return [];
    const own = new Set((section.questions ?? []).map(({ key }) => key));
    const answerOf = (key) => (number && own.has(key) ? scope[key] : answers[key]) ?? null;
    return (section.questions ?? [])
      .map((question) => [question, number ? `${section.key}.${number}.${question.key}` : question.key])
      .filter(([, path]) => asked.has(path))
      .flatMap(([question, path]) => problemsOf(question, path, scope, { words, asked, answerOf, today, written }));
  }

  next() {
    this.refresh();
    const { steps } = this;
    const here = steps.find((step) => step.dataset.step === this.at);
    const found = here ? this.problemsOn(here) : [];
    this.errors.show(found);
    if (found.length) return;
    if (here) this.dispatchEvent(new CustomEvent("left", { detail: here }));
    const number = steps.indexOf(here);
    const following = this.isReviewed ? steps.find((step, place) => place > number && this.problemsOn(step).length) : steps[number + 1];
    this.show(following ? following.dataset.step : "");
    this.changed();
  }

  back() {
    this.errors.clear();
    const { steps } = this;
    const number = this.at === "" ? steps.length : steps.findIndex((step) => step.dataset.step === this.at);
    if (number > 0) this.show(steps[number - 1].dataset.step);
    this.changed();
  }

  /** Leads to the first page on which something does not fit, else says that everything may be sent. */
  finish() {
    this.refresh();
    const broken = this.steps.find((step) => this.problemsOn(step).length);
    if (broken) {
      this.show(broken.dataset.step);
      this.errors.show(this.problemsOn(broken));
      return;
    }
    for (const step of this.steps) this.dispatchEvent(new CustomEvent("left", { detail: step }));
    if (Object.keys(this.sound).length) this.dispatchEvent(new Event("send"));
    else this.errors.show([["", this.words.nothing]]);
  }

  /** Shows sentences of the server, pairs of path and text, on the page of the first. */
  refuse(found) {
    this.refresh();
    const path = found.map(([one]) => one).find((one) => this.errors.place(one));
    const step = path && this.errors.place(path).closest("[data-step]");
    this.show(step ? step.dataset.step : "");
    this.errors.show(found);
  }

  /** Fills the fields anew, with room for every round and mark. */
  fill(raw = {}) {
    const { form, questionnaire } = this;
    makeRoom(form, questionnaire, raw);
    for (const section of questionnaire.sections ?? []) {
      if (!isRepeated(section)) write(form, section.questions, raw);
      else (raw[section.key] ?? []).forEach((round, place) => write(form, section.questions, round, `${section.key}.${place + 1}.`));
    }
    this.refresh();
  }

  /** Rounds and marks go by number: whatever changes their number makes them anew from the answers. */
  remake(change) {
    const { raw } = this;
    const before = this.files?.ids() ?? [];
    change(raw);
    this.fill(raw);
    this.files?.forgetSince(before);
    this.changed();
  }

  wire() {
    const { form } = this;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.at !== "") this.next();
    });
    form.addEventListener("input", ({ target }) => {
      this.errors.forget(target);
      this.refresh();
      this.changed();
    });
    form.addEventListener("click", ({ target }) => {
      const { again, removeRound } = target.dataset;
      if (again) this.again(again, target);
      if (removeRound) this.dropRound(...removeRound.split("."));
    });
    this.part("next").addEventListener("click", () => this.next());
    this.part("back").addEventListener("click", () => this.back());
    this.part("send").addEventListener("click", () => this.finish());
    addEventListener("popstate", ({ state }) => state?.step !== undefined && state.step !== this.at && !form.hidden && this.show(state.step, { isNew: false }));
  }

  again(key, button) {
    if (this.problemsOn(button.closest("[data-step]")).length) {
      this.next();
      return;
    }
    this.remake((raw) => raw[key].push({}));
    this.show(`${key}.${this.form.querySelectorAll(`[data-section="${key}"]`).length}`);
  }

  dropRound(key, number) {
    this.remake((raw) => raw[key].splice(number - 1, 1));
    this.show(`${key}.${Math.max(1, number - 1)}`);
    this.say(this.words.removed);
  }
}
