// Answers in the words of the page: for the look over everything, and where one answer stands in another question.

const clean = (element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".optional-mark").forEach((one) => one.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
};

/** What a question is called. */
export const labelOf = (ask) => clean(ask.querySelector("legend, label"));

/** The language in which a question speaks, where that is not the one of the page. */
export const languageOf = (ask) => ask.querySelector("legend, label").querySelector(":scope > [lang]")?.lang ?? "";

/** The answer that stands in a question's fields, "" without one. */
export function answerOf(ask, words) {
  if (ask.dataset.kind === "matrix") {
    return [...ask.querySelectorAll(".ask__row")]
      .map((row) => [clean(row.querySelector("legend")), row.querySelector(":checked")])
      .filter(([, taken]) => taken)
      .map(([row, taken]) => `${row}: ${labelled(ask, taken)}`)
      .join("; ");
  }
  if (ask.dataset.kind === "ranking") {
    return [...ask.querySelectorAll("[data-rank]")]
      .filter((select) => select.value)
      .sort((one, other) => one.value - other.value)
      .map((select) => labelled(ask, select))
      .join(", ");
  }
  const files = ask.querySelector(":scope > fieldset > [data-files]");
  if (files) return [...files.querySelectorAll("[data-files-items] strong")].map(clean).join(", ");
  const cards = ask.querySelector("[data-marks]");
  if (cards) return [...cards.children].map((card) => markOf(ask, card)).join("; ");
  const fields = [...ask.querySelectorAll("input, select, textarea")].filter((field) => field.name);
  const said = fields.map((field) => {
    if (field.closest("[hidden]") && field.closest("[hidden]") !== ask.closest("[hidden]")) return "";
    if (field.type === "radio" || field.type === "checkbox") {
      if (!field.checked) return "";
      return ask.dataset.kind === "consent" ? words.yes : labelled(ask, field);
    }
    return field.localName === "select" ? (field.value && field.selectedOptions[0].textContent.trim()) : field.value.trim();
  });
  return said.filter(Boolean).join(", ");
}

/** One mark with its number, its kind of place and its words. */
function markOf(ask, card) {
  const kind = card.querySelector("[name$='.choice']:checked");
  const said = [kind ? labelled(ask, kind) : "", card.querySelector("[name$='.place_text']").value.trim()].filter(Boolean);
  return [clean(card.querySelector("legend")), said.join(", ")].filter(Boolean).join(": ");
}

const labelled = (ask, field) => clean(ask.querySelector(`label[for="${field.id}"]`));
