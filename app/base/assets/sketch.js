// The drawing questions of the phone page: their panel, their list of pieces, their keys; the engine comes when needed.
import { isFar } from "./places.js";

const engine = () => import("./drawing_by_hand.js");

/** Fetches what draws, when the page has time: later there may be no line. */
export const prepareToDraw = () => engine().catch(() => {});

/** `onChange()` when the drawing differs, `onFinish()` when it is to be described, `say(text)` announces. */
export class Sketch {
  constructor({ part, map, config, say, onChange, onFinish }) {
    Object.assign(this, { part, map, config, say, onChange, onFinish });
    this.words = config.words;
    this.question = null;
    this.drawing = null;
    this.drafts = new Map(); // of questions that are not on the screen now
    for (const button of part("drawing-tools").querySelectorAll("[data-tool]")) button.addEventListener("click", () => this.use(button.dataset.tool));
    part("undo").addEventListener("click", () => this.drawing?.undo());
    part("redo").addEventListener("click", () => this.drawing?.redo());
    part("close-shape").addEventListener("click", () => this.drawing?.close());
    part("finish").addEventListener("click", () => this.finish());
    part("map").addEventListener("keydown", (event) => this.key(event));
  }

  get isOn() {
    return this.question !== null;
  }

  get mode() {
    return this.drawing?.mode ?? "finger";
  }

  get isArea() {
    return this.question?.task === "felt_area";
  }

  get isEmpty() {
    return !this.drawing || this.drawing.isEmpty;
  }

  /** Shows the panel and lets fingers draw; without `kept` goes on with what was drawn for this question. */
  async begin(question, kept = this.drafts.get(question.key)) {
    if (this.question?.key === question.key && this.drawing && !kept) {
      this.wake();
      return;
    }
    this.leave();
    this.question = question;
    this.part("drawing").hidden = false;
    this.drawing ??= await this.load();
    if (this.question !== question) return; // gone on while it was loading
    this.drawing.begin(this.isArea, kept);
    this.drafts.delete(question.key);
    this.refresh();
  }

  async load() {
    const { HandDrawing } = await engine();
    if (this.drawing) return this.drawing;
    const { words, language, extent } = this.config;
    const drawing = new HandDrawing({ map: this.map, host: this.part("stage"), words, language, isFar: (place) => isFar(extent, place) });
    drawing.addEventListener("change", () => {
      this.refresh();
      this.onChange();
    });
    drawing.addEventListener("told", ({ detail }) => this.say(detail));
    return drawing;
  }

  /** The sheet lies over it: the drawing stays, fingers move the map. */
  rest() {
    this.drawing?.rest();
  }

  wake() {
    if (!this.drawing || !this.isOn) return;
    this.drawing.isOn = true;
    this.drawing.use(this.mode);
    this.refresh();
  }

  /** Another question: what was drawn is kept for later. */
  leave() {
    if (this.question && this.drawing && !this.drawing.isEmpty) this.drafts.set(this.question.key, this.drawing.kept());
    this.forget();
  }

  /** It was saved, or is not wanted. */
  forget() {
    this.part("drawing").hidden = true;
    this.question = null;
    this.drawing?.rest();
    this.drawing?.clear();
  }

  /** Everything that is drawn and not saved, by question, for the keeper. */
  kept() {
    const all = new Map(this.drafts);
    if (this.question && this.drawing && !this.drawing.isEmpty) all.set(this.question.key, this.drawing.kept());
    return Object.fromEntries(all);
  }

  geometry() {
    return this.drawing?.geometry() ?? null;
  }

  finish() {
    if (this.isEmpty) return;
    const { open } = this.drawing.state;
    if (!this.drawing.pieces.length && open.length < this.drawing.least) this.say(this.words.needCorners.replace("%1", this.drawing.least));
    else this.onFinish();
  }

  use(tool) {
    this.drawing?.use(tool);
    this.refresh();
    this.onChange();
    this.say(this.hint());
  }

  hint() {
    if (this.mode === "points") return this.words.drawPoints;
    if (this.mode === "rub") return this.words.drawRub;
    return this.isArea ? this.words.drawFelt : this.words.drawWay;
  }

  /** The big button: sets a corner under the cross, or ends the drawing. */
  main() {
    if (this.mode === "points") this.drawing?.corner(this.map.getCenter());
    else this.finish();
  }

  /** A tap on the map while corners are set. */
  tap(latlng) {
    if (this.mode === "points") this.drawing?.corner(latlng);
  }

  key(event) {
    if (!this.isOn || !this.drawing?.isOn || event.target !== this.part("map") || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" || key === "y") {
        event.preventDefault();
        this.drawing[key === "y" || event.shiftKey ? "redo" : "undo"]();
      }
      return;
    }
    const acts = {
      enter: () => {
        if (this.mode !== "points") this.use("points");
        this.drawing.corner(this.map.getCenter());
      },
      backspace: () => this.drawing.cornerBack(),
      f: () => this.drawing.close(),
      e: () => this.finish(),
    };
    if (!acts[key]) return;
    event.preventDefault();
    acts[key]();
  }

  refresh() {
    const { drawing } = this;
    if (!drawing || !this.isOn) return;
    const { open } = drawing.state;
    for (const button of this.part("drawing-tools").querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === this.mode));
    this.part("undo").disabled = !drawing.past.length;
    this.part("redo").disabled = !drawing.future.length;
    const isPoints = this.mode === "points";
    this.part("close-shape").hidden = open.length < drawing.least;
    this.part("close-shape").textContent = this.isArea ? this.words.closeArea : this.words.endWay;
    this.part("finish").hidden = !isPoints || !drawing.pieces.length;
    this.part("place-text").textContent = isPoints ? this.words.setPoint : this.words.finishDrawing;
    this.part("drawing-hint").textContent = this.hint();
    this.part("drawing-hint").hidden = !drawing.isEmpty;
    this.part("place").disabled = !isPoints && drawing.isEmpty;
    this.list();
  }

  /** The list mirrors the map: every piece with its size, to show and to remove. */
  list() {
    const { pieces, open } = this.drawing.state;
    const fold = this.part("pieces-fold");
    const isFocused = fold.contains(document.activeElement);
    fold.hidden = this.drawing.isEmpty;
    const size = pieces.length ? this.drawing.describe() : this.words.pieceOpen.replace("%1", open.length);
    this.part("pieces-sum").textContent = pieces.length > 1 ? this.words.together.replace("%1", pieces.length).replace("%2", size) : size;
    const items = pieces.map((piece, at) => this.item(this.drawing.name(at), this.drawing.describe([piece]), piece.line ?? piece.rings[0], () => this.drawing.removePiece(at)));
    if (open.length) items.push(this.item(this.words.pieceOpen.replace("%1", open.length), "", open, () => this.drawing.removeOpen()));
    this.part("pieces").replaceChildren(...items);
    if (isFocused && !fold.contains(document.activeElement)) (fold.hidden ? this.part("map") : fold.querySelector("summary")).focus();
  }

  item(name, size, line, remove) {
    const item = document.createElement("li");
    const text = Object.assign(document.createElement("span"), { textContent: [name, size].filter(Boolean).join(": ") });
    const button = (label, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      made.setAttribute("aria-label", `${label}: ${name}`);
      made.addEventListener("click", act);
      return made;
    };
    const show = () => {
      this.map.fitBounds(line.map(([lon, lat]) => [lat, lon]), { padding: [30, 30], maxZoom: 17 });
      this.part("map").focus({ preventScroll: true });
    };
    item.append(text, button(this.words.show, show), button(this.words.removePiece, remove));
    return item;
  }
}
