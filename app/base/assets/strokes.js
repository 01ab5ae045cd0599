// One finger, pen or mouse on the map as strokes; two fingers belong to the map, and leave nothing behind.

const SHORT = 400; // milliseconds: a stroke as young as this was the first finger of two
const TAP = 8; // pixels

/** Calls `onStart(place)`, `onMove(places)`, then one of `onEnd()`, `onTap(place)`, `onBreak(isShort)`; places in pixels of the map. */
export class Strokes {
  constructor(element, told) {
    this.element = element;
    this.told = told;
    this.down = new Map();
    this.isOn = false;
    element.addEventListener("pointerdown", (event) => this.begin(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    element.addEventListener("pointerup", (event) => this.end(event));
    element.addEventListener("pointercancel", (event) => this.end(event, true));
    element.addEventListener("lostpointercapture", (event) => this.down.has(event.pointerId) && this.end(event, true));
  }

  at(event) {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  begin(event) {
    if (!this.isOn || event.button > 0 || event.shiftKey || event.target.closest(".leaflet-control, .leaflet-marker-icon")) return;
    this.down.set(event.pointerId, true);
    if (this.down.size > 1) {
      this.stop();
      return;
    }
    this.element.setPointerCapture?.(event.pointerId);
    const place = this.at(event);
    this.stroke = { id: event.pointerId, from: place, time: event.timeStamp, isMoved: false, isTouch: event.pointerType !== "mouse" };
    this.told.onStart(place, this.stroke.isTouch);
  }

  move(event) {
    if (event.pointerId !== this.stroke?.id) return;
    const places = (event.getCoalescedEvents?.() ?? []).map((one) => this.at(one));
    if (!places.length) places.push(this.at(event));
    const [x, y] = places[places.length - 1];
    this.stroke.isMoved ||= Math.hypot(x - this.stroke.from[0], y - this.stroke.from[1]) > TAP;
    this.stroke.last = event.timeStamp;
    this.told.onMove(places);
  }

  end(event, isBroken = false) {
    this.down.delete(event.pointerId);
    const { stroke } = this;
    if (event.pointerId !== stroke?.id) return;
    this.stroke = null;
    if (isBroken) this.told.onBreak(!stroke.isMoved);
    else if (stroke.isMoved) this.told.onEnd();
    else this.told.onTap(stroke.from);
  }

  /** A second finger came: the map takes over. */
  stop() {
    const { stroke } = this;
    this.stroke = null;
    if (stroke) this.told.onBreak(!stroke.isMoved || (stroke.last ?? stroke.time) - stroke.time < SHORT);
  }

  turn(isOn) {
    if (this.isOn && !isOn) this.stop();
    this.isOn = isOn;
    if (!isOn) this.down.clear();
  }
}
