// Which named things of the drawing its author wants to show in the town, how exactly, or not at all.
import { newId } from "../../../base/assets/new_id.js";
import { element } from "../../../base/assets/dialog.js";
import { coarsened, round } from "../../../base/assets/homes.js";

const GRADES = ["exact", "approximate", "described"];

/** `chosen` is {name: {precision, lat, lon}}; `own` are names written here. Event `change`; `said` with words. */
export class Places extends EventTarget {
  constructor(root, config) {
    super();
    Object.assign(this, { root, config, chosen: {}, own: [], names: [], open: null });
    this.home = new RegExp(config.home.words, "i");
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.part("own-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.addName(this.part("own-name").value.trim().slice(0, config.limits.label));
    });
    this.part("set").addEventListener("click", () => this.set(this.map.center()));
    this.part("leave").addEventListener("click", () => this.close());
    this.part("map-box").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key === "Enter" && event.target === this.part("town")) this.set(this.map.center());
    });
  }

  show(names, { chosen, own }) {
    this.chosen = { ...chosen };
    this.own = [...(own ?? [])];
    this.fromSheet = names;
    this.fill();
  }

  get state() {
    return { chosen: this.chosen, own: this.own };
  }

  addName(name) {
    if (!name) return;
    if (![...this.fromSheet, ...this.own].includes(name)) this.own.push(name);
    this.part("own-name").value = "";
    this.fill();
    this.changed();
  }

  fill() {
    this.names = [...new Set([...this.fromSheet, ...this.own])];
    this.part("none").hidden = this.names.length > 0;
    this.part("names").replaceChildren(...this.names.map((name, i) => this.entry(name, i)));
  }

  entry(name, i) {
    const { words } = this.config;
    const set = element("fieldset", { className: "sheet__place" }, element("legend", { textContent: name, dir: "auto" }));
    const chips = element("div", { className: "sheet__chips" });
    for (const grade of GRADES) {
      const input = element("input", { type: "radio", name: `place-${i}`, id: `place-${i}-${grade}`, value: grade, checked: this.chosen[name]?.precision === grade });
      // Clicked again, a place that is set already opens once more.
      input.addEventListener("click", () => this.choose(name, grade));
      chips.append(element("div", { className: "sheet__chip" }, input, element("label", { htmlFor: input.id, textContent: words[grade] })));
    }
    set.append(chips);
    if (this.chosen[name]?.isHome) set.append(element("p", { className: "small sheet__note", textContent: words.homeCoarse }));
    return set;
  }

  choose(name, grade) {
    if (grade === "described") {
      this.chosen[name] = { id: this.idOf(name), precision: grade };
      this.changed();
      return;
    }
    this.ask(name, grade);
  }

  async ask(name, grade) {
    this.open = { name, grade };
    this.part("map-title").textContent = name;
    this.part("map-box").hidden = false;
    this.part("choices").hidden = true;
    this.part("map-title").focus();
    // Leaflet comes only to those who show a place.
    const { TownMap } = await import("./town_map.js");
    this.map ??= new TownMap(this.root, this.config, (text) => this.tell("said", text));
    const { lat, lon } = this.chosen[name] ?? {};
    this.map.show(lat === undefined ? null : [lat, lon]);
  }

  set(place) {
    const { name, grade } = this.open;
    if (this.map.isFar(place)) {
      this.tell("said", this.config.words.tooFar);
      return;
    }
    const isHome = this.home.test(name);
    const { lat, lon } = isHome ? coarsened(place, this.config.home) : { lat: round(place.lat), lon: round(place.lng) };
    this.chosen[name] = { id: this.idOf(name), precision: isHome ? "approximate" : grade, lat, lon, isHome };
    this.tell("said", isHome ? this.config.words.homeCoarse : this.config.words.located.replace("%1", name));
    this.changed();
    this.close();
  }

  idOf(name) {
    return this.chosen[name]?.id ?? newId();
  }

  close() {
    const { name } = this.open ?? {};
    this.part("map-box").hidden = true;
    this.part("choices").hidden = false;
    this.fill();
    const at = this.names.indexOf(name);
    this.part("names").querySelectorAll("fieldset")[at]?.querySelector("input:checked, input")?.focus();
    this.open = null;
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
