// Sends photos one by one, says what became of each, and goes on where it stopped: what is here already is not sent again.
import { hexDigest } from "../../base/assets/sha256.js";

const form = document.querySelector("[data-bring]");
const config = JSON.parse(form.dataset.config);
const { words } = config;
const token = document.querySelector('meta[name="csrf-token"]').content;
const field = form.querySelector('input[type="file"]');
const box = document.querySelector("[data-sending]");
const [status, progress, list, again, next] = ["status", "progress", "files", "again", "next"].map((name) => box.querySelector(`[data-${name}]`));
const LARGEST = 20 * 1024 * 1024;
const PAUSE = 1500;
const say = (text, ...values) => values.reduce((said, value, index) => said.replace(`%${index + 1}`, value), text);
const files = [];
let isBusy = false;

/** A line of the list; `state` is a key of words. */
function tell(one, state, message = "") {
  one.state = state;
  one.line.lastChild.textContent = message ? `${words[state]}: ${message}` : words[state];
  one.line.classList.toggle("bring-file--bad", state === "failed" || state === "refused");
}

function add(file) {
  const line = document.createElement("li");
  line.className = "bring-file";
  line.append(Object.assign(document.createElement("span"), { textContent: file.name }), document.createElement("span"));
  list.append(line);
  const one = { file, line };
  files.push(one);
  tell(one, "waiting");
}

function count() {
  const here = files.filter(({ state }) => ["reading", "ready", "recorded", "known"].includes(state)).length;
  const bad = files.filter(({ state }) => state === "failed").length;
  progress.max = files.length;
  progress.value = files.filter(({ state }) => state !== "waiting" && state !== "sending").length;
  again.hidden = isBusy || bad === 0;
  next.hidden = !files.some(({ state }) => state === "ready");
  if (isBusy) status.textContent = say(words.progress, here, files.length);
  else status.textContent = bad ? say(words.lost, bad) : words.done;
}

async function sendOne(one) {
  if (one.file.size > LARGEST) return tell(one, "refused", words.tooLarge);
  tell(one, "sending");
  try {
    const digest = await hexDigest(await one.file.arrayBuffer());
    if (config.known[digest] !== undefined) {
      one.digest = digest;
      return tell(one, "known");
    }
    const body = new FormData();
    body.append("csrf_token", token);
    body.append("files", one.file, one.file.name);
    const answer = await fetch(config.upload, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    const data = await answer.json();
    if (!answer.ok) return tell(one, answer.status < 500 && answer.status !== 401 ? "refused" : "failed", data.message ?? "");
    const [photo] = data.photos;
    config.known[digest] = photo.name;
    one.id = photo.id;
    return tell(one, photo.isNew ? "reading" : "known");
  } catch {
    return tell(one, "failed");
  }
}

async function sendAll() {
  isBusy = true;
  box.hidden = false;
  count();
  for (const one of files) {
    if (one.state !== "waiting") continue;
    await sendOne(one);
    count();
  }
  isBusy = false;
  count();
  await follow();
}

/** Looks what became of the photos until all are read. */
async function follow() {
  for (let turn = 0; turn < 400 && files.some(({ state }) => state === "reading"); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const answer = await fetch(config.standing, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) continue;
    const { photos } = await answer.json();
    const known = new Map(photos.map((photo) => [photo.id, photo]));
    for (const one of files) {
      const photo = known.get(one.id);
      if (one.state === "reading" && photo && photo.state !== "waiting") tell(one, photo.state, photo.message);
    }
    count();
  }
}

form.addEventListener("submit", (event) => {
  if (!field.files.length) return; // the server says that nothing was chosen
  event.preventDefault();
  for (const file of field.files) add(file);
  field.value = "";
  if (!isBusy) sendAll();
});
again.addEventListener("click", () => {
  for (const one of files) if (one.state === "failed") tell(one, "waiting");
  sendAll();
});
addEventListener("beforeunload", (event) => {
  if (isBusy) event.preventDefault();
});
