// The vector base map, a chunk of its own: only fetched where the installation serves a PMTiles file.
import { leafletLayer } from "protomaps-leaflet";
import { COLOUR } from "./basemap_colours.js";
import { labelRules, paintRules } from "./basemap_style.js";

const STEPS = [44, 36, 28, 20, 12, 6];

export function vectorLayer({ url, attribution }, isNamed) {
  return leafletLayer({
    url,
    attribution: attribution || "",
    paintRules: isNamed ? paintRules : paintRules.filter(({ dataLayer }) => dataLayer !== "boundaries"),
    labelRules: isNamed ? labelRules : [],
    backgroundColor: COLOUR.earth,
    maxDataZoom: 15,
    maxZoom: 20,
  });
}

/** A map of one town ends somewhere: it fades into the ground there instead of ending like a cut sheet. */
export function softenEdge(L, map, [west, south, east, north]) {
  if (east - west > 90) return;
  if (map.getPane("basemap-edge")) return;
  const pane = map.createPane("basemap-edge");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";
  const look = { pane: "basemap-edge", interactive: false, fill: false, color: COLOUR.earth, opacity: 0.4, lineJoin: "miter" };
  for (const weight of STEPS) L.rectangle([[south, west], [north, east]], { ...look, weight }).addTo(map);
  pane.firstElementChild.style.maxInlineSize = "none"; // pictures are as wide as their place, this one has none
}
