// Says what is still on this phone, and sends it wherever the person is.
import { offerHomeScreen } from "./install.js";
import { Outbox } from "./outbox.js";
import { remembered, rememberedOwners } from "./outbox_memory.js";

/** The worst first; the number that goes with it. */
function stateOf({ lost, refused, broken, hidden, waiting, sending, isOld }) {
  if (lost) return ["lost", lost];
  if (refused + broken) return ["refused", refused + broken];
  if (hidden) return ["hidden", hidden];
  if (sending) return ["sending", waiting];
  if (waiting) return [isOld ? "old" : "waiting", waiting];
  return ["clear", 0];
}

function show(places, [state, count]) {
  for (const place of places) {
    const text = JSON.parse(place.dataset.words)[state].replace("%1", count);
    place.hidden = false;
    place.dataset.phoneState = state;
    place.querySelector("use").setAttribute("href", `${place.dataset.phoneSymbols}#p-${{ clear: "clear", sending: "sending", waiting: "waiting", old: "waiting" }[state] ?? "trouble"}`);
    place.querySelector("[data-phone-count]").textContent = count || "";
    if (place.querySelector("[data-phone-text]").textContent !== text) place.querySelector("[data-phone-text]").textContent = text;
  }
}

/** Fills the places of the page that say it; `owner` is "" when nobody takes part on this phone now. */
export function showPhoneState(places, owner) {
  if (owner) {
    const outbox = new Outbox(owner);
    const tell = () => show(places, stateOf(outbox.summary()));
    outbox.addEventListener("change", tell);
    outbox.start().then(tell);
    offerHomeScreen(outbox);
  } else {
    // Something of somebody may wait for its receipt.
    const count = rememberedOwners().reduce((sum, one) => sum + remembered(one), 0);
    if (count) show(places, ["waiting", count]);
  }
}
