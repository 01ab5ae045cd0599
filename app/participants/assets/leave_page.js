// Before leaving a phone: says when something has not been sent yet, and clears it when the person leaves all the same.
import { clearOwner, countOf } from "../../base/assets/outbox_leaving.js";

const warning = document.querySelector("[data-unsent]");
const owner = warning.dataset.owner;

countOf(owner).then((count) => {
  warning.hidden = count === 0;
});
document.querySelector("main form").addEventListener("submit", () => {
  clearOwner(owner);
});
