// The outbox of all channels: keeps what a person did on the phone until the server has said that it arrived.
import { all, erase, isKept, read, write } from "./store.js";
import { send } from "./session.js";

const EVERY = 60_000;
const PREFIX = "out/";
const keyOf = (owner, id) => `${PREFIX}${owner}/${id}`;

/** How many things of this person are still on this phone. */
export async function countOf(owner) {
  return (await all(`${PREFIX}${owner}/`)).length;
}

/** Forgets everything of this person on this phone. */
export async function clearOwner(owner) {
  for (const [key] of await all(`${PREFIX}${owner}/`)) await erase(key);
  await erase(`draft/${owner}`);
}

/**
 * One person's outbox. A record is {id, method, url, body, tries, state, message, field, at, sent}; its state is
 * `waiting`, `sending` or `refused`. Events: `change` (list differs), `arrived` (detail: record), `signedout`, `online`.
 */
export class Outbox extends EventTarget {
  constructor(owner) {
    super();
    this.owner = owner;
    this.records = new Map();
    this.isSignedOut = false;
    this.isOffline = false;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`outbox ${owner}`) : null;
    this.channel?.addEventListener("message", () => this.load());
  }

  get isKept() {
    return isKept();
  }

  /** Reads what is left from earlier and begins to send, now and whenever there is a chance. */
  async start() {
    await this.load();
    const go = () => this.flush();
    addEventListener("online", go);
    addEventListener("focus", go);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go());
    addEventListener("beforeunload", (event) => {
      if (!this.isKept && this.records.size) event.preventDefault();
    });
    setInterval(go, EVERY);
    go();
  }

  async load() {
    const found = await all(`${PREFIX}${this.owner}/`);
    const good = found.filter(([, record]) => record?.id && record.method && record.url);
    const before = this.records;
    this.records = new Map(good.map(([, record]) => [record.id, record]));
    for (const [id, record] of before) if (record.state === "sending" && this.records.has(id)) this.records.get(id).state = "sending";
    this.tell();
  }

  list() {
    return [...this.records.values()].sort((a, b) => a.at - b.at);
  }

  /** Keeps a record, then sends it. A record with the same id is replaced; whether it was ever sent is remembered. */
  async put({ id, method, url, body }) {
    const before = this.records.get(id);
    const record = { id, method, url, body, tries: before?.tries ?? 0, state: "waiting", message: "", field: "", at: before?.at ?? Date.now() };
    record.edited = record.tries > 0;
    await this.keep(record);
    this.flush();
  }

  /** Takes back what was perhaps never sent: what may have reached the server is withdrawn there too. */
  async drop(id, withdrawUrl) {
    const record = this.records.get(id);
    if (!record) return;
    this.records.delete(id);
    await erase(keyOf(this.owner, id));
    this.tell();
    if (record.tries > 0 && withdrawUrl) await this.put({ id: `withdraw ${id}`, method: "DELETE", url: withdrawUrl });
  }

  /** Sends everything that waits, one after the other, in one tab only. */
  async flush() {
    if (this.isFlushing) {
      this.again = true;
      return;
    }
    this.isFlushing = true;
    try {
      do {
        this.again = false;
        // Web Locks exist on https only; without them the server's idempotence alone keeps repeats out.
        if (navigator.locks) await navigator.locks.request(`outbox ${this.owner}`, { ifAvailable: true }, (lock) => lock && this.sendAll());
        else await this.sendAll();
      } while (this.again);
    } finally {
      this.isFlushing = false;
    }
  }

  async sendAll() {
    for (const { id } of this.list()) {
      const key = keyOf(this.owner, id);
      const record = await read(key); // another tab may have sent or changed it
      if (!record) {
        this.records.delete(id);
        this.tell();
        continue;
      }
      if (record.state === "refused") continue;
      record.tries += 1;
      record.state = "waiting";
      await write(key, record);
      this.records.set(id, { ...record, state: "sending" });
      this.tell();
      const { status, data } = await send(record.method, record.url, record.body, this.owner);
      if (!(await this.settle(record, status, data))) return;
    }
  }

  /** Records what the answer means; false when it makes no sense to go on now. */
  async settle(record, status, data) {
    const latest = this.records.get(record.id);
    const isSame = latest && JSON.stringify(latest.body) === JSON.stringify(record.body);
    this.setOffline(status === 0);
    if (this.hasArrived(record, status, data)) {
      this.isSignedOut = false;
      if (!latest || !isSame) return true; // changed or dropped while on its way: the newer wish is sent next
      this.records.delete(record.id);
      await erase(keyOf(this.owner, record.id));
      this.dispatchEvent(new CustomEvent("arrived", { detail: record }));
      this.tell();
      return true;
    }
    if (!latest) return true;
    const isForLater = status === 0 || status === 408 || status === 429 || status >= 500;
    if (status === 401) {
      this.isSignedOut = true;
      this.dispatchEvent(new CustomEvent("signedout", { detail: data.message ?? "" }));
    }
    const stays = isForLater || status === 401;
    await this.keep({ ...latest, tries: record.tries, state: stays ? "waiting" : "refused", message: data.message ?? "", field: data.field ?? "", status });
    return !stays;
  }

  hasArrived(record, status, data) {
    if (record.method === "DELETE") return status === 200 || status === 204 || status === 404;
    if (record.method === "PUT") return (status === 200 || status === 201) && data.id === record.id && data.state === "received";
    return status === 200 && typeof data === "object";
  }

  async keep(record) {
    this.records.set(record.id, record);
    await write(keyOf(this.owner, record.id), record);
    this.tell();
  }

  setOffline(isOffline) {
    if (this.isOffline === isOffline) return;
    this.isOffline = isOffline;
    this.dispatchEvent(new Event("online"));
  }

  tell() {
    this.dispatchEvent(new Event("change"));
    this.isTelling ??= setTimeout(() => {
      this.isTelling = undefined;
      this.channel?.postMessage("changed");
    }, 50);
  }
}
