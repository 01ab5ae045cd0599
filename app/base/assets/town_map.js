// The map under the crosshair: Leaflet, the base map, the town's edge, what lies too far away.
import L from "leaflet";
import { addBasemap } from "./basemap.js";
import { isFar } from "./places.js";

// The page says where the symbols are: an import of their address would be one more request.
const { symbols = "" } = document.querySelector("[data-symbols]")?.dataset ?? {};
const SVG = "http://www.w3.org/2000/svg";
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The symbol of a pin kind as an element; the words stand beside it or in its label. */
export function symbol(quality) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `quality quality--${quality}`);
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  // A felt area is no kind of needle: its sign stands among the tools.
  use.setAttribute("href", `${symbols}#${quality === "felt_area" ? "t-quarter" : `q-${quality}`}`);
  svg.append(use);
  return svg;
}

export function pinIcon(quality, state = "") {
  const pin = document.createElement("span");
  pin.className = `pin needle-pin${state ? ` needle-pin--${state}` : ""}`;
  pin.append(symbol(quality));
  return L.divIcon({ html: pin, className: "needle-marker", iconSize: [44, 52], iconAnchor: [22, 52] });
}

/** Makes a map in our manner: own zoom buttons, no prefix, bounded to the surroundings of the town. */
export function makeMap(element, config, onTrouble) {
  const map = L.map(element, {
    zoomControl: false,
    minZoom: 9,
    maxZoom: 19,
    zoomAnimation: !calm,
    fadeAnimation: false, // tiles that fade in cost a cheap phone many frames
    markerZoomAnimation: !calm,
    inertia: !calm,
  }).setView(config.center, config.zoom);
  map.attributionControl.setPrefix(false);
  if (config.extent) {
    const [west, south, east, north] = config.extent;
    map.setMaxBounds(L.latLngBounds([south, west], [north, east]).pad(0.2));
  }
  const grounds = new Map();
  /** The base map with or without the names of streets and places; each is fetched when it is first shown. */
  map.showGround = async (isNamed) => {
    map.isNamed = isNamed;
    if (!grounds.has(isNamed)) grounds.set(isNamed, addBasemap(L, map, config.tiles, onTrouble, { isNamed }));
    const layer = await grounds.get(isNamed);
    if (map.isNamed !== isNamed || !layer) return;
    for (const [named, other] of grounds) if (named !== isNamed) (await other)?.remove();
    layer.addTo(map);
  };
  map.showGround(config.isNamed ?? true);
  return map;
}

/** Shows the town's edge, a GeoJSON feature or null. */
export function addOutline(map, outline) {
  if (outline) L.geoJSON(outline, { interactive: false, className: "town-edge", style: { color: "#5b4a3f", weight: 2.5, dashArray: "6 6", fill: false } }).addTo(map);
}

/** Why no needle can be set there now, in words; comes near enough first. Nothing when it can. */
export function refusalOf(map, { extent, minPinZoom, words }, latlng) {
  if (map.getZoom() < minPinZoom) {
    map.setView(latlng, minPinZoom);
    return words.zoomIn;
  }
  return isFar(extent, latlng) ? words.tooFar : "";
}

/** Even-odd test of a point against a (Multi)Polygon in degrees. */
export function isInside(geometry, { lat, lng }) {
  if (!geometry) return true;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const crosses = (ring) => {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) odd = !odd;
    }
    return odd;
  };
  return polygons.some(([outer, ...holes]) => crosses(outer) && !holes.some(crosses));
}
