// Many points on a map: vector tiles in which near ones are counted together, shown as buttons that the keyboard reaches.
import { VectorTile } from "@mapbox/vector-tile";
import L from "leaflet";
import Protobuf from "pbf";

const APART = 58; // pixels between bubbles, so that a thumb hits the right one
const FRESH = 20_000; // milliseconds until a tile is asked for again; unchanged ones come back as 304
const KEPT = 300;
const EXTENT = 4096;
const SVG = "http://www.w3.org/2000/svg";
const VALENCES = ["pos", "neg", "idea", "zero"];
const LONG = 10_000; // from here on a ring shows a rounded number
export const FEW = 25; // a bubble of so many opens to be read

/** Squares of a tile with their numbers; corners and places as shares of the world. */
function squaresOf(content, { z, x, y }) {
  const layer = new VectorTile(new Protobuf(content)).layers.points;
  if (!layer) return [];
  const step = EXTENT / (z >= 17 ? 64 : 32);
  const share = (tile, inTile) => (tile + inTile / EXTENT) / 2 ** z;
  return Array.from({ length: layer.length }, (_, i) => {
    const feature = layer.feature(i);
    const at = feature.loadGeometry()[0][0];
    const [left, top] = [Math.floor(at.x / step) * step, Math.floor(at.y / step) * step];
    const { n = 0, pos = 0, neg = 0, idea = 0, quality = 0 } = feature.properties;
    return {
      ...{ x: share(x, at.x), y: share(y, at.y), n, pos, neg, idea, zero: n - pos - neg - idea, quality },
      ...{ left: share(x, left), top: share(y, top), right: share(x, left + step), bottom: share(y, top + step) },
    };
  });
}

/** Squares that would lie under one thumb become one bubble, around the largest of them. */
function merged(squares, world) {
  const cells = new Map();
  const bubbles = [];
  const near = (column, row, at) => {
    for (let i = -1; i <= 1; i += 1) {
      for (let j = -1; j <= 1; j += 1) {
        const found = cells.get(`${column + i} ${row + j}`)?.find((one) => Math.hypot(one.px - at.x, one.py - at.y) < APART);
        if (found) return found;
      }
    }
    return null;
  };
  for (const square of squares.toSorted((a, b) => b.n - a.n || a.x - b.x)) {
    const at = { x: square.x * world, y: square.y * world };
    const [column, row] = [Math.floor(at.x / APART), Math.floor(at.y / APART)];
    const home = near(column, row, at);
    if (home) {
      for (const key of ["n", ...VALENCES]) home[key] += square[key];
      if (home.quality !== square.quality) home.quality = 0;
      Object.assign(home, { left: Math.min(home.left, square.left), top: Math.min(home.top, square.top) });
      Object.assign(home, { right: Math.max(home.right, square.right), bottom: Math.max(home.bottom, square.bottom) });
    } else {
      const bubble = { ...square, px: at.x, py: at.y };
      bubbles.push(bubble);
      const key = `${column} ${row}`;
      cells.set(key, [...(cells.get(key) ?? []), bubble]);
    }
  }
  return bubbles;
}

/** The layer. `look`: {symbols, qualities: [code, label][], words}; `onOpen(bounds, bubble)` when one is to be read. */
export class Bubbles {
  constructor(map, tiles, look, { onOpen, onShown = () => {} }) {
    Object.assign(this, { map, tiles, look, onOpen, onShown });
    this.group = L.layerGroup().addTo(map);
    this.kept = new Map();
    this.number = new Intl.NumberFormat(document.documentElement.lang || "de", { notation: "compact", maximumFractionDigits: 1 });
    this.whole = new Intl.NumberFormat(document.documentElement.lang || "de");
    map.on("moveend resize", () => this.update());
    this.update();
  }

  /** Fetches what the view needs and draws it; a newer view overtakes an older one. */
  async update() {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    try {
      const found = await Promise.all(this.needed().map((tile) => this.squares(tile, signal)));
      if (!signal.aborted) this.draw(found.flat());
    } catch (error) {
      if (!signal.aborted) this.onShown(null, error);
    }
  }

  needed() {
    const z = Math.min(20, Math.max(0, Math.round(this.map.getZoom()) - 1));
    const bounds = this.map.getPixelBounds();
    const size = 256 * 2 ** (this.map.getZoom() - z);
    const most = 2 ** z - 1;
    const range = (from, to) => [Math.max(0, Math.floor(from / size)), Math.min(most, Math.floor(to / size))];
    const [[left, right], [top, bottom]] = [range(bounds.min.x, bounds.max.x), range(bounds.min.y, bounds.max.y)];
    const tiles = [];
    for (let y = top; y <= bottom; y += 1) for (let x = left; x <= right; x += 1) tiles.push({ z, x, y });
    return tiles;
  }

