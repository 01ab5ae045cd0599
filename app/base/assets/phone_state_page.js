// On every page of people who take part: says what is still on this phone, and sends it wherever the person is.
import { offerHomeScreen } from "./install.js";
import { Outbox } from "./outbox.js";
import { remembered, rememberedOwners } from "./outbox_memory.js";

const places = [...document.querySelectorAll("[data-phone-state]")];
const owner = places[0].dataset.owner;

/** The worst first; the number that goes with it. */
function stateOf({ lost, refused, broken, hidden, waiting, sending, isOld }) {
  if (lost) return ["lost", lost];
  if (refused + broken) return ["refused", refused + broken];
  if (hidden) return ["hidden", hidden];
  if (sending) return ["sending", waiting];
  if (waiting) return [isOld ? "old" : "waiting", waiting];
  return ["clear", 0];
}

function show([state, count]) {
  for (const place of places) {
    const text = JSON.parse(place.dataset.words)[state].replace("%1", count);
    place.hidden = false;
    place.dataset.phoneState = state;
    place.querySelector("use").setAttribute("href", `${place.dataset.phoneSymbols}#p-${{ clear: "clear", sending: "sending", waiting: "waiting", old: "waiting" }[state] ?? "trouble"}`);
    place.querySelector("[data-phone-count]").textContent = count || "";
    if (place.querySelector("[data-phone-text]").textContent !== text) place.querySelector("[data-phone-text]").textContent = text;
  }
}

if (owner) {
  const outbox = new Outbox(owner);
  const tell = () => show(stateOf(outbox.summary()));
  outbox.addEventListener("change", tell);
  outbox.start().then(tell);
  offerHomeScreen(outbox);
} else {
  // Nobody takes part on this phone now, but something of somebody may wait for its receipt.
  const count = rememberedOwners().reduce((sum, one) => sum + remembered(one), 0);
  if (count) show(["waiting", count]);
}

/** When the page has what it needs, it makes itself ready for a time without a line. */
function whenIdle(action) {
  const soon = () => ("requestIdleCallback" in window ? requestIdleCallback(action, { timeout: 3000 }) : setTimeout(action, 1000));
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}

whenIdle(() => import("./phone_shell.js").then(({ prepare }) => prepare(owner)).catch(() => {})); // works without as well
