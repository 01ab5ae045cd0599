// The map over a question: points under the cross, lines and areas by hand or corner by corner, the list that mirrors them.
import L from "leaflet";
import { layersOf } from "../../base/assets/drawing_view.js";
import { round } from "../../base/assets/homes.js";
import { anchorOf, toPieces } from "../../base/assets/shapes.js";
import { Sketch, prepareToDraw } from "../../base/assets/sketch.js";
import { wireTools } from "../../base/assets/tools.js";
export { isElsewhere } from "../../base/assets/places.js";
import { addOutline, isInside, makeMap, refusalOf } from "../../base/assets/town_map.js";

export class MapSheet {
  constructor(dialog, config) {
    this.dialog = dialog;
    this.config = config;
    this.words = config.words;
    this.part = (name) => dialog.querySelector(`[data-${name}]`);
    const { part } = this;
    part("close-map").addEventListener("click", () => this.close());
    part("place").addEventListener("click", () => this.main());
    part("undo-mark").addEventListener("click", () => this.undo());
    part("map").addEventListener("keydown", (event) => event.key === "Enter" && event.target === part("map") && !this.isDrawn && this.place());
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    addEventListener("popstate", () => dialog.open && this.close({ isBack: true }));
  }

  get isDrawn() {
    return this.task.kind !== "point";
  }

  get isFull() {
    return this.task.marks().filter((mark) => mark.geometry || mark.text).length >= this.task.most;
  }

