// A drawing on paper: a photo of each stage, its four corners moved by finger or arrows, made straight on the phone.
import { shrink, toJpeg } from "../../../base/assets/photo_shrink.js";
import { guessed, isSheet, straightened } from "./corners.js";

const LONGEST = 1600;
const STEP = 0.01;

/** `photos` holds {blob, width, height} by stage. Event `change`; `said` with a word of the page. */
export class Paper extends EventTarget {
  constructor(root, words) {
    super();
    Object.assign(this, { root, words, photos: {}, stage: 1, corners: null });
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.handles = [...root.querySelectorAll("[data-corner]")];
    for (const input of root.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        if (input.files[0]) this.look(Number(input.dataset.stage), input.files[0]);
        input.value = "";
      });
    }
    this.handles.forEach((handle, i) => this.wire(handle, i));
    this.part("straighten").addEventListener("click", () => this.take());
    this.part("away").addEventListener("click", () => this.show());
    for (const button of root.querySelectorAll("[data-drop]")) button.addEventListener("click", () => this.drop(Number(button.dataset.drop)));
    new ResizeObserver(() => this.place()).observe(this.part("photo"));
  }

  load(photos) {
    this.photos = photos ?? {};
    this.show();
  }

  async look(stage, file) {
    this.stage = stage;
    this.picture = await shrink(file);
    if (!this.picture) {
      this.tell("said", "noPicture");
      return;
    }
    this.corners = guessed(this.picture);
    this.part("photo").replaceChildren(this.picture);
    this.part("choose").hidden = true;
    this.part("frame").hidden = false;
    this.place();
    this.part("frame").querySelector("h2").focus();
  }

  /** The handles stand where the corners are; what lies outside is darkened. */
  place() {
    if (!this.corners) return;
    this.corners.forEach(([x, y], i) => {
      this.handles[i].style.setProperty("inset-inline-start", `${x * 100}%`);
      this.handles[i].style.setProperty("inset-block-start", `${y * 100}%`);
    });
    this.part("outline").setAttribute("points", this.corners.map(([x, y]) => `${x * 100},${y * 100}`).join(" "));
    this.part("straighten").disabled = !isSheet(this.corners);
  }

  wire(handle, i) {
    const hold = ([x, y]) => {
      this.corners[i] = [Math.max(0, Math.min(1, x)), Math.max(0, Math.min(1, y))];
      this.place();
    };
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = this.part("photo").getBoundingClientRect();
      hold([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
    });
    handle.addEventListener("keydown", (event) => {
      const [dx, dy] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key] ?? [];
      if (dx === undefined) return;
      event.preventDefault();
      const [x, y] = this.corners[i];
      hold([x + dx * STEP, y + dy * STEP]);
    });
  }

  async take() {
    const { blob, width, height } = await toJpeg(straightened(this.picture, this.corners, LONGEST));
    this.photos = { ...this.photos, [this.stage]: { blob, width, height } };
    this.tell("change");
    this.tell("said", "straight");
    this.show();
  }

  drop(stage) {
    const { [stage]: _gone, ...left } = this.photos;
    this.photos = left;
    this.tell("change");
    this.show();
  }

  show() {
    Object.assign(this, { picture: null, corners: null });
    this.part("frame").hidden = true;
    this.part("choose").hidden = false;
    for (const card of this.root.querySelectorAll("[data-card]")) {
      const photo = this.photos[card.dataset.card];
      const image = card.querySelector("img");
      if (image.src) URL.revokeObjectURL(image.src);
      image.hidden = card.querySelector("[data-drop]").hidden = !photo;
      if (photo) Object.assign(image, { src: URL.createObjectURL(photo.blob), width: photo.width, height: photo.height });
      else image.removeAttribute("src");
      card.classList.toggle("sheet__card--full", Boolean(photo));
    }
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
