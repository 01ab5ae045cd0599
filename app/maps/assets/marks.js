// What one person marked, drew and said: what the server has, laid over with what still waits on the phone.
import { newId } from "../../base/assets/new_id.js";
import { Outbox } from "../../base/assets/outbox.js";
import { Snapshot } from "../../base/assets/snapshot.js";
import { anchorOf } from "../../base/assets/shapes.js";

const CORRECT = "correct ";
const WITHDRAW = "withdraw ";
const COMMENT = "online_comment";
const WORDS = "survey_text"; // what somebody wrote to a further question about a pin
const OF_METHOD = ["home_end", "about", "border_area", "border_fits", "border_elsewhere", "border_missing", "border_extra"];
const NO_ANSWERS = ["question", "_version", "code", "made", "rating", "start_point", ...OF_METHOD];

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
    return this.current.filter(({ kind }) => kind !== COMMENT && kind !== WORDS);
  }

  of(question) {
    return this.all().filter((mark) => mark.question === question);
  }

  /** What was said about the border beside a drawing. */
  commentOn(id) {
    return this.current.find((mark) => mark.kind === COMMENT && mark.about === id);
  }

  /** What was written to further questions about a pin, by the name of the question. */
  wordsOn(id) {
    return Object.fromEntries(this.current.filter((one) => one.kind === WORDS && one.about === id).map((one) => [nameOf(one), one.text]));
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
      const attributes = Object.fromEntries(OF_METHOD.filter((key) => mark[key] || before[key]).map((key) => [key, mark[key] ?? ""]));
      const gone = Object.fromEntries(Object.keys(before.followups ?? {}).map((name) => [name, ""]));
      const body = { ...said(mark), attributes, ...this.answers(mark, gone) };
      await this.outbox.put({ id: CORRECT + mark.id, method: "PATCH", url: `/api/contributions/${mark.id}`, body });
      await this.saveWords(mark);
      return;
    }
    const all = [mark, ...this.wordsOf(mark)];
    await this.outbox.put({
      id: mark.id,
      method: "PUT",
      url: `/api/submissions/${mark.id}`,
      body: {
        activity: this.config.activity,
        device_time: new Date().toISOString(),
        language: this.config.language,
        contributions: all.map((one) => ({ id: one.id, kind: one.kind ?? "mark", ...said(one), attributes: attributesOf(one), ...this.answers(one) })),
      },
    });
  }

  /** The answers to follow-ups with the version that asked; `gone` are those to be taken back. */
  answers(mark, gone = {}) {
    return mark.kind === COMMENT ? {} : { followups: { ...gone, ...mark.followups, _version: this.config.version } };
  }

  /** Words to further questions as contributions of their own; those that are there keep their ids. */
  wordsOf(mark) {
    const there = this.current.filter((one) => one.kind === WORDS && one.about === mark.id);
    return Object.entries(mark.words ?? {})
      .filter(([, text]) => text)
      .map(([name, text]) => ({
        ...(there.find((one) => nameOf(one) === name) ?? { id: this.newId(), kind: WORDS, question: `${mark.question}.${name}`, about: mark.id, title: "", shape: null, lat: null, lon: null, precision: "described" }),
        text,
        is_secret: mark.is_secret,
        quote: mark.quote,
      }));
  }

  async saveWords(mark) {
    if (!mark.words) return;
    const wanted = this.wordsOf(mark);
    for (const one of wanted) await this.save(one);
    for (const one of this.current.filter((other) => other.kind === WORDS && other.about === mark.id)) if (!wanted.some(({ id }) => id === one.id)) await this.remove(one.id);
  }

  async remove(id) {
    for (const one of this.current.filter(({ about }) => about === id)) await this.remove(one.id);
    const url = `/api/contributions/${id}`;
    await this.outbox.drop(CORRECT + id);
    if (this.outbox.records.has(id)) {
      await this.outbox.drop(id, url);
    } else if (this.saved.has(id)) {
      await this.outbox.put({ id: WITHDRAW + id, method: "DELETE", url });
    }
  }

  arrived(record) {
    if (record.method === "PUT") for (const one of fromBody(record)) this.saved.set(one.id, { ...one, state: "arrived" });
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
        for (const one of fromBody(record)) found.set(one.id, { ...one, state, message: record.message });
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
    const [mark, ...others] = fromBody(record);
    for (const one of [mark, ...others]) this.saved.set(one.id, { ...one, state: "local" }); // the new wording has not arrived yet
    const words = Object.fromEntries(others.map((one) => [nameOf(one), one.text]));
    this.outbox.drop(record.id).then(() => this.save({ ...mark, words }));
    return true;
  }
}

/** The name of the question behind the key of the pin's own (`gern.bench`). */
const nameOf = ({ question }) => question.slice(question.indexOf(".") + 1);

const attributesOf = (mark) => Object.fromEntries(["question", ...OF_METHOD].filter((key) => mark[key]).map((key) => [key, mark[key]]));

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

/** Answers of the method by their names, and answers to follow-ups together. */
function answersOf({ attributes = {}, followups = {} }) {
  const given = Object.entries({ ...attributes, ...followups }).filter(([name, value]) => value && !NO_ANSWERS.includes(name));
  return { ...Object.fromEntries(OF_METHOD.map((key) => [key, attributes[key] ?? ""])), followups: Object.fromEntries(given) };
}

const fromServer = (mark) => ({
  id: mark.id,
  kind: mark.kind,
  question: mark.attributes.question,
  state: "arrived",
  ...fromSaid(mark, mark.kind),
  ...answersOf(mark),
});

/** What was said in one sitting: a pin with its words to further questions, or one thing alone. */
const fromBody = ({ body }) => body.contributions.map((given) => ({ id: given.id, kind: given.kind, question: given.attributes.question, ...fromSaid(given, given.kind), ...answersOf(given) }));

/** Without the kind: a correction never changes it. */
const fromCorrection = (record) => ({ ...fromSaid(record.body, record.body.quality ?? "felt_area"), ...answersOf(record.body) });
