// Forms without words: hands that are counted, how it is around, the end round.
import { Dialog, button, complaint, element } from "../../../base/assets/dialog.js";
import { chips, line, where } from "./fields.js";
import { SIGNS } from "./stops.js";

/** The frame of all forms without a place: `read()` gives the answers, `check(answers)` what is missing. Result: answers, "discard", or null. */
export function ask({ title, words, parts, read, check, onDraft, isStored, first }) {
  const dialog = new Dialog(document.body, { title, close: words.close });
  const wrong = complaint();
  const body = element("form", { className: "walk__form", noValidate: true }, wrong, ...parts);
  const save = () => {
    const missing = check(read());
    wrong.tell(missing);
    if (!missing) dialog.close(read());
  };
  body.addEventListener("input", () => onDraft(read()));
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  const away = button(isStored ? words.cancel : words.remove, () => dialog.close("discard"), "tertiary");
  dialog.step(title, [body], [away, button(words.save, save, "primary")]);
  dialog.root.classList.add("walk__dialog");
  first?.focus({ preventScroll: true });
  return { dialog, result: Object.assign(dialog.result, { close: () => dialog.close() }) };
}

/** Three counters with big buttons; the sum beside the size of the group. */
export function openHands({ answers }, context, { onDraft, isStored, persons }) {
  const { words, labels, language, most } = context;
  const number = (value) => new Intl.NumberFormat(`${language}-u-nu-latn`).format(value);
  const hands = { plus: 0, zero: 0, minus: 0, ...answers.hands };
  const at = where(context, answers.stop, { isStop: true });
  const sum = element("p", { className: "walk__sum" });
  sum.setAttribute("role", "status");
  const read = () => ({ ...answers, stop: at.value(), hands: { ...hands } });
  const rows = Object.entries(labels.ratings).map(([rating, text]) => {
    const count = element("output", { className: "walk__count" });
    const step = (by, label) => {
      const made = element("button", { type: "button", className: "walk__step" });
      made.dataset.glyph = by > 0 ? "+" : "−"; // for eyes only
      made.setAttribute("aria-label", label.replace("%1", text));
      made.dataset.hand = `${rating} ${by}`;
      made.addEventListener("click", () => {
        hands[rating] = Math.min(most.hands, Math.max(0, hands[rating] + by));
        show();
        onDraft(read());
      });
      return made;
    };
    const row = element("div", { className: "walk__hand" }, element("span", { className: "walk__handname", textContent: `${SIGNS[rating]} ${text}` }), step(-1, words.oneLess), count, step(1, words.oneMore));
    row.dataset.sign = rating;
    return Object.assign(row, { show: () => (count.value = number(hands[rating])) });
  });
  function show() {
    for (const row of rows) row.show();
    const all = hands.plus + hands.zero + hands.minus;
    sum.textContent = persons ? words.handsOf.replace("%1", number(all)).replace("%2", number(persons)) : words.handsSum.replace("%1", number(all));
    if (persons && all > persons) sum.textContent += ` · ${words.handsOver}`;
    sum.classList.toggle("walk__sum--over", Boolean(persons) && all > persons);
  }
  show();
  const check = ({ stop, hands: found }) => (!stop ? words.needStop : found.plus + found.zero + found.minus ? "" : words.noHands);
  return ask({ title: words.hands, words, parts: [at, ...rows, sum], read, check, onDraft, isStored }).result;
}

/** Weather, light, how many walk along. */
export function openFrame({ answers }, { words, labels, most }, { onDraft, isStored }) {
  const weather = chips(words.weather, labels.weather, answers.weather ?? "");
  const light = chips(words.light, labels.light, answers.light ?? "");
  const persons = line(words.persons, answers.persons ?? "", { inputMode: "numeric", maxLength: 3 });
  const read = () => ({ ...answers, weather: weather.value(), light: light.value(), persons: /^\d{1,3}$/.test(persons.value()) ? Math.min(most.hands, Number(persons.value())) : "" });
  const check = (given) => (given.weather || given.light || given.persons !== "" ? "" : words.nothing);
  return ask({ title: words.frame, words, parts: [weather, light, persons], read, check, onDraft, isStored }).result;
}

/** The three best things and the three worst. */
export function openEnd({ answers }, { words, labels, most }, { onDraft, isStored }) {
  const lists = Object.entries(labels.tops).map(([name, text]) => {
    const lines = Array.from({ length: most.tops }, (_, at) => line(words.top.replace("%1", at + 1), answers[name]?.[at]));
    return [name, lines, element("fieldset", { className: "walk__top" }, element("legend", { className: "capture__label", textContent: text }), ...lines)];
  });
  const read = () => ({ ...answers, ...Object.fromEntries(lists.map(([name, lines]) => [name, lines.map((one) => one.value()).filter(Boolean)])) });
  const check = (given) => (given.top_good.length + given.top_bad.length ? "" : words.noText);
  return ask({ title: words.end_round, words, parts: lists.map(([, , box]) => box), read, check, onDraft, isStored, first: lists[0][1][0].control }).result;
}
