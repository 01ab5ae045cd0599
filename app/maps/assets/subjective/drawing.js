// What is on the sheet: a list of objects that is never changed in place, so that every step can be taken back.
import { distance, rounded, rubbed, simplified } from "./lines.js";

const MOST_STEPS = 200;
const REACH = 26; // units around a thin line or a sticker that still mean it

/** Fires `change`. Objects are as the server takes them, with an `id` of this page on top. */
export class Drawing extends EventTarget {
  constructor({ limits }) {
    super();
    this.limits = limits;
    this.next = 1;
    this.load({ width: 1000, height: 1414, objects: [] });
  }

  load({ width, height, objects }) {
    Object.assign(this, { width, height, past: [], future: [] });
    this.objects = objects.map((found) => ({ ...found, id: (this.next += 1) }));
    this.changed();
  }

  get isEmpty() {
    return !this.objects.length;
  }

  of(...stages) {
    return this.objects.filter(({ stage }) => stages.includes(stage));
  }

  get(id) {
    return this.objects.find((found) => found.id === id);
  }

  /** True when there is room for one more thing. */
  get hasRoom() {
    const points = this.objects.reduce((sum, found) => sum + (found.points?.length ?? 0) / 2, 0);
    return this.objects.length < this.limits.objects - 50 && points < this.limits.points - 2000;
  }

  set(objects) {
    this.past.push(this.objects);
    if (this.past.length > MOST_STEPS) this.past.shift();
    this.future = [];
    this.objects = objects;
    this.changed();
  }

  add(found) {
    const added = { ...found, id: (this.next += 1) };
    if (found.points) added.points = rounded(simplified(found.points, 1.2));
    this.set([...this.objects, added]);
    return added;
  }

  change(id, values) {
    this.set(this.objects.map((found) => (found.id === id ? { ...found, ...values } : found)));
  }

  remove(id) {
    this.set(numbered(this.objects.filter((found) => found.id !== id)));
  }

  /** Moves by units of the sheet, never off it. */
  move(id, dx, dy) {
    const found = this.get(id);
    if (found) this.change(id, moved(found, dx, dy, this));
  }

  /** A dragged object while it is on its way: shown, but no step of its own. */
  carry(id, dx, dy) {
    this.objects = this.objects.map((found) => (found.id === id ? { ...found, ...moved(found, dx, dy, this) } : found));
    this.changed();
  }

  resize(id, factor) {
    const { size } = this.get(id) ?? {};
    if (size) this.change(id, { size: Math.max(40, Math.min(500, Math.round(size * factor))) });
  }

  /** Rubs lines of a stage around a place; the whole way of the rubber is one step when `isGoing` says it began before. */
  rub(x, y, radius, stage, isGoing) {
    let isTouched = false;
    const left = this.objects.flatMap((found) => {
      if (found.stage !== stage) return [found];
      if (found.type !== "stroke") {
        const isHit = Math.hypot(found.x - x, found.y - y) < radius + (found.size ?? 60) / 3;
        isTouched ||= isHit;
        return isHit ? [] : [found];
      }
      const parts = rubbed(found.points, x, y, radius);
      if (!parts) return [found];
      isTouched = true;
      return parts.map((points) => ({ ...found, points, id: (this.next += 1) }));
    });
    if (!isTouched) return isGoing;
    if (isGoing) {
      this.objects = numbered(left);
      this.changed();
    } else this.set(numbered(left));
    return true;
  }

  /** The uppermost thing of a stage at a place. */
  at(x, y, stage) {
    return this.objects.filter((found) => found.stage === stage).findLast((found) => {
      if (found.type === "stroke") return distance(found.points, x, y) < REACH;
      if (found.type === "text") return Math.abs(found.y - y) < found.size * 0.7 && Math.abs(found.x - x) < found.text.length * found.size * 0.3 + REACH;
      return Math.hypot(found.x - x, found.y - y) < (found.size ?? 80) / 2 + REACH / 2;
    });
  }

  undo() {
    if (!this.past.length) return false;
    this.future.push(this.objects);
    this.objects = this.past.pop();
    this.changed();
    return true;
  }

  redo() {
    if (!this.future.length) return false;
    this.past.push(this.objects);
    this.objects = this.future.pop();
    this.changed();
    return true;
  }

  get nextNumber() {
    return this.objects.filter(({ type }) => type === "sticker").length + 1;
  }

  /** What stamps, labels and stickers are called, each once. */
  get names() {
    return [...new Set(this.objects.map(({ name, text }) => (name || text || "").trim()).filter(Boolean))];
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  asJson() {
    const objects = this.objects.map(({ id: _id, ...found }) => found);
    return { version: 1, width: this.width, height: this.height, objects };
  }
}

function moved(found, dx, dy, { width, height }) {
  if (!found.points) return { x: clamp(found.x + dx, width), y: clamp(found.y + dy, height) };
  return { points: rounded(found.points.map((value, i) => value + (i % 2 ? dy : dx))) };
}

const clamp = (value, most) => Math.round(Math.max(0, Math.min(most, value)) * 10) / 10;

/** Stickers count up in the order they were put on, without gaps. */
function numbered(objects) {
  let number = 0;
  return objects.map((found) => (found.type === "sticker" && found.number !== (number += 1) ? { ...found, number } : found));
}
