// Drawing by finger, pen or mouse: strokes become pieces, the rubber takes away, two fingers move the map.
import { rubAreas, rubLines } from "./drawing_clip.js";
import { Drawing } from "./drawing.js";
import { Loupe } from "./loupe.js";
import { apart, calmed, extentOf, fromSegment, lengthOf, thinned } from "./shapes.js";
import { Strokes } from "./strokes.js";

const JOIN = 28; // pixels: a stroke that begins so near to an open end goes on there
const RUBBER = 20;
const LEAST = { line: 12, area: 24 }; // pixels: shorter strokes are slips

/** `host` is the element the magnifier lies in; modes are `finger`, `points` and `rub`. */
export class HandDrawing extends Drawing {
  constructor({ host, ...given }) {
    super(given);
    this.loupe = new Loupe(host, this.map);
    this.mode = "finger";
    this.strokes = new Strokes(this.map.getContainer(), {
      onStart: (place, isTouch) => this.start(place, isTouch),
      onMove: (places) => this.follow(places),
      onEnd: () => this.finishStroke(),
      onTap: (place) => this.tap(place),
      onBreak: (isShort) => this.breakOff(isShort),
    });
  }

  /** Begins or goes on with a question, see `Drawing`; from now on fingers draw. */
  begin(isArea, kept) {
    super.begin(isArea, kept);
    this.isOn = true;
    this.use(this.mode);
  }

  /** Gives the map back to the fingers; the drawing stays visible until `clear`. */
  rest() {
    this.isOn = false;
    this.use(this.mode);
  }

  use(mode) {
    this.mode = mode;
    const isDrawn = this.isOn && mode !== "points";
    this.strokes.turn(isDrawn);
    this.map.getContainer().classList.toggle("needle__map--draw", isDrawn);
    this.map.dragging[isDrawn ? "disable" : "enable"]();
    this.map.doubleClickZoom[this.isOn ? "disable" : "enable"]();
  }

  toPlace = (pixel) => {
    const { lat, lng } = this.map.containerPointToLatLng(pixel);
    return [lng, lat];
  };

  toPixel = ([lon, lat]) => {
    const { x, y } = this.map.latLngToContainerPoint([lat, lon]);
    return [x, y];
  };

  start(place, isTouch) {
    this.line = [place];
    this.isTouch = isTouch;
    this.before = this.state;
  }

  follow(places) {
    if (this.mode === "rub") for (const place of places) this.rub(this.line[this.line.length - 1], place);
    this.line.push(...places);
    this.isWaiting ??= requestAnimationFrame(() => {
      this.isWaiting = null;
      this.draw();
    });
  }

  draw() {
    if (!this.line) return;
    const place = this.line[this.line.length - 1];
    if (this.mode === "finger") this.view.stroke(this.line, this.isArea);
    if (!this.isTouch) return;
    const pieces = this.state.pieces.flatMap((piece) => (piece.line ? [piece.line] : piece.rings.map((ring) => [...ring, ring[0]])));
    this.loupe.show(place, [...pieces.map((line) => line.map(this.toPixel)), ...(this.mode === "finger" ? [this.line] : [])], this.view.ink);
  }

  endStroke() {
    this.line = null;
    this.loupe.hide();
    this.view.endStroke();
  }

  finishStroke() {
    const pixels = this.line;
    this.endStroke();
    if (this.mode === "rub") {
      this.endRub();
      return;
    }
    const spread = (axis) => Math.max(...pixels.map((place) => place[axis])) - Math.min(...pixels.map((place) => place[axis]));
    if (Math.max(spread(0), spread(1)) < (this.isArea ? LEAST.area : LEAST.line)) {
      this.tell(this.words.tooSmall);
      return;
    }
    const line = this.smooth(pixels);
    if (line.some(([lng, lat]) => this.isFar({ lat, lng }))) {
      this.tell(this.words.tooFarDrawn);
      return;
    }
    this.join(line, pixels[0]);
  }

