// Keeps small records on the phone (IndexedDB) and survives its failures: reopens once, then goes on in memory and says so.
import { createStore, del, entries, get, set } from "idb-keyval";

const NAME = "streifzug";
let store = null;
let memory = null;

/** False once the browser refused to keep anything; what is held then lives as long as the page. */
export const isKept = () => memory === null;

async function attempt(action) {
  if (memory) return null;
  for (let turn = 0; turn < 2; turn += 1) {
    try {
      store ??= createStore(NAME, "outbox");
      return { value: await action(store) };
    } catch {
      store = null; // iOS closes open connections when memory is short: open a new one and try once more
    }
  }
  memory = new Map();
  return null;
}

export async function write(key, value) {
  if (!(await attempt((at) => set(key, value, at)))) memory.set(key, value);
}

export async function read(key) {
  const result = await attempt((at) => get(key, at));
  return result ? result.value : memory.get(key);
}

export async function erase(key) {
  if (!(await attempt((at) => del(key, at)))) memory.delete(key);
}

/** All [key, value] pairs whose key begins with `prefix`. */
export async function all(prefix) {
  const result = await attempt((at) => entries(at));
  const found = result ? result.value : [...memory];
  return found.filter(([key]) => typeof key === "string" && key.startsWith(prefix));
}
