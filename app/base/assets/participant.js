// What every page of people who take part does, whatever else it does: say what is on the phone, read aloud, be ready for no line.
import { showPhoneState } from "./phone_state.js";
import { wireReadAloudButtons } from "./read_aloud.js";

/** When the page has what it needs: for what may wait. */
export function whenIdle(action) {
  const soon = () => ("requestIdleCallback" in window ? requestIdleCallback(action, { timeout: 3000 }) : setTimeout(action, 1000));
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}

export function startParticipantPage() {
  const places = [...document.querySelectorAll("[data-phone-state]")];
  const { owner } = places[0].dataset;
  showPhoneState(places, owner);
  wireReadAloudButtons();
  whenIdle(() => import("./phone_shell.js").then(({ prepare }) => prepare(owner)).catch(() => {})); // works without as well
}
