// A walk on a phone or a tablet: where the group is, what it notes, rates and changes, all kept and sent by the outbox.
import { coarsened } from "../../base/assets/homes.js";
import { MediaAsking } from "../../base/assets/media_asking.js";
import { MediaStore } from "../../base/assets/media_store.js";
import { newId } from "../../base/assets/new_id.js";
import { startParticipantPage, whenIdle } from "../../base/assets/participant.js";
import { isElsewhere, isFar } from "../../base/assets/places.js";
import { makeStatus } from "../../base/assets/status.js";
import { wireTools } from "../../base/assets/tools.js";
import { Back } from "./walk/back.js";
import { startClock } from "./walk/clock.js";
import { ask, openEnd, openFrame, openHands } from "./walk/counting_dialogs.js";
import { Counts } from "./walk/counts.js";
import { Drafts } from "./walk/drafts.js";
import { Entries, partOf } from "./walk/entries.js";
import { where } from "./walk/fields.js";
import { openList, openMore, openOthers } from "./walk/lists.js";
import { openNote } from "./walk/note_dialog.js";
import { Stage } from "./walk/stage.js";
import { Here, StopList, last, stopsWith } from "./walk/stops.js";

const root = document.querySelector("#walk");
const given = JSON.parse(root.dataset.config);
const named = Object.entries(given.labels).map(([name, pairs]) => [name, Object.fromEntries(pairs)]);
const config = { ...given, labels: Object.fromEntries(named), page: root.dataset.rendering };
const part = (name) => root.querySelector(`[data-${name}]`);
const { words, labels, urls } = config;
const home = new RegExp(config.home.words, "iu");
const FORMS = { hands: openHands, frame: openFrame, end_round: openEnd };
const questions = () => import("./walk/questions_dialog.js"); // what asks comes when the page has time
const MEDIA = { photo: "photo", voice: "audio" };

part("title-slot").append(document.querySelector("#walk-title"));
document.querySelector("#plain").remove();
root.hidden = false;
document.documentElement.classList.add("full-screen");

const entries = new Entries(config);
const { say, showTrouble } = makeStatus({ part, words, urls, outbox: entries.outbox });
const media = new MediaStore(config, entries.outbox);
const asking = new MediaAsking({ capture: () => import("../../base/assets/capture.js"), media: config.media, say, onCover: (isOver) => (isOver ? back.cover() : back.uncover()) });
const drafts = new Drafts(config);
const here = new Here(config);
const counts = new Counts(urls.counts);
const stage = new Stage({ root, part, config, say, onStop: (stop) => act("open", stop, true) });
const list = new StopList(part("stops"), config, act);
let stops = stopsWith(config, entries.all());
let dialog = null; // what lies over the walk
const back = new Back(() => {
  asking.close();
  stage.cancel();
  dialog?.close();
});
const showClock = startClock({ part, words, language: config.language, state: () => ({ stops, here }) });
const context = () => ({ words, asked: config.asked, labels, stops, home, isRecorder: config.isRecorder, quote: config.quote, language: config.language, most: config.most, media: config.media });

function show() {
  stops = stopsWith(config, entries.all());
  list.show(stops, here, counts.found);
  stage.show(stops, here, entries.all());
  part("count").textContent = entries.all().length;
  showClock();
  showTrouble();
}

/** Shows something over the walk until it settles; what it settled with. */
async function over(opened) {
  dialog = opened;
  back.cover();
  const found = await opened;
  dialog = null;
  back.uncover();
  return found;
}

const stopHere = () => stops.find(({ id }) => id === here.stop);
const fresh = (what, answers = {}) => ({ id: newId(), device_time: new Date().toISOString(), answers: { what, stop: here.stop, ...answers } });
const pointOf = (stop) => (stop && stop.lat !== null ? { geometry: { type: "Point", coordinates: [stop.lon, stop.lat] }, precision: "exact" } : stop ? { place_text: stop.name } : {});

/** How it is around, as it was noted last on this device. */
function around() {
  const frame = last(entries.all(), ({ answers }) => answers.what === "frame")?.answers ?? {};
  return config.isRecorder ? { weather: frame.weather ?? "", light: frame.light ?? "" } : {};
}

