// What a record of the outbox is, and which contributions it is about.

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
export const RECORDS = "out/";

/** The contributions a record is about: those in its body, the one its address names, and those the server will make of it (`about`). */
export function subjects(record) {
  const said = Array.isArray(record.body?.contributions) ? record.body.contributions.map((one) => one?.id) : [];
  return [...said, ...(record.url.match(UUID) ?? []), ...(record.about ?? [])];
}

/** False for what can never be sent, whatever damaged it. */
export function isSound(record) {
  try {
    return Boolean(record?.id && record.method && record.url.startsWith("/api/") && JSON.stringify(record.body ?? {}));
  } catch {
    return false;
  }
}

/** True when the server has said that it has it: nothing less may ever be called arrived. */
export function hasArrived(record, status, data) {
  if (record.method === "DELETE") return status === 200 || status === 204 || status === 404;
  if (record.method === "PUT") return (status === 200 || status === 201) && data.id === record.id && data.state === "received";
  return status === 200 && typeof data === "object";
}

/** The record with everything that one has by now; an older version of this page may have kept less. */
export const whole = (record) => ({ tries: 0, state: "waiting", message: "", field: "", at: 0, ...record });
