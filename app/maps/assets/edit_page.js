// Lets staff choose the middle of the map by a click; the number fields stay the truth.
import L from "leaflet";
import { makeMap } from "../../base/assets/town_map.js";

const element = document.querySelector("[data-edit-map]");
const given = JSON.parse(element.dataset.config);
const [lat, lon, zoom] = ["center_lat", "center_lon", "zoom"].map((name) => document.getElementById(name));
const number = (field, otherwise) => (Number.isFinite(Number.parseFloat(field.value)) ? Number.parseFloat(field.value) : otherwise);

element.hidden = false;
const map = makeMap(element, { ...given, center: [number(lat, 51), number(lon, 10)], zoom: number(zoom, 13) });
L.control.zoom({ zoomInTitle: given.zoomIn, zoomOutTitle: given.zoomOut }).addTo(map);
if (given.outline) L.geoJSON(given.outline, { interactive: false, style: { color: "#5b4a3f", weight: 2, dashArray: "6 6", fill: false } }).addTo(map);
const center = L.circleMarker(map.getCenter(), { radius: 9, color: "#fff", weight: 3, fillColor: "#ae1710", fillOpacity: 1, interactive: false }).addTo(map);

map.on("click", ({ latlng }) => {
  lat.value = latlng.lat.toFixed(5);
  lon.value = latlng.lng.toFixed(5);
  zoom.value = map.getZoom();
  center.setLatLng(latlng);
});
for (const field of [lat, lon]) {
  field.addEventListener("change", () => {
    const place = [number(lat, 51), number(lon, 10)];
    center.setLatLng(place);
    map.panTo(place);
  });
}

// Only needles have kinds to choose from.
for (const task of document.querySelectorAll("[data-task]")) {
  const kinds = task.closest("fieldset").querySelector("[data-kinds]");
  const show = () => {
    kinds.hidden = task.value !== "needle";
  };
  task.addEventListener("change", show);
  show();
}
