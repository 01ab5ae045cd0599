// The vector base map, a chunk of its own: only fetched where the installation serves a PMTiles file.
import { leafletLayer } from "protomaps-leaflet";
import { labelRules, paintRules } from "./basemap_style.js";

export function vectorLayer({ url, attribution }) {
  return leafletLayer({
    url,
    attribution: attribution || "",
    paintRules,
    labelRules,
    backgroundColor: "#f4f3ee",
    maxDataZoom: 15,
    maxZoom: 20,
  });
}
