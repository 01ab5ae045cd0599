// Before everything is deleted: what still waits on this phone goes too, so that it is not sent afterwards.
import { clearOwner } from "../../base/assets/outbox_leaving.js";

const form = document.querySelector("main form[data-owner]");

form.addEventListener("submit", () => {
  if (form.elements.sure.checked) clearOwner(form.dataset.owner);
});
