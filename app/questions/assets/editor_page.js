// The editor: moves questions by dragging their grip, and shows a question on the phone while it is being written.
// Everything here can be done without: the arrows move, and "Speichern" shows the result.
import { dragged } from "./editor_drag.js";

const PAUSE = 500;

const lists = [...document.querySelectorAll("[data-questions]")];
const placing = document.getElementById("placing");
if (lists.length && placing) {
  document.querySelector("[data-drag-hint]").hidden = false;
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
  dragged(lists, (part, page, at) => {
    placing.elements.part.value = part;
    placing.elements.page.value = page;
    placing.elements.at.value = at;
    placing.submit();
  });
}

const form = document.querySelector("[data-question-form]");
if (form) {
  let timer;
  // A button of the form itself sends what is written into the frame, so that the token and all fields go along.
  const sender = document.createElement("button");
  sender.type = "submit";
  sender.formAction = form.dataset.preview;
  sender.formTarget = "phone";
  sender.hidden = true;
  form.append(sender);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(sender), PAUSE);
  });
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter !== sender) clearTimeout(timer);
  });

  const kind = form.elements.kind;
  kind.addEventListener("change", () => form.querySelector("button[value=kind]").click());
  for (const asked of form.querySelectorAll("[data-asked]")) offerAnswers(asked);
}

/** The value of a rule is chosen from the answers of the question it asks for. */
function offerAnswers(asked) {
  const value = document.getElementById(asked.id.replace(/asked$/, "value"));
  asked.addEventListener("change", () => {
    const id = `answers-${asked.value}`;
    if (document.getElementById(id)) value.setAttribute("list", id);
    else value.removeAttribute("list");
  });
}
