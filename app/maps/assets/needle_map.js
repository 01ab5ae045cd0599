// Needles on the map: one's own, kept in step with the list, and the one that is being placed.
import L from "leaflet";
import { layersOf } from "../../base/assets/drawing_view.js";
import { toPieces } from "../../base/assets/shapes.js";
import { pinIcon } from "../../base/assets/town_map.js";

/** Shows own needles and keeps them in step; `onOpen(id)` when one is chosen. */
export class Needles {
  constructor(map, label, onOpen) {
    this.layer = L.layerGroup().addTo(map);
    this.map = map;
    this.label = label;
    this.onOpen = onOpen;
    this.shown = new Map();
  }

  show(marks, hidden = null) {
    const wanted = new Map(marks.filter((mark) => mark.lat !== null && mark.id !== hidden).map((mark) => [mark.id, mark]));
    for (const [id, entry] of this.shown) {
      if (wanted.has(id)) continue;
      entry.layers.forEach((layer) => layer.remove());
      this.shown.delete(id);
    }
    for (const [id, mark] of wanted) {
      const key = JSON.stringify([mark.lat, mark.lon, mark.shape, mark.quality, mark.state, mark.title, mark.text]);
      const before = this.shown.get(id);
      if (before?.key === key) continue;
      before?.layers.forEach((layer) => layer.remove());
      const title = this.label(mark);
      const marker = L.marker([mark.lat, mark.lon], { icon: pinIcon(mark.quality, mark.state), title, alt: title, keyboard: true });
      marker.on("click", () => this.onOpen(id)).addTo(this.layer);
      const element = marker.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", title);
      element.dataset.state = mark.state;
      const drawn = toPieces(mark.shape).flatMap((piece) => layersOf(piece));
      for (const layer of drawn) layer.addTo(this.layer);
      this.shown.set(id, { key, layers: [marker, ...drawn] });
    }
  }
}

/** The needle that is just being placed or moved. */
export class Draft {
  constructor(map) {
    this.map = map;
    this.marker = null;
  }

  set(latlng, quality) {
    this.clear();
    this.marker = L.marker(latlng, { icon: pinIcon(quality, "draft"), keyboard: false, interactive: false, zIndexOffset: 1000 }).addTo(this.map);
  }

  get place() {
    return this.marker?.getLatLng() ?? null;
  }

  /** Moves by some pixels of the screen. */
  move(dx, dy) {
    if (!this.marker) return;
    const point = this.map.latLngToContainerPoint(this.place).add([dx * 6, dy * 6]);
    this.marker.setLatLng(this.map.containerPointToLatLng(point));
  }

  look(quality) {
    this.marker?.setIcon(pinIcon(quality, "draft"));
  }

  clear() {
    this.marker?.remove();
    this.marker = null;
  }
}
