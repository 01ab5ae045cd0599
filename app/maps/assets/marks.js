// What one person marked, drew and said: what the server has, laid over with what still waits on the phone.
import { newId } from "../../base/assets/new_id.js";
import { Outbox } from "../../base/assets/outbox.js";
import { Snapshot } from "../../base/assets/snapshot.js";
import { anchorOf } from "../../base/assets/shapes.js";

const CORRECT = "correct ";
const WITHDRAW = "withdraw ";
const COMMENT = "online_comment";
const ANSWERS = [
  "time_of_day", "company", "travel_mode", "alone_allowed", "home_end", "home_inside",
  "about", "border_area", "border_fits", "border_elsewhere", "border_missing", "border_extra",
];

/** Fires `change` whenever the needles or their states differ, `trouble` when the person should know of something. */
export class Marks extends EventTarget {
  constructor(config) {
    super();
    this.config = config;
    this.saved = new Map(config.marks.map((mark) => [mark.id, fromServer(mark)]));
    this.snapshot = new Snapshot(config);
    this.outbox = new Outbox(config.owner);
    this.outbox.addEventListener("change", () => this.refresh());
    this.outbox.addEventListener("arrived", ({ detail }) => detail.isMedia || this.arrived(detail));
    for (const name of ["signedout", "online"]) this.outbox.addEventListener(name, () => this.dispatchEvent(new Event("trouble")));
    this.current = [...this.saved.values()];
  }

  async start() {
    const newer = await this.snapshot.newer();
    if (newer) this.saved = new Map(newer.map((mark) => [mark.id, mark]));
    this.refresh();
    await this.outbox.start();
    this.dispatchEvent(new Event("trouble"));
  }

  /** All needles and drawings in the order they were made; each with `state` local, sending, arrived or refused. */
  all() {
    return this.current.filter((mark) => mark.kind !== COMMENT);
  }

  of(question) {
    return this.all().filter((mark) => mark.question === question);
  }

  /** What was said about the border beside a drawing. */
  commentOn(id) {
    return this.current.find((mark) => mark.kind === COMMENT && mark.about === id);
  }

  get(id) {
    return this.current.find((mark) => mark.id === id);
  }

  get unsent() {
    return this.current.filter((mark) => mark.state === "local" || mark.state === "sending").length;
  }

  newId() {
    return newId();
  }

  /** Keeps a new or changed needle on the phone first, then sends it. */
  async save(mark) {
    const waiting = this.outbox.records.get(mark.id);
    if (this.saved.has(mark.id) && !waiting) {
      // An answer that was taken back is sent empty; one that was never given is not sent.
      const before = this.saved.get(mark.id);
      const attributes = Object.fromEntries(ANSWERS.filter((key) => mark[key] || before[key]).map((key) => [key, mark[key] ?? ""]));
      const body = { ...said(mark), attributes };
      await this.outbox.put({ id: CORRECT + mark.id, method: "PATCH", url: `/api/contributions/${mark.id}`, body });
      return;
    }
    await this.outbox.put({
      id: mark.id,
      method: "PUT",
      url: `/api/submissions/${mark.id}`,
      body: {
        activity: this.config.activity,
        device_time: new Date().toISOString(),
        language: this.config.language,
        contributions: [{ id: mark.id, kind: mark.kind ?? "mark", ...said(mark), attributes: attributesOf(mark) }],
      },
    });
  }

  async remove(id) {
    const comment = this.commentOn(id);
    if (comment) await this.remove(comment.id);
    const url = `/api/contributions/${id}`;
    await this.outbox.drop(CORRECT + id);
    if (this.outbox.records.has(id)) {
      await this.outbox.drop(id, url);
    } else if (this.saved.has(id)) {
      await this.outbox.put({ id: WITHDRAW + id, method: "DELETE", url });
    }
  }

  arrived(record) {
    if (record.method === "PUT") this.saved.set(record.id, { ...fromBody(record), state: "arrived" });
    else if (record.method === "DELETE") this.saved.delete(record.id.slice(WITHDRAW.length));
    else {
      const id = record.id.slice(CORRECT.length);
      if (this.saved.has(id)) this.saved.set(id, { ...this.saved.get(id), ...fromCorrection(record), state: "arrived" });
    }
    this.snapshot.keep([...this.saved.values()]);
    this.refresh();
  }

  refresh() {
    const found = new Map(this.saved);
    for (const record of this.outbox.list()) {
      const state = record.state === "refused" ? "refused" : record.state === "sending" ? "sending" : "local";
      if (record.method === "PUT") {
        if (record.body?.activity !== this.config.activity) continue;
        if (this.arrivedEarlier(record)) continue;
        found.set(record.id, { ...fromBody(record), state, message: record.message });
      } else if (record.method === "DELETE") {
        found.delete(record.id.slice(WITHDRAW.length));
      } else {
        const id = record.id.slice(CORRECT.length);
        if (found.has(id)) found.set(id, { ...found.get(id), ...fromCorrection(record), state, message: record.message });
      }
    }
    this.current = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.dispatchEvent(new Event("change"));
  }

  /** An answer was lost, the needle was changed, and the server has the first wording: send the change as a correction. */
  arrivedEarlier(record) {
    if (!(record.state === "refused" && record.status === 409 && record.field === "id" && record.edited)) return false;
    const mark = fromBody(record);
    this.saved.set(record.id, { ...mark, state: "local" }); // the new wording has not arrived yet
    this.outbox.drop(record.id).then(() => this.save(mark));
    return true;
  }
}

const attributesOf = (mark) => Object.fromEntries(["question", ...ANSWERS].filter((key) => mark[key]).map((key) => [key, mark[key]]));

const said = (mark) => ({
  quality: mark.kind && mark.kind !== "mark" ? null : mark.quality,
  text: mark.text,
  title: mark.title ?? "",
  place_text: mark.place_text ?? "",
  geometry: mark.shape ?? (mark.lat === null || mark.lat === undefined ? null : { type: "Point", coordinates: [mark.lon, mark.lat] }),
  precision: mark.precision,
  is_secret: mark.is_secret,
  quote: mark.quote ?? "",
});

/** A drawing keeps its `shape`; `lat` and `lon` are then where its sign stands. */
function fromSaid(given, kind) {
  const shape = given.geometry && given.geometry.type !== "Point" ? given.geometry : null;
  const [lon, lat] = shape ? anchorOf(shape) : (given.geometry?.coordinates ?? [null, null]);
  return {
    quality: given.quality ?? kind,
    text: given.text ?? "",
    title: given.title ?? "",
    place_text: given.place_text ?? "",
    shape,
    lon,
    lat,
    precision: given.precision,
    is_secret: Boolean(given.is_secret),
    quote: given.quote ?? "",
  };
}

const answersOf = (attributes = {}) => Object.fromEntries(ANSWERS.map((key) => [key, attributes[key] ?? ""]));

const fromServer = (mark) => ({
  id: mark.id,
  kind: mark.kind,
  question: mark.attributes.question,
  state: "arrived",
  ...fromSaid(mark, mark.kind),
  ...answersOf(mark.attributes),
});

function fromBody(record) {
  const given = record.body.contributions[0];
  return { id: given.id, kind: given.kind, question: given.attributes.question, ...fromSaid(given, given.kind), ...answersOf(given.attributes) };
}

/** Without the kind: a correction never changes it. */
const fromCorrection = (record) => ({ ...fromSaid(record.body, record.body.quality ?? "felt_area"), ...answersOf(record.body.attributes) });
