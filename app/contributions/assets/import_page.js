// Small map of an import's preview: the first places of the file, no base map; those outside of all areas are square.
import { GeoJSON, Map as LeafletMap, Marker, control, divIcon } from "leaflet";

const STYLE = { color: "#1f3a5f", weight: 2, fillOpacity: 0.2 };
const OUTSIDE = { ...STYLE, color: "#a3122a", dashArray: "4 3" };

function icon(outside) {
  const className = outside ? "import-mark import-mark--outside" : "import-mark";
  return divIcon({ className, iconSize: [14, 14] });
}

/** A text node, so that no word of a file is ever read as HTML. */
function label(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

async function show(element) {
  const config = JSON.parse(element.dataset.config);
  try {
    const response = await fetch(config.url, { headers: { Accept: "application/geo+json" } });
    if (!response.ok) throw new Error(String(response.status));
    const places = await response.json();
    const map = new LeafletMap(element, { zoomControl: false, attributionControl: false, maxZoom: 19 });
    control.zoom({ zoomInTitle: config.zoomIn, zoomOutTitle: config.zoomOut }).addTo(map);
    const layer = new GeoJSON(places, {
      style: (feature) => (feature.properties.outside ? OUTSIDE : STYLE),
      pointToLayer: (feature, place) => new Marker(place, { icon: icon(feature.properties.outside), keyboard: false }),
      onEachFeature: (feature, shape) => shape.bindTooltip(label(`${config.line} ${feature.properties.name}`)),
    }).addTo(map);
    map.fitBounds(layer.getBounds(), { padding: [20, 20], maxZoom: 16, animate: false });
    element.dataset.ready = "true";
  } catch {
    const message = document.createElement("p");
    message.className = "import-map__message";
    message.textContent = config.failed;
    element.replaceChildren(message);
  }
}

for (const element of document.querySelectorAll(".import-map")) show(element);
