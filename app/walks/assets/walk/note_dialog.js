// What somebody notes in words, by photo, by voice, as a dot or as a change of the walk: one form, as small as its kind allows.
import { Dialog, button, complaint, element, tick } from "../../../base/assets/dialog.js";
import { area, chips, line, pick, where } from "./fields.js";

const NEEDS_TEXT = ["quote", "observation", "idea", "conflict", "stop_left_out"];
const WITHOUT_PLACE = ["stop_left_out", "route"];
const JUDGED = ["quote", "observation", "idea", "conflict", "dot", "photo", "voice"];

/**
 * Result: {action: save|next|place|discard, answers}; null when somebody went away.
 * `context`: {words, labels, stops, isRecorder, quote, home}; `picture` of a photo, `found` a place {lat, lon} written into it.
 */
export function openNote(entry, context, { onDraft, picture = "", found = null, isStored = false }) {
  const { words } = context;
  const { what } = entry.answers;
  const isSaid = what in context.labels.said;
  const title = isSaid ? (context.isRecorder ? context.labels.said[what] : words.note) : (context.labels.changes[what] ?? words[what]);
  const dialog = new Dialog(document.body, { title, close: words.close });
  const form = new NoteForm(entry, context, { picture, found, isStored, dialog });
  const end = (action) => {
    if (action !== "discard") onDraft(form.read());
    if (["save", "next"].includes(action) && !form.check()) return;
    dialog.close({ action, answers: form.read() });
  };
  form.place?.addEventListener("place", ({ detail }) => (detail ? (form.setPlace(detail), onDraft(form.read())) : end("place")));
  const actions = [button(isStored ? words.cancel : words.remove, () => end("discard"), "tertiary")];
  if (isSaid && context.isRecorder && !isStored) actions.push(button(words.saveAndNext, () => end("next"), "secondary"));
  actions.push(button(words.save, () => end("save"), "primary"));
  const body = element("form", { className: "walk__form", noValidate: true }, ...form.parts());
  body.addEventListener("input", () => {
    onDraft(form.read());
    form.typed();
  });
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    end("save");
  });
  dialog.step(title, [body], actions);
  dialog.root.classList.add("walk__dialog");
  form.typed();
  form.first?.focus({ preventScroll: true });
  return Object.assign(dialog.result, { close: () => dialog.close() });
}

class NoteForm {
  constructor({ answers, message }, context, { picture, found, isStored, dialog }) {
    Object.assign(this, { answers: { ...answers }, context, dialog, isStored });
    const { words, labels, isRecorder } = context;
    const { what } = answers;
    this.wrong = complaint();
    this.wrong.tell(message ?? "");
    if (picture) this.picture = element("img", { className: "walk__picture", src: picture, alt: words.photo });
    if (what in labels.said) this.what = chips(words.what, labels.said, what);
    this.where = where(context, answers.stop, { isStop: what === "stop_left_out" });
    if (what === "stop_new") this.title = line(words.stopName, answers.title);
    this.text = area(what === "photo" ? words.textPhoto : ["stop_left_out", "route", "dot"].includes(what) ? words.why : words.text, answers.text);
    if (JUDGED.includes(what)) this.valence = chips(words.valence, labels.valences, answers.valence ?? "");
    if (isRecorder && what in labels.said) {
      const or = (options) => [["", words.notSaid], ...Object.entries(options)];
      this.present = chips(words.present, labels.present, answers.present ?? [], { isMany: true });
      this.weather = pick(words.weather, or(labels.weather), answers.weather);
      this.light = pick(words.light, or(labels.light), answers.light);
      this.around = element("details", { className: "walk__around" }, element("summary", { textContent: `${words.present} ${words.weather}, ${words.light}` }), this.present, this.weather, this.light);
    }
    if (!WITHOUT_PLACE.includes(what)) this.place = new PlaceField(answers, context, found);
    if (!isRecorder && what in labels.said) this.quote = tick(context.quote.text);
    if (this.quote) this.quote.input.checked = Boolean(answers.quote);
    this.secret = tick(words.secret);
    this.secret.input.checked = Boolean(answers.is_secret);
    this.home = element("p", { className: "capture__hint", hidden: true, textContent: words.nearHome });
    this.home.setAttribute("role", "status");
  }

  get first() {
    return (this.title ?? this.text).control;
  }

  parts() {
    const about = this.context.quote.reason && this.quote ? element("p", { className: "small muted", textContent: this.context.quote.reason }) : null;
    return [this.wrong, this.picture, this.title, this.text, this.home, this.what, this.valence, this.where, this.place?.root, this.around, this.quote, about, this.secret].filter(Boolean);
  }

  read() {
    const given = { ...this.answers, what: this.what?.value() ?? this.answers.what, stop: this.where.value(), text: this.text.value(), is_secret: this.secret.input.checked };
    if (this.title) given.title = this.title.value();
    if (this.valence) given.valence = this.valence.value();
    if (this.around) Object.assign(given, { present: this.present.value(), weather: this.weather.value(), light: this.light.value() });
    if (this.quote) given.quote = this.quote.input.checked ? this.context.quote.version : "";
    return given;
  }

  /** Where the place shall be now; the server learns it with the rest. */
  setPlace(answers) {
    for (const key of ["geometry", "place_text", "precision"]) delete this.answers[key];
    Object.assign(this.answers, answers);
    this.place.show(this.answers);
  }

  typed() {
    this.home.hidden = !this.answers.geometry || !this.context.home.test(`${this.title?.value() ?? ""} ${this.text.value()}`);
  }

  check() {
    const { words } = this.context;
    const given = this.read();
    const missing = this.title && !given.title ? words.noTitle : NEEDS_TEXT.includes(given.what) && !given.text ? words.noText : ["photo", "voice"].includes(given.what) && !given.text && !given.geometry && !given.stop ? words.noPlace : "";
    this.wrong.tell(missing);
    if (missing) this.first.focus();
    return !missing;
  }
}

/** Says where the place is, and offers the other ones; fires `place` with answers, or null to point at it on the map. */
class PlaceField extends EventTarget {
  constructor(answers, { words, stops }, found) {
    super();
    Object.assign(this, { words, stops, found });
    this.says = element("p", { className: "walk__placesays" });
    this.buttons = element("div", { className: "walk__placeacts" });
    this.root = element("fieldset", { className: "walk__place" }, element("legend", { className: "capture__label", textContent: words.place }), this.says, this.buttons);
    this.show(answers);
  }

  show({ geometry, place_text: placeText, stop }) {
    const { words } = this;
    const at = this.stops.find(({ id }) => id === stop);
    const isAtStop = geometry && at && at.lat !== null && String(geometry.coordinates) === String([at.lon, at.lat]);
    this.says.textContent = !geometry ? placeText || words.placeNone : isAtStop ? `${words.placeAtStop}: ${at.name}` : words.placeShown;
    const offer = (text, answers) => button(text, () => this.dispatchEvent(new CustomEvent("place", { detail: answers })), "tertiary");
    const point = (lon, lat) => ({ geometry: { type: "Point", coordinates: [lon, lat] }, precision: "exact" });
    this.buttons.replaceChildren(
      ...[
        offer(words.placePick, null),
        this.found && offer(words.placeFromPhoto, point(this.found.lon, this.found.lat)),
        at && at.lat !== null && !isAtStop && offer(words.placeStop, point(at.lon, at.lat)),
        geometry && offer(words.placeDrop, at ? { place_text: at.name } : {}),
      ].filter(Boolean),
    );
  }
}
