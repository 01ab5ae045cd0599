// The page of thanks: shows one's own places among the released ones of everybody, as a map and as words.
import L from "leaflet";
import { layersOf } from "../../base/assets/drawing_view.js";
import { addOutline, makeMap, pinIcon, symbol } from "../../base/assets/town_map.js";
import { showOthers } from "./others.js";
import { shownOthers } from "./together.js";
import { toPieces } from "../../base/assets/shapes.js";

const root = document.querySelector("#others");
const config = JSON.parse(root.dataset.config);
// The server writes digits as they stand on signs and phones here, in Arabic too.
const numbers = new Intl.NumberFormat(`${config.language}-u-nu-latn`);

async function reveal() {
  const found = await shownOthers(config.urls.others, document.querySelector("[data-together]"));
  // Of very many places the server sends those nearest to one's own, and how many there are.
  const points = found.points ?? found;
  if (!points.length) return;
  root.hidden = false;
  const [shown, all] = [points.length, found.total ?? points.length].map((number) => numbers.format(number));
  root.querySelector("[data-number]").textContent = (found.points ? config.words.nearest : config.words.others)
    .replace("%1", shown)
    .replace("%2", all);
  fillCounts(root.querySelector("[data-counts]"), points);
  const map = makeMap(root.querySelector("[data-others-map]"), config);
  L.control.zoom({ position: "bottomright", zoomInTitle: config.words.zoomInTitle, zoomOutTitle: config.words.zoomOutTitle }).addTo(map);
  // Leaflet's own word for the cross is English.
  map.on("popupopen", ({ popup }) => popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", config.words.close));
  addOutline(map, config.outline);
  showOthers(map, points, { labels: config.qualities, valences: config.valences });
  const mine = config.marks.filter((mark) => mark.geometry && !mark.is_secret);
  for (const mark of mine) {
    if (mark.geometry.type !== "Point") {
      for (const piece of toPieces(mark.geometry)) for (const layer of layersOf(piece)) layer.addTo(map);
      continue;
    }
    const [lon, lat] = mark.geometry.coordinates;
    L.marker([lat, lon], { icon: pinIcon(mark.quality, "arrived"), interactive: false, keyboard: false, alt: "", zIndexOffset: 1000 }).addTo(map);
  }
  map.fitBounds(frame(points), { maxZoom: 16 });
}

/** Where most places are: the outermost hundredth on each side does not shrink all others to a speck. */
function frame(points) {
  const between = (values) => {
    const sorted = values.sort((a, b) => a - b);
    const cut = Math.floor(sorted.length / 100);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  };
  const [south, north] = between(points.map(({ lat }) => lat));
  const [west, east] = between(points.map(({ lon }) => lon));
  return L.latLngBounds([south, west], [north, east]).pad(0.05);
}

function fillCounts(list, points) {
  const counts = new Map();
  for (const { quality } of points) counts.set(quality, (counts.get(quality) ?? 0) + 1);
  for (const [quality, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    const item = document.createElement("li");
    const label = Object.assign(document.createElement("span"), { textContent: config.qualities[quality] });
    const number = Object.assign(document.createElement("strong"), { textContent: numbers.format(count) });
    item.append(symbol(quality), label, " ", number);
    list.append(item);
  }
}

reveal().catch(() => {});
