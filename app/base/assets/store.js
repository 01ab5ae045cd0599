// Keeps records on the phone (IndexedDB), one by one: what the phone cannot keep lives on in this page and is said to be unkept.
import { promisifyRequest } from "idb-keyval";

const NAME = "streifzug";
const SHELF = "outbox";
const PATIENCE = 5_000; // another tab may block an upgrade, and some browsers never answer at all
const REST = 20_000; // after that the phone is asked again

let opening = null;
let restsUntil = 0;
const held = new Map(); // what only this page has
const gone = new Set(); // what was erased while the phone did not answer

/** False while something is only in this page; it is then lost with the page. */
export const isKept = () => held.size === 0;

/** True when only this page holds what is under this key. */
export const isHeld = (key) => held.has(key);

class NoShelf extends Error {}

function patient(promise) {
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new NoShelf("no answer")), PATIENCE);
  });
  return Promise.race([promise, tooLong]).finally(() => clearTimeout(timer));
}

async function open() {
  const asked = indexedDB.open(NAME);
  asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF);
  const shelf = await promisifyRequest(asked);
  shelf.onclose = forget;
  shelf.onversionchange = forget; // never be the tab that holds others up
  return shelf;
}

function forget() {
  opening?.then((shelf) => shelf.close(), () => {});
  opening = null;
}

async function transaction(mode) {
  opening ??= open();
  try {
    return (await opening).transaction(SHELF, mode, { durability: "strict" });
  } catch (error) {
    throw new NoShelf(error?.message);
  }
}

/** Does it, a second time on a fresh connection when the first was closed (iOS does so when memory is short). */
async function attempt(mode, action) {
  if (Date.now() < restsUntil) throw new NoShelf("resting");
  for (let turn = 1; ; turn += 1) {
    try {
      return await patient(transaction(mode).then(action));
    } catch (error) {
      if (!(error instanceof NoShelf) && error?.name === "QuotaExceededError") throw error;
      forget();
      if (turn < 2) continue;
      if (error instanceof NoShelf) restsUntil = Date.now() + REST;
      throw error;
    }
  }
}

const change = (action) =>
  attempt("readwrite", (at) => {
    action(at.objectStore(SHELF));
    return promisifyRequest(at);
  });

/** True when the phone keeps it; otherwise this page holds it, and `settle` tries again. */
export const write = (key, value) => writeAll([[key, value]]);

/** Keeps all [key, value] pairs and lets go of what lies under the keys `over`, or nothing of it: so things move in one step. */
export async function writeAll(pairs, over = []) {
  for (const [key] of pairs) gone.delete(key);
  try {
    await change((shelf) => {
      pairs.forEach(([key, value]) => shelf.put(value, key));
      over.forEach((key) => shelf.delete(key));
    });
    for (const key of [...pairs.map(([key]) => key), ...over]) held.delete(key);
    return true;
  } catch {
    for (const [key, value] of pairs) held.set(key, value);
    return false;
  }
}

/** Tries to keep what this page alone holds, now that the phone answers again. */
export async function settle() {
  for (const [key, value] of [...held]) {
    try {
      await change((shelf) => shelf.put(value, key));
      if (held.get(key) === value) held.delete(key);
    } catch {
      // It stays in this page; the others may be small enough.
    }
  }
}

/** {value}, undefined in it when there is nothing; null when the phone does not say. */
export async function look(key) {
  if (held.has(key)) return { value: held.get(key) };
  if (gone.has(key)) return { value: undefined };
  try {
    return { value: await attempt("readonly", (at) => promisifyRequest(at.objectStore(SHELF).get(key))) };
  } catch {
    return null;
  }
}

/** Undefined when there is nothing, or nothing that can be read. */
export const read = async (key) => (await look(key))?.value;

export async function erase(key) {
  held.delete(key);
  try {
    await change((shelf) => shelf.delete(key));
    gone.delete(key);
  } catch {
    gone.add(key);
  }
}

/** All keys that begin with `prefix`; null when the phone does not say. */
export async function keys(prefix) {
  const mine = [...held.keys()].filter((key) => key.startsWith(prefix));
  try {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const found = await attempt("readonly", (at) => promisifyRequest(at.objectStore(SHELF).getAllKeys(range)));
    return [...new Set([...found, ...mine])].filter((key) => !gone.has(key));
  } catch {
    return mine.length ? mine : null;
  }
}

/** All [key, value] pairs whose key begins with `prefix`, each read alone: a broken one (undefined) hides no other. Null as `keys`. */
export async function lookAll(prefix) {
  const found = await keys(prefix);
  return found && Promise.all(found.map(async (key) => [key, await read(key)]));
}

/** The same for who need not tell nothing from no answer. */
export const all = async (prefix) => (await lookAll(prefix)) ?? [];
