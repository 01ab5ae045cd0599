// Everybody's released places on one map: from afar small signs on one canvas, from near needles one can read.
import L from "leaflet";
import { pinIcon } from "../../base/assets/town_map.js";

const NEAR = 15;
const APART = 48; // pixels between needles, so that a thumb hits the right one
const LOOKS = { pos: ["#00706a", 0], zero: ["#4a5568", 4], idea: ["#925400", 6] }; // colour and number of corners, 0 is round

/** One canvas for thousands of places; drawn anew when the map has come to rest. */
const Signs = L.Layer.extend({
  initialize(points, valenceOf) {
    this.points = points;
    this.valenceOf = valenceOf;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide others-signs", map.getPane("overlayPane"));
    map.on("moveend resize", this.draw, this);
    this.draw();
  },

  onRemove(map) {
    map.off("moveend resize", this.draw, this);
    this.canvas.remove();
  },

  draw() {
    const map = this._map;
    const { x: width, y: height } = map.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(this.canvas, { width: width * ratio, height: height * ratio });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    Object.assign(pen, { lineWidth: 1.2, strokeStyle: "#fff", globalAlpha: 0.9 });
    const radius = Math.min(8, Math.max(3.5, map.getZoom() - 9));
    for (const point of this.points) {
      const { x, y } = map.latLngToContainerPoint([point.lat, point.lon]);
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
      const [colour, corners] = LOOKS[this.valenceOf(point)];
      pen.fillStyle = colour;
      pen.beginPath();
      if (corners) for (let i = 0; i < corners; i += 1) pen.lineTo(...corner(x, y, radius, i, corners));
      else pen.arc(x, y, radius, 0, Math.PI * 2);
      pen.closePath();
      pen.fill();
      pen.stroke();
    }
  },
});

/** A square stands on its side, a hexagon on its tip. */
function corner(x, y, radius, i, corners) {
  const angle = (Math.PI * 2 * i) / corners + (corners === 4 ? Math.PI / 4 : Math.PI / 2);
  return [x + Math.cos(angle) * radius * 1.2, y + Math.sin(angle) * radius * 1.2];
}

/** Shows the places; near ones become needles that open their words when tapped. `labels` are the words of the kinds. */
export function showOthers(map, points, { labels, valences }) {
  const signs = new Signs(points, (point) => valences[point.quality] ?? "zero");
  const needles = L.layerGroup().addTo(map);
  const made = new Map(); // needles by bundle: while the map is only pushed they stay, and so does an open bubble
  let zoom = null;
  let bundles = [];
  const update = () => {
    const isNear = map.getZoom() >= NEAR;
    if (isNear) signs.remove();
    else signs.addTo(map);
    if (zoom !== map.getZoom()) {
      zoom = map.getZoom();
      needles.clearLayers();
      made.clear();
      bundles = isNear ? bundled(map, points) : [];
    }
    const bounds = map.getBounds().pad(0.1);
    for (const bundle of bundles) {
      if (made.has(bundle) || !bounds.contains([bundle[0].lat, bundle[0].lon])) continue;
      made.set(bundle, needle(bundle, labels).addTo(needles));
    }
  };
  map.on("moveend", update);
  update();
}

/** Places that would lie under one thumb at this zoom, as lists. */
function bundled(map, points) {
  const bundles = [];
  const cells = new Map();
  for (const point of points) {
    const at = map.project([point.lat, point.lon]);
    const [column, row] = [Math.floor(at.x / APART), Math.floor(at.y / APART)];
    let home = null;
    for (let i = -1; i <= 1 && !home; i += 1) {
      for (let j = -1; j <= 1 && !home; j += 1) {
        home = cells.get(`${column + i} ${row + j}`)?.find((one) => one.at.distanceTo(at) < APART) ?? null;
      }
    }
    if (!home) {
      home = { at, bundle: [] };
      bundles.push(home.bundle);
      const key = `${column} ${row}`;
      cells.set(key, [...(cells.get(key) ?? []), home]);
    }
    home.bundle.push(point);
  }
  return bundles;
}

function needle(bundle, labels) {
  const kinds = new Map();
  for (const point of bundle) kinds.set(point.quality, [...(kinds.get(point.quality) ?? []), point]);
  const names = [...kinds].map(([quality, found]) => (bundle.length > 1 ? `${labels[quality]} (${found.length})` : labels[quality]));
  const title = (bundle.length > 1 ? [bundle.length, names.join(", ")] : [names[0], bundle[0].text].filter(Boolean)).join(": ");
  const icon = pinIcon(bundle[0].quality, "other");
  if (bundle.length > 1) icon.options.html.append(Object.assign(document.createElement("span"), { className: "others-number", textContent: bundle.length }));
  const marker = L.marker([bundle[0].lat, bundle[0].lon], { icon, alt: title, title });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", title));
  return marker.bindPopup(() => bubble([...kinds.values()], names), { offset: [0, -40], maxWidth: 240, maxHeight: 220 });
}

/** The words of a bundle by kind; user text only ever as text. */
/** Words, and small pictures of what was released; the words beside a picture say what it is about. */
function bubble(pointsByKind, names) {
  const words = document.createElement("div");
  names.forEach((name, i) => {
    words.append(Object.assign(document.createElement("strong"), { textContent: name }));
    const list = document.createElement("ul");
    for (const { text, photo } of pointsByKind[i].filter((point) => point.text || point.photo)) {
      const item = Object.assign(document.createElement("li"), { textContent: text, dir: "auto" });
      if (photo) item.prepend(Object.assign(document.createElement("img"), { src: photo, alt: name, className: "others-photo", width: 200, height: 150, loading: "lazy" }));
      list.append(item);
    }
    if (list.childElementCount) words.append(list);
    else words.append(document.createElement("br"));
  });
  return words;
}
