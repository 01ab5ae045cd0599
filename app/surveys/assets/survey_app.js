// A survey on a phone: the walk through its pages, kept as a draft, sent by the outbox.
import { Keeper } from "../../base/assets/keeper.js";
import { newId } from "../../base/assets/new_id.js";
import { isKept } from "../../base/assets/store.js";
import { startParticipantPage } from "../../base/assets/participant.js";
import { Walk } from "../../questions/assets/walking.js";
import { coarse } from "./near_home.js";
import { Sending } from "./sending.js";
import { SittingFiles } from "./sitting_files.js";

const root = document.querySelector("#survey");
const config = JSON.parse(root.dataset.config);
const { words } = config;
const walk = new Walk(root, config);
const { form } = walk;
const part = (name) => walk.part(name);
const sending = new Sending(config);
let id = newId();
let savedAt = 0;
let isDirty = false;
const files = new SittingFiles(walk, { outbox: sending.outbox, group: () => id });

const keeper = new Keeper(`draft/${config.owner}/${config.activity}`, () => {
  if (!isDirty) return null;
  isDirty = false;
  const { at, raw, isReviewed } = walk;
  return { id, at, raw, quote: part("quote").checked, isReviewed, isSent: sending.isSent ?? false, about: files.about, savedAt };
});

/** Keeps what is new; the person is told where it lies. */
async function keep() {
  savedAt = Date.now();
  isDirty = true;
  keeper.later();
  part("kept").textContent = isKept() ? words.kept : words.notKept;
}

function showSending(state) {
  const isNew = part("sending").hidden;
  form.hidden = true;
  part("start").hidden = true;
  root.classList.add("walk--begun");
  part("sending").hidden = false;
  if (part("state").textContent !== words[state]) part("state").textContent = words[state];
  if (state === "signedOut") part("state").append(" ", Object.assign(document.createElement("a"), { href: config.urls.resume, textContent: words.resume }));
  if (isNew) part("sending").focus();
}

/** Everything has arrived: nothing of it stays here. */
async function leave() {
  isDirty = false;
  await Promise.all([keeper.forget(), files.forgetDrafts()]);
  if (navigator.onLine) location.assign(config.urls.done);
}

walk.addEventListener("changed", keep);
walk.addEventListener("left", ({ detail }) => coarse(detail, config.map?.home) && walk.say(words.nearHome));
walk.addEventListener("send", async () => {
  part("send").disabled = true;
  sending.id = id;
  const sent = walk.sound;
  await sending.send(sent, part("quote").checked ? config.quote : "", await files.along(sent));
  files.handedOver();
  part("send").disabled = false;
  keep();
});
sending.addEventListener("state", ({ detail }) => {
  showSending(detail);
  if (detail === "arrived") files.finish(leave);
});
sending.addEventListener("refused", ({ detail: { message, problems, field, status } }) => {
  part("sending").hidden = true;
  walk.refuse(Object.entries(problems ?? { [field ?? ""]: message }).map(([one, text]) => [one, text || message]));
  if (status === 409 || status === 403) sending.forget(); // nothing that is changed here would help
  keep();
});

function restore({ raw, quote = false, ...kept }) {
  id = kept.id ?? id;
  walk.isReviewed = kept.isReviewed ?? false;
  savedAt = kept.savedAt ?? 0;
  walk.fill(raw);
  part("quote").checked = quote;
}

async function begin() {
  const kept = await keeper.last();
  if (kept) restore(kept);
  else restore({ raw: config.known, ...config.unsent });
  const isWaiting = await sending.begin(id);
  const lost = await files.start();
  files.about = sending.outbox.records.get(id)?.about ?? kept?.about ?? [];
  if (isWaiting) return sending.resume();
  if (kept?.isSent && !config.unsent) {
    showSending("arrived"); // it went out while this page was closed
    return files.finish(leave);
  }
  if (kept && kept.at !== null && kept.at !== undefined) {
    walk.show(kept.at, { isFocused: false });
    part("kept").textContent = isKept() ? words.kept : words.notKept;
    walk.say(lost ? words.filesLost : words.restored);
  }
  return undefined;
}

document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || sending.isSent) return;
  const kept = await keeper.last();
  if (!kept || kept.savedAt <= savedAt || kept.isSent) return;
  restore(kept); // another tab went on
  await files.start();
  if (walk.at !== null) walk.show(walk.at, { isFocused: false, isNew: false });
});
const ready = begin().finally(() => root.setAttribute("data-ready", ""));

/** How the map is fetched, where the survey has one. */
export function withMap(load) {
  walk.maps.offer(load);
}

/** The person wants to begin, or to go on where another tab left off. */
export async function start() {
  await ready;
  const kept = await keeper.last();
  if (kept) restore(kept);
  walk.show(kept?.at ?? "first");
  keep();
}

startParticipantPage();
