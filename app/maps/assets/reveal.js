// After one's own quarter is stored: the planning border beside it, and what does not fit. Never before (B16).
import L from "leaflet";

/** `onSave({text, ...fits, border_area, place_text})`, `onClose()`; `say(text)` announces. */
export class Reveal {
  constructor({ root, map, config, say, onSave, onClose }) {
    Object.assign(this, { root, map, config, say, onSave });
    this.layer = L.layerGroup();
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.fits().append(...config.borderFit.map(([code, label]) => this.chip(code, label)));
    this.part("reveal-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.part("reveal-skip").addEventListener("click", onClose);
    root.addEventListener("keydown", (event) => event.key === "Escape" && onClose());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  fits() {
    return this.part("reveal-fits");
  }

  chip(code, label) {
    const input = Object.assign(document.createElement("input"), { type: "checkbox", id: code, name: code });
    const text = Object.assign(document.createElement("label"), { htmlFor: code, textContent: label });
    const chip = Object.assign(document.createElement("div"), { className: "needle__chip" });
    chip.append(input, text);
    return chip;
  }

  /** Fetches the borders for a stored drawing and shows them; false when they cannot be had now. */
  async open(mark, said) {
    let borders;
    try {
      const answer = await fetch(this.config.urls.border.replace(/[0-9a-f-]{36}/, mark.id));
      if (!answer.ok) return false;
      borders = await answer.json();
    } catch {
      return false;
    }
    this.borders = borders;
    this.part("reveal-areas").replaceChildren(...(borders.length ? borders.map((border) => this.told(border)) : [this.line(this.config.words.revealNone)]));
    for (const input of this.fits().querySelectorAll("input")) input.checked = Boolean(said?.[input.name]);
    this.root.querySelector("#border-words").value = said?.text ?? "";
    this.root.querySelector("#border-quote").checked = Boolean(said?.quote);
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.draw(mark, borders);
    this.root.querySelector("h2").focus({ preventScroll: true });
    return true;
  }

  draw(mark, borders) {
    this.layer.clearLayers().addTo(this.map);
    for (const { geometry } of borders) {
      for (const look of [{ color: "#fff", weight: 8, opacity: 0.9 }, { color: "#131525", weight: 3.5, dashArray: "12 7" }]) {
        this.layer.addLayer(L.geoJSON(geometry, { interactive: false, style: { ...look, fill: false, lineJoin: "round" } }));
      }
    }
    const bounds = L.geoJSON([mark.shape, ...borders.map((border) => border.geometry)].filter(Boolean)).getBounds();
    this.map.invalidateSize({ pan: false });
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [16, 16], animate: false });
  }

  told({ name, isHome, share }) {
    const { words } = this.config;
    const [before, after] = (isHome ? words.revealHome : words.revealUnder).split("%1");
    const item = this.line("");
    item.append(before, Object.assign(document.createElement("strong"), { textContent: name, lang: "de" }), after);
    if (share !== null) item.append(" ", words.revealShare.replace("%1", share));
    return item;
  }

  line(textContent) {
    return Object.assign(document.createElement("li"), { textContent });
  }

  save() {
    const given = [...this.fits().querySelectorAll("input")].map((input) => [input.name, input.checked ? "yes" : ""]);
    const text = this.root.querySelector("#border-words").value.trim();
    if (!text && !given.some(([, value]) => value)) {
      this.say(this.config.words.revealEmpty);
      return;
    }
    const quote = this.root.querySelector("#border-quote").checked ? this.config.quote.version : "";
    const [first] = this.borders;
    this.onSave({ ...Object.fromEntries(given), text, quote, border_area: first?.code ?? "", place_text: first?.name ?? "" });
  }

  close() {
    this.root.hidden = true;
    this.layer.remove();
  }
}
