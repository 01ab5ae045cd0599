// Drawing questions on the phone page: from the hand to a mark that can be saved, changed again, and compared with the planning.
import L from "leaflet";
import { withoutHome } from "./home_cut.js";
import { Reveal } from "./reveal.js";
import { anchorOf, toGeometry, toPieces } from "../../base/assets/shapes.js";
import { whenIdle } from "../../base/assets/participant.js";
import { Sketch, prepareToDraw } from "../../base/assets/sketch.js";

/** `onFinish(mark)` when a drawing is to be described; `onCover(isOver)` when the reveal lies over the map. */
export class DrawingQuestions {
  constructor({ root, part, map, config, marks, say, onChange, onFinish, onCover }) {
    Object.assign(this, { root, part, map, config, marks, say, onFinish, onCover, onChange });
    this.redrawing = null; // a stored mark whose drawing is being changed
    this.waiting = null; // id of a felt area that is on its way; its border may be shown once it has arrived
    if (!config.questions.some(({ task }) => task !== "needle")) return;
    this.named = part("map").getAttribute("aria-label");
    whenIdle(prepareToDraw);
    this.sketch = new Sketch({ part, map, config, say, onChange, onFinish: () => this.finish() });
    this.revealed = new Reveal({
      root: part("reveal"),
      map,
      config,
      say,
      onSave: (said) => this.saveComment(said),
      onClose: () => this.closeReveal(true),
    });
  }

  get isRedrawing() {
    return this.redrawing !== null;
  }

  get isRevealed() {
    return Boolean(this.revealed?.isOpen);
  }

  get mode() {
    return this.sketch?.mode ?? "finger";
  }

  begin(question, kept) {
    this.part("map").setAttribute("aria-label", this.part("map").dataset.drawingLabel);
    this.sketch.begin(question, kept);
  }

  leave() {
    if (!this.sketch) return;
    if (this.isRedrawing) this.giveUp();
    this.part("map").setAttribute("aria-label", this.named);
    this.sketch.leave();
  }

  rest() {
    this.sketch?.rest();
  }

  kept() {
    // What is changed of a stored drawing has its stored self to fall back on.
    return this.isRedrawing ? Object.fromEntries(this.sketch.drafts) : (this.sketch?.kept() ?? {});
  }

  /** Takes up what was drawn before the page was left; true when there is something for a question of this page. */
  restore(drawings, questions) {
    const mine = Object.entries(drawings).filter(([key, kept]) => questions.some((one) => one.key === key) && Array.isArray(kept?.pieces));
    for (const [key, kept] of mine) this.sketch?.drafts.set(key, kept);
    return mine.length > 0;
  }

  main(event) {
    // A quick second tap must not set a second corner on the same place.
    if (event.detail > 1 && this.mode !== "points") return;
    this.sketch.main();
  }

  tap(latlng) {
    if (this.sketch.isOn) this.sketch.tap(latlng);
  }

  finish() {
    const shape = this.sketch.geometry();
    if (!shape) return;
    const { question } = this.sketch;
    const isArea = question.task === "felt_area";
    const fresh = { id: this.marks.newId(), question: question.key, kind: isArea ? "felt_area" : "mark", quality: isArea ? "felt_area" : "way", isNew: true };
    this.onFinish({ ...(this.redrawing ?? fresh), shape });
  }

  /** Takes a stored drawing up again. */
  redraw(mark, question) {
    this.redrawing = mark;
    this.sketch.forget();
    this.begin(question, { pieces: toPieces(mark.shape) });
  }

  giveUp() {
    this.redrawing = null;
    this.sketch.forget();
  }

  /** Makes `mark` ready to be sent; a home at its ends stays on the phone (E16). Says what was left out. */
  prepare(mark, namesHome) {
    let told = "";
    const isWay = mark.kind !== "felt_area";
    if (isWay && namesHome && !["start", "end", "both"].includes(mark.home_end)) mark.home_end = "both";
    if (isWay && mark.shape && ["start", "end", "both"].includes(mark.home_end)) {
      const lines = toPieces(mark.shape).map(({ line }) => line);
      const left = withoutHome(lines, mark.home_end, this.config.home);
      const shape = toGeometry(left.map((line) => ({ line })));
      if (JSON.stringify(shape) !== JSON.stringify(mark.shape)) told = shape ? this.config.words.cutHome : this.config.words.onlyHomeTold;
      mark.shape = shape;
      if (!shape) mark.place_text = this.config.words.onlyHome;
    }
    [mark.lon, mark.lat] = mark.shape ? anchorOf(mark.shape) : [null, null];
    mark.precision = mark.shape ? (isWay && mark.home_end && mark.home_end !== "none" ? "approximate" : "exact") : "described";
    return told;
  }

  saved(mark) {
    if (!this.sketch) return;
    const isNew = mark.isNew && mark.shape;
    this.redrawing = null;
    if (this.sketch.isOn) this.sketch.forget();
    if (mark.kind === "felt_area" && isNew) this.waiting = mark.id;
  }

  lookAt(shape) {
    const bounds = L.geoJSON(shape).getBounds();
    this.map.invalidateSize({ pan: false });
    const edge = Math.min(24, this.map.getSize().y / 12);
    this.map.fitBounds(bounds, { padding: [edge, edge], maxZoom: 17, animate: false });
  }

  /** Called whenever states change: shows the border as soon as the server has the drawing. */
  revealArrived() {
    if (!this.waiting || this.marks.get(this.waiting)?.state !== "arrived") return;
    const id = this.waiting;
    this.waiting = null;
    this.reveal(id);
  }

  async reveal(id) {
    const mark = this.marks.get(id);
    this.about = mark;
    if (!(await this.revealed.open(mark, this.marks.commentOn(id)))) {
      this.say(this.config.words.revealLater);
      return;
    }
    this.root.classList.add("needle--sheet");
    this.onCover(true);
    this.onChange();
    this.revealed.draw(mark, this.revealed.borders);
  }

  async saveComment(said) {
    const before = this.marks.commentOn(this.about.id);
    const fresh = { id: this.marks.newId(), kind: "online_comment", question: this.about.question, about: this.about.id };
    await this.marks.save({ ...(before ?? fresh), ...said, shape: null, lat: null, lon: null, precision: "described", is_secret: this.about.is_secret });
    this.closeReveal(true);
    this.say(this.config.words.revealSaved);
  }

  closeReveal(isOwn = false) {
    if (!this.isRevealed) return;
    this.revealed.close();
    this.root.classList.remove("needle--sheet");
    if (isOwn) this.onCover(false);
    this.onChange();
    if (this.about.shape) this.lookAt(this.about.shape);
    if (isOwn) this.part("next").focus({ preventScroll: true });
  }
}
