// Beside the outbox, in another drawer of the phone: how much it held. When it holds less one day, that is said.

const COUNT = "unsent/";
const LOST = "lost/";

/** localStorage throws where a browser forbids it; then there is no second drawer. */
function drawer(action) {
  try {
    return action(localStorage) ?? null;
  } catch {
    return null;
  }
}

function number(key) {
  return Math.max(0, Number.parseInt(drawer((kept) => kept.getItem(key)), 10) || 0);
}

function note(key, count) {
  if (number(key) === count) return;
  drawer((kept) => (count ? kept.setItem(key, String(count)) : kept.removeItem(key)));
}

/** Called before something leaves the outbox and after something came in, so that it never says too much. */
export const remember = (owner, count) => note(COUNT + owner, count);
export const remembered = (owner) => number(COUNT + owner);

/** How much the phone has lost; it stays until the person has read it. */
export const lostOf = (owner) => number(LOST + owner);
export const noteLost = (owner, count) => note(LOST + owner, count);

/** Everybody of whom something was waiting on this phone. */
export function rememberedOwners() {
  const keys = drawer((kept) => Object.keys(kept)) ?? [];
  return keys.filter((key) => key.startsWith(COUNT)).map((key) => key.slice(COUNT.length));
}

export function forgetOwner(owner) {
  note(COUNT + owner, 0);
  note(LOST + owner, 0);
}
