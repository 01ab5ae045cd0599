// The drawing of one question: pieces, what is still open, undo and redo, corner by corner.
import { merged, mended } from "./drawing_clip.js";
import { DrawingView } from "./drawing_view.js";
import { apart, inWords, toGeometry } from "./shapes.js";

const MOST_PIECES = 12;
const MOST_STEPS = 60;
const EMPTY = { pieces: [], open: [] };

/** Events: `change` (pieces differ), `told` (detail: words for the person). Positions are [lon, lat]. */
export class Drawing extends EventTarget {
  constructor({ map, words, language, isFar }) {
    super();
    Object.assign(this, { map, words, language, isFar });
    this.view = new DrawingView(map);
    this.state = EMPTY;
  }

  /** Begins or goes on with a question; `kept` is what `kept()` gave, or {pieces} of a stored drawing. */
  begin(isArea, kept = null) {
    this.isArea = isArea;
    this.past = kept?.past ?? [];
    this.future = kept?.future ?? [];
    this.show({ pieces: kept?.pieces ?? [], open: kept?.open ?? [] });
  }

  /** What survives a reload: all pieces and the last steps. */
  kept() {
    return { ...this.state, past: this.past.slice(-20), future: this.future.slice(-20) };
  }

  clear() {
    this.state = EMPTY;
    this.view.clear();
  }

  get isEmpty() {
    return !this.state.pieces.length && !this.state.open.length;
  }

  get least() {
    return this.isArea ? 3 : 2;
  }

  get pieces() {
    return this.state.pieces;
  }

  /** Everything as one GeoJSON geometry; what is open is closed first. */
  geometry() {
    if (this.state.open.length >= this.least) this.close();
    return toGeometry(this.state.pieces);
  }

  describe(pieces = this.state.pieces) {
    return pieces.length ? inWords(pieces, this.words, this.language) : "";
  }

  name(at) {
    return (this.isArea ? this.words.pieceArea : this.words.pieceWay).replace("%1", at + 1);
  }

  tell(text) {
    this.dispatchEvent(new CustomEvent("told", { detail: text }));
  }

  /** What was done, and how large the drawing is now. */
  tellLeft(words) {
    const size = this.describe();
    this.tell(size ? `${words} ${this.words.now.replace("%1", size)}` : words);
  }

  show(state) {
    this.state = state;
    this.view.show(state, this.isArea);
    this.dispatchEvent(new Event("change"));
  }

  change(state) {
    this.past = [...this.past, this.state].slice(-MOST_STEPS);
    this.future = [];
    this.show(state);
  }

  step(from, to, words) {
    if (!from.length) {
      this.tell(this.words.noMore);
      return;
    }
    to.push(this.state);
    this.show(from.pop());
    this.tellLeft(words);
  }

  undo() {
    this.step(this.past, this.future, this.words.undone);
  }

  redo() {
    this.step(this.future, this.past, this.words.redone);
  }

  removePiece(at) {
    this.change({ ...this.state, pieces: this.state.pieces.filter((_, i) => i !== at) });
    this.tell(this.words.removed);
  }

  removeOpen() {
    this.change({ ...this.state, open: [] });
    this.tell(this.words.removed);
  }

  // Corners, by button, tap or key.

  corner({ lat, lng }) {
    if (this.isFar({ lat, lng })) {
      this.tell(this.words.tooFarDrawn);
      return;
    }
    const { open } = this.state;
    if (!open.length && this.isFull()) return;
    const place = [lng, lat];
    this.change({ ...this.state, open: [...open, place] });
    const number = open.length + 1;
    if (number === 1) this.tell(this.words.corner.replace("%1", number));
    else this.tell(this.words.cornerAway.replace("%1", number).replace("%2", this.words.metres.replace("%1", Math.round(apart(open[number - 2], place)))));
  }

  cornerBack() {
    if (!this.state.open.length) {
      this.undo();
      return;
    }
    this.change({ ...this.state, open: this.state.open.slice(0, -1) });
    this.tell(this.words.cornerGone);
  }

  /** Makes a piece of what is open. */
  close() {
    const { open, pieces } = this.state;
    if (open.length < this.least) {
      this.tell(this.words.needCorners.replace("%1", this.least));
      return;
    }
    this.add(open, { pieces, open: [] });
  }

  isFull() {
    const isFull = this.state.pieces.length >= MOST_PIECES;
    if (isFull) this.tell(this.words.tooMany);
    return isFull;
  }

  /** A line becomes a piece of `state`: areas are mended and grow together where they touch. */
  add(line, { pieces, open }) {
    if (!this.isArea) {
      this.change({ pieces: [...pieces, { line }], open });
      this.tell(this.words.added.replace("%1", this.name(pieces.length)).replace("%2", this.describe([{ line }])));
      return;
    }
    const found = mended(line);
    const all = merged([...pieces, ...found.pieces]);
    this.change({ pieces: all, open });
    const added = this.words.added.replace("%1", this.name(all.length - 1)).replace("%2", this.describe());
    this.tell(found.isTold ? `${added} ${this.words.mended}` : added);
  }
}
