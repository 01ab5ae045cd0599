// When an outbox sends, without Background Sync: every moment a phone may have a line again; and its word before a page is left.

const EVERY = 60_000;
const SOON = 8_000; // `online` does not come when only the sign-in page of a Wi-Fi was in the way

const isSeen = () => document.visibilityState === "visible";

export function sendAtEveryChance(outbox) {
  const go = () => outbox.flush();
  for (const name of ["online", "focus", "pageshow"]) addEventListener(name, go);
  document.addEventListener("visibilitychange", () => isSeen() && go());
  setInterval(go, EVERY);
  setInterval(() => outbox.isOffline && navigator.onLine && outbox.size && isSeen() && go(), SOON);
}

/** Asks before the whole site is left while something waits; ways between our own pages are free unless only this page has it. */
export function warnBeforeLeaving(outbox) {
  let ownWay = 0;
  const note = (event) => {
    const link = event.target.closest?.("a[href]");
    if (event.type === "submit" || (link && link.origin === location.origin)) ownWay = performance.now();
  };
  document.addEventListener("click", note, true);
  document.addEventListener("submit", note, true);
  addEventListener("beforeunload", (event) => {
    const isOurs = outbox.isKept && performance.now() - ownWay < 3000;
    if (outbox.summary().waiting && !isOurs) event.preventDefault();
  });
}

/** Asks the browser not to clear this site when space gets short; once, when there is something to keep. */
export function askToKeep() {
  askToKeep.asked ??= navigator.storage?.persist?.().catch(() => false) ?? Promise.resolve(false);
  return askToKeep.asked;
}
