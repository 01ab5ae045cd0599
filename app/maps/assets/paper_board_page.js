// Points on a photograph and the same places on the map, one after the other; the number fields stay the truth.
import L from "leaflet";
import { makeMap } from "../../base/assets/town_map.js";

const board = document.querySelector("[data-board]");
const config = JSON.parse(board.dataset.config);
const { words } = config;
const photo = board.querySelector("[data-board-photo]");
const element = board.querySelector("[data-board-map]");
const hint = document.querySelector("[data-board-hint]");
const undo = document.querySelector("[data-board-undo]");
const MOST = 8;
const say = (text, value) => text.replace("%1", value);
const field = (index, name) => document.getElementById(`points-${index}-${name}`);
const has = (index, ...names) => names.every((name) => field(index, name).value !== "");

element.hidden = false;
const map = makeMap(element, { tiles: config.tiles, center: config.center, zoom: config.zoom });
L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
const shown = Array.from({ length: MOST }, (_none, index) => {
  const pin = document.createElement("div");
  pin.className = "paper-pin";
  const label = document.createElement("span");
  label.textContent = index + 1;
  pin.append(label);
  const marker = document.createElement("div");
  marker.className = "paper-pin";
  marker.append(label.cloneNode(true));
  return { pin, marker: L.marker([0, 0], { interactive: false, keyboard: false, icon: L.divIcon({ html: marker, className: "", iconSize: [0, 0] }) }) };
});

function draw() {
  shown.forEach(({ pin, marker }, index) => {
    if (has(index, "x", "y")) {
      pin.style.left = `${(Number(field(index, "x").value) / config.size[0]) * 100}%`;
      pin.style.top = `${(Number(field(index, "y").value) / config.size[1]) * 100}%`;
      photo.append(pin);
    } else pin.remove();
    if (has(index, "lat", "lon")) marker.setLatLng([Number(field(index, "lat").value), Number(field(index, "lon").value)]).addTo(map);
    else marker.remove();
  });
  const next = nextPoint();
  undo.hidden = !has(0, "x");
  if (next === MOST) hint.textContent = words.full;
  else if (has(next, "x")) hint.textContent = say(words.map, next + 1);
  else hint.textContent = `${next >= 4 ? `${words.enough} ` : ""}${say(words.photo, next + 1)}`;
}

/** The first line that is not full yet. */
function nextPoint() {
  const found = shown.findIndex((_one, index) => !has(index, "x", "y", "lat", "lon"));
  return found < 0 ? MOST : found;
}

photo.addEventListener("click", (event) => {
  const next = nextPoint();
  if (next === MOST) return;
  const box = photo.querySelector("img").getBoundingClientRect();
  field(next, "x").value = Math.round(((event.clientX - box.left) / box.width) * config.size[0]);
  field(next, "y").value = Math.round(((event.clientY - box.top) / box.height) * config.size[1]);
  draw();
});
map.on("click", ({ latlng }) => {
  const next = nextPoint();
  if (next === MOST || !has(next, "x")) return;
  field(next, "lat").value = latlng.lat.toFixed(6);
  field(next, "lon").value = latlng.lng.toFixed(6);
  draw();
});
undo.addEventListener("click", () => {
  const last = shown.findLastIndex((_one, index) => has(index, "x"));
  for (const name of ["x", "y", "lat", "lon"]) field(last, name).value = "";
  draw();
});
document.getElementById("points").addEventListener("change", draw);
draw();
