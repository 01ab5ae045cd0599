// Small map of areas on staff pages: shapes only, no base map, names in tooltips.
import { GeoJSON, Map as LeafletMap, control } from "leaflet";

const STYLES = {
  area: { color: "#1f3a5f", weight: 1.5, fillColor: "#3b6ea5", fillOpacity: 0.18 },
  gap: { color: "#8a5a00", weight: 3, fillColor: "#f2b134", fillOpacity: 0.85, dashArray: "2 5" },
  overlap: { color: "#a3123a", weight: 3, fillColor: "#d6285a", fillOpacity: 0.65 },
  unchanged: { color: "#5b6570", weight: 1, fillColor: "#aab2ba", fillOpacity: 0.25 },
  split: { color: "#1f3a5f", weight: 2, fillColor: "#2a78c2", fillOpacity: 0.5 },
  merged: { color: "#4d2a66", weight: 2, fillColor: "#8a55b5", fillOpacity: 0.5, dashArray: "6 3" },
  moved: { color: "#7a3d00", weight: 2, fillColor: "#e08a2e", fillOpacity: 0.5, dashArray: "2 4" },
  new: { color: "#155c34", weight: 2, fillColor: "#35a265", fillOpacity: 0.5 },
};
const STRONG = { weight: 4, fillOpacity: 0.6 };

const styleOf = (feature) => STYLES[feature.properties.kind] ?? STYLES.area;

/** A text node, so that no name from a file is ever read as HTML. */
function label({ code, name }) {
  const element = document.createElement("span");
  element.textContent = [code, name].filter(Boolean).join(" ");
  return element;
}

function addNames(feature, layer) {
  if (feature.properties.name || feature.properties.code) layer.bindTooltip(label(feature.properties), { sticky: true });
  layer.on("mouseover", () => layer.setStyle?.(STRONG));
  layer.on("mouseout", () => layer.setStyle?.(styleOf(feature)));
}

async function shapesOf(config) {
  if (config.shapes) return config.shapes;
  const response = await fetch(config.url, { headers: { Accept: "application/geo+json" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Buttons of the table that show their place on this map. */
function connect(element, map, layer) {
  const byKey = new Map();
  layer.eachLayer((part) => byKey.set(part.feature.properties.key, part));
  for (const button of document.querySelectorAll(`[data-focus][data-map="${element.id}"]`)) {
    const part = byKey.get(button.dataset.focus);
    if (!part) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      map.fitBounds(part.getBounds(), { padding: [40, 40], maxZoom: 17, animate: false });
      part.openTooltip(part.getBounds().getCenter());
      element.scrollIntoView({ block: "nearest" });
    });
  }
}

async function show(element) {
  const config = JSON.parse(element.dataset.config);
  try {
    const shapes = await shapesOf(config);
    const map = new LeafletMap(element, { zoomControl: false, attributionControl: false, zoomSnap: 0.25 });
    control.zoom({ zoomInTitle: config.zoomIn, zoomOutTitle: config.zoomOut }).addTo(map);
    const layer = new GeoJSON(shapes, { style: styleOf, onEachFeature: addNames }).addTo(map);
    map.fitBounds(layer.getBounds(), { padding: [12, 12], animate: false });
    if (element.id) connect(element, map, layer);
    element.dataset.ready = "true";
  } catch {
    const message = document.createElement("p");
    message.className = "area-map__message";
    message.textContent = config.failed;
    element.replaceChildren(message);
  }
}

for (const element of document.querySelectorAll(".area-map")) show(element);
