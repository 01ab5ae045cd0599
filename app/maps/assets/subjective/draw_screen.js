// The screen with the sheet: ties tools, sheet, cross and list together for the three stages of drawing.
import { Editor } from "./editor.js";
import { fillObjects, nameOf } from "./objects.js";
import { Tray } from "./tray.js";

const STAMP = 150;
const TEXT = 56;

/** Events: `said` (detail: words to announce), `restart`. */
export class DrawScreen extends EventTarget {
  constructor(root, drawing, config) {
    super();
    Object.assign(this, { root, drawing, config, words: config.words, stage: 1, closed: new Set() });
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.tray = new Tray(root, config);
    this.editor = new Editor(this.part("stage"), drawing, config, () => this.tray.hand);
    this.wireSheet();
    this.wireArrows();
    this.wireName();
    this.wireList();
    drawing.addEventListener("change", () => this.changed());
    this.tray.addEventListener("change", () => this.turned());
    this.part("hint-close").addEventListener("click", () => {
      this.closed.add(this.stage);
      this.part("hint-box").hidden = true;
      this.part("stage").focus();
    });
  }

  say(text, name = "") {
    this.dispatchEvent(new CustomEvent("said", { detail: text.replace("%1", name) }));
  }

  /** A new sheet lies as the phone is held. */
  layOut() {
    const { clientWidth: wide, clientHeight: high } = document.documentElement;
    const isWide = wide > high * 1.2;
    this.drawing.load({ width: isWide ? 1414 : 1000, height: isWide ? 1000 : 1414, objects: [] });
  }

  begin(stage) {
    this.stage = stage;
    this.leave();
    const hint = stage === 3 ? this.words.stickers : this.config.hints[stage];
    this.part("hint").textContent = hint;
    this.part("hint-box").hidden = !hint || this.closed.has(stage) || this.drawing.of(stage).length > 0;
    this.tray.begin(stage);
    this.changed();
    this.editor.fit();
  }

  /** Nothing half done stays: an open line ends, a name is left out, nothing is chosen. */
  leave() {
    this.editor.endLine();
    this.editor.select(null);
    this.closeName();
    this.closeList();
  }

  changed() {
    this.part("undo").disabled = !this.drawing.past.length;
    this.part("redo").disabled = !this.drawing.future.length;
    this.part("turn").hidden = !this.drawing.isEmpty;
    if (!this.drawing.isEmpty && this.drawing.of(this.stage).length) this.part("hint-box").hidden = true;
    if (this.editor.selected && !this.drawing.get(this.editor.selected)) this.editor.select(null);
    if (!this.part("list").hidden) this.fill();
  }

  turned() {
    this.editor?.endLine();
    this.editor?.select(null);
    this.showArrows();
  }

  wireSheet() {
    const { editor, drawing, words } = this;
    editor.addEventListener("tap", ({ detail }) => this.putOn(detail));
    editor.addEventListener("select", () => this.showArrows());
    editor.addEventListener("said", ({ detail }) => {
      this.say(words[detail]);
      this.showArrows();
    });
    editor.addEventListener("full", () => this.say(words.full));
    this.part("undo").addEventListener("click", () => drawing.undo() && this.say(words.undone));
    this.part("redo").addEventListener("click", () => drawing.redo() && this.say(words.redone));
    this.part("nearer").addEventListener("click", () => editor.zoom(1.4));
    this.part("farther").addEventListener("click", () => editor.zoom(1 / 1.4));
    this.part("turn").addEventListener("click", () => {
      drawing.load({ width: drawing.height, height: drawing.width, objects: [] });
      editor.fit();
    });
  }

  /** A stamp, a word or a sticker at a place of the sheet. */
  putOn([x, y]) {
    const { words, drawing, tray } = this;
    const { name, stage, ink, stamp, rating } = tray.hand;
    if (!drawing.hasRoom) {
      this.say(words.full);
      return;
    }
    const base = { stage, ...(stage === 1 && { ink }), x, y };
    if (name === "stamp") this.name(drawing.add({ ...base, type: "stamp", stamp, size: STAMP, name: "" }));
    else if (name === "sticker" && rating && drawing.nextNumber < 100) this.name(drawing.add({ type: "sticker", stage: 3, x, y, rating, number: drawing.nextNumber, name: "" }));
    else if (name === "text" && tray.word) {
      this.say(words.placed, tray.word);
      drawing.add({ ...base, type: "text", text: tray.word, size: TEXT });
      tray.word = "";
    } else if (name === "text") {
      this.say(words.writeFirst);
      this.part("word").focus({ preventScroll: true });
    }
  }

