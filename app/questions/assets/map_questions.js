// Questions with marks: their cards beside the question, the map that opens over it; the map comes when the page has time.
import { newId } from "../../base/assets/new_id.js";
import { whenIdle } from "../../base/assets/participant.js";
import { addMark } from "./cards.js";
import { labelOf } from "./words.js";

export class MapQuestions {
  /** `remake(change)` changes the raw answers and makes the cards anew; `changed()` after a card came or was filled. */
  constructor({ root, form, config, say, remake, changed }) {
    Object.assign(this, { root, form, config, say, remake, changed });
    this.words = config.words;
    if (!config.map) return;
    form.addEventListener("click", ({ target }) => {
      const { openMap, describe, removeMark } = target.dataset;
      if (openMap) this.open(openMap);
      if (describe) this.describe(describe);
      if (removeMark) this.remove(removeMark);
    });
  }

  /** `load` fetches map_sheet.js; null when nothing is asked on the map. */
  offer(load) {
    if (!load || this.load) return;
    this.load = () => Promise.all([load(), this.dress()]).then(([sheet]) => sheet);
    whenIdle(() => this.load().catch(() => {})); // later there may be no line
  }

  /** The style sheet of the map, which the page has no use for before. */
  dress() {
    this.dressed ??= new Promise((settle, fail) => {
      const href = this.root.querySelector("[data-map-sheet]").dataset.later;
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: settle });
      link.onerror = () => {
        this.dressed = null;
        link.remove();
        fail(new Error("no line"));
      };
      document.head.append(link);
    });
    return this.dressed;
  }

  /** Whether a photo was taken elsewhere than a point shows; false while no map is here. */
  async isElsewhere(here, there) {
    const loaded = await this.load?.().catch(() => null);
    return Boolean(loaded?.isElsewhere(this.config.map.extent, here, there));
  }

  describe(path) {
    const number = addMark(this.form, path);
    this.changed();
    this.form.querySelector(`[name="${path}.${number}.place_text"]`).focus();
  }

  remove(at) {
    const cut = at.lastIndexOf(".");
    const path = at.slice(0, cut);
    this.remake((raw) => listIn(raw, path).splice(Number(at.slice(cut + 1)) - 1, 1));
    this.say(this.words.removed);
    this.form.querySelector(`[data-open-map="${path}"]`).focus();
  }

  async open(path) {
    const ask = this.form.querySelector(`[data-path="${path}"]`);
    try {
      const { MapSheet } = await this.load();
      this.sheet ??= new MapSheet(this.root.querySelector("[data-map-sheet]"), this.config);
    } catch {
      this.say(this.words.noTiles); // no line yet: words go without a map
      this.describe(path);
      return;
    }
    this.sheet.open({
      kind: ask.dataset.kind,
      most: Number(ask.dataset.most),
      title: labelOf(ask),
      marks: () => this.marks(path),
      add: (geometry) => {
        const blank = this.marks(path).findIndex((mark) => !mark.geometry && !mark.text);
        if (blank >= 0) this.form.querySelector(`[name="${path}.${blank + 1}.geometry"]`).value = JSON.stringify(geometry);
        else addMark(this.form, path, { id: newId(), geometry });
        this.changed();
      },
      remove: (number) => this.remake((raw) => listIn(raw, path).splice(number - 1, 1)),
      closed: () => {
        const first = ask.querySelector("[data-mark] input:not([type=hidden]), [data-mark] textarea");
        const open = ask.querySelector("[data-open-map]");
        if (open.offsetParent) open.focus();
        else first?.focus();
      },
    });
  }

  /** [{geometry, text}] of a question, in the order of its cards. */
  marks(path) {
    return [...this.form.querySelector(`[data-marks="${path}"]`).children].map((card) => {
      const value = card.querySelector("[name$='.geometry']").value;
      return { geometry: value ? JSON.parse(value) : null, text: card.querySelector("[name$='.place_text']").value.trim() };
    });
  }

  /** Brings the cards in step: what is on the map needs no words, full questions no more buttons. */
  show() {
    for (const list of this.form.querySelectorAll("[data-marks]")) {
      const path = list.dataset.marks;
      const ask = list.closest(".ask");
      for (const card of list.children) {
        const isShown = card.querySelector("[name$='.geometry']").value !== "";
        const place = card.querySelector("[data-place-text]");
        card.querySelector("[data-shown]").hidden = !isShown;
        place.hidden = isShown && !place.querySelector("input").value && !place.contains(document.activeElement);
        const actions = card.querySelector("[data-mark-actions]");
        if (actions.children.length) continue;
        const button = Object.assign(document.createElement("button"), { type: "button", className: "ask__change", textContent: this.words.removePiece });
        button.dataset.removeMark = card.dataset.mark;
        button.setAttribute("aria-label", `${this.words.removePiece}: ${card.querySelector("legend").textContent}`);
        actions.append(button);
      }
      const isFull = list.children.length >= Number(ask.dataset.most);
      ask.querySelector("[data-no-marks]").hidden = list.children.length > 0;
      for (const button of ask.querySelectorAll("[data-open-map]")) button.hidden = isFull && !this.marks(path).some((mark) => !mark.geometry);
      for (const button of ask.querySelectorAll("[data-describe]")) button.hidden = isFull;
    }
  }
}

/** The list of marks at a path (`q` or `section.2.q`) in raw answers. */
function listIn(raw, path) {
  const [first, round, key] = path.split(".");
  return key ? raw[first][round - 1][key] : raw[first];
}