const persons = () => last(entries.all(), ({ answers }) => answers.what === "frame" && answers.persons)?.answers.persons ?? config.persons;

/** Keeps an entry on this device and sends it; homes are never exact (E16). */
async function keep(entry) {
  const { answers } = entry;
  const isHome = answers.geometry?.type === "Point" && home.test([answers.title, answers.text, answers.place_text].join(" "));
  if (isHome) {
    const [lng, lat] = answers.geometry.coordinates;
    const { lon, lat: north } = coarsened({ lat, lng }, config.home);
    Object.assign(answers, { geometry: { type: "Point", coordinates: [lon, north] }, precision: "approximate" });
  }
  const partId = partOf(entry.id);
  const along = await media.along(new Map(media.draftsOf(partId).map(({ id }) => [id, partId])));
  await entries.save(entry, along);
  media.handedOver(along);
  await drafts.forget(entry);
  say(isHome ? words.nearHome : words.saved);
}

async function discard(entry, isStored) {
  if (!isStored) await media.forgetDrafts(partOf(entry.id));
  await drafts.forget(entry);
}

/** One form, as often as its place is pointed at on the map or the next note follows. */
async function note(entry, { isStored = false } = {}) {
  let current = entry;
  for (;;) {
    const item = current;
    const onDraft = (answers) => {
      item.answers = answers;
      if (!isStored) drafts.keep(item);
    };
    if (!isStored) drafts.keep(item);
    const found = await over(openNote(item, context(), { onDraft, isStored, picture: pictureOf(item), found: item.found }));
    if (!found) {
      if (!isStored) drafts.rest();
      return;
    }
    item.answers = found.answers;
    if (found.action === "discard") {
      await discard(item, isStored);
      return;
    }
    if (found.action === "place") await pointAt(item);
    else {
      await keep(item);
      if (found.action === "save") return;
      const { what, stop, weather, light, present } = found.answers;
      current = fresh(what, { stop, weather, light, present });
    }
  }
}

async function pointAt(item) {
  const [lon, lat] = item.answers.geometry?.coordinates ?? [];
  const stop = stops.find(({ id }) => id === item.answers.stop);
  const from = lat !== undefined ? [lat, lon] : stop && stop.lat !== null ? [stop.lat, stop.lon] : null;
  const geometry = await over(stage.aim({ hint: words.dragHint, from }));
  if (geometry) Object.assign(item.answers, { geometry, precision: "exact", place_text: "" });
}

function pictureOf({ id, answers }) {
  const [photo] = answers.what === "photo" ? media.of(partOf(id)) : [];
  return photo ? asking.pictureOf(photo, entries.outbox) : "";
}

/** Goes on with what was begun of this kind, else begins anew. */
function inWords(what) {
  const begun = drafts.of(what);
  if (begun) begun.answers.what = what;
  return note(begun ?? fresh(what, around()));
}

async function capture(what) {
  if (drafts.of(what)) return note(drafts.of(what));
  const entry = fresh(what, pointOf(stopHere()));
  const found = await (what === "photo" ? asking.photo() : asking.voice());
  if (!found) return undefined;
  if (!(await media.add(partOf(entry.id), found.made))) say(words.notKept);
  const stop = stopHere();
  const there = found.place && { lat: found.place.lat, lng: found.place.lon };
  const isOther = there && (stop && stop.lat !== null ? isElsewhere(config.extent, { lat: stop.lat, lng: stop.lon }, there) : !isFar(config.extent, there));
  entry.answers.text = found.made.text ?? "";
  return note({ ...entry, found: isOther ? found.place : null });
}

async function dot() {
  const stop = stopHere();
  const found = await over(stage.aim({ hint: words.dotAim, signs: labels.valences, from: stop && stop.lat !== null ? [stop.lat, stop.lon] : null }));
  if (found) await keep(fresh("dot", { geometry: found.point, precision: "exact", valence: found.sign }));
}

async function route() {
  if (drafts.of("route")) return note(drafts.of("route"));
  const geometry = await over(stage.aim({ hint: "", isDrawing: true }));
  return geometry ? note(fresh("route", { geometry })) : undefined;
}