  wireArrows() {
    const { editor } = this;
    this.part("cross-on").addEventListener("click", () => {
      const isOn = !editor.cross;
      editor.setCross(isOn);
      this.showArrows();
      if (isOn) this.say(this.words.crossOn);
    });
    for (const button of this.root.querySelectorAll("[data-step-by]")) button.addEventListener("click", () => editor.step(...button.dataset.stepBy.split(",").map(Number), 2));
    this.part("act-here").addEventListener("click", () => {
      editor.act();
      this.showArrows();
    });
    this.part("end-line").addEventListener("click", () => {
      editor.endLine();
      this.showArrows();
      this.part("act-here").focus();
    });
    this.part("larger").addEventListener("click", () => this.drawing.resize(editor.selected, 1.25));
    this.part("smaller").addEventListener("click", () => this.drawing.resize(editor.selected, 0.8));
    this.part("take-away").addEventListener("click", () => this.remove(editor.selected));
    this.part("deselect").addEventListener("click", () => {
      editor.select(null);
      this.part("stage").focus();
    });
  }

  /** Arrows are there for the cross, and for what is chosen. */
  showArrows() {
    const { editor } = this;
    const chosen = editor?.selected && this.drawing.get(editor.selected);
    const isShown = Boolean(editor?.cross || chosen);
    this.part("arrows").hidden = !isShown;
    this.part("options").hidden = Boolean(chosen);
    this.part("cross-on").setAttribute("aria-pressed", String(Boolean(editor?.cross)));
    this.part("act-here").hidden = Boolean(chosen);
    this.part("end-line").hidden = !editor?.corners || Boolean(chosen);
    this.part("chosen").textContent = chosen ? nameOf(chosen, this.config) : "";
    for (const name of ["take-away", "deselect"]) this.part(name).hidden = !chosen;
    for (const name of ["larger", "smaller"]) this.part(name).hidden = !chosen?.size;
  }

  remove(id) {
    const name = nameOf(this.drawing.get(id), this.config);
    this.editor.select(null);
    this.drawing.remove(id);
    this.say(this.words.removed, name);
  }

  wireName() {
    this.part("name-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = this.part("name").value.trim();
      if (name) this.drawing.change(this.naming, { name });
      this.closeName(true);
    });
    this.part("name-skip").addEventListener("click", () => this.closeName(true));
    this.part("name-box").addEventListener("keydown", (event) => event.key === "Escape" && this.closeName(true));
  }

  /** Asks how a new stamp or sticker is called; without a name it is as good. */
  name(found) {
    this.naming = found.id;
    const label = nameOf(found, this.config);
    this.part("name-label").textContent = `${label}: ${this.words.askName}`;
    this.part("name").value = "";
    this.part("name-box").hidden = false;
    this.part("name").focus({ preventScroll: true });
  }

  closeName(isBack = false) {
    this.naming = null;
    this.part("name-box").hidden = true;
    if (isBack) this.part("stage").focus({ preventScroll: true });
  }

  wireList() {
    this.part("open-list").addEventListener("click", () => {
      this.part("list").hidden = false;
      this.part("open-list").setAttribute("aria-expanded", "true");
      this.fill();
      this.part("list").querySelector("h2").focus();
    });
    this.part("close-list").addEventListener("click", () => {
      this.closeList();
      this.part("open-list").focus();
    });
    this.part("list").addEventListener("keydown", (event) => event.key === "Escape" && this.part("close-list").click());
    this.part("restart").addEventListener("click", () => window.confirm(this.words.restart) && this.dispatchEvent(new Event("restart")));
  }

  fill() {
    fillObjects(this.part("objects"), this.drawing, this.config, (what, id, value) => this.act(what, id, value));
  }

  act(what, id, value) {
    const found = this.drawing.get(id);
    if (what === "remove") this.remove(id);
    if (what === "rename" && (value || found.type !== "text")) this.drawing.change(id, found.type === "text" ? { text: value } : { name: value });
    if (what !== "move") return;
    this.closeList();
    this.tray.take({ name: "move" });
    this.editor.select(id);
    this.say(this.words.moving, nameOf(found, this.config));
    this.part("stage").focus();
  }

  closeList() {
    this.part("list").hidden = true;
    this.part("open-list").setAttribute("aria-expanded", "false");
  }
}
