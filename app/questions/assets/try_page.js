// A questionnaire to try: it asks like on the phone of those who answer, keeps nothing and sends nothing.
import { startParticipantPage } from "../../base/assets/participant.js";
import { Walk } from "./walking.js";

const root = document.querySelector("[data-walk]");
const walk = new Walk(root, JSON.parse(root.dataset.config));
const begin = walk.part("begin");
if (walk.config.map) walk.maps.offer(() => import("./map_sheet.js"));
walk.fill();
walk.addEventListener("send", () => {
  walk.form.hidden = true;
  walk.part("sending").hidden = false;
  walk.part("sending").focus();
});
walk.form.addEventListener("click", ({ target }) => {
  const reason = target.closest("[data-add-file]")?.closest("[data-files]").querySelector("[data-files-reason]");
  if (reason) Object.assign(reason, { hidden: false, textContent: reason.dataset.trial });
});
begin?.addEventListener("click", (event) => {
  event.preventDefault();
  walk.show("first");
});
if (!begin) walk.show("first", { isFocused: false, isNew: false });
root.setAttribute("data-ready", "");
if (document.querySelector("[data-phone-state]")) startParticipantPage();
