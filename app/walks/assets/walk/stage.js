// The map of a walk: route, stops, what was noted, the cross for places, and a way drawn by hand.
import L from "leaflet";
import { layersOf } from "../../../base/assets/drawing_view.js";
import { round } from "../../../base/assets/homes.js";
import { toPieces } from "../../../base/assets/shapes.js";
import { Sketch, prepareToDraw } from "../../../base/assets/sketch.js";
import { addOutline, makeMap, refusalOf } from "../../../base/assets/town_map.js";
import { whenIdle } from "../../../base/assets/participant.js";
import { SIGNS, signButton } from "./stops.js";

const ROUTE = { interactive: false, color: "#1d4a8f", weight: 4, opacity: 0.8, dashArray: "2 8", fill: false };
const flip = (line) => line.map(([lon, lat]) => [lat, lon]);

export class Stage {
  /** `onStop(id)` when a stop on the map is tapped. */
  constructor({ root, part, config, say, onStop }) {
    Object.assign(this, { root, part, config, say, onStop, shown: "" });
    this.map = makeMap(part("map"), config, () => say(config.words.noTiles));
    addOutline(this.map, config.outline);
    for (const { line } of toPieces(config.route)) L.polyline(flip(line), ROUTE).addTo(this.map);
    for (const { kind, text, lon, lat } of config.notes) this.sign([lat, lon], "walk-hint", "•", [config.labels.notes[kind], text].filter(Boolean).join(": ")).addTo(this.map);
    this.layer = L.layerGroup().addTo(this.map);
    this.sketch = new Sketch({ part, map: this.map, config, say, onChange: () => this.showCorner(), onFinish: () => this.settle?.(this.sketch.geometry()) });
    whenIdle(prepareToDraw);
    part("aim-cancel").addEventListener("click", () => this.cancel());
    part("place").addEventListener("click", () => this.main());
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.cancel());
    part("map").addEventListener("keydown", ({ key, target }) => key === "Enter" && target === part("map") && !this.signs && !this.isDrawing && this.main());
    this.map.on("click", ({ latlng }) => {
      if (this.isDrawing) this.sketch.tap(latlng);
      else if (this.settle) this.map.panTo(latlng);
    });
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(part("map"));
  }

  sign(place, look, text, title) {
    const made = Object.assign(document.createElement("span"), { className: `walk-sign ${look}`, textContent: text });
    return L.marker(place, { icon: L.divIcon({ html: made, className: "walk-marker", iconSize: [32, 32] }), title, alt: title, interactive: false, keyboard: false });
  }

  /** Brings the map in step with the lists, which say everything it shows. */
  show(stops, here, entries) {
    const key = JSON.stringify([stops.map(({ id, number, lat, lon, leftOut, arrived }) => [id, number, lat, lon, Boolean(leftOut), Boolean(arrived)]), here.stop, entries.map(({ id, answers, state }) => [id, answers.geometry, answers.valence, state])]);
    if (key === this.shown) return;
    this.shown = key;
    this.layer.clearLayers();
    for (const { answers, state } of entries.filter((entry) => entry.answers.geometry && entry.answers.what !== "stop_new")) {
      if (answers.geometry.type !== "Point") {
        for (const piece of toPieces(answers.geometry)) for (const layer of layersOf(piece)) layer.addTo(this.layer);
        continue;
      }
      const [lon, lat] = answers.geometry.coordinates;
      this.sign([lat, lon], `walk-dot walk-dot--${answers.valence || "none"} walk-dot--${state}`, SIGNS[answers.valence === "zero" ? "zero" : answers.valence] ?? "•", answers.text ?? "").addTo(this.layer);
    }
    for (const stop of stops.filter(({ lat }) => lat !== null)) {
      const look = here.stop === stop.id ? "here" : stop.leftOut ? "out" : stop.arrived ? "done" : "next";
      const marker = this.sign([stop.lat, stop.lon], `walk-stop walk-stop--${look}`, stop.number, stop.name);
      marker.options.interactive = true;
      marker.on("click", () => (this.settle ? this.map.panTo([stop.lat, stop.lon]) : this.onStop(stop))).addTo(this.layer);
    }
  }

  lookAt({ lat, lon }) {
    if (lat !== null) this.map.setView([lat, lon], Math.max(this.map.getZoom(), this.config.zoom));
  }

  /** Lets somebody aim: a GeoJSON point, with `signs` {point, sign}, when drawing a line; null when they went away. */
  aim({ hint, signs = null, isDrawing = false, from = null }) {
    const { part, root, map } = this;
    this.before = document.activeElement;
    this.signs = signs;
    this.isDrawing = isDrawing;
    root.classList.add("walk--aim");
    part("aim").hidden = false;
    part("aim-hint").textContent = hint;
    part("aim-hint").hidden = isDrawing;
    part("cross").hidden = isDrawing;
    part("place").hidden = Boolean(signs);
    part("place").disabled = false;
    part("place-text").textContent = this.config.words.here;
    part("aim-signs").replaceChildren(...Object.entries(signs ?? {}).map(([value, text]) => {
      const button = signButton(value, text);
      button.addEventListener("click", () => this.take(value));
      return button;
    }));
    this.fit();
    if (from) map.setView(from, Math.max(map.getZoom(), this.config.minPinZoom), { animate: false });
    if (isDrawing) this.sketch.begin({ key: "route", task: "way" });
    this.say(isDrawing ? "" : hint);
    part("map").focus({ preventScroll: true });
    return new Promise((settle) => {
      this.settle = (value) => {
        this.settle = null;
        this.sketch.forget();
        part("aim").hidden = true;
        part("cross").hidden = true;
        root.classList.remove("walk--aim");
        this.fit();
        if (this.before?.isConnected) this.before.focus({ preventScroll: true });
        settle(value);
      };
    });
  }

  /** The map has another size: what lay in its middle stays there. */
  fit() {
    const middle = this.map.getCenter();
    this.map.invalidateSize({ pan: false });
    this.map.setView(middle, this.map.getZoom(), { animate: false });
  }

  main() {
    if (this.isDrawing) {
      this.sketch.main();
      this.showCorner();
    } else this.take("");
  }

  /** Corners of a way are set under the cross. */
  showCorner() {
    if (this.settle && this.isDrawing) this.part("cross").hidden = this.sketch.mode !== "points";
  }

  take(sign) {
    if (!this.settle) return;
    const spot = this.map.getCenter();
    const refusal = refusalOf(this.map, this.config, spot);
    if (refusal) this.say(refusal);
    else {
      const point = { type: "Point", coordinates: [round(spot.lng), round(spot.lat)] };
      this.settle(this.signs ? { point, sign } : point);
    }
  }

  cancel() {
    this.settle?.(null);
  }
}