async function count(what, entry = drafts.of(what) ?? fresh(what), { isStored = false } = {}) {
  const onDraft = (answers) => {
    entry.answers = answers;
    if (!isStored) drafts.keep(entry);
  };
  const form = FORMS[what] ?? (await questions().then(({ openQuestions }) => openQuestions).catch(() => null));
  if (!form) {
    say(config.media.words.later);
    return;
  }
  const answers = await over(form(entry, context(), { onDraft, isStored, persons: persons(), ask, where }));
  if (answers === "discard") await discard(entry, isStored);
  else if (answers) await keep({ ...entry, answers });
  else if (!isStored) drafts.rest();
}

async function more() {
  const names = [...Object.keys(MEDIA).filter((what) => (what === "voice" || !part("acts").querySelector("[data-act=photo]")) && asking.may(MEDIA[what])), ...(config.isRecorder ? ["frame"] : []), "end_round", "route", "stop_new", "stop_left_out", ...(config.isRecorder ? ["others"] : [])];
  const name = await over(openMore(names, context(), (place) => asking.explain(place, Object.values(MEDIA))));
  if (name) await begin(name);
}

async function begin(name) {
  if (name in labels.said) await inWords(name);
  else if (name in MEDIA) await capture(name);
  else if (name in FORMS) await count(name);
  else if (name === "dot") await dot();
  else if (name === "route") await route();
  else if (name === "stop_new") await note(drafts.of(name) ?? fresh(name));
  else if (name === "stop_left_out") await note(drafts.of(name) ?? fresh(name));
  else if (name === "others") await over(openOthers(counts.found, context()));
  else await more();
}

async function act(name, stop, value) {
  if (name === "open") {
    list.open = value ? stop.id : "";
    if (value) stage.lookAt(stop);
  } else if (name === "arrive") {
    list.open = null;
    await here.set(stop.id);
    stage.lookAt(stop);
    say(words.arrivedAt.replace("%1", stop.name));
    await entries.save(fresh("arrived"));
  } else if (name === "go") {
    list.open = stop.id;
    await here.set("");
    say(words.left);
  } else if (name === "questions") {
    await count("questions");
  } else if (name === "rate") {
    const before = stop.rating;
    if (before?.answers.rating !== value) await entries.save({ ...(before ?? fresh("rating")), answers: { what: "rating", stop: stop.id, rating: value } });
    say(words.saved);
  }
  show();
}

async function openOwn() {
  const chosen = await over(
    openList(entries, (entry) => (entry.answers.what in MEDIA ? media.of(partOf(entry.id)) : []), context(), async (name, id) => {
      if (name === "edit") dialog.finish(id);
      else {
        await entries.remove(id);
        say(words.removed);
      }
    }),
  );
  const entry = chosen && entries.get(chosen);
  if (!entry) return;
  const copy = { ...entry, answers: { ...entry.answers } };
  if (entry.answers.what in FORMS || entry.answers.what === "questions") await count(entry.answers.what, copy, { isStored: true });
  else await note(copy, { isStored: true });
}

for (const button of part("acts").querySelectorAll("[data-act]")) {
  const name = button.dataset.act;
  button.hidden = name in MEDIA && !asking.may(MEDIA[name]);
  button.addEventListener("click", ({ detail }) => detail > 1 || dialog || begin(name)); // two quick taps mean one
}
part("open-list").addEventListener("click", () => dialog || openOwn());
if (asking.may("photo") || asking.may("audio")) asking.prepare();
if (config.asked) whenIdle(() => questions().catch(() => {}));
wireTools({ part, map: stage.map, urls, words, say });
addEventListener("offline", showTrouble);
for (const one of [entries, media, counts]) one.addEventListener("change", show);
entries.addEventListener("trouble", showTrouble);

/** What was begun before the page went away is there again. */
async function restore() {
  await media.start();
  await drafts.start();
  const begun = drafts.unfinished;
  if (!begun || entries.get(begun.id)) return;
  say(words.restored);
  if ((begun.answers.what in FORMS || begun.answers.what === "questions")) count(begun.answers.what, begun);
  else note(begun);
}

show();
stage.map.invalidateSize();
entries.start().then(async () => {
  await here.start(entries.all());
  await restore();
  show();
  counts.ask();
  root.setAttribute("data-ready", "");
});
startParticipantPage();
