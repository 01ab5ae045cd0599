// Boxes on a picture, each a button that lies where its row of numbers says; what moves a box writes its row.

const SMALLEST = 1; // per cent of the picture
const STEP = 1;
const SIDES = ["x", "y", "w", "h"];
const clamped = (value, least, most) => Math.min(Math.max(value, least), most);

export class BoxEditor {
  /** `stage` holds the picture, `rows` the list of rows (the empty one last); `say` tells a screen reader. */
  constructor({ stage, rows, words, say }) {
    Object.assign(this, { stage, rows, words, say });
    this.blank = rows.querySelector("[data-empty]").cloneNode(true);
    this.boxes = new Map();
    for (const row of rows.querySelectorAll("[data-row]:not([data-empty])")) this.#adopt(row);
    rows.addEventListener("input", (event) => this.#rowChanged(event.target.closest("[data-row]")));
    stage.addEventListener("pointerdown", (event) => this.#press(event));
    this.#number();
  }

  /** A box in the middle, or where it was drawn; it gets the focus. */
  add(box = { x: 40, y: 40, w: 20, h: 20 }) {
    const row = this.blank.cloneNode(true);
    delete row.dataset.empty;
    this.rows.querySelector("[data-empty]").before(row);
    this.#write(row, { ...box, kind: "brush", source: "review" });
    const button = this.#adopt(row);
    this.#number();
    button.focus();
    this.say(this.words.added.replace("%1", this.boxes.size));
    return button;
  }

  #adopt(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "blur-box";
    button.append(Object.assign(document.createElement("span"), { className: "blur-box__grip" }));
    button.addEventListener("keydown", (event) => this.#key(event, button));
    this.boxes.set(button, row);
    this.stage.append(button);
    this.#place(button);
    return button;
  }

  #read(row) {
    return Object.fromEntries(SIDES.map((side) => [side, Number(row.querySelector(`[name="${side}"]`).value)]));
  }

  #write(row, box) {
    for (const [name, value] of Object.entries(box)) {
      row.querySelector(`[name="${name}"]`).value = typeof value === "number" ? Math.round(value * 100) / 100 : value;
    }
  }

  #place(button) {
    const { x, y, w, h } = this.#read(this.boxes.get(button));
    Object.assign(button.style, { left: `${x}%`, top: `${y}%`, width: `${w}%`, height: `${h}%` });
  }

  #change(button, box) {
    const w = clamped(box.w, SMALLEST, 100);
    const h = clamped(box.h, SMALLEST, 100);
    this.#write(this.boxes.get(button), { x: clamped(box.x, 0, 100 - w), y: clamped(box.y, 0, 100 - h), w, h });
    this.#place(button);
    this.#unsaved();
  }

  #remove(button) {
    const all = [...this.boxes.keys()];
    const next = all[all.indexOf(button) + 1] ?? all[all.indexOf(button) - 1];
    this.boxes.get(button).remove();
    this.boxes.delete(button);
    button.remove();
    this.#number();
    this.#unsaved();
    this.say(this.words.removed);
    (next ?? document.querySelector("[data-add]")).focus();
  }

  #number() {
    let number = 0;
    for (const [button, row] of this.boxes) {
      number += 1;
      button.setAttribute("aria-label", this.words.box.replace("%1", number));
      const tick = row.querySelector('[name="remove"]');
      if (tick) tick.value = number - 1;
    }
    document.querySelector("[data-count]").textContent = number;
  }

  #unsaved() {
    this.stage.classList.add("is-changed");
    this.stage.dataset.unsaved = this.words.unsaved;
  }

  #rowChanged(row) {
    const known = [...this.boxes].find(([, one]) => one === row)?.[0];
    if (known) this.#place(known);
    else if (SIDES.every((side) => row.querySelector(`[name="${side}"]`).value)) {
      this.rows.append(this.blank.cloneNode(true));
      delete row.dataset.empty;
      this.#adopt(row);
      this.#number();
    }
    this.#unsaved();
  }

  #key(event, button) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.#remove(button);
      return;
    }
    const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (!across && !down) return;
    event.preventDefault();
    const box = this.#read(this.boxes.get(button));
    if (event.shiftKey) Object.assign(box, { w: box.w + across * STEP, h: box.h + down * STEP });
    else Object.assign(box, { x: box.x + across * STEP, y: box.y + down * STEP });
    this.#change(button, box);
  }

  /** Where a pointer is, in per cent of the picture. */
  #at(event) {
    const frame = this.stage.getBoundingClientRect();
    return [((event.clientX - frame.left) / frame.width) * 100, ((event.clientY - frame.top) / frame.height) * 100];
  }

  #press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const held = event.target.closest(".blur-box");
    const isGrip = event.target.classList.contains("blur-box__grip");
    const from = this.#at(event);
    const first = held ? this.#read(this.boxes.get(held)) : null;
    let button = held;
    held?.focus();
    const move = (moved) => {
      const [x, y] = this.#at(moved).map((value) => clamped(value, 0, 100));
      const [across, down] = [x - from[0], y - from[1]];
      if (!button && Math.hypot(across, down) > SMALLEST) button = this.add({ x: from[0], y: from[1], w: SMALLEST, h: SMALLEST });
      if (!button) return;
      if (!held) this.#change(button, { x: Math.min(from[0], x), y: Math.min(from[1], y), w: Math.abs(across), h: Math.abs(down) });
      else if (isGrip) this.#change(button, { ...first, w: first.w + across, h: first.h + down });
      else this.#change(button, { ...first, x: first.x + across, y: first.y + down });
    };
    const end = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }
}
