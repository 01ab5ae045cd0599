// The media desk: boxes to blur on the picture by mouse, finger and keys; keys that decide. The form is the truth.

import { BoxEditor } from "./box_editor.js";

const desk = document.querySelector("[data-media-desk]");
const words = JSON.parse(desk.dataset.mediaDesk);
const form = document.querySelector("[data-decide]");
const stage = document.querySelector("[data-stage]");
const rows = document.querySelector("[data-rows]");

if (stage && rows) {
  const status = document.querySelector("[data-status]");
  const picture = stage.querySelector("img");
  const editor = new BoxEditor({ stage, rows, words, say: (text) => (status.textContent = text) });
  for (const tool of document.querySelectorAll("[data-tools]")) tool.hidden = false;
  document.querySelector("[data-add]").addEventListener("click", () => editor.add());
  const view = document.querySelector("[data-view]");
  view.addEventListener("click", () => {
    const isClear = view.getAttribute("aria-pressed") !== "true";
    view.setAttribute("aria-pressed", String(isClear));
    stage.classList.toggle("is-clear", isClear);
    picture.src = isClear ? picture.dataset.clear : picture.dataset.blurred;
  });
}

function isOn() {
  try {
    return localStorage.getItem("review-keys") !== "off";
  } catch {
    return true;
  }
}

const others = {
  b: () => document.querySelector("[data-add]")?.click(),
  u: () => document.querySelector("[data-view]")?.click(),
  0: () => document.querySelector("#people-no")?.click(),
  1: () => document.querySelector("#people-yes")?.click(),
};

document.body.classList.toggle("has-keys", isOn());
document.addEventListener("keydown", (event) => {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest?.("textarea, select, audio, input:not([type=checkbox], [type=radio])")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const fold = document.querySelector(`[data-fold="${CSS.escape(event.key)}"]`);
  if (others[event.key]) others[event.key]();
  else if (button) button.form.requestSubmit(button);
  else if (fold) {
    fold.open = true;
    fold.querySelector("select").focus();
  } else return;
  event.preventDefault();
});

// Two presses are one decision; a page that comes back from the browser's memory can decide again.
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => delete form.dataset.sent);
