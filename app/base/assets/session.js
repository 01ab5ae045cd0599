// Talks to the API: CSRF token, time limit, and one clear kind of answer for everything that can happen on the way.

import { offerHelp } from "./help.js";

const LIMIT = 20_000;
let token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/**
 * Sends JSON and answers {status, data}. Status 0 means that no answer of ours came: no network, too slow, or a
 * sign-in page of the Wi-Fi that answers for everybody.
 */
export function send(method, url, body, owner) {
  const isRead = method === "GET";
  return fresh({ method, url, owner, type: isRead ? null : "application/json", body: isRead ? undefined : JSON.stringify(body ?? {}) });
}

/** Sends a part of a file that begins at `offset`; answers as `send` does. */
export function sendPart(url, offset, bytes, owner) {
  return fresh({ method: "PATCH", url, owner, type: "application/octet-stream", body: bytes, more: { "Upload-Offset": String(offset) } });
}

async function fresh(request) {
  const answer = await once(request);
  if (answer.status !== 400 || request.method === "GET" || !(await renewToken())) return answer;
  return once(request); // the token was of an older session
}

async function once({ method, url, owner, type, body, more }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LIMIT);
  try {
    const headers = { Accept: "application/json", ...more };
    if (method !== "GET") headers["X-CSRFToken"] = token;
    if (owner) headers["X-Participant"] = owner;
    if (type) headers["Content-Type"] = type;
    const response = await fetch(url, {
      method,
      headers,
      body,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: stop.signal,
    });
    if (response.status === 204) return { status: 204, data: {} };
    const data = await response.json();
    offerHelp(data.help);
    return { status: response.status, data };
  } catch {
    return { status: 0, data: {} };
  } finally {
    clearTimeout(timer);
  }
}

async function renewToken() {
  const { status, data } = await once({ method: "GET", url: "/api/teilnahme" });
  if (status !== 200 || !data.csrf_token || data.csrf_token === token) return false;
  token = data.csrf_token;
  return true;
}
