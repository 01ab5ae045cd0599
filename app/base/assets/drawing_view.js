// Drawn pieces on the map: lines with a white edge, areas with a tint, corners of what is still open.
import L from "leaflet";

const INK = "#7a1f9c";
const flip = (line) => line.map(([lon, lat]) => [lat, lon]);
const EDGE = { interactive: false, color: "#fff", weight: 9, opacity: 0.9, fill: false, lineJoin: "round", lineCap: "round", smoothFactor: 0.5 };
const LINE = { ...EDGE, color: INK, weight: 4.5, opacity: 1 };
const AREA = { ...LINE, fill: true, fillColor: INK, fillOpacity: 0.16 };

/** Layers of one piece, {line} or {rings}. */
export function layersOf(piece, more = {}) {
  const lines = piece.line ? flip(piece.line) : piece.rings.map(flip);
  if (piece.line) return [L.polyline(lines, EDGE), L.polyline(lines, { ...LINE, ...more })];
  return [L.polygon(lines, EDGE), L.polygon(lines, { ...AREA, ...more })];
}

export class DrawingView {
  constructor(map) {
    this.map = map;
    this.pieces = L.layerGroup().addTo(map);
    this.open = L.layerGroup().addTo(map);
    this.live = { edge: L.polyline([], EDGE), line: L.polyline([], LINE), hint: L.polyline([], { ...LINE, weight: 2.5, dashArray: "2 8" }) };
  }

  get ink() {
    return INK;
  }

  /** Shows `state` {pieces, open}; `isArea` closes what is open by a dotted line. */
  show({ pieces, open }, isArea) {
    this.pieces.clearLayers();
    for (const piece of pieces) {
      for (const layer of layersOf(piece)) this.pieces.addLayer(layer);
      if (piece.line) this.ends(piece.line);
    }
    this.open.clearLayers();
    if (!open.length) return;
    const places = flip(open);
    for (const look of [EDGE, LINE]) this.open.addLayer(L.polyline(places, look));
    if (isArea && open.length > 2) this.open.addLayer(L.polyline([places[places.length - 1], places[0]], { ...LINE, weight: 2.5, dashArray: "2 8" }));
    const corners = open.length > 60 ? [places[0], places[places.length - 1]] : places;
    corners.forEach((place, i) => {
      const isLast = i === corners.length - 1;
      this.open.addLayer(L.circleMarker(place, { radius: isLast ? 9 : 5, color: "#fff", weight: 2.5, fillColor: INK, fillOpacity: 1, interactive: false }));
    });
  }

  /** A way tells where it begins (a ring) and ends (a full dot). */
  ends(line) {
    const look = { radius: 6, weight: 3, color: INK, fillOpacity: 1, interactive: false };
    const [start, end] = flip([line[0], line[line.length - 1]]);
    this.pieces.addLayer(L.circleMarker(start, { ...look, fillColor: "#fff" }));
    this.pieces.addLayer(L.circleMarker(end, { ...look, color: "#fff", radius: 7, fillColor: INK }));
  }

  /** The stroke under the finger, in pixels; `isArea` shows how it would be closed. */
  stroke(places, isArea) {
    const line = places.map((place) => this.map.containerPointToLatLng(place));
    for (const layer of Object.values(this.live)) layer.addTo(this.map);
    this.live.edge.setLatLngs(line);
    this.live.line.setLatLngs(line);
    this.live.hint.setLatLngs(isArea && line.length > 8 ? [line[line.length - 1], line[0]] : []);
  }

  endStroke() {
    for (const layer of Object.values(this.live)) layer.remove();
  }

  clear() {
    this.pieces.clearLayers();
    this.open.clearLayers();
    this.endStroke();
  }
}
