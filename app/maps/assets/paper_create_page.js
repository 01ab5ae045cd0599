// Shows which piece of town a sheet will have: a frame of the sheet's shape over a map that moves below it.
import L from "leaflet";
import { makeMap } from "../../base/assets/town_map.js";

const element = document.querySelector("[data-paper-map]");
const config = JSON.parse(element.dataset.config);
const { words } = config;
const form = document.getElementById("sheet");
const size = document.querySelector("[data-paper-size]");
const field = (name) => form.elements[name];
const number = (name, otherwise) => (Number.isFinite(Number.parseFloat(field(name).value)) ? Number.parseFloat(field(name).value) : otherwise);
const say = (text, ...values) => values.reduce((said, value, index) => said.replace(`%${index + 1}`, value), text);
const figure = (value, digits) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });

element.hidden = false;
const map = makeMap(element, { ...config, center: [number("center_lat", 51), number("center_lon", 10)], zoom: 14 });
L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
if (config.outline) L.geoJSON(config.outline, { interactive: false, style: { color: "#5b4a3f", weight: 2, dashArray: "6 6", fill: false } }).addTo(map);
const frame = document.createElement("div");
frame.className = "paper-frame";
element.append(frame);
const SCALES = [...field("scale").options].map((option) => Number(option.value)).filter(Boolean);

/** Width and height of the map on paper in millimetres. */
const paper = () => config.frames[`${field("paper").value}-${field("landscape").value}`];

/** Width and height of the box of the chosen area in metres, null for a free view. */
function area() {
  const box = config.boxes[field("area").value];
  if (!box) return null;
  const [west, south, east, north] = box;
  const middle = (south + north) / 2;
  const across = map.distance([middle, west], [middle, east]);
  return { width: across, height: map.distance([south, west], [north, west]), center: [middle, (west + east) / 2] };
}

function fitting(wanted) {
  const [width, height] = paper();
  const needed = 1000 * Math.max((wanted.width * 1.04) / width, (wanted.height * 1.04) / height);
  return SCALES.find((scale) => scale >= needed);
}

function show({ recenter = false } = {}) {
  const [width, height] = paper();
  const wanted = area();
  const best = wanted ? fitting(wanted) : null;
  const scale = Number(field("scale").value) || best || SCALES.at(-1);
  if (wanted && recenter) map.setView(wanted.center, map.getZoom(), { animate: false });
  const metres = [(width * scale) / 1000, (height * scale) / 1000];
  let said = say(words.size, figure(metres[0] / 1000, 2), figure(metres[1] / 1000, 2));
  let isBad = false;
  if (wanted) {
    isBad = !best || scale < best;
    said += ` · ${isBad ? say(best ? words.cut : words.never, figure(best ?? 0, 0)) : say(words.fits, figure(scale, 0))}`;
  }
  size.textContent = said;
  size.classList.toggle("paper-size--bad", isBad);
  // The zoom at which the frame fills most of the map.
  const { lat } = map.getCenter();
  const room = map.getSize();
  const perPixel = Math.max(metres[0] / (room.x * 0.86), metres[1] / (room.y * 0.86));
  const zoom = Math.floor(Math.log2((40075016.7 * Math.cos((lat * Math.PI) / 180)) / 256 / perPixel));
  if (map.getZoom() !== zoom) map.setZoom(zoom, { animate: false });
  const pixel = (40075016.7 * Math.cos((lat * Math.PI) / 180)) / 256 / 2 ** map.getZoom();
  frame.style.width = `${metres[0] / pixel}px`;
  frame.style.height = `${metres[1] / pixel}px`;
}

map.on("moveend", () => {
  const { lat, lng } = map.getCenter();
  field("center_lat").value = lat.toFixed(5);
  field("center_lon").value = lng.toFixed(5);
});
map.on("dragstart", () => {
  // Who moves the map wants this view, not the area.
  field("area").value = "view";
  if (field("scale").value === "0") field("scale").value = "5000";
  show();
});
form.addEventListener("change", ({ target }) => {
  if (target.name === "area" && target.value !== "view") field("scale").value = "0";
  if (target.name === "colours") document.getElementById("groups").open = target.value === "group";
  if (["center_lat", "center_lon"].includes(target.name)) map.setView([number("center_lat", 51), number("center_lon", 10)], map.getZoom(), { animate: false });
  show({ recenter: target.name === "area" });
});
map.whenReady(() => show({ recenter: true }));
addEventListener("resize", () => show());
