// The desk of a photographed sheet: pins on the straight picture, the same on a map; the list stays the truth.
import L from "leaflet";
import { makeMap } from "../../base/assets/town_map.js";

const desk = document.querySelector("[data-desk]");
const config = JSON.parse(desk.dataset.config);
const { words } = config;
const photo = desk.querySelector("[data-photo]");
const list = desk.querySelector("[data-marks]");
const hint = desk.querySelector("[data-hint]");
const template = document.querySelector("[data-template]");
const add = desk.querySelector("[data-add]");
const say = (text, ...values) => values.reduce((said, value, index) => said.replace(`%${index + 1}`, value), text);
let armed = false;
let newest = 0;

const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
const numberOf = (row) => row.querySelector("[data-title]").textContent.replace(/\D/g, "");
const placeOf = (row) => (part(row, "place").value.replaceAll(",", ".").match(/-?\d+(\.\d+)?/g) ?? ["0", "0"]).map(Number);

/** Degrees of a place: the picture is small enough for its corners to be joined by straight lines. */
function lonlat(x, y) {
  const [nw, ne, se, sw] = config.corners;
  const right = (x * config.step) / config.width;
  const down = (y * config.step) / config.height;
  const mix = (axis) => (nw[axis] * (1 - right) + ne[axis] * right) * (1 - down) + (sw[axis] * (1 - right) + se[axis] * right) * down;
  return [mix(1), mix(0)];
}

const element = desk.querySelector("[data-map]");
element.hidden = false;
const map = makeMap(element, { tiles: config.tiles, center: lonlat(config.width / config.step / 2, config.height / config.step / 2), zoom: 15 });
L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
map.fitBounds(config.corners.map(([lon, lat]) => [lat, lon]), { animate: false });
L.polygon(config.corners.map(([lon, lat]) => [lat, lon]), { interactive: false, color: "#1d1d1f", weight: 2, fill: false }).addTo(map);
const points = new Map();

const COLOURS = { red: "#d92b2b", blue: "#1f5fc4", green: "#1f9a48", yellow: "#f2c40f", violet: "#8a3fb0", orange: "#f07d1a" };

function draw(row) {
  const [x, y] = placeOf(row);
  const isKept = part(row, "keep").checked;
  const shown = points.get(row) ?? make(row);
  shown.pin.style.left = `${((x * config.step) / config.width) * 100}%`;
  shown.pin.style.top = `${((y * config.step) / config.height) * 100}%`;
  shown.pin.classList.toggle("paper-pin--dropped", !isKept);
  shown.dot.setLatLng(lonlat(x, y));
  if (isKept) shown.dot.addTo(map);
  else shown.dot.remove();
}

function make(row) {
  const pin = document.createElement("button");
  pin.type = "button";
  pin.className = "paper-pin";
  pin.setAttribute("aria-label", say(words.mark, numberOf(row)));
  const label = document.createElement("span");
  label.textContent = numberOf(row);
  pin.append(label);
  photo.append(pin);
  const dot = L.circleMarker([0, 0], { radius: 7, color: "#1d1d1f", weight: 2, fillColor: COLOURS[row.dataset.ink] ?? "#fff", fillOpacity: 1, interactive: false });
  const shown = { pin, dot };
  points.set(row, shown);
  pin.addEventListener("focus", () => point(row, false));
  pin.addEventListener("click", () => point(row, true));
  if (!config.locked) movable(row, pin);
  return shown;
}

function point(row, scroll) {
  for (const other of list.children) other.classList.toggle("paper-mark--at", other === row);
  if (scroll) row.scrollIntoView({ block: "nearest" });
}

function put(row, x, y) {
  const [right, bottom] = [config.width / config.step, config.height / config.step];
  part(row, "place").value = `${Math.min(Math.max(x, 0), right).toFixed(1)} ${Math.min(Math.max(y, 0), bottom).toFixed(1)}`;
  draw(row);
}

/** Where on the picture, in steps, a pointer is. */
function at({ clientX, clientY }) {
  const box = photo.querySelector("img").getBoundingClientRect();
  return [((clientX - box.left) / box.width) * (config.width / config.step), ((clientY - box.top) / box.height) * (config.height / config.step)];
}

function movable(row, pin) {
  let begun = null;
  pin.addEventListener("pointerdown", (event) => {
    begun = { pointer: at(event), place: placeOf(row), moved: false };
    pin.setPointerCapture(event.pointerId);
  });
  pin.addEventListener("pointermove", (event) => {
    if (!begun) return;
    const [x, y] = at(event);
    const by = [x - begun.pointer[0], y - begun.pointer[1]];
    begun.moved ||= Math.hypot(...by) > 0.8;
    if (begun.moved) put(row, begun.place[0] + by[0], begun.place[1] + by[1]);
  });
  pin.addEventListener("pointerup", () => {
    if (begun?.moved) hint.textContent = say(words.moved, numberOf(row), part(row, "place").value);
    begun = null;
  });
  pin.addEventListener("pointercancel", () => (begun = null));
  pin.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (by) {
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      const [x, y] = placeOf(row);
      put(row, x + by[0] * far, y + by[1] * far);
      hint.textContent = say(words.moved, numberOf(row), part(row, "place").value);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      const keep = part(row, "keep");
      keep.checked = !keep.checked;
      draw(row);
      hint.textContent = say(keep.checked ? words.kept : words.dropped, numberOf(row));
    }
  });
}

function arm(on) {
  armed = on;
  photo.classList.toggle("paper-photo--armed", on);
  if (on) hint.textContent = words.hint;
}

function addAt(x, y) {
  newest += 1;
  const highest = Math.max(0, ...[...list.children].map((row) => Number(numberOf(row))));
  const row = template.content.firstElementChild.cloneNode(true);
  row.dataset.mark = `mark-new${newest}`;
  for (const control of row.querySelectorAll("[name]")) control.name = control.name.replace("mark-new0", `mark-new${newest}`);
  row.querySelector("[data-title]").textContent = say(words.mark, highest + 1);
  const kinds = part(row, "kind").querySelectorAll("option[value]:not([value=''])");
  if (kinds.length === 1) part(row, "kind").value = kinds[0].value;
  list.append(row);
  put(row, x, y);
  point(row, true);
  hint.textContent = say(words.added, highest + 1);
  part(row, "kind").focus({ preventScroll: true });
}

// Rows that came back from a refusal keep their names; new ones count on from them.
for (const row of list.children) newest = Math.max(newest, Number(row.dataset.mark.match(/new(\d+)$/)?.[1] ?? 0));
for (const row of list.children) draw(row);
list.addEventListener("input", ({ target }) => draw(target.closest("[data-mark]")));
list.addEventListener("focusin", ({ target }) => point(target.closest("[data-mark]"), false));
add?.addEventListener("click", (event) => {
  // By keyboard the mark is set in the middle and moved by arrows; by hand it is set where one taps.
  event.preventDefault();
  if (event.detail === 0) addAt(config.width / config.step / 2, config.height / config.step / 2);
  else arm(!armed);
});
photo.addEventListener("click", (event) => {
  if (!armed || event.target.closest(".paper-pin")) return;
  arm(false);
  addAt(...at(event));
});
