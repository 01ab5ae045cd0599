// Small map of areas on staff pages: shapes only, no base map, names in tooltips.
import { GeoJSON, Map as LeafletMap, control } from "leaflet";

const STYLE = { color: "#1f3a5f", weight: 1.5, fillColor: "#3b6ea5", fillOpacity: 0.18 };
const STRONG = { weight: 3, fillOpacity: 0.4 };

/** A text node, so that no name from a file is ever read as HTML. */
function label({ code, name }) {
  const element = document.createElement("span");
  element.textContent = [code, name].filter(Boolean).join(" ");
  return element;
}

function addNames(feature, layer) {
  if (feature.properties.name || feature.properties.code) layer.bindTooltip(label(feature.properties), { sticky: true });
  layer.on("mouseover", () => layer.setStyle?.(STRONG));
  layer.on("mouseout", () => layer.setStyle?.(STYLE));
}

async function show(element) {
  const config = JSON.parse(element.dataset.config);
  try {
    const response = await fetch(config.url, { headers: { Accept: "application/geo+json" } });
    if (!response.ok) throw new Error(String(response.status));
    const shapes = await response.json();
    const map = new LeafletMap(element, { zoomControl: false, attributionControl: false, zoomSnap: 0.25 });
    control.zoom({ zoomInTitle: config.zoomIn, zoomOutTitle: config.zoomOut }).addTo(map);
    const layer = new GeoJSON(shapes, { style: STYLE, onEachFeature: addNames }).addTo(map);
    map.fitBounds(layer.getBounds(), { padding: [12, 12], animate: false });
    element.dataset.ready = "true";
  } catch {
    const message = document.createElement("p");
    message.className = "area-map__message";
    message.textContent = config.failed;
    element.replaceChildren(message);
  }
}

for (const element of document.querySelectorAll(".area-map")) show(element);
