// The white sheet under the finger: one finger draws, rubs, puts on and moves; two fingers bring it nearer and push it.
import { Painter } from "./paint.js";
import { crosshair, frame, ring } from "./signs.js";

const NEAREST = 5; // times the size that shows the whole sheet
const STEP = 12; // units of the cross for one press of an arrow
const RUBBER = 30;
const QUICK = 8; // pixels a finger may slip and still have tapped

/**
 * `tool()` says what is in the hand: {name, stage, ink, width}. Events: `tap` (detail [x, y], for stamps, words and
 * stickers), `select` (detail: an object or null), `said` (detail: a word of the page), `full`.
 */
export class Editor extends EventTarget {
  constructor(stage, drawing, config, tool) {
    super();
    Object.assign(this, { stage, drawing, config, tool, painter: new Painter(config) });
    this.still = stage.querySelector("[data-still]");
    this.live = stage.querySelector("[data-live]");
    this.fingers = new Map();
    this.view = { scale: 1, x: 0, y: 0 };
    this.cross = null; // where the cross is, when it is on
    this.line = null; // the line that is just being drawn
    this.corners = null; // the line that is just being set point by point
    this.selected = null;
    drawing.addEventListener("change", () => this.repaint());
    new ResizeObserver(() => this.fit()).observe(stage);
    for (const [name, act] of [["pointerdown", "down"], ["pointermove", "moved"], ["pointerup", "up"], ["pointercancel", "cancelled"]]) stage.addEventListener(name, (event) => this[act](event));
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    stage.addEventListener("keydown", (event) => this.key(event));
    document.fonts?.ready.then(() => this.repaint());
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** The whole sheet in the middle. */
  fit() {
    const { clientWidth: wide, clientHeight: high } = this.stage;
    if (!wide || !high) return;
    const ratio = Math.min(devicePixelRatio || 1, 2);
    for (const canvas of [this.still, this.live]) Object.assign(canvas, { width: wide * ratio, height: high * ratio });
    this.ratio = ratio;
    this.whole = Math.min((wide - 16) / this.drawing.width, (high - 16) / this.drawing.height);
    this.look(this.whole, (wide - this.drawing.width * this.whole) / 2, (high - this.drawing.height * this.whole) / 2);
  }

  look(scale, x, y) {
    const { clientWidth: wide, clientHeight: high } = this.stage;
    const [w, h] = [this.drawing.width * scale, this.drawing.height * scale];
    const held = (at, size, room) => (size <= room ? (room - size) / 2 : Math.max(room - size - 40, Math.min(40, at)));
    this.view = { scale, x: held(x, w, wide), y: held(y, h, high) };
    this.repaint();
  }

  /** Nearer or farther around a place of the screen (the middle by default). */
  zoom(factor, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2) {
    const { scale, x: left, y: top } = this.view;
    const wanted = Math.max(this.whole, Math.min(this.whole * NEAREST, scale * factor));
    this.look(wanted, x - ((x - left) * wanted) / scale, y - ((y - top) * wanted) / scale);
  }

  place(event) {
    const box = this.stage.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return { x, y, at: [(x - this.view.x) / this.view.scale, (y - this.view.y) / this.view.scale] };
  }

  repaint() {
    this.isWanted ||= Boolean(requestAnimationFrame(() => {
      this.isWanted = false;
      this.paintStill();
      this.paintLive();
    }));
  }

  start(canvas) {
    const context = canvas.getContext("2d");
    const { scale, x, y } = this.view;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(this.ratio * scale, 0, 0, this.ratio * scale, this.ratio * x, this.ratio * y);
    return context;
  }

  paintStill() {
    if (!this.ratio) return;
    const context = this.start(this.still);
    const { width, height } = this.drawing;
    context.shadowColor = "rgb(60 30 10 / 25%)";
    context.shadowBlur = 10 * this.ratio;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.shadowColor = "transparent";
    context.save();
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    this.painter.paint(context, this.drawing.objects);
    context.restore();
  }

  paintLive() {
    if (!this.ratio) return;
    const context = this.start(this.live);
    context.lineJoin = context.lineCap = "round";
    const hand = this.tool();
    const going = this.line ?? (this.corners?.length ? this.corners : null);
    if (going) this.painter.stroke(context, { points: going, stage: hand.stage, ink: hand.ink, width: hand.width });
    const unit = 1 / this.view.scale;
    if (this.rubber) ring(context, ...this.rubber, RUBBER, unit);
    if (this.selected) frame(context, this.drawing.get(this.selected), unit);
    if (this.cross) crosshair(context, ...this.cross, unit);
  }

  down(event) {
    if (event.button > 0) return;
    this.stage.setPointerCapture?.(event.pointerId);
    this.fingers.set(event.pointerId, this.place(event));
    if (this.fingers.size > 1) {
      this.letGo();
      this.pinch = this.spread();
      return;
    }
    const { at, x, y } = this.fingers.get(event.pointerId);
    this.first = { x, y, isTap: true, before: this.drawing.objects };
    const { name, stage } = this.tool();
    if (name === "pen") this.line = [...at];
    if (name === "rubber") this.rubAt(at);
    if (name === "move") this.grab(this.drawing.at(...at, stage), at);
    this.paintLive();
  }

  moved(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.place(event);
    this.fingers.set(event.pointerId, now);
    if (this.pinch) {
      if (this.fingers.size > 1) this.pinched();
      return;
    }
    if (!this.first) return;
    if (Math.hypot(now.x - this.first.x, now.y - this.first.y) > QUICK) this.first.isTap = false;
    if (this.line) for (const one of event.getCoalescedEvents?.() ?? [event]) this.line.push(...this.place(one).at);
    else if (this.rubber) this.rubAlong(before.at, now.at);
    else if (this.held) this.drawing.carry(this.held, now.at[0] - before.at[0], now.at[1] - before.at[1]);
    this.paintLive();
  }

  up(event) {
    const finger = this.fingers.get(event.pointerId);
    this.fingers.delete(event.pointerId);
    if (!finger) return;
    if (this.pinch) {
      if (!this.fingers.size) this.pinch = null;
      return;
    }
    const { isTap, before } = this.first ?? {};
    if (this.line) this.keep(this.line);
    else if (this.held && !isTap) this.settle(before);
    else if (isTap && !this.rubber && this.tool().name !== "move") this.tell("tap", this.inside(finger.at));
    this.letGo();
  }

  cancelled(event) {
    this.fingers.delete(event.pointerId);
    if (!this.fingers.size) this.pinch = null;
    this.letGo();
  }

  letGo() {
    Object.assign(this, { line: null, rubber: null, held: null, first: null, isRubbing: false });
    this.paintLive();
  }

  keep(points) {
    if (!this.drawing.hasRoom) this.tell("full");
    else {
      const { stage, ink, width } = this.tool();
      this.drawing.add({ type: "stroke", stage, ink, width, points });
    }
  }

  rubAt(at) {
    this.rubber = at;
    this.isRubbing = this.drawing.rub(...at, RUBBER, this.tool().stage, this.isRubbing);
  }

  /** A quick finger leaves gaps between two places: the rubber does not. */
  rubAlong([x1, y1], [x2, y2]) {
    const parts = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / (RUBBER / 2)));
    for (let k = 1; k <= parts; k += 1) this.rubAt([x1 + ((x2 - x1) * k) / parts, y1 + ((y2 - y1) * k) / parts]);
  }

  grab(found) {
    this.select(found?.id ?? null);
    this.held = found?.id ?? null;
  }

  /** What was carried becomes one step that can be taken back. */
  settle(before) {
    const now = this.drawing.objects;
    this.drawing.objects = before;
    this.drawing.set(now);
    this.tell("said", "moved");
  }

  select(id) {
    this.selected = id;
    this.tell("select", id && this.drawing.get(id));
    this.paintLive();
  }

  inside([x, y]) {
    const held = (value, most) => Math.round(Math.max(0, Math.min(most, value)));
    return [held(x, this.drawing.width), held(y, this.drawing.height)];
  }

  spread() {
    const [a, b] = [...this.fingers.values()];
    return { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  pinched() {
    const now = this.spread();
    this.look(this.view.scale, this.view.x + now.x - this.pinch.x, this.view.y + now.y - this.pinch.y);
    this.zoom(now.far / Math.max(this.pinch.far, 1), now.x, now.y);
    this.pinch = now;
  }

  wheel(event) {
    event.preventDefault();
    const { x, y } = this.place(event);
    this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, x, y);
  }

  // Without dragging: a cross that arrows move, and "Hier".
  setCross(isOn) {
    if (!isOn) this.endLine();
    this.cross = isOn ? (this.cross ?? [this.drawing.width / 2, this.drawing.height / 2]) : null;
    this.paintLive();
  }

  /** Moves what is chosen, else the cross. */
  step(dx, dy, far = 1) {
    if (this.selected) this.drawing.move(this.selected, dx * STEP * far, dy * STEP * far);
    else {
      this.setCross(true);
      this.cross = this.inside([this.cross[0] + dx * STEP * far, this.cross[1] + dy * STEP * far]);
    }
    this.paintLive();
  }

  /** What a tap would do, at the cross; a line is set corner by corner. */
  act() {
    this.setCross(true);
    const { name, stage } = this.tool();
    if (name === "pen") {
      this.corners = [...(this.corners ?? []), ...this.cross];
      this.tell("said", "pointSet");
    } else if (name === "rubber") this.drawing.rub(...this.cross, RUBBER, stage, false);
    else if (name === "move") this.select(this.drawing.at(...this.cross, stage)?.id ?? null);
    else this.tell("tap", this.cross);
    this.paintLive();
  }

  endLine() {
    if (!this.corners) return;
    this.keep(this.corners);
    this.corners = null;
    this.tell("said", "lineDone");
    this.paintLive();
  }

  key(event) {
    const direction = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    const isCommand = event.ctrlKey || event.metaKey;
    if (direction) this.step(...direction, event.shiftKey ? 5 : 1);
    else if (event.key === "Enter" || event.key === " ") this.act();
    else if (event.key === "Escape" && (this.corners || this.selected)) {
      this.endLine();
      this.select(null);
    } else if (event.key === "+") this.zoom(1.25);
    else if (event.key === "-") this.zoom(0.8);
    else if ((event.key === "Delete" || event.key === "Backspace") && this.selected) {
      this.drawing.remove(this.selected);
      this.select(null);
    } else if (isCommand && event.key.toLowerCase() === "z") this.drawing[event.shiftKey ? "redo" : "undo"]();
    else if (isCommand && event.key.toLowerCase() === "y") this.drawing.redo();
    else return;
    event.preventDefault();
  }
}
