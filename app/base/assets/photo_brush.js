// Blurs parts of a photo for good: by finger or mouse, or by boxes that buttons and keys set, move and stretch.
import { drawn } from "./photo_shrink.js";

const BLOCKS = 16; // what is blurred keeps so many blocks along the photo's longer side: no face stays a face
const STEP = 1 / 24; // of the longer side

/** Draws the photo on `canvas`, with what is blurred. Fires `change`. The blurring is part of the pixels. */
export class Brush extends EventTarget {
  constructor(canvas, picture) {
    super();
    this.canvas = Object.assign(canvas, { width: picture.width, height: picture.height });
    this.context = canvas.getContext("2d");
    this.picture = picture;
    this.longest = Math.max(picture.width, picture.height);
    this.radius = this.longest / 22;
    this.marks = [];
    this.box = null; // the one that buttons move
    this.blurred = this.context.createPattern(coarse(picture), "no-repeat");
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.follow(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => this.end());
    this.draw();
  }

  begin(event) {
    if (event.button !== 0 || this.stroke) return;
    event.preventDefault();
    this.canvas.setPointerCapture?.(event.pointerId);
    this.box = null;
    this.stroke = { points: [this.pointOf(event)] };
    this.marks.push(this.stroke);
    this.draw();
  }

  follow(event) {
    if (!this.stroke) return;
    this.stroke.points.push(this.pointOf(event));
    this.paint({ points: this.stroke.points.slice(-2) });
  }

  end() {
    if (!this.stroke) return;
    this.stroke = null;
    this.changed();
  }

  pointOf({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) / width) * this.canvas.width, ((clientY - top) / height) * this.canvas.height];
  }

  addBox() {
    const side = this.longest / 5;
    this.box = { x: (this.canvas.width - side) / 2, y: (this.canvas.height - side) / 2, width: side, height: side };
    this.marks.push(this.box);
    this.draw();
    this.changed();
  }

  /** Moves the box by steps; its middle stays on the photo. */
  moveBox(right, down) {
    if (!this.box) return;
    const { box } = this;
    const within = (value, size, all) => Math.min(Math.max(value, -size / 2), all - size / 2);
    box.x = within(box.x + right * STEP * this.longest, box.width, this.canvas.width);
    box.y = within(box.y + down * STEP * this.longest, box.height, this.canvas.height);
    this.draw();
    this.changed();
  }

  /** Makes the box larger (1) or smaller (-1) around its middle. */
  growBox(direction) {
    if (!this.box) return;
    const { box } = this;
    const side = Math.min(Math.max(box.width + direction * STEP * this.longest, STEP * this.longest), this.longest * 2);
    const by = (side - box.width) / 2;
    Object.assign(box, { x: box.x - by, y: box.y - by, width: side, height: side });
    this.draw();
    this.changed();
  }

  undo() {
    this.marks.pop();
    this.box = null;
    this.draw();
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  draw({ isFinal = false } = {}) {
    this.context.drawImage(this.picture, 0, 0);
    for (const mark of this.marks) this.paint(mark);
    if (this.box && !isFinal) this.outline(this.box);
  }

  paint({ points, x, y, width, height }) {
    const { context } = this;
    if (!points) {
      context.fillStyle = this.blurred;
      context.fillRect(x, y, width, height);
      return;
    }
    context.strokeStyle = this.blurred;
    context.lineWidth = this.radius * 2;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    context.moveTo(...points[0]);
    for (const point of points.length > 1 ? points.slice(1) : points) context.lineTo(...point);
    context.stroke();
  }

  outline({ x, y, width, height }) {
    const { context } = this;
    const thick = this.longest / 200;
    for (const [colour, line] of [["#fff", thick * 2], ["#131525", thick]]) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.strokeRect(x, y, width, height);
    }
  }

  /** The canvas as it is sent: without the outline of the box. */
  finished() {
    this.draw({ isFinal: true });
    return this.canvas;
  }
}

function coarse(picture) {
  const share = BLOCKS / Math.max(picture.width, picture.height);
  const small = drawn(picture, Math.max(1, Math.round(picture.width * share)), Math.max(1, Math.round(picture.height * share)));
  return drawn(small, picture.width, picture.height);
}
