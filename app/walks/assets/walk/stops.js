// The stops as this device knows them: those of the trail, those the group made itself, those it left out, where it is now.
import { read, write } from "../../../base/assets/store.js";

/** The last of a list that fits; `findLast` is younger than some phones. */
export const last = (list, fits) => list.filter(fits).pop();

/** All stops in order; a new one follows the stop at which it was made. `leftOut` is the entry that says why. */
export function stopsWith(config, entries) {
  const stops = config.stops.map((stop) => ({ ...stop }));
  for (const { id, answers } of entries.filter((entry) => entry.answers.what === "stop_new")) {
    const [lon = null, lat = null] = answers.geometry?.coordinates ?? [];
    const made = { id, name: answers.title, place: answers.text ?? "", prompts: [], language: config.language, minutes: 0, lon, lat, isNew: true };
    const after = stops.findIndex((stop) => stop.id === answers.stop);
    stops.splice(after < 0 ? stops.length : after + 1, 0, made);
  }
  const of = (what, id) => last(entries, ({ answers }) => answers.what === what && answers.stop === id);
  return stops.map((stop, at) => ({ ...stop, number: at + 1, leftOut: of("stop_left_out", stop.id), arrived: of("arrived", stop.id), rating: of("rating", stop.id) }));
}

/** Where the group is: {stop: id or "" on the way, since: ms}. Remembered on this device only. */
export class Here {
  constructor({ owner, activity }) {
    this.key = `walk/${owner}/${activity}`;
    this.stop = "";
    this.since = 0;
  }

  async start(entries) {
    const kept = await read(this.key);
    const latest = last(entries, ({ answers }) => answers.what === "arrived");
    if (kept) Object.assign(this, { stop: kept.stop, since: kept.since });
    else if (latest) Object.assign(this, { stop: latest.answers.stop, since: Date.parse(latest.device_time) });
  }

  set(stop) {
    Object.assign(this, { stop, since: Date.now() });
    return write(this.key, { stop, since: this.since });
  }
}

const make = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

export class StopList {
  /** `act(name, stop, value)`: arrive, go, leave, rate. */
  constructor(list, config, act) {
    Object.assign(this, { list, config, act, words: config.words, open: null });
  }

  /** `counts` by id of a stop, or null when they are not known. */
  show(stops, here, counts) {
    const key = JSON.stringify([stops, here.stop, this.open, counts]);
    if (key === this.key) return;
    this.key = key;
    const focus = document.activeElement?.closest?.("[data-stops]") && document.activeElement.dataset.key;
    this.list.replaceChildren(...stops.map((stop) => this.item(stop, here, counts)));
    if (focus) this.list.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }

  item(stop, here, counts) {
    const { words } = this;
    const isHere = here.stop === stop.id;
    const isOpen = (this.open ?? here.stop) === stop.id;
    const state = isHere ? words.isHere : stop.leftOut ? words.leftOut : stop.arrived ? words.wasHere : stop.isNew ? words.isNew : "";
    const item = make("li", { className: "walk__stop" });
    item.dataset.stop = stop.id;
    item.dataset.look = isHere ? "here" : stop.leftOut ? "out" : stop.arrived ? "done" : "";
    const head = make("button", { type: "button", className: "walk__stophead" }, make("span", { className: "walk__number", textContent: stop.number }), this.named(stop));
    if (state) head.append(" ", make("span", { className: "walk__state", textContent: state }));
    head.setAttribute("aria-expanded", String(isOpen));
    if (isHere) head.setAttribute("aria-current", "step");
    head.dataset.key = `head ${stop.id}`;
    head.addEventListener("click", () => this.act("open", stop, !isOpen));
    item.append(head);
    const found = counts?.[stop.id];
    if (counts) item.append(make("p", { className: "walk__counts", textContent: found ? words.counts.replace("%1", found.notes).replace("%2", found.photos).replace("%3", found.ratings) : words.countsNone }));
    if (isOpen) item.append(this.details(stop, isHere));
    return item;
  }

  named({ name, isNew }) {
    return make("span", { className: "walk__name", textContent: name, dir: "auto", ...(isNew ? {} : { lang: "de" }) });
  }

  details(stop, isHere) {
    const { words, config } = this;
    const box = make("div", { className: "walk__details" });
    if (stop.place) box.append(make("p", { className: "muted", dir: "auto", textContent: stop.place }));
    if (stop.leftOut) box.append(make("p", { dir: "auto", textContent: stop.leftOut.answers.text }));
    if (stop.prompts.length) box.append(make("ul", { className: "walk__prompts", lang: stop.language }, ...stop.prompts.map((line) => make("li", { dir: "auto", textContent: line }))));
    if (isHere && !config.isRecorder) box.append(this.rating(stop));
    if (isHere && config.asked) {
      const asking = make("button", { type: "button", className: "kern-btn kern-btn--secondary kern-btn--small", textContent: words.questions });
      asking.dataset.key = `questions ${stop.id}`;
      asking.addEventListener("click", () => this.act("questions", stop));
      box.append(make("div", { className: "walk__stopacts" }, asking));
    }
    const name = isHere ? "go" : "arrive";
    const button = make("button", { type: "button", className: `kern-btn kern-btn--${isHere ? "tertiary" : "primary"} kern-btn--small`, textContent: words[name] });
    button.dataset.key = `${name} ${stop.id}`;
    button.addEventListener("click", () => this.act(name, stop));
    box.append(make("div", { className: "walk__stopacts" }, button));
    return box;
  }

  /** One person's own rating: one tap, and another one to change it. */
  rating(stop) {
    const box = make("div", { className: "walk__signs" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", this.words.rate);
    for (const [value, text] of Object.entries(this.config.labels.ratings)) {
      const button = signButton(value, text);
      button.setAttribute("aria-pressed", String(stop.rating?.answers.rating === value));
      button.dataset.key = `${value} ${stop.id}`;
      button.addEventListener("click", () => this.act("rate", stop, value));
      box.append(button);
    }
    return box;
  }
}

export const SIGNS = { plus: "+", zero: "0", minus: "−", pos: "+", neg: "−" };

/** A big button with a sign that only eyes need. */
export function signButton(value, text) {
  const sign = make("span", { className: "walk__sign", textContent: SIGNS[value] });
  sign.setAttribute("aria-hidden", "true");
  const button = make("button", { type: "button", className: "walk__rate" }, sign, make("span", { textContent: text }));
  button.dataset.sign = value;
  return button;
}