  async squares(tile, signal) {
    const url = L.Util.template(this.tiles, tile);
    const before = this.kept.get(url);
    if (before && Date.now() - before.at < FRESH) return before.squares;
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const squares = squaresOf(await answer.arrayBuffer(), tile);
    this.kept.delete(url);
    this.kept.set(url, { squares, at: Date.now() });
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    return squares;
  }

  draw(squares) {
    const { map } = this;
    const had = this.group.getLayers().some((marker) => marker.getElement()?.contains(document.activeElement));
    const world = 256 * 2 ** map.getZoom();
    const bounds = map.getPixelBounds();
    const isSeen = (one) => one.px >= bounds.min.x && one.px <= bounds.max.x && one.py >= bounds.min.y && one.py <= bounds.max.y;
    const bubbles = merged(squares, world).filter(isSeen);
    this.group.clearLayers();
    for (const bubble of bubbles.toSorted((a, b) => a.py - b.py || a.px - b.px)) this.group.addLayer(this.marker(bubble));
    if (had) map.getContainer().focus();
    this.onShown(bubbles.reduce((sum, one) => sum + one.n, 0));
  }

  marker(bubble) {
    const title = this.titleOf(bubble);
    const icon = bubble.n === 1 && bubble.quality ? pinOf(this.look, bubble.quality) : ringOf(bubble, this.shortOf(bubble.n));
    const marker = L.marker(this.map.unproject([bubble.px, bubble.py], this.map.getZoom()), { icon, title, alt: title });
    marker.on("add", () => {
      const element = marker.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", title);
    });
    return marker.on("click", () => this.open(bubble));
  }

  titleOf({ n, pos, neg, idea, zero, quality }) {
    const { words, qualities } = this.look;
    const name = quality ? qualities[quality - 1][1] : "";
    if (n === 1) return name || words.one;
    const parts = Object.entries({ pos, neg, idea, zero }).filter(([, count]) => count);
    const told = name || parts.map(([key, count]) => `${words[key]} ${this.whole.format(count)}`).join(", ");
    // What is seen comes first, so that somebody who speaks it to the phone is understood (WCAG 2.5.3).
    const seen = this.shortOf(n) === this.whole.format(n) ? "" : `${this.shortOf(n)}, `;
    return `${seen}${words.many.replace("%1", this.whole.format(n))}: ${told}`;
  }

  /** A number that fits into a ring. */
  shortOf(n) {
    return (n < LONG ? this.whole : this.number).format(n);
  }

  /** Few ones, or those that lie in one place, are read; many are looked at from nearer. */
  open(bubble) {
    const { map } = this;
    const corner = (x, y) => map.unproject([x * 256, y * 256], 0);
    const bounds = L.latLngBounds(corner(bubble.left, bubble.top), corner(bubble.right, bubble.bottom));
    if (bubble.n <= FEW || map.getZoom() >= map.getMaxZoom() - 1) this.onOpen(bounds, bubble);
    else map.fitBounds(bounds, { maxZoom: Math.min(map.getMaxZoom(), map.getZoom() + 3), padding: [24, 24] });
    if (bubble.n > FEW && map.getBoundsZoom(bounds) <= map.getZoom()) map.setView(bounds.getCenter(), map.getZoom() + 1);
  }
}

function pinOf({ symbols, qualities }, quality) {
  const pin = Object.assign(document.createElement("span"), { className: "pin" });
  pin.append(symbolOf(symbols, qualities[quality - 1][0]));
  return L.divIcon({ html: pin, className: "bubble bubble--pin", iconSize: [44, 52], iconAnchor: [22, 52] });
}

/** The drawing of a kind of place; its word stands beside it or in its label. */
export function symbolOf(symbols, code) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `quality quality--${code}`);
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${symbols}#q-${code}`);
  svg.append(use);
  return svg;
}

/** A number with a ring that shows the shares of good, bad, wished and neutral places, in this order from above. */
function ringOf(bubble, number) {
  const size = Math.round(34 + 7 * Math.log10(bubble.n));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 40 40");
  svg.setAttribute("aria-hidden", "true");
  let begun = 25; // a quarter: the ring begins above, not on the right
  for (const valence of VALENCES) {
    const share = (bubble[valence] / bubble.n) * 100;
    if (!share) continue;
    const arc = document.createElementNS(SVG, "circle");
    const given = { cx: 20, cy: 20, r: 16.5, pathLength: 100, class: `bubble__${valence}` };
    for (const [name, value] of Object.entries(given)) arc.setAttribute(name, value);
    arc.setAttribute("stroke-dasharray", `${Math.max(share - 1, 0.5)} ${100 - Math.max(share - 1, 0.5)}`);
    arc.setAttribute("stroke-dashoffset", `${begun}`);
    begun -= share;
    svg.append(arc);
  }
  const text = Object.assign(document.createElement("span"), { className: "bubble__number", textContent: number });
  const html = Object.assign(document.createElement("span"), { className: "bubble__ring" });
  html.append(svg, text);
  return L.divIcon({ html, className: "bubble", iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}