  /** A stroke in degrees: calmed, and without what the map does not show at this size. */
  smooth(pixels) {
    const line = calmed(pixels.map(this.toPlace));
    const [middle, beside] = [pixels[0], [pixels[0][0] + 100, pixels[0][1]]].map(this.toPlace);
    return thinned(line, Math.min(15, Math.max(0.5, (apart(middle, beside) / 100) * 1.5)));
  }

  /** Goes on with what is open or with a line that ends here; else it is a piece of its own. */
  join(line, [x, y]) {
    const isHere = (place) => {
      const [placeX, placeY] = this.toPixel(place);
      return Math.hypot(placeX - x, placeY - y) < JOIN;
    };
    const { pieces, open } = this.state;
    if (open.length && isHere(open[open.length - 1])) {
      this.add([...open, ...line], { pieces, open: [] });
      return;
    }
    const at = this.isArea ? -1 : pieces.findIndex((piece) => isHere(piece.line[piece.line.length - 1]));
    if (at >= 0) {
      const longer = { line: [...pieces[at].line, ...line.slice(1)] };
      this.change({ pieces: pieces.map((piece, i) => (i === at ? longer : piece)), open });
      this.tell(this.words.added.replace("%1", this.name(at)).replace("%2", this.describe([longer])));
      return;
    }
    if (open.length >= this.least) this.close();
    if (!this.isFull()) this.add(line, this.state);
  }

  /** Two fingers, or the phone itself, took over: a slip goes, what was really drawn waits to be gone on with. */
  breakOff(isShort) {
    const pixels = this.line;
    this.endStroke();
    if (this.mode === "rub") {
      if (isShort) this.show(this.before);
      else this.endRub();
      return;
    }
    if (isShort || !pixels || pixels.length < 4) return;
    const line = this.smooth(pixels);
    if (lengthOf(line) > 0) this.change({ ...this.state, open: line });
  }

  tap(pixel) {
    this.endStroke();
    if (this.mode !== "rub") {
      this.tell(this.words.tooSmall);
      return;
    }
    const at = this.state.pieces.findIndex((piece) => this.isUnder(piece, pixel));
    if (at < 0) this.tell(this.words.rubbedNothing);
    else this.removePiece(at);
  }

  isUnder(piece, pixel) {
    const lines = piece.line ? [piece.line] : piece.rings.map((ring) => [...ring, ring[0]]);
    const pixels = lines.map((line) => line.map(this.toPixel));
    if (pixels.some((line) => line.slice(1).some((place, i) => fromSegment(pixel, line[i], place) < RUBBER))) return true;
    if (piece.line) return false;
    let isIn = false;
    for (const line of pixels) {
      line.slice(1).forEach(([x, y], i) => {
        const [fromX, fromY] = line[i];
        if (y > pixel[1] !== fromY > pixel[1] && pixel[0] < ((fromX - x) * (pixel[1] - y)) / (fromY - y) + x) isIn = !isIn;
      });
    }
    return isIn;
  }

  rub(from, to) {
    const { pieces, open } = this.state;
    const left = this.isArea ? rubAreas(pieces, from, to, RUBBER, this.toPlace) : rubLines(pieces, from, to, RUBBER, this.toPixel, this.toPlace);
    this.show({ pieces: left, open });
  }

  /** One step for the whole stroke of the rubber. */
  endRub() {
    const tolerance = 0.5;
    const left = this.state.pieces.map((piece) => (piece.line ? { line: thinned(piece.line, tolerance) } : { rings: piece.rings.map((ring) => thinned(ring, tolerance)) }));
    const isSame = this.before.pieces.length === left.length && this.before.pieces.every((piece, i) => Math.abs(extentOf(piece) - extentOf(left[i])) < 1);
    this.state = this.before;
    if (isSame) {
      this.show(this.before);
      this.tell(this.words.rubbedNothing);
      return;
    }
    this.change({ ...this.before, pieces: left });
    this.tellLeft(this.words.rubbed);
  }
}
