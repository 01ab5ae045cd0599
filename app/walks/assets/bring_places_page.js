// Photos along the walk: a live preview of the camera's clock, places by drag, by crosshair and keys; the fields stay the truth.
import L from "leaflet";
import { addOutline, makeMap } from "../../base/assets/town_map.js";

const form = document.querySelector("[data-places]");
const config = JSON.parse(form.dataset.config);
const { words } = config;
const [stage, cross, tools, here, undo, status, clock, slide, hours] = ["stage", "cross", "tools", "here", "undo", "status", "clock", "slide", "hours"].map((name) => form.querySelector(`[data-${name}]`));
const offset = form.querySelector('input[name="offset"]');
const say = (text, ...values) => values.reduce((said, value, index) => said.replace(`%${index + 1}`, value), text);
const STEP = 0.00002; // degrees of one press of an arrow key, about two metres

stage.hidden = false;
tools.hidden = false;
const map = makeMap(form.querySelector("[data-map]"), config);
L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
addOutline(map, config.outline);
const shown = L.featureGroup().addTo(map);
if (config.track.length) L.polyline(config.track, { interactive: false, color: "#1f5fc4", weight: 4, opacity: 0.8 }).addTo(shown);
for (const { place, name } of config.stops) L.circleMarker(place, { radius: 9, color: "#1d1d1f", weight: 2, fillColor: "#f2c40f", fillOpacity: 1, bubblingMouseEvents: true }).bindTooltip(Object.assign(document.createElement("span"), { textContent: name })).addTo(shown);

const photos = [...form.querySelectorAll("[data-photo]")].map((row, index) => ({
  row,
  number: index + 1,
  id: row.dataset.photo,
  field: row.querySelector('[name^="place-"]'),
  proposed: config.photos[index],
  marker: null,
}));
let chosen = null;

const handOf = ({ field }) => {
  const numbers = field.value.match(/[+-]?\d{1,3}(?:\.\d+)?/g)?.map(Number);
  return numbers?.length === 2 ? numbers : null;
};

function iconOf(photo, isHand) {
  const pin = document.createElement("div");
  pin.className = `bring-pin${isHand ? " bring-pin--hand" : ""}${photo === chosen ? " bring-pin--at" : ""}`;
  pin.append(Object.assign(document.createElement("span"), { textContent: photo.number }));
  return L.divIcon({ html: pin, className: "", iconSize: [44, 44], iconAnchor: [22, 22] });
}

function draw(photo) {
  const hand = handOf(photo);
  const place = hand ?? photo.proposed.place;
  const text = (name, value) => (photo.row.querySelector(`[data-${name}]`).textContent = value);
  text("by", hand ? words.byHand : photo.proposed.byText);
  text("time", photo.proposed.time || "–");
  if (!hand) text("near", photo.proposed.near ? say(words.nextStop, photo.proposed.near) : place ? words.noStop : "");
  photo.field.placeholder = photo.proposed.place?.join(", ") ?? "";
  if (!place) {
    photo.marker?.remove();
    photo.marker = null;
    return;
  }
  if (!photo.marker) {
    photo.marker = L.marker(place, { icon: iconOf(photo, hand), draggable: true, keyboard: true, alt: say(words.photo, photo.number) }).addTo(map);
    photo.marker.on("dragend", () => put(photo, photo.marker.getLatLng()));
    photo.marker.on("click", () => choose(photo, false));
    photo.marker.on("keydown", ({ originalEvent: event }) => nudge(photo, event));
  }
  photo.marker.setLatLng(place);
  photo.marker.setIcon(iconOf(photo, hand));
  const element = photo.marker.getElement();
  element.setAttribute("aria-label", say(words.photo, photo.number));
}

/** Arrows move a pin that has the focus. */
function nudge(photo, event) {
  const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  const { lat, lng } = photo.marker.getLatLng();
  const far = event.shiftKey ? 10 * STEP : STEP;
  put(photo, L.latLng(lat + by[0] * far, lng + by[1] * far * 1.6));
  photo.marker.getElement()?.focus();
}

function put(photo, { lat, lng }) {
  photo.field.value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
  choose(photo, false, false);
  draw(photo);
  status.textContent = say(words.moved, photo.number, photo.field.value);
}

function choose(photo, isMoving, isSaid = true) {
  const before = chosen;
  chosen = photo;
  for (const one of [before, photo]) if (one) draw(one);
  for (const one of photos) one.row.classList.toggle("bring-photo--at", one === photo);
  cross.hidden = false;
  here.disabled = false;
  undo.disabled = false;
  const place = handOf(photo) ?? photo.proposed.place;
  if (isMoving && place) map.setView(place, Math.max(map.getZoom(), 16), { animate: false });
  if (isSaid) status.textContent = say(words.chosen, photo.number);
  if (isMoving) map.getContainer().focus();
}

for (const photo of photos) {
  const button = photo.row.querySelector("[data-choose]");
  button.hidden = false;
  button.addEventListener("click", () => choose(photo, true));
  photo.field.addEventListener("change", () => draw(photo));
  draw(photo);
}
here.addEventListener("click", () => put(chosen, map.getCenter()));
undo.addEventListener("click", () => {
  chosen.field.value = "";
  draw(chosen);
  status.textContent = say(words.back, chosen.number);
});
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !chosen || event.target !== map.getContainer()) return;
  event.preventDefault(); // not the form's first button
  put(chosen, map.getCenter());
});

const places = photos.map((photo) => handOf(photo) ?? photo.proposed.place).filter(Boolean);
const all = L.latLngBounds(places);
if (shown.getLayers().length) all.extend(shown.getBounds());
if (all.isValid()) map.fitBounds(all.pad(0.1), { animate: false, maxZoom: 17 });

if (slide) {
  const range = slide.querySelector("[data-range]");
  slide.hidden = false;
  hours.hidden = false;
  let base = Number(offset.value) || 0;
  let timer = 0;
  let asked = 0;
  const show = async () => {
    const mine = (asked += 1);
    const answer = await fetch(`${config.preview}?versatz=${encodeURIComponent(offset.value)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (mine !== asked) return; // the slider has moved on
    const data = await answer?.json().catch(() => null);
    if (!data?.photos) {
      status.textContent = data?.message ?? words.failed;
      return;
    }
    clock.textContent = data.clock;
    const found = new Map(data.photos.map((one) => [one.id, one]));
    for (const photo of photos) {
      photo.proposed = found.get(photo.id) ?? photo.proposed;
      draw(photo);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  };
  const begin = (value) => {
    base = value;
    range.value = 0;
    offset.value = value;
    soon();
  };
  range.addEventListener("input", () => {
    offset.value = base + Number(range.value);
    soon();
  });
  offset.addEventListener("change", () => {
    base = Number(offset.value.replace(",", ".")) || 0;
    range.value = 0;
    soon();
  });
  for (const button of hours.querySelectorAll("[data-hour]")) button.addEventListener("click", () => begin((Number(offset.value) || 0) + Number(button.dataset.hour)));
}
