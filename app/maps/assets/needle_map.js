// The map under the crosshair: Leaflet, base map, own needles, the town's edge.
import L from "leaflet";
import { addBasemap } from "../../base/assets/basemap.js";
import { layersOf } from "./drawing_view.js";
import { toPieces } from "./shapes.js";

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

/** Whether a point lies outside [west, south, east, north]. */
export function isFar(extent, { lat, lng }) {
  if (!extent) return false;
  const [west, south, east, north] = extent;
  return lng < west || lng > east || lat < south || lat > north;
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

/** Shows own needles and keeps them in step; `onOpen(id)` when one is chosen. */
export class Needles {
  constructor(map, label, onOpen) {
    this.layer = L.layerGroup().addTo(map);
    this.map = map;
    this.label = label;
    this.onOpen = onOpen;
    this.shown = new Map();
  }

  show(marks, hidden = null) {
    const wanted = new Map(marks.filter((mark) => mark.lat !== null && mark.id !== hidden).map((mark) => [mark.id, mark]));
    for (const [id, entry] of this.shown) {
      if (wanted.has(id)) continue;
      entry.layers.forEach((layer) => layer.remove());
      this.shown.delete(id);
    }
    for (const [id, mark] of wanted) {
      const key = JSON.stringify([mark.lat, mark.lon, mark.shape, mark.quality, mark.state, mark.title, mark.text]);
      const before = this.shown.get(id);
      if (before?.key === key) continue;
      before?.layers.forEach((layer) => layer.remove());
      const title = this.label(mark);
      const marker = L.marker([mark.lat, mark.lon], { icon: pinIcon(mark.quality, mark.state), title, alt: title, keyboard: true });
      marker.on("click", () => this.onOpen(id)).addTo(this.layer);
      const element = marker.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", title);
      element.dataset.state = mark.state;
      const drawn = toPieces(mark.shape).flatMap((piece) => layersOf(piece));
      for (const layer of drawn) layer.addTo(this.layer);
      this.shown.set(id, { key, layers: [marker, ...drawn] });
    }
  }
}

/** The needle that is just being placed or moved. */
export class Draft {
  constructor(map) {
    this.map = map;
    this.marker = null;
  }

  set(latlng, quality) {
    this.clear();
    this.marker = L.marker(latlng, { icon: pinIcon(quality, "draft"), keyboard: false, interactive: false, zIndexOffset: 1000 }).addTo(this.map);
  }

  get place() {
    return this.marker?.getLatLng() ?? null;
  }

  /** Moves by some pixels of the screen. */
  move(dx, dy) {
    if (!this.marker) return;
    const point = this.map.latLngToContainerPoint(this.place).add([dx * 6, dy * 6]);
    this.marker.setLatLng(this.map.containerPointToLatLng(point));
  }

  look(quality) {
    this.marker?.setIcon(pinIcon(quality, "draft"));
  }

  clear() {
    this.marker?.remove();
    this.marker = null;
  }
}
