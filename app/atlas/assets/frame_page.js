// Inside a map frame: gives folium's code the Leaflet it expects and the town's base map.
import L from "leaflet";
import { addBasemap } from "../../base/assets/basemap.js";

L.Control.Attribution.prototype.options.prefix = false;
window.L = L;
window.streifzugBasemap = (map, source) => addBasemap(L, map, source);
