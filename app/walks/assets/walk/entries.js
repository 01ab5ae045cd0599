// What this device has entered: what the server has, laid over with what still waits here. Each entry is a sitting of its own.
import { idBelow, newId } from "../../../base/assets/new_id.js";
import { Outbox } from "../../../base/assets/outbox.js";
import { Snapshot } from "../../../base/assets/snapshot.js";

const CORRECT = "correct ";
const WITHDRAW = "withdraw ";
const CORRECTABLE = ["text", "title", "geometry", "place_text", "precision", "is_secret", "quote"];
/** Others or files point to these by their id, so that they are only ever corrected. */
const POINTED_AT = ["photo", "voice", "stop_new"];

/** The id of the contribution that the server makes of an entry: what its photo or recording belongs to. */
export const partOf = (id, part = "said") => idBelow(id, part);

/** Fires `change` whenever entries or their states differ, `trouble` when the person should know of something. */
export class Entries extends EventTarget {
  constructor(config) {
    super();
    this.config = config;
    this.saved = new Map(config.entries.map((entry) => [entry.id, { ...entry, state: "arrived" }]));
    this.snapshot = new Snapshot(config);
    this.outbox = new Outbox(config.owner);
    this.outbox.addEventListener("change", () => this.refresh());
    this.outbox.addEventListener("arrived", ({ detail }) => detail.isMedia || this.arrived(detail));
    for (const name of ["signedout", "online"]) this.outbox.addEventListener(name, () => this.dispatchEvent(new Event("trouble")));
    this.current = [...this.saved.values()].sort(byTime);
  }

  async start() {
    const newer = await this.snapshot.newer();
    if (newer) this.saved = new Map(newer.map((entry) => [entry.id, entry]));
    this.refresh();
    await this.outbox.start();
    this.dispatchEvent(new Event("trouble"));
  }

  /** All entries in the order in which they were noted: {id, device_time, answers, state: local|sending|arrived|refused, message}. */
  all() {
    return this.current;
  }

  get(id) {
    return this.current.find((entry) => entry.id === id);
  }

  /** The ids of the contributions that are made of an entry. */
  parts({ id, answers }) {
    if (this.config.wordless.includes(answers.what)) return [];
    if (answers.what !== "end_round") return [partOf(id)];
    return ["top_good", "top_bad"].flatMap((name) => (answers[name] ?? []).map((_line, at) => partOf(id, `${name}.${at + 1}`)));
  }

  /**
   * Keeps a new or changed entry on the phone, then sends it; gives its id. `along` are files in the same step.
   * Words and places that have arrived are corrected; whatever else was changed is taken back and noted anew, at its old time.
   */
  async save({ id, device_time, answers }, along) {
    const said = Object.fromEntries(Object.entries(answers).filter(([, value]) => isSaid(value)));
    const before = this.saved.get(id);
    if (before && !this.outbox.records.has(id)) {
      if (this.isCorrection(before.answers, said)) return this.correct(id, said);
      await this.remove(id);
      return this.save({ id: newId(), device_time, answers: said }, along);
    }
    const body = { activity: this.config.activity, language: this.config.language, device_time, answers: said };
    await this.outbox.put({ id, method: "PUT", url: `/api/submissions/${id}`, body, about: this.parts({ id, answers: said }) }, along);
    return id;
  }

  isCorrection(before, after) {
    if (this.config.wordless.includes(after.what) || after.what === "end_round") return false;
    if (POINTED_AT.includes(after.what)) return true;
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].every((key) => CORRECTABLE.includes(key) || JSON.stringify(before[key]) === JSON.stringify(after[key]));
  }

  async correct(id, answers) {
    const body = {
      text: answers.text ?? "",
      title: answers.title ?? "",
      place_text: answers.place_text ?? "",
      geometry: answers.geometry ?? null,
      precision: answers.geometry ? (answers.precision ?? "exact") : "described",
      is_secret: answers.is_secret ?? false,
      quote: answers.quote ?? "",
    };
    await this.outbox.put({ id: CORRECT + id, method: "PATCH", url: `/api/contributions/${partOf(id)}`, body, about: [id] });
    return id;
  }

  async remove(id) {
    const entry = this.get(id);
    const url = `/api/submissions/${id}`;
    await this.outbox.drop(CORRECT + id);
    if (this.outbox.records.has(id)) await this.outbox.drop(id, url);
    else if (this.saved.has(id)) await this.outbox.put({ id: WITHDRAW + id, method: "DELETE", url, about: entry ? this.parts(entry) : [] });
  }

  arrived(record) {
    if (record.method === "PUT") {
      if (record.body?.activity !== this.config.activity) return;
      this.saved.set(record.id, { ...fromBody(record), state: "arrived" });
    } else if (record.method === "DELETE") this.saved.delete(record.id.slice(WITHDRAW.length));
    else {
      const id = record.id.slice(CORRECT.length);
      const entry = this.saved.get(id);
      if (entry) this.saved.set(id, { ...entry, answers: { ...entry.answers, ...fromCorrection(record) }, state: "arrived" });
    }
    this.snapshot.keep([...this.saved.values()]);
    this.refresh();
  }

  refresh() {
    const found = new Map(this.saved);
    for (const record of this.outbox.list()) {
      const state = record.state === "refused" ? "refused" : record.state === "sending" ? "sending" : "local";
      if (record.method === "PUT") {
        if (record.body?.activity !== this.config.activity || this.arrivedEarlier(record)) continue;
        found.set(record.id, { ...fromBody(record), state, message: record.message });
      } else if (record.method === "DELETE") {
        found.delete(record.id.slice(WITHDRAW.length));
      } else {
        const id = record.id.slice(CORRECT.length);
        const entry = found.get(id);
        if (entry) found.set(id, { ...entry, answers: { ...entry.answers, ...fromCorrection(record) }, state, message: record.message });
      }
    }
    this.current = [...found.values()].sort(byTime);
    this.dispatchEvent(new Event("change"));
  }

  /** An answer was lost, the entry was changed, and the server has the first wording: the change is sent as one. */
  arrivedEarlier(record) {
    if (!(record.state === "refused" && record.status === 409 && record.field === "id" && record.edited)) return false;
    const entry = fromBody(record);
    this.saved.set(record.id, { ...entry, answers: { what: entry.answers.what }, state: "local" }); // what arrived is not known here
    this.outbox.drop(record.id).then(() => this.save(entry));
    return true;
  }
}

const isSaid = (value) => value !== "" && value !== null && value !== undefined && value !== false && !(Array.isArray(value) && !value.length);
const byTime = (a, b) => Date.parse(a.device_time) - Date.parse(b.device_time) || (a.id < b.id ? -1 : 1);
const fromBody = ({ id, body }) => ({ id, device_time: body.device_time, answers: body.answers });
const fromCorrection = ({ body }) => Object.fromEntries(CORRECTABLE.map((key) => [key, body[key] || undefined]));
