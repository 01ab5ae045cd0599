// What changes on the page while somebody answers: own words, choices that exclude each other, places of a ranking, piped answers.
import { answerOf } from "./words.js";

/** Brings everything in step with the answers. */
export function keepInStep(form, words) {
  for (const other of form.querySelectorAll("[data-other]")) {
    const ask = other.closest(".ask");
    other.hidden = !ask.querySelector("input[data-words]:checked, option[data-words]:checked");
  }
  const piped = [...form.querySelectorAll("[data-piped]")];
  for (const place of piped) {
    const ask = form.querySelector(`[data-path="${place.dataset.piped}"]`);
    const text = ask && !ask.hidden ? answerOf(ask, words) : "";
    if (place.textContent !== text) place.textContent = text;
  }
  wire(form);
}

const wired = new WeakSet();

function wire(form) {
  if (wired.has(form)) return;
  wired.add(form);
  form.addEventListener("change", ({ target }) => {
    const ask = target.closest(".ask");
    if (ask?.dataset.kind === "multiple" && target.checked) {
      const isAlone = "alone" in target.dataset;
      for (const one of ask.querySelectorAll("input[type=checkbox]:checked")) if (one !== target && ("alone" in one.dataset || isAlone)) one.checked = false;
    }
    if (target.dataset.rank && target.value) swap(ask, target);
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("focusin", ({ target }) => {
    if (target.dataset.rank) target.dataset.before = target.value;
  });
}

/** Two choices cannot share a place: the other one gets the place that became free. */
function swap(ask, chosen) {
  for (const other of ask.querySelectorAll("[data-rank]")) if (other !== chosen && other.value === chosen.value) other.value = chosen.dataset.before ?? "";
  chosen.dataset.before = chosen.value;
}
