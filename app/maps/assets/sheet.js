// The sheet that comes up once a needle is placed: its words, what else is asked about it, secret or not.
import { AsksLater } from "./asks_later.js";
import { answersTo, showQuestions } from "./drawing_answers.js";
import { symbol } from "../../base/assets/town_map.js";

/** A row of radio buttons that look like chips; `extra` puts a symbol before the words. */
export function fillChips(fieldset, name, choices, { chosen = "", extra = null, onChange = () => {} } = {}) {
  const legend = fieldset.querySelector("legend");
  fieldset.replaceChildren(legend);
  for (const [code, label] of choices) {
    const id = `${name}-${code}`;
    const input = Object.assign(document.createElement("input"), { type: "radio", name, id, value: code, checked: code === chosen });
    input.addEventListener("change", () => onChange(code));
    const text = document.createElement("label");
    text.htmlFor = id;
    if (extra) text.append(extra(code));
    text.append(unbroken(label));
    const chip = document.createElement("div");
    chip.className = "needle__chip";
    chip.append(input, text);
    fieldset.append(chip);
  }
}

/** The words of a chip; what stands in brackets, like hours, is never torn apart. */
function unbroken(label) {
  const [words, inBrackets] = label.split(/(?=\()/);
  const text = Object.assign(document.createElement("span"), { textContent: words });
  if (inBrackets) text.append(Object.assign(document.createElement("span"), { className: "needle__hours", textContent: inBrackets }));
  return text;
}

/** Events: `save` (detail: answers), `discard` (detail: by its button), `step` (detail: [dx, dy]), `kind` (detail: quality), `draft`. */
export class Sheet extends EventTarget {
  constructor(root, config) {
    super();
    this.config = config;
    this.root = root;
    this.home = new RegExp(config.home.words, "i");
    const find = (name) => root.querySelector(`[data-${name}]`);
    this.part = { form: find("sheet-form"), icon: find("sheet-icon"), kind: find("sheet-kind"), kinds: find("sheet-kinds"), home: find("home"), move: find("move"), message: find("sheet-message"), discard: find("discard") };
    this.why = root.querySelector("#why");
    this.asks = new AsksLater({ form: this.part.form, before: find("asks-before"), after: find("asks"), summary: find("asks-summary"), config });
    this.secret = root.querySelector("#secret");
    this.quote = root.querySelector("#may-quote");
    this.part.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await this.asks.isSound(this.why.value.trim())) this.dispatchEvent(new CustomEvent("save", { detail: this.answers() }));
    });
    this.part.form.addEventListener("input", () => this.typed());
    this.part.discard.addEventListener("click", () => this.discard(true));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.discard());
    for (const button of root.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.step(button.dataset.step.split(",").map(Number)));
    }
    this.part.move.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(step);
    });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  open(mark, question, { discardText }) {
    const { qualities } = this.config;
    this.asks.open(mark, question);
    this.part.kinds.hidden = question.qualities.length < 2 || !mark.isStored;
    const choices = question.qualities.map((code) => [code, qualities[code]]);
    fillChips(this.part.kinds, "kind", choices, { chosen: mark.quality, extra: symbol, onChange: (code) => this.setKind(code) });
    this.quality = mark.quality;
    this.setKind(mark.quality, false);
    this.why.value = mark.text ?? "";
    this.secret.checked = Boolean(mark.is_secret);
    this.quote.checked = Boolean(mark.quote);
    this.part.message.hidden = !mark.message;
    this.part.message.textContent = mark.message ?? "";
    this.part.discard.textContent = discardText;
    showQuestions(this.part.form, this.config, mark, question, fillChips);
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.typed();
    this.root.querySelector("h2").focus({ preventScroll: true });
  }

  close() {
    this.root.hidden = true;
  }

  discard(isAsked = false) {
    this.dispatchEvent(new CustomEvent("discard", { detail: isAsked }));
  }

  step(direction) {
    this.dispatchEvent(new CustomEvent("step", { detail: direction }));
  }

  setKind(code, isTold = true) {
    this.quality = code;
    this.part.icon.replaceChildren(symbol(code));
    this.part.kind.textContent = this.config.qualities[code];
    if (this.isOpen) this.asks.refresh(code);
    if (isTold) this.dispatchEvent(new CustomEvent("kind", { detail: code }));
  }

  typed() {
    this.namesHome = this.home.test(this.why.value);
    this.asks.refresh(this.quality);
    this.part.home.hidden = !this.namesHome || this.quality === "felt_area";
    this.dispatchEvent(new Event("draft"));
  }

  answers() {
    return { quality: this.quality, text: this.why.value.trim(), ...this.asks.said(), is_secret: this.secret.checked, quote: this.quote.checked ? this.config.quote.version : "", namesHome: this.namesHome, ...answersTo(this.part.form) };
  }
}
