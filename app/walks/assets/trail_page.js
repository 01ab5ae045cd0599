// The map on which staff draw a trail: taps add corners, corners can be dragged, stops and notes get their places.
import L from "leaflet";
import { isFar } from "../../base/assets/places.js";
import { addOutline, makeMap } from "../../base/assets/town_map.js";
import { dragRows, goToTarget } from "./rows.js";

const part = document.querySelector("[data-trail]");
const config = JSON.parse(part.dataset.config);
const { words } = config;
const field = document.querySelector("[data-route]");
const status = part.querySelector("[data-status]");
const doing = part.querySelector("[data-doing]");
const act = (name) => part.querySelector(`[data-act=${name}]`);
const figure = (value) => Math.round(value).toLocaleString(document.documentElement.lang || "de");
const say = (text, ...values) => values.reduce((said, value, at) => said.replace(`%${at + 1}`, value), text);
const rows = (kind) => [...document.querySelectorAll(`[data-row=${kind}]`)];
const pointField = (row) => row.querySelector("[data-point]");

part.hidden = false;
document.querySelector("[data-without-script]").hidden = true;
const map = makeMap(part.querySelector("[data-map]"), config);
L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
addOutline(map, config.outline);
const cross = Object.assign(document.createElement("div"), { className: "trail-cross" });
cross.setAttribute("aria-hidden", "true");
map.getContainer().append(cross);

const line = L.polyline([], { color: "#7a1f9c", weight: 4.5, interactive: false }).addTo(map);
const corners = L.layerGroup().addTo(map);
const places = L.layerGroup().addTo(map);
let route = read();
let past = [];
let placed = null; // the row whose place is being set

function read() {
  try {
    return JSON.parse(field.value || "[]");
  } catch {
    return [];
  }
}

/** "52.37, 9.73" as [lat, lng], null for anything else. */
function placeOf(row) {
  const found = /^\s*(-?\d+(?:[.,]\d+)?)\s*[,; ]\s*(-?\d+(?:[.,]\d+)?)\s*$/.exec(pointField(row).value);
  return found ? [Number(found[1].replace(",", ".")), Number(found[2].replace(",", "."))] : null;
}

function nameOf(row) {
  const kind = row.dataset.row;
  const number = rows(kind).indexOf(row) + 1;
  const name = kind === "stop" ? row.querySelector("[name$=-name]").value.trim() : "";
  return name || say(words[kind], number);
}

function change(next, told) {
  past = [...past.slice(-60), route];
  route = next;
  draw();
  tell(told);
}

function tell(told) {
  const metres = route.slice(1).reduce((sum, [lon, lat], at) => sum + map.distance([route[at][1], route[at][0]], [lat, lon]), 0);
  const length = route.length > 1 ? say(words.length, figure(metres), figure(Math.ceil(metres / config.pace))) : words.none;
  status.textContent = told ? `${told} ${length}` : length;
}

function draw() {
  field.value = route.length ? JSON.stringify(route.map((place) => place.map((degree) => Number(degree.toFixed(6))))) : "";
  line.setLatLngs(route.map(([lon, lat]) => [lat, lon]));
  corners.clearLayers();
  route.forEach(([lon, lat], at) => corners.addLayer(corner([lat, lon], at)));
}

function corner(place, at) {
  const icon = L.divIcon({ className: "trail-corner", html: "<span></span>", iconSize: [44, 44], iconAnchor: [22, 22] });
  const marker = L.marker(place, { icon, draggable: true, keyboard: false, interactive: true });
  marker.on("drag", ({ latlng }) => line.setLatLngs(route.map(([lon, lat], other) => (other === at ? latlng : [lat, lon]))));
  marker.on("dragend", () => {
    const { lat, lng } = marker.getLatLng();
    change(route.map((one, other) => (other === at ? [lng, lat] : one)), say(words.moved, at + 1));
  });
  marker.on("click", () => set(marker.getLatLng()));
  return marker;
}

function showPlaces() {
  places.clearLayers();
  for (const kind of ["note", "stop"]) {
    rows(kind).forEach((row, at) => {
      const place = placeOf(row);
      if (!place) return;
      const label = Object.assign(document.createElement("span"), { textContent: kind === "stop" ? at + 1 : "•" });
      const icon = L.divIcon({ className: `trail-place trail-place--${kind}`, html: label, iconSize: [30, 30], iconAnchor: [15, 15] });
      places.addLayer(L.marker(place, { icon, interactive: false, keyboard: false }));
    });
  }
}

/** A tap or the button under the map: the next corner, or the place of the row that waits for one. */
function set({ lat, lng }) {
  if (isFar(config.extent, { lat, lng })) {
    tell(words.tooFar);
    return;
  }
  if (!placed) {
    change([...route, [lng, lat]], say(words.corner, route.length + 1));
    return;
  }
  const row = placed;
  pointField(row).value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
  showPlaces();
  tell(say(words.stopSet, nameOf(row)));
  begin(null);
  row.querySelector("[data-place]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function begin(row) {
  placed = row;
  doing.textContent = row ? say(words.placing, nameOf(row)) : words.drawing;
  act("draw").hidden = !row;
}

map.on("click", ({ latlng }) => set(latlng));
act("here").addEventListener("click", () => set(map.getCenter()));
act("draw").addEventListener("click", () => begin(null));
act("clear").addEventListener("click", () => change([], words.cleared));
act("undo").addEventListener("click", () => {
  if (!past.length) {
    tell(words.nothing);
    return;
  }
  route = past.pop();
  draw();
  tell(words.undone);
});
act("join").addEventListener("click", () => {
  const kept = rows("stop").filter((row) => !row.querySelector("[name$=-is_dropped]")?.checked);
  const found = kept.map(placeOf).filter(Boolean);
  if (found.length < 2) tell(words.needStops);
  else change(found.map(([lat, lng]) => [lng, lat]), words.joined);
});
for (const button of document.querySelectorAll("[data-place]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = button.closest("[data-row]");
    begin(row);
    const place = placeOf(row);
    if (place) map.setView(place, Math.max(map.getZoom(), 16));
    part.scrollIntoView({ block: "center" });
    act("here").focus({ preventScroll: true });
  });
}
for (const input of document.querySelectorAll("[data-point]")) input.addEventListener("change", showPlaces);
const stops = document.querySelector("[data-rows=stops]");
dragRows(stops, (row, place) => {
  rows("stop").forEach((one, at) => {
    const [before, after] = [one.querySelector("legend").textContent, say(words.stop, at + 1)];
    one.querySelector("legend").textContent = after;
    for (const button of one.querySelectorAll("button[aria-label]")) button.setAttribute("aria-label", button.getAttribute("aria-label").replace(before, after));
  });
  showPlaces();
  tell(say(words.moveRow, nameOf(row), place));
});

draw();
showPlaces();
begin(null);
tell("");
const seen = [...route.map(([lon, lat]) => [lat, lon]), ...rows("stop").map(placeOf).filter(Boolean)];
if (seen.length) map.fitBounds(L.latLngBounds(seen).pad(0.15), { maxZoom: 17, animate: false });
goToTarget();
