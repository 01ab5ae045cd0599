// Photos, voices and drawings that wait on the phone: their bytes apart from their records, sent after what they belong to.
import { hexDigest } from "./sha256.js";
import { addressOf, upload } from "./outbox_upload.js";
import { erase, isHeld, keys, look, lookAll, read, writeAll } from "./store.js";

export const RECORDS = "media/";
export const BYTES = "bytes/";
const LOST = 410; // the record is here, its bytes are not
const DOUBTS = 3; // how often bytes that arrive damaged are sent anew, and words that are not there yet waited for

export class MediaQueue {
  /** `outbox` gives owner, tell(), dispatchEvent(), put(); and holds the lock while sendAll runs. */
  constructor(outbox) {
    this.outbox = outbox;
    this.records = new Map();
    this.blobs = new Map();
    this.writing = new Map();
  }

  recordKey(id) {
    return `${RECORDS}${this.outbox.owner}/${id}`;
  }

  bytesKey(id) {
    return `${BYTES}${this.outbox.owner}/${id}`;
  }

  async load() {
    const found = await lookAll(this.recordKey(""));
    if (!found) return;
    const states = this.records;
    this.records = new Map(this.writing);
    for (const [key, record] of found) {
      const id = key.slice(this.recordKey("").length);
      // Bytes without a readable record cannot be sent; that they are there is still said.
      const isSound = record?.id === id && record.contribution && Number.isInteger(record.size);
      this.records.set(id, isSound ? record : { id, isMedia: true, kind: "file", state: "refused", isBroken: true, at: 0, sent: 0, size: 0, message: "" });
      if (isSound && states.get(id)?.state === "sending") this.records.get(id).state = "sending";
    }
  }

  /** True when the phone keeps it; false when only this page has it. */
  async put(file) {
    const [record, bytes] = await this.recordOf(file);
    return this.keep(record, [[this.bytesKey(record.id), bytes]]);
  }

  /** Files to be kept in one step with the words they belong to: [record, bytes] of each. One that waits here already begins anew. */
  made(files) {
    return Promise.all(files.map((file) => this.recordOf(file)));
  }

  pairs(made) {
    return made.flatMap(([record, bytes]) => [[this.recordKey(record.id), record], [this.bytesKey(record.id), bytes]]);
  }

  /** They are kept by now, and may be sent. */
  take(made) {
    for (const [record] of made) this.records.set(record.id, record);
    if (made.length) this.outbox.tell();
  }

  async recordOf({ id, contribution, kind, blob, mediaType, position = 0, text = "", data = null, consents = [] }) {
    const bytes = await blob.arrayBuffer();
    this.blobs.set(id, blob);
    return [{ id, isMedia: true, contribution, kind, mediaType: mediaType ?? blob.type, position, text, data, consents, size: bytes.byteLength, sha256: await hexDigest(bytes), sent: 0, tries: 0, state: "waiting", message: "", at: Date.now() }, bytes];
  }

  async keep(record, more = []) {
    this.records.set(record.id, record);
    this.writing.set(record.id, record);
    const isKept = await writeAll([[this.recordKey(record.id), { ...record, state: record.state === "sending" ? "waiting" : record.state }], ...more]);
    this.writing.delete(record.id);
    this.outbox.tell();
    return isKept;
  }

  /** The records as a person is told of them: a file whose words were refused waits for nothing. */
  told() {
    return [...this.records.values()].map((record) => {
      const refusal = record.state === "refused" ? undefined : this.outbox.refusalOf(record.contribution);
      return refusal ? { ...record, state: "refused", message: refusal.message } : record;
    });
  }

  /** What waits for this contribution (or for all): with its Blob, from the phone when this page did not make it. */
  async list(contribution) {
    const mine = this.told().filter((record) => !contribution || record.contribution === contribution);
    mine.sort((a, b) => a.at - b.at || a.position - b.position);
    return Promise.all(mine.map(async (record) => ({ ...record, blob: await this.blob(record), isKept: !isHeld(this.bytesKey(record.id)) })));
  }

  async blob(record) {
    if (!this.blobs.has(record.id)) {
      const bytes = await read(this.bytesKey(record.id));
      if (bytes) this.blobs.set(record.id, new Blob([bytes], { type: record.mediaType }));
    }
    return this.blobs.get(record.id) ?? null;
  }

  async forget(id) {
    this.records.delete(id);
    this.blobs.delete(id);
    this.outbox.tell();
    await erase(this.recordKey(id));
    await erase(this.bytesKey(id));
  }

  /** Takes one back: from the phone, and from the server when it may have heard of it. */
  async drop(id) {
    const record = this.records.get(id);
    await this.forget(id);
    if (!record || record.tries > 0) await this.outbox.put({ id: `withdraw ${id}`, method: "DELETE", url: addressOf(id) });
  }

  /** Takes back everything that belongs to a contribution that is no longer there. */
  async dropOf(contribution) {
    for (const record of [...this.records.values()]) if (record.contribution === contribution) await this.forget(record.id);
  }

  /** Sends what may be sent; `isHeldUp(contribution)` is true while words it belongs to have not arrived. False: stop now. */
  async sendAll(isHeldUp, beat) {
    for (const { id } of this.inOrder()) {
      const found = await look(this.recordKey(id)); // another tab may have sent or changed it
      const record = found ? found.value && { tries: 0, sent: 0, ...found.value } : this.records.get(id);
      if (!record) {
        this.records.delete(id);
        this.outbox.tell();
        continue;
      }
      if (record.state === "refused" || isHeldUp(record.contribution)) continue;
      beat();
      const { status, data } = await this.send(record, beat);
      if (!(await this.settle(id, status, data))) return false;
    }
    return true;
  }

  /** What has failed more often goes last, so that one bad file holds up no other. */
  inOrder() {
    return [...this.records.values()].filter((record) => record.state !== "refused").sort((a, b) => a.tries - b.tries || a.at - b.at);
  }

  async send(record, beat) {
    const found = await look(this.bytesKey(record.id));
    const bytes = found?.value ?? (await this.blobs.get(record.id)?.arrayBuffer());
    if (!bytes) return { status: found ? LOST : 408, data: {} };
    await this.keep({ ...record, tries: record.tries + 1, state: "sending" });
    return upload(record, bytes, this.outbox.owner, async (progress) => {
      beat();
      if (!this.records.has(record.id)) return false;
      await this.keep({ ...this.records.get(record.id), ...progress });
      return true;
    });
  }

  /** Records what the answer means; false when it makes no sense to go on now. */
  async settle(id, status, data) {
    const record = this.records.get(id);
    if (!record) return true; // taken back meanwhile
    if ((status === 200 || status === 201) && data.id === id && data.state !== "pending") {
      await this.forget(id);
      this.outbox.arrivedHere({ ...record, state: data.state });
      return true;
    }
    const verdict = this.outbox.judge(status, data);
    const doubts = status === 422 && data.received === 0 ? (record.doubts ?? 0) + 1 : 0;
    // Its words may just be on their way from another tab or page.
    const isEarly = status === 404 && !record.isAnnounced && record.tries < DOUBTS;
    const stays = verdict.stays || isEarly || (doubts > 0 && doubts < DOUBTS);
    await this.keep({ ...record, doubts, isLost: status === LOST, state: stays ? "waiting" : "refused", message: data.message ?? "", status });
    return !verdict.stops;
  }

  static async clear(owner) {
    for (const prefix of [RECORDS, BYTES]) for (const key of (await keys(`${prefix}${owner}/`)) ?? []) await erase(key);
  }
}
