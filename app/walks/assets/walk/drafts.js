// What is being noted and not saved yet, one for each kind of form; it survives a reload, a closed tab and a dead battery.
import { Keeper } from "../../../base/assets/keeper.js";

export class Drafts {
  constructor({ owner, activity, labels }) {
    this.said = Object.keys(labels.said);
    this.byForm = {};
    this.open = "";
    this.keeper = new Keeper(`draft/${owner}/${activity}`, () => (Object.keys(this.byForm).length ? { open: this.open, byForm: this.byForm } : null));
  }

  /** All kinds of words share one form. */
  formOf(what) {
    return this.said.includes(what) ? "said" : what;
  }

  async start() {
    const kept = await this.keeper.last();
    if (!kept?.byForm) return;
    this.byForm = kept.byForm;
    this.open = kept.open;
  }

  of(what) {
    return this.byForm[this.formOf(what)];
  }

  /** What was open when the page went away. */
  get unfinished() {
    return this.byForm[this.open];
  }

  keep(entry) {
    this.open = this.formOf(entry.answers.what);
    this.byForm[this.open] = entry;
    this.keeper.later();
  }

  /** Put aside: it comes back with the next of its kind. */
  rest() {
    this.open = "";
    this.keeper.later();
  }

  /** It is saved, or not wanted; another one of its kind stays. */
  forget({ id, answers }) {
    const form = this.formOf(answers.what);
    if (this.byForm[form]?.id !== id) return undefined;
    delete this.byForm[form];
    this.open = "";
    return this.keeper.forget();
  }
}
