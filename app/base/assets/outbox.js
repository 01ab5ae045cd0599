// The outbox of all channels: keeps what a person did on the phone until the server has said that it arrived.
import { alone } from "./outbox_lock.js";
import { MediaQueue } from "./outbox_media.js";
import { Loss } from "./outbox_loss.js";
import { askToKeep, sendAtEveryChance, warnBeforeLeaving } from "./outbox_moments.js";
import { RECORDS, hasArrived, isSound, subjects, whole } from "./outbox_records.js";
import { erase, isKept, look, lookAll, settle, write, writeAll } from "./store.js";
import { send } from "./session.js";

const TROUBLE = 3; // errors in a row: it is the server, not what is sent
const DAY = 24 * 3600 * 1000;
const keyOf = (owner, id) => `${RECORDS}${owner}/${id}`;
const open = new Map();

/** This page's outbox of a person, if it has one. */
export const opened = (owner) => open.get(owner);

/**
 * One person's outbox; all scripts of a page share it. A record is {id, method, url, body, tries, state, message, field,
 * at}; its state is `waiting`, `sending` or `refused`. Events: `change` (the list differs), `arrived` (detail: the record,
 * also as detail.record; detail.isMedia for a file), `signedout`, `online`.
 */
export class Outbox extends EventTarget {
  constructor(owner) {
    super();
    if (open.has(owner)) return open.get(owner);
    open.set(owner, this);
    this.owner = owner;
    this.records = new Map();
    this.writing = new Map(); // what a list read at this moment would not yet have
    this.broken = 0;
    this.failures = 0;
    this.files = new MediaQueue(this);
    this.loss = new Loss(this);
    this.isSignedOut = false;
    this.isOffline = false;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(`outbox ${owner}`) : null;
    this.channel?.addEventListener("message", ({ data }) => this.heard(data));
  }

  get isKept() {
    return isKept();
  }

  /** How much is still on this phone, refused things included. */
  get size() {
    return this.records.size + this.files.records.size;
  }

  /** Reads what is left from earlier and begins to send, now and whenever there is a chance. */
  start() {
    this.started ??= this.begin();
    return this.started;
  }

  async begin() {
    await this.load();
    this.isReady = true;
    sendAtEveryChance(this);
    warnBeforeLeaving(this);
    this.flush();
  }

  forgetAll() {
    this.records.clear();
    this.files.records.clear();
    this.tell();
  }

  /** The person has read what was lost. */
  forgetLoss() {
    this.loss.forget();
    this.tell();
  }

  /** {waiting, sending, refused, lost, broken, hidden: counts; isOld: something waits for a day; isKept, isOffline, isSignedOut}. */
  summary() {
    const found = [...this.records.values(), ...this.files.told()];
    const of = (state) => found.filter((one) => one.state === state).length;
    const refused = of("refused");
    return {
      waiting: found.length - refused,
      sending: of("sending"),
      refused,
      lost: this.loss.count,
      broken: this.broken,
      hidden: this.loss.hidden,
      isOld: found.some((one) => one.state !== "refused" && Date.now() - one.at > DAY),
      isKept: isKept(),
      isOffline: this.isOffline,
      isSignedOut: this.isSignedOut,
    };
  }

  async load() {
    if (await this.read()) await this.loss.compare();
    this.loss.note();
    this.dispatchEvent(new Event("change"));
  }

  /** False when the phone does not say what it holds. */
  async read() {
    const found = await lookAll(keyOf(this.owner, ""));
    if (!found) return false;
    const good = found.filter(([, record]) => isSound(record));
    this.broken = found.length - good.length;
    const before = this.records;
    this.records = new Map([...good.map(([, record]) => [record.id, whole(record)]), ...this.writing]);
    for (const [id, record] of before) if (record.state === "sending" && this.records.has(id)) this.records.get(id).state = "sending";
    await this.files.load();
    return true;
  }

  list() {
    return [...this.records.values()].sort((a, b) => a.at - b.at);
  }

  /** The refused words about a contribution: what belongs to it cannot be sent either, for the same reason. */
  refusalOf(contribution) {
    return this.list().find((record) => record.state === "refused" && subjects(record).includes(contribution));
  }

  /**
   * Keeps a record, then sends it. A record with the same id is replaced; whether it was ever sent is remembered.
   * `about` are contributions the server will make of it; `files` (as in `putMedia`) come along in the same step, in
   * which the drafts under the keys `over` go: a phone that dies has them here or there, never twice and never nowhere.
   */
  async put({ id, method, url, body, about = [] }, { files = [], over = [] } = {}) {
    const before = this.records.get(id);
    const record = { id, method, url, body, tries: before?.tries ?? 0, state: "waiting", message: "", field: "", at: before?.at ?? Date.now(), ...(about.length && { about }) };
    record.edited = record.tries > 0;
    const made = await this.files.made(files);
    await this.keep(record, { pairs: this.files.pairs(made), over });
    this.files.take(made);
    this.flush();
  }

  /** Takes in a record of another phone; it may have been sent from there. */
  async restore({ id, method, url, body, about = [], at }) {
    await this.keep({ id, method, url, body, tries: 1, edited: true, state: "waiting", message: "", field: "", at, ...(about.length && { about }) });
    this.flush();
  }

  /**
   * Keeps a file (a Blob) for a contribution and sends it once its words have arrived:
   * {id, contribution, kind, blob, mediaType, position, text, data, consents}. False when only this page can hold it.
   */
  async putMedia(file) {
    const isOnPhone = await this.files.put(file);
    this.flush();
    return isOnPhone;
  }

