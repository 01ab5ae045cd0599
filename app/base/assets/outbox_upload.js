// Sends one file in parts that fit the line, and goes on where an earlier try ended.
import { send, sendPart } from "./session.js";

const LARGEST = 256 * 1024;
const SMALLEST = 16 * 1024;
const QUICK = 1_500; // ms: the line bears more
const SLOW = 6_000; // ms: a part that is cut now costs too much
const TURNS = 4; // how often the server may name a place that is no farther before we wait

const isThrifty = () => navigator.connection?.saveData || /(^|-)2g$/.test(navigator.connection?.effectiveType ?? "");
let size = isThrifty() ? SMALLEST : LARGEST;

export const addressOf = (id) => `/api/attachments/${id}`;

const announcement = (record) => ({
  contribution: record.contribution,
  kind: record.kind,
  media_type: record.mediaType,
  size: record.size,
  sha256: record.sha256,
  position: record.position,
  text: record.text,
  data: record.data,
  consents: record.consents,
});

/**
 * Answers {status, data} of the last word of the server; data.state is no longer `pending` when everything is there.
 * `tell({isAnnounced, sent})` says how far it is; when it answers false, nobody wants the file any more.
 */
export async function upload(record, bytes, owner, tell) {
  const url = addressOf(record.id);
  let answer = record.isAnnounced ? await send("GET", url, undefined, owner) : null;
  if (!answer || answer.status === 404) answer = await send("PUT", url, announcement(record), owner);
  let turns = 0;
  let farthest = -1;
  while (answer.status === 200 || answer.status === 201) {
    const { state, received } = answer.data;
    if (state !== "pending" || !Number.isInteger(received)) return answer;
    if (received <= farthest && (turns += 1) > TURNS) return { status: 0, data: {} }; // it does not get on: later
    farthest = Math.max(farthest, received);
    if (!(await tell({ isAnnounced: true, sent: received }))) return answer;
    if (received >= bytes.byteLength) return { status: 0, data: {} }; // the server has yet to look at it
    answer = await sendMeasured(url, received, bytes.slice(received, received + size), owner);
    const offset = answer.data?.received;
    if (answer.status === 409 && Number.isInteger(offset)) {
      answer = { status: 200, data: { state: "pending", received: offset } };
    }
  }
  return answer;
}

async function sendMeasured(url, offset, part, owner) {
  const began = performance.now();
  const answer = await sendPart(url, offset, part, owner);
  const took = performance.now() - began;
  if (answer.status === 0 || took > SLOW) size = Math.max(SMALLEST, size / 2);
  else if (took < QUICK) size = Math.min(LARGEST, size * 2);
  return answer;
}
