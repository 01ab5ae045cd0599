// A map of very many points with what was said in one place beside it; the list of all stands under it, without a script.
import L from "leaflet";
import { addBasemap } from "./basemap.js";
import { Bubbles, symbolOf } from "./bubbles.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const motion = { zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm };

function make(root) {
  const config = JSON.parse(root.dataset.points);
  const { words } = config;
  const [west, south, east, north] = config.bounds;
  const map = L.map(root.querySelector("[data-map]"), { minZoom: 5, maxZoom: 19, zoomControl: false, ...motion });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  map.attributionControl.setPrefix(false);
  map.fitBounds([[south, west], [north, east]], { animate: false });
  addBasemap(L, map, config.basemap);
  const panel = new Panel(root.querySelector("[data-panel]"), config);
  const status = root.querySelector("[data-shown]");
  const onShown = (count) => {
    status.textContent = count === null ? words.failed : words.shown.replace("%1", panel.whole.format(count));
  };
  new Bubbles(map, config.tiles, config, { onShown, onOpen: (bounds) => panel.open(bounds) });
}

/** What was said in one place, a page at a time; people's words only ever as text. */
class Panel {
  constructor(element, config) {
    Object.assign(this, { element, config, page: 1 });
    this.list = element.querySelector("[data-list]");
    this.title = element.querySelector("[data-title]");
    this.more = element.querySelector("[data-more]");
    this.whole = new Intl.NumberFormat(document.documentElement.lang || "de");
    this.more.addEventListener("click", () => this.load(this.page + 1));
  }

  async open(bounds) {
    this.box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(7)).join(",");
    this.list.replaceChildren();
    await this.load(1);
    this.title.focus();
  }

  async load(page) {
    const { words, here } = this.config;
    const answer = await fetch(`${here}${here.includes("?") ? "&" : "?"}bbox=${this.box}&seite=${page}`).catch(() => null);
    if (!answer?.ok) {
      this.title.textContent = words.failed;
      return;
    }
    const { total, pages, items } = await answer.json();
    this.page = page;
    this.title.textContent = total === 1 ? words.one : words.many.replace("%1", this.whole.format(total));
    const first = this.list.childElementCount;
    for (const item of items) this.list.append(this.entry(item));
    this.more.hidden = page >= pages;
    if (page > 1) this.list.children[first]?.querySelector("a, p")?.focus?.();
  }

  entry({ quality, label, text, note, url }) {
    const entry = document.createElement("li");
    const head = Object.assign(document.createElement("p"), { className: "points__kind" });
    if (quality) head.append(symbolOf(this.config.symbols, quality));
    head.append(url ? Object.assign(document.createElement("a"), { href: url, textContent: label }) : label);
    entry.append(head);
    if (text) entry.append(Object.assign(document.createElement("p"), { className: "points__text", textContent: text, dir: "auto" }));
    if (note) entry.append(Object.assign(document.createElement("p"), { className: "small muted", textContent: note }));
    return entry;
  }
}

for (const root of document.querySelectorAll("[data-points]")) make(root);
