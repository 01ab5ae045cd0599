// What waits on the phone as one file, for when no line comes: another device takes it in under the same ids, so nothing is there twice.
import { BYTES, RECORDS as FILES } from "./outbox_media.js";
import { RECORDS, isSound } from "./outbox_records.js";
import { all, look } from "./store.js";

const FORMAT = "streifzug-handy";
const VERSION = 1;
const OURS = /^\/api\/(submissions|contributions|attachments)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const METHODS = ["PUT", "PATCH", "DELETE"];
const ID = /^[\w -]{1,80}$/;
const STEP = 0x8000;

function toText(buffer) {
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let i = 0; i < bytes.length; i += STEP) text += String.fromCharCode(...bytes.subarray(i, i + STEP));
  return btoa(text);
}

const toBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;

/** Everything that one person's outbox holds, refused and damaged things included. */
export async function asFile(outbox) {
  const files = await Promise.all(
    [...outbox.files.records.values()].map(async (record) => {
      const bytes = (await look(`${BYTES}${outbox.owner}/${record.id}`))?.value;
      return { ...record, bytes: bytes ? toText(bytes) : null };
    }),
  );
  const stored = await all(`${RECORDS}${outbox.owner}/`);
  const broken = stored.filter(([, record]) => !isSound(record)).map(([key]) => key);
  const content = { format: FORMAT, version: VERSION, owner: outbox.owner, saved_at: new Date().toISOString(), records: outbox.list(), files, broken };
  const name = `streifzug-${content.saved_at.slice(0, 16).replace(/[:T]/g, "-")}.json`;
  return new File([JSON.stringify(content)], name, { type: "application/json" });
}

/** Takes a file in: {taken, failed} as counts, or {fault: "unreadable" | "owner"}. */
export async function takeIn(outbox, text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    return { fault: "unreadable" };
  }
  if (content?.format !== FORMAT || content.version !== VERSION || !Array.isArray(content.records) || !Array.isArray(content.files)) return { fault: "unreadable" };
  if (content.owner !== outbox.owner) return { fault: "owner" };
  const done = { taken: 0, failed: 0 };
  const take = async (action) => {
    try {
      await action();
      done.taken += 1;
    } catch {
      done.failed += 1;
    }
  };
  for (const record of content.records) await take(() => takeRecord(outbox, record));
  for (const file of content.files) await take(() => takeFile(outbox, file));
  return done;
}

async function takeRecord(outbox, { id, method, url, body, about, at }) {
  const others = Array.isArray(about) ? about : [];
  if (!ID.test(id) || !METHODS.includes(method) || !OURS.test(url) || !others.every((one) => UUID.test(one))) throw new Error("not ours");
  if (!outbox.records.has(id)) await outbox.restore({ id, method, url, body, about: others, at: Number(at) || Date.now() });
}

async function takeFile(outbox, { bytes, id, ...about }) {
  if (!OURS.test(`/api/attachments/${id}`)) throw new Error("not ours");
  if (outbox.files.records.has(id)) return;
  await outbox.putMedia({ ...about, id, blob: new Blob([toBytes(bytes)], { type: about.mediaType }) });
}