  say = (text) => {
    this.part("status").textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.part("status").replaceChildren(), 6000);
  };

  /** `task`: {kind, most, title, marks(), add(geometry), remove(number), closed()}. */
  open(task) {
    this.task = task;
    const { part, words } = this;
    part("map-title").textContent = task.title;
    this.dialog.showModal();
    history.pushState({ ...history.state, isMap: true }, "");
    if (!this.map) this.build();
    part("place-text").textContent = words.here;
    this.map.invalidateSize({ pan: false });
    const shapes = task.marks().filter((mark) => mark.geometry);
    if (shapes.length) this.map.fitBounds(L.geoJSON(shapes.map((mark) => mark.geometry)).getBounds(), { padding: [40, 40], maxZoom: 16, animate: false });
    this.begin();
    part("map-title").focus({ preventScroll: true });
  }

  build() {
    const { part, words, config } = this;
    const settings = { ...config.map, words };
    this.map = makeMap(part("map"), settings, () => this.say(words.noTiles));
    addOutline(this.map, config.map.outline);
    this.layer = L.layerGroup().addTo(this.map);
    this.sketch = new Sketch({
      part,
      map: this.map,
      config: { ...settings, language: config.language },
      say: this.say,
      onChange: () => this.refresh(),
      onFinish: () => this.drawn(),
    });
    prepareToDraw();
    wireTools({ part, map: this.map, urls: config.urls, words, say: this.say });
    this.map.on("click", ({ latlng }) => (this.isDrawn ? this.sketch.tap(latlng) : this.map.panTo(latlng)));
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(part("map"));
  }

  /** Lets somebody draw the next one, or only look when there are enough. */
  async begin() {
    if (this.isDrawn && !this.isFull) {
      const { kind } = this.task;
      await this.sketch.begin({ key: kind, task: kind === "polygon" ? "felt_area" : "way" });
      if (kind === "line" && this.sketch.mode !== "points") this.sketch.use("points");
      if (kind !== "line" && this.sketch.mode === "points") this.sketch.use("finger");
    } else this.sketch.leave();
    this.refresh();
  }

  main() {
    if (this.isFull) this.say(this.words.fullHere);
    else if (this.isDrawn) this.sketch.main();
    else this.place();
  }

  place() {
    if (this.isFull) {
      this.say(this.words.fullHere);
      return;
    }
    const spot = this.map.getCenter();
    const refusal = refusalOf(this.map, { ...this.config.map, words: this.words }, spot);
    if (refusal) {
      this.say(refusal);
      return;
    }
    this.task.add({ type: "Point", coordinates: [round(spot.lng), round(spot.lat)] });
    this.say(isInside(this.config.map.outline?.geometry, spot) ? this.words.placed : this.words.outside);
    this.refresh();
  }

  /** What was drawn becomes a mark; of several pieces each is one, unless the question takes what a finger draws as it is. */
  drawn() {
    const geometry = this.sketch.geometry();
    if (!geometry) return;
    const pieces = this.task.kind === "freehand" ? [geometry] : toPieces(geometry).map((piece) => (piece.line ? { type: "LineString", coordinates: piece.line } : { type: "Polygon", coordinates: piece.rings }));
    this.sketch.forget();
    for (const piece of pieces) if (!this.isFull) this.task.add(piece);
    this.begin();
    this.say(this.isFull ? this.words.fullHere : this.words.drawnOne);
  }

  undo() {
    const marks = this.task.marks();
    const last = marks.map((mark) => mark.geometry).findLastIndex(Boolean);
    if (last >= 0) this.take(last + 1);
  }

  take(number) {
    this.task.remove(number);
    this.say(this.words.removed);
    this.begin();
  }

  refresh() {
    const { part, words, isFull, isDrawn } = this;
    const marks = this.task.marks();
    const shown = marks.map((mark, at) => ({ ...mark, number: at + 1 })).filter((mark) => mark.geometry);
    this.layer.clearLayers();
    for (const { geometry, number } of shown) this.draw(geometry, number);
    part("cross").hidden = isFull || (isDrawn && this.sketch.mode !== "points");
    part("undo-mark").disabled = !shown.length;
    if (!isDrawn || isFull) {
      part("place-text").textContent = words.here;
      part("place").disabled = isFull;
    }
    part("place").hidden = isFull;
    part("shown-sum").textContent = shown.length ? shown.map(({ number }) => words.place.replace("%1", number)).join(", ") : words.noPlaces;
    part("shown-list").replaceChildren(...shown.map((mark) => this.item(mark)));
    part("shown-fold").hidden = !shown.length;
  }

  draw(geometry, number) {
    const [lon, lat] = geometry.type === "Point" ? geometry.coordinates : anchorOf(geometry);
    for (const piece of geometry.type === "Point" ? [] : toPieces(geometry)) for (const layer of layersOf(piece)) layer.addTo(this.layer);
    const sign = Object.assign(document.createElement("span"), { className: "survey-pin", textContent: number });
    L.marker([lat, lon], { icon: L.divIcon({ html: sign, className: "survey-marker", iconSize: [32, 32] }), interactive: false, keyboard: false }).addTo(this.layer);
  }

  item({ geometry, number }) {
    const name = this.words.place.replace("%1", number);
    const entry = document.createElement("li");
    const act = (label, action) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      button.setAttribute("aria-label", `${label}: ${name}`);
      button.addEventListener("click", action);
      return button;
    };
    const look = () => this.map.fitBounds(L.geoJSON(geometry).getBounds(), { padding: [40, 40], maxZoom: 17 });
    const drop = () => {
      this.take(number);
      this.part("map").focus();
    };
    entry.append(Object.assign(document.createElement("span"), { textContent: name }), act(this.words.show, look), act(this.words.removePiece, drop));
    return entry;
  }

  /** What is drawn and not finished becomes a mark too: nobody's line is lost by the wrong button. */
  close({ isBack = false } = {}) {
    if (this.isDrawn && !this.sketch.isEmpty) {
      const { open, pieces } = this.sketch.drawing.state;
      if (pieces.length || open.length >= this.sketch.drawing.least) this.drawn();
    }
    this.sketch.forget();
    this.dialog.close();
    this.part("status").replaceChildren();
    if (!isBack && history.state?.isMap) history.back();
    this.task.closed();
  }
}
