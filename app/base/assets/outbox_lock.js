// One tab at a time: Web Locks, and where a browser has none (http addresses), a lease that ends by itself.

const WAIT = 45_000; // longer than one answer may take; a tab that sleeps with the lock must not hold up the others
const LEASE = 30_000;
const tab = Math.random().toString(36).slice(2);

/** Runs `action` while no other tab does; waits for its turn. `beat()` must be called between long steps. */
export async function alone(name, action) {
  if (!navigator.locks) return leased(name, action);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), WAIT);
  const run = () => {
    clearTimeout(timer);
    return action(() => {});
  };
  try {
    return await navigator.locks.request(name, { signal: stop.signal }, run);
  } catch (error) {
    if (error?.name !== "AbortError" || !stop.signal.aborted) throw error;
    return navigator.locks.request(name, { steal: true }, run);
  } finally {
    clearTimeout(timer);
  }
}

async function leased(name, action) {
  if (!take(name)) return undefined; // the other tab tells when the list has changed, and every minute is a new try
  await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 30));
  if (holder(name).tab && holder(name).tab !== tab) return undefined; // both took it in the same moment: the later one has it
  try {
    return await action(() => take(name));
  } finally {
    if (holder(name).tab === tab) localStorage.removeItem(name);
  }
}

function holder(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function take(name) {
  const other = holder(name);
  if (other.tab && other.tab !== tab && other.until > Date.now() && other.until < Date.now() + 2 * LEASE) return false;
  try {
    localStorage.setItem(name, JSON.stringify({ tab, until: Date.now() + LEASE }));
  } catch {
    // Without any storage nobody can take turns; the server's own memory of ids keeps repeats out.
    return true;
  }
  return true;
}
