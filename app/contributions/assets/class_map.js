// What a class looks at together: coarse cells with how many of them were there, and everybody's released points.
import L from "leaflet";
import { addBasemap } from "../../base/assets/basemap.js";

const COLOURS = { pos: "#00706a", idea: "#925400", zero: "#4a6078" };

export function showTogether(element, { cells, points, bounds }, { basemap, words }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = { zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm };
  const map = L.map(element, { minZoom: 5, maxZoom: 17, zoomControl: false, preferCanvas: true, ...motion });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  map.attributionControl.setPrefix(false);
  const [west, south, east, north] = bounds;
  map.fitBounds(L.latLngBounds([south, west], [north, east]).pad(0.15), { animate: false, maxZoom: 15 });
  addBasemap(L, map, basemap);
  for (const { ring, persons } of cells) {
    const strength = Math.min(0.2 + persons / 100, 0.45);
    const cell = L.polygon(ring, { color: "#1d2a6b", weight: 3, fillColor: "#3b4cca", fillOpacity: strength, interactive: false });
    const number = Object.assign(document.createElement("span"), { textContent: `${persons}+` });
    cell.addTo(map).bindTooltip(number, { permanent: true, direction: "center", className: "board__number" });
  }
  for (const [lon, lat, valence] of points) {
    const look = { radius: 7, color: "#fff", weight: 2, fillColor: COLOURS[valence] ?? COLOURS.zero, fillOpacity: 0.95, interactive: false };
    L.circleMarker([lat, lon], look).addTo(map);
  }
}