  /** What waits for a contribution: [{id, kind, state: waiting|sending|refused, sent, size, blob, message, isKept}]. */
  media(contribution) {
    return this.files.list(contribution);
  }

  /** Takes a file back, wherever it is by now. */
  dropMedia(id) {
    return this.files.drop(id);
  }

  /** Takes back what was perhaps never sent: what may have reached the server is withdrawn there too, with its files. */
  async drop(id, withdrawUrl) {
    if (this.files.records.has(id)) return this.files.drop(id);
    const record = this.records.get(id);
    if (!record) return undefined;
    this.records.delete(id);
    this.tell();
    await erase(keyOf(this.owner, id));
    if (withdrawUrl) for (const one of subjects(record)) await this.files.dropOf(one);
    this.tell();
    if (record.tries > 0 && withdrawUrl) await this.put({ id: `withdraw ${id}`, method: "DELETE", url: withdrawUrl });
    return undefined;
  }

  /** Sends everything that waits, one after the other, in one tab only. */
  async flush() {
    if (!this.isReady) return;
    if (this.isFlushing) {
      this.again = true;
      return;
    }
    this.isFlushing = true;
    try {
      do {
        this.again = false;
        if (!isKept()) await settle();
        if (this.size) await alone(`outbox ${this.owner}`, (beat) => this.sendAll(beat));
      } while (this.again);
    } finally {
      this.isFlushing = false;
    }
  }

  async sendAll(beat) {
    const heldUp = new Set(); // contributions whose words are not there yet: nothing about them may overtake
    for (const { id } of this.list()) {
      const key = keyOf(this.owner, id);
      const found = await look(key); // another tab may have sent or changed it
      if (found ? !found.value : !this.records.has(id)) {
        this.records.delete(id);
        this.tell();
        continue;
      }
      const record = whole(found ? found.value : this.records.get(id));
      if (!this.records.has(id)) continue; // dropped in this moment
      const about = subjects(record);
      if (record.state === "refused" || about.some((one) => heldUp.has(one))) {
        about.forEach((one) => heldUp.add(one));
        continue;
      }
      beat();
      record.tries += 1;
      record.state = "waiting";
      await write(key, record);
      this.records.set(id, { ...record, state: "sending" });
      this.tell();
      const { status, data } = await send(record.method, record.url, record.body, this.owner);
      if (!(await this.settle(record, status, data))) return;
      if (this.records.has(id)) about.forEach((one) => heldUp.add(one));
    }
    await this.files.sendAll((contribution) => heldUp.has(contribution), beat);
  }

  /** Records what the answer means; false when it makes no sense to go on now. */
  async settle(record, status, data) {
    const latest = this.records.get(record.id);
    const isSame = latest && JSON.stringify(latest.body) === JSON.stringify(record.body);
    const verdict = this.judge(status, data);
    if (hasArrived(record, status, data)) {
      if (!latest || !isSame) return true; // changed or dropped while on its way: the newer wish is sent next
      this.records.delete(record.id);
      this.tell();
      await erase(keyOf(this.owner, record.id));
      if (record.method === "DELETE") for (const one of subjects(record)) await this.files.dropOf(one);
      this.arrivedHere(record);
      this.tell();
      return true;
    }
    if (!latest) return true;
    if (verdict.stays) askToKeep();
    await this.keep({ ...latest, tries: record.tries, state: verdict.stays ? "waiting" : "refused", message: data.message ?? "", field: data.field ?? "", status, ...(data.problems && { problems: data.problems }) });
    return !verdict.stops;
  }

  /** What a status means for all that waits: `stays` is tried again, `stops` says that nothing else would come through. */
  judge(status, data) {
    this.setOffline(status === 0);
    const isSignedOut = status === 401;
    if (isSignedOut) this.dispatchEvent(new CustomEvent("signedout", { detail: data.message ?? "" }));
    this.isSignedOut = isSignedOut || (this.isSignedOut && (status === 0 || status >= 400));
    this.failures = status >= 500 ? this.failures + 1 : 0;
    const stops = status === 0 || isSignedOut || status === 429 || this.failures >= TROUBLE;
    return { stays: stops || status === 408 || status >= 500, stops };
  }

  async keep(record, { pairs = [], over = [] } = {}) {
    this.records.set(record.id, record);
    this.writing.set(record.id, record);
    await writeAll([[keyOf(this.owner, record.id), record], ...pairs], over);
    if (this.writing.get(record.id) === record) this.writing.delete(record.id);
    this.tell();
  }

  setOffline(isOffline) {
    if (this.isOffline === isOffline) return;
    this.isOffline = isOffline;
    this.dispatchEvent(new Event("online"));
  }

  /** Tells this page and the other tabs that the server has it. */
  arrivedHere(record) {
    this.dispatchEvent(new CustomEvent("arrived", { detail: { ...record, record } }));
    this.channel?.postMessage({ arrived: record });
  }

  heard({ arrived } = {}) {
    if (arrived) {
      if (!arrived.isMedia) this.records.delete(arrived.id);
      this.dispatchEvent(new CustomEvent("arrived", { detail: { ...arrived, record: arrived } }));
    }
    this.load();
  }

  /** Tells this page and the other tabs that the list is different. */
  tell() {
    this.loss.note();
    this.dispatchEvent(new Event("change"));
    this.isTelling ??= setTimeout(() => {
      this.isTelling = undefined;
      this.channel?.postMessage("changed");
    }, 50);
  }
}
