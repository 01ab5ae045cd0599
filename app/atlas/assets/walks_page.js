// The map of what is contested on a trail: cells and stops in three steps; the table beside it says the same.
import L from "leaflet";
import { makeMap } from "../../base/assets/town_map.js";

const COLOURS = { contested: "#8c2d04", divided: "#d9731f", agreed: "#fdd9a5" };
const element = document.querySelector("[data-conflict-map]");
const given = JSON.parse(element.dataset.config);

/** A text node, so that no name is ever read as HTML. */
function words(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}

element.hidden = false;
const map = makeMap(element, { ...given, isNamed: true });
L.control.zoom({ zoomInTitle: given.zoomIn, zoomOutTitle: given.zoomOut }).addTo(map);
map.fitBounds(given.bounds, { animate: false });
L.geoJSON(given.cells, {
  style: ({ properties }) => ({ fillColor: COLOURS[properties.step], fillOpacity: 0.55, color: "#ffffff", weight: 1 }),
  onEachFeature: ({ properties }, layer) => layer.bindTooltip(words(properties.label)),
}).addTo(map);
if (given.route) L.geoJSON(given.route, { interactive: false, style: { color: "#131525", weight: 3, dashArray: "2 8" } }).addTo(map);
for (const { number, name, lat, lon, step } of given.stops) {
  const sign = words(String(number));
  sign.className = `walk-stop walk-stop--${step || "none"}`;
  L.marker([lat, lon], { icon: L.divIcon({ html: sign, className: "", iconSize: [32, 32] }), keyboard: false }).addTo(map).bindTooltip(words(`${number} ${name}`));
}
element.dataset.ready = "true";
