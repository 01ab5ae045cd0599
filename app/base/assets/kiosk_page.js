// A device for many: after 90 seconds without a touch everything of this person goes and the next one begins.
// Twenty of them are asked for first, so that nobody who reads slowly is thrown out (WCAG 2.2.1).
import { Outbox } from "./outbox.js";
import { clearOwner } from "./outbox_leaving.js";

const STILL = 70_000; // milliseconds without a touch
const ASKED = 20_000; // milliseconds to say that one is still there
const SIGNS = ["pointerdown", "keydown", "input", "scroll", "focusin"];

function watch(dialog) {
  const { owner } = dialog.dataset;
  const form = dialog.querySelector("[data-next-person]");
  let timer = null;
  let isTouched = Boolean(owner); // a page that nobody began has nothing to clear

  /** Answers, photos and recordings that have not arrived would be lost: they go out first, then everything goes. */
  const isWaiting = async (outbox) => {
    if (!outbox.summary().waiting) return false;
    const told = dialog.querySelector("[data-unsent]");
    const look = () => {
      if (outbox.summary().waiting || told.hidden) return;
      outbox.removeEventListener("change", look);
      form.requestSubmit();
    };
    if (told.hidden) outbox.addEventListener("change", look);
    told.hidden = false;
    if (!dialog.open) dialog.showModal();
    outbox.flush();
    return true;
  };
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, STILL);
  };
  const ask = () => {
    if (!isTouched || (owner && new Outbox(owner).summary().waiting)) {
      rest(); // what is on its way goes out first
      return;
    }
    if (!dialog.open) dialog.showModal();
    timer = setTimeout(() => form.requestSubmit(), ASKED);
  };
  for (const sign of SIGNS) {
    addEventListener(sign, ({ target }) => {
      if (dialog.open && dialog.contains(target)) return;
      isTouched = true;
      if (!dialog.open) rest();
    }, { capture: true, passive: true });
  }
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.querySelector("[data-unsent]").hidden = true; // somebody is still there after all
    rest();
  });
  for (const next of document.querySelectorAll(`form[action="${form.getAttribute("action")}"]`)) {
    next.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (owner && (await isWaiting(new Outbox(owner)))) return;
      if (owner) await clearOwner(owner).catch(() => {});
      next.submit();
    });
  }
  rest();
}

watch(document.querySelector("[data-kiosk]"));
