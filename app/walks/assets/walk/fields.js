// Fields of the forms of a walk: chips, lines, lists, each with its label.
import { element } from "../../../base/assets/dialog.js";

let number = 0;

/** Chips of which one (radio buttons) or several (check boxes) are chosen; `value()` is a code, or a list of codes. */
export function chips(legend, options, chosen, { isMany = false, onChange = () => {} } = {}) {
  const name = `chips-${(number += 1)}`;
  const box = element("fieldset", { className: "capture__choice walk__chips" }, element("legend", { textContent: legend }));
  for (const [value, text] of Object.entries(options)) {
    const input = element("input", { type: isMany ? "checkbox" : "radio", name, id: `${name}-${value}`, value, checked: isMany ? chosen.includes(value) : chosen === value });
    input.addEventListener("change", () => onChange(value));
    box.append(element("div", { className: "capture__chip" }, input, element("label", { htmlFor: input.id, textContent: text })));
  }
  const values = () => [...box.querySelectorAll("input:checked")].map(({ value }) => value);
  return Object.assign(box, { value: () => (isMany ? values() : (values()[0] ?? "")) });
}

function labelled(control, text) {
  control.id = `field-${(number += 1)}`;
  const box = element("div", { className: "walk__field" }, element("label", { className: "capture__label", htmlFor: control.id, textContent: text }), control);
  return Object.assign(box, { control, value: () => control.value.trim() });
}

export const area = (text, value, rows = 3) => labelled(element("textarea", { rows, dir: "auto", maxLength: 5000, value: value ?? "" }), text);

export const line = (text, value, more = {}) => labelled(element("input", { type: "text", dir: "auto", maxLength: 300, autocomplete: "off", value: value ?? "", ...more }), text);

/** `options` are pairs of value and text. */
export function pick(text, options, chosen) {
  const list = element("select", { className: "walk__pick" }, ...options.map(([value, words]) => element("option", { value, textContent: words })));
  list.value = chosen ?? "";
  return labelled(list, text);
}

/** Where something was noted: a stop, or on the way. */
export function where({ words, stops }, chosen, { isStop = false } = {}) {
  const named = stops.map(({ id, number: at, name }) => [id, `${at} ${name}`]);
  return pick(words.where, isStop ? named : [...named, ["", words.onTheWay]], named.some(([id]) => id === chosen) ? chosen : isStop ? named[0]?.[0] : "");
}
