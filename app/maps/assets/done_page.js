// The page of thanks: shows the released places of everybody together, as a map and as words.
import L from "leaflet";
import { addOutline, makeMap, pinIcon } from "./needle_map.js";

const root = document.querySelector("#others");
const config = JSON.parse(root.dataset.config);

async function reveal() {
  const answer = await fetch(config.urls.others);
  const points = answer.ok ? await answer.json() : [];
  if (!points.length) return;
  root.hidden = false;
  root.querySelector("[data-number]").textContent = config.words.others.replace("%1", points.length);
  const counts = new Map();
  for (const { quality } of points) counts.set(quality, (counts.get(quality) ?? 0) + 1);
  const list = root.querySelector("[data-counts]");
  for (const [quality, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    list.append(Object.assign(document.createElement("li"), { textContent: `${config.qualities[quality]}: ${count}` }));
  }
  const map = makeMap(root.querySelector("[data-others-map]"), config);
  L.control.zoom().addTo(map);
  addOutline(map, config.urls.outline);
  for (const { lat, lon, quality } of points.slice(0, 600)) {
    L.marker([lat, lon], { icon: pinIcon(quality, "other"), interactive: false, keyboard: false, alt: "" }).addTo(map);
  }
  map.fitBounds(L.latLngBounds(points.map(({ lat, lon }) => [lat, lon])).pad(0.1), { maxZoom: 16 });
}

reveal().catch(() => {});
