// What lies under the sheet: tools, inks, stamps, stickers, the word to write, and the arrows.
import { Painter } from "./paint.js";
import { element } from "../../../base/assets/dialog.js";

const NAMED = { pen: "pen", rubber: "rubber", stamp: "stamp", text: "text", sticker: "sticker", move: "move" };

/** Event `change` when something else is in the hand. `hand` is {name, stage, ink, width, stamp, rating, word}. */
export class Tray extends EventTarget {
  constructor(root, config) {
    super();
    this.config = config;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.buttons = [...root.querySelectorAll("[data-tool]")];
    this.hand = { name: "pen", stage: 1, ink: "black", width: "middle", stamp: "house", rating: config.offered[0] ?? "" };
    for (const button of this.buttons) button.addEventListener("click", () => this.take({ name: button.dataset.tool }));
    for (const button of root.querySelectorAll("[data-ink]")) button.addEventListener("click", () => this.take({ ink: button.dataset.ink }));
    for (const button of root.querySelectorAll("[data-stamp]")) {
      button.querySelector("span").before(picture(config, { type: "stamp", stamp: button.dataset.stamp, size: 96, x: 50, y: 50, name: "" }));
      button.addEventListener("click", () => this.take({ stamp: button.dataset.stamp }));
    }
    for (const button of root.querySelectorAll("[data-rating]")) {
      button.querySelector("span").before(picture(config, { type: "sticker", rating: button.dataset.rating, number: "", x: 50, y: 50, name: "" }));
      button.addEventListener("click", () => this.take({ rating: button.dataset.rating }));
    }
    this.part("width").addEventListener("click", () => this.thicker());
    this.part("word").addEventListener("input", () => this.tell());
  }

  get word() {
    return this.part("word").value.trim();
  }

  set word(text) {
    this.part("word").value = text;
  }

  thicker() {
    const codes = Object.keys(this.config.widths);
    this.take({ width: codes[(codes.indexOf(this.hand.width) + 1) % codes.length] });
  }

  /** Begins a stage: what can be done there, in its ink. */
  begin(stage) {
    const isLast = stage === 3;
    for (const button of this.buttons) button.hidden = isLast ? !["sticker", "move"].includes(button.dataset.tool) : button.dataset.tool === "sticker";
    this.part("inks").hidden = stage !== 1;
    this.part("second").hidden = stage !== 2;
    this.take({ stage, name: isLast ? "sticker" : "pen" });
  }

  take(changes) {
    Object.assign(this.hand, changes);
    const { name, ink, stamp, rating, width } = this.hand;
    const press = (buttons, key, value) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset[key] === value)));
    press(this.buttons, "tool", name);
    press([...this.part("inks").querySelectorAll("[data-ink]")], "ink", ink);
    press([...this.part("stamps").querySelectorAll("[data-stamp]")], "stamp", stamp);
    press([...this.part("ratings").querySelectorAll("[data-rating]")], "rating", rating);
    for (const one of this.part("width").querySelectorAll("[data-width-name]")) one.hidden = one.dataset.widthName !== width;
    this.part("pens").hidden = name !== NAMED.pen && name !== NAMED.stamp && name !== NAMED.text;
    this.part("width").hidden = name !== NAMED.pen;
    this.part("stamps").hidden = name !== NAMED.stamp;
    this.part("words").hidden = name !== NAMED.text;
    this.part("ratings").hidden = name !== NAMED.sticker;
    if (name === NAMED.text && "name" in changes) this.part("word").focus({ preventScroll: true });
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** A small picture of a stamp or a sticker; its word stands beside it. */
function picture(config, found) {
  const canvas = element("canvas", { width: 100, height: 100, className: "sheet__small" });
  canvas.setAttribute("aria-hidden", "true");
  const painter = new Painter(config);
  const context = canvas.getContext("2d");
  if (found.type === "sticker") context.setTransform(1.05, 0, 0, 1.05, -2.5, -2.5);
  painter.paint(context, [{ stage: 1, ink: "black", ...found }]);
  return canvas;
}
