// Photos and voice notes of one person: not saved yet, on the phone, on their way, arrived.
import { newId } from "./new_id.js";
import { all, erase, write } from "./store.js";

const WITHDRAW = "withdraw ";

/** Fires `change`. What belongs to a needle (`mark`) or a sitting that is not saved yet is a draft and survives a reload. */
export class MediaStore extends EventTarget {
  constructor(config, outbox) {
    super();
    this.owner = config.owner;
    this.outbox = outbox;
    this.drafts = new Map();
    this.saved = new Map(config.media.saved.map((one) => [one.id, one]));
    this.progress = "";
    outbox.addEventListener("change", () => this.watch());
    outbox.addEventListener("arrived", ({ detail: { record } }) => this.arrived(record));
  }

  keyOf({ mark, id }) {
    return `draft/${this.owner}/media/${mark}/${id}`;
  }

  /** Reads the drafts that an earlier page left. */
  async start() {
    for (const [key, draft] of await all(`draft/${this.owner}/media/`)) {
      if (draft && this.outbox.files.records.has(draft.id)) await erase(key); // it was on its way when the phone died
      else if (draft?.bytes) this.drafts.set(draft.id, { ...draft, blob: new Blob([draft.bytes], { type: draft.mediaType }), bytes: null });
    }
    this.changed();
  }

  /** What a needle has, oldest first: [{id, kind, state, text, seconds, percent, message, blob?}]. */
  of(mark) {
    return this.items(({ contribution, mark: own }) => (contribution ?? own) === mark);
  }

  /** The same of whatever `isWanted` says of what waits, has arrived, or is a draft. */
  items(isWanted) {
    const waiting = [...this.outbox.files.records.values()].filter(isWanted);
    const known = new Set(waiting.map(({ id }) => id));
    const arrived = [...this.saved.values()].filter((one) => isWanted(one) && !known.has(one.id) && !this.outbox.records.has(WITHDRAW + one.id));
    const items = [
      ...arrived.map(({ id, kind, text, seconds, state, message, preview }) => ({ id, kind, text, seconds, state, message, preview })),
      ...waiting.map(({ id, kind, text, data, state, sent, size, message }) => ({ id, kind, text, seconds: data?.seconds, state, percent: size ? Math.floor((sent / size) * 100) : 0, message })),
      ...[...this.drafts.values()].filter(isWanted).map((draft) => ({ ...draft, state: "unsaved" })),
    ];
    return items.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  draftsOf(mark) {
    return [...this.drafts.values()].filter((draft) => draft.mark === mark);
  }

  /** Needles that have drafts. */
  get unfinished() {
    return [...new Set([...this.drafts.values()].map(({ mark }) => mark))];
  }

  get unsent() {
    return this.outbox.files.told().filter(({ state }) => state !== "refused").length;
  }

  /** Keeps something that was just made for a needle which is still open; false when only this page can hold it. */
  async add(mark, made, id = newId()) {
    const draft = { id, mark, ...made };
    this.drafts.set(draft.id, draft);
    this.changed();
    return write(this.keyOf(draft), { ...draft, blob: null, bytes: await made.blob.arrayBuffer() });
  }

  /** The needle is saved: what it has goes to the outbox, which sends it after the needle. */
  async release(mark) {
    for (const draft of this.draftsOf(mark)) {
      const { id, kind, blob, mediaType, text = "", data = null, consents } = draft;
      await this.outbox.putMedia({ id, contribution: mark, kind, blob, mediaType, position: 0, text, data, consents });
      await this.forget(draft);
    }
  }

  /**
   * What `outbox.put` needs to take files along in one step: {files, over}. `holders` maps the id of each file to its
   * contribution; one that waits here since its words were refused goes with them once more.
   */
  async along(holders) {
    const found = { files: [], over: [] };
    for (const [id, contribution] of holders) {
      const made = this.drafts.get(id) ?? this.outbox.files.records.get(id);
      const blob = made && (made.blob ?? (await this.outbox.files.blob(made)));
      if (!blob) continue;
      const { kind, mediaType, text = "", data = null, consents } = made;
      found.files.push({ id, contribution, kind, blob, mediaType, position: found.files.length, text, data, consents });
      if (this.drafts.has(id)) found.over.push(this.keyOf(made));
    }
    return found;
  }

  /** They are in the outbox now. */
  handedOver({ files }) {
    for (const { id } of files) this.drafts.delete(id);
    this.changed();
  }

  async forgetDrafts(mark) {
    for (const draft of this.draftsOf(mark)) await this.forget(draft);
  }

  async forget(draft) {
    this.drafts.delete(draft.id);
    await erase(this.keyOf(draft));
    this.changed();
  }

  /** Takes one away, wherever it is by now. */
  async remove(id) {
    if (this.drafts.has(id)) await this.forget(this.drafts.get(id));
    else await this.outbox.drop(id);
    if (this.saved.has(id) && !this.outbox.records.has(WITHDRAW + id)) {
      await this.outbox.put({ id: WITHDRAW + id, method: "DELETE", url: `/api/attachments/${id}` });
    }
    this.changed();
  }

  arrived(record) {
    if (record?.isMedia) {
      const { id, contribution, kind, text, data, state, message } = record;
      this.saved.set(id, { id, contribution, kind, text, seconds: data?.seconds, state: state === "failed" ? "refused" : "arrived", message });
    } else if (record?.method === "DELETE") {
      this.saved.delete(record.id.slice(WITHDRAW.length));
    }
    this.changed();
  }

  /** The outbox says often that something differs; only what concerns files is passed on. */
  watch() {
    const progress = JSON.stringify([...this.outbox.files.records.values()].map(({ id, state, sent }) => [id, state, sent]));
    if (progress === this.progress) return;
    this.progress = progress;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}
