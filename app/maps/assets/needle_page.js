// The needle map on a phone: one question at a time, needles by crosshair or tap, each kept and sent by the outbox.
import { erase, read, write } from "../../base/assets/store.js";
import { coarsened, round } from "./homes.js";
import { fillList } from "./list.js";
import { Marks } from "./marks.js";
import { Draft, Needles, addOutline, isInside, makeMap, symbol } from "./needle_map.js";
import { wireSearch } from "./search.js";
import { Sheet, fillChips } from "./sheet.js";

const root = document.querySelector("#needle");
const config = JSON.parse(root.dataset.config);
const { words, questions, urls } = config;
const part = (name) => root.querySelector(`[data-${name}]`);
const fill = (text, ...values) => values.reduce((done, value, i) => done.replace(`%${i + 1}`, value), text);
const draftKey = `draft/${config.owner}`;

// What was server-rendered made the page usable from the first byte; now the map takes over its heading and its place.
const plain = document.querySelector("#plain");
const heading = document.querySelector("#question");
part("question-slot").append(heading);
plain.remove();
root.hidden = false;
document.documentElement.classList.add("with-needle");

const marks = new Marks(config);
const map = makeMap(part("map"), config, () => say(words.noTiles));
const needles = new Needles(map, labelOf, openMark);
const draft = new Draft(map);
const sheet = new Sheet(part("sheet"), config);
let at = startingQuestion();
let kind = "";
let isTapping = false;
let editing = null; // the needle in the sheet
let outline = null;
addOutline(map, urls.outline).then((geometry) => {
  outline = geometry;
});

function startingQuestion() {
  const asked = Number(new URLSearchParams(location.search).get("frage")) || 1;
  return Math.min(Math.max(asked, 1), questions.length) - 1;
}

function say(text) {
  const status = part("status");
  status.textContent = "";
  status.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    status.textContent = "";
  }, 6000);
}

function labelOf(mark) {
  return [config.qualities[mark.quality], mark.text, words[mark.state]].filter(Boolean).join(", ");
}

const question = () => questions[at];
const mine = () => marks.of(question().key);
const isFull = () => mine().length >= question().maxPins;

function show() {
  const here = mine();
  heading.textContent = question().text;
  part("progress").textContent = fill(words.question, at + 1, questions.length);
  part("pins").textContent = fill(words.pins, here.length, question().maxPins);
  part("meter").max = questions.length;
  part("meter").value = at + 1;
  part("count").textContent = marks.all().length;
  part("back").disabled = at === 0;
  part("next-text").textContent = at === questions.length - 1 ? words.finish : words.next;
  part("full").hidden = !isFull();
  part("full").textContent = words.full;
  part("kinds").hidden = isFull() || question().qualities.length < 2;
  part("place").hidden = isFull();
  part("next").classList.toggle("needle__nav--main", isFull());
  part("cross").hidden = isFull() || isTapping || sheet.isOpen;
  part("plain-link").href = `?frage=${at + 1}&ansicht=liste`;
  needles.show(here, editing?.id);
  if (!part("list").hidden) fillList(part("marks"), marks.all(), config, act);
  showTrouble();
}

function showTrouble() {
  const trouble = part("trouble");
  const isSignedOut = marks.outbox.isSignedOut;
  const text = isSignedOut ? words.signedOut : !marks.outbox.isKept && marks.unsent ? words.notKept : marks.outbox.isOffline && marks.unsent ? words.offline : "";
  trouble.hidden = !text;
  if (trouble.textContent !== text) trouble.textContent = text;
  if (isSignedOut) trouble.append(" ", Object.assign(document.createElement("a"), { href: urls.resume, textContent: urls.resume }));
}

function ask(number, { isFocused = true } = {}) {
  at = number;
  kind = question().qualities[0];
  part("kinds").classList.toggle("needle__kinds--few", question().qualities.length < 5);
  fillChips(part("kinds"), "quality", question().qualities.map((code) => [code, config.qualities[code]]), {
    chosen: kind,
    extra: symbol,
    onChange: (code) => {
      kind = code;
      aim();
    },
  });
  aim();
  history.replaceState(null, "", `?frage=${at + 1}`);
  show();
  if (isFocused) heading.focus({ preventScroll: true });
}

function aim() {
  const pin = Object.assign(document.createElement("span"), { className: "pin" });
  pin.append(symbol(kind));
  part("cross").replaceChildren(pin);
}

function place(latlng) {
  if (isFull() || sheet.isOpen) return;
  if (map.getZoom() < config.minPinZoom) {
    map.setView(latlng, config.minPinZoom);
    say(words.zoomIn);
    return;
  }
  if (config.extent) {
    const [west, south, east, north] = config.extent;
    if (latlng.lng < west || latlng.lng > east || latlng.lat < south || latlng.lat > north) {
      say(words.tooFar);
      return;
    }
  }
  editing = { id: marks.newId(), question: question().key, quality: kind, isNew: true };
  openSheet(latlng);
  say(isInside(outline, latlng) ? words.placed : words.outside);
}

function openMark(id) {
  const mark = marks.get(id);
  if (!mark) return;
  closeList();
  const number = questions.findIndex((one) => one.key === mark.question);
  if (number >= 0 && number !== at) ask(number, { isFocused: false });
  editing = { ...mark, isStored: true };
  openSheet(mark.lat === null ? null : { lat: mark.lat, lng: mark.lon });
}

function openSheet(latlng) {
  if (latlng) draft.set(latlng, editing.quality);
  sheet.open(editing, question(), { discardText: editing.isStored ? words.remove : words.cancelText });
  root.classList.add("needle--sheet");
  part("move").hidden = !latlng;
  show();
  if (latlng) requestAnimationFrame(() => keepVisible(latlng));
}

/** The needle must not lie under the sheet. */
function keepVisible(latlng) {
  map.invalidateSize({ pan: false });
  map.setView(latlng, map.getZoom(), { animate: false });
}

function closeSheet() {
  sheet.close();
  draft.clear();
  root.classList.remove("needle--sheet");
  editing = null;
  erase(draftKey);
  map.invalidateSize({ pan: false });
  show();
  const next = isFull() ? part("next") : part("place");
  next.focus({ preventScroll: true });
}

sheet.addEventListener("save", async ({ detail: { namesHome, ...answers } }) => {
  const spot = draft.place;
  const mark = { ...editing, ...answers, message: "", lat: spot ? round(spot.lat) : null, lon: spot ? round(spot.lng) : null };
  mark.precision = spot ? (mark.precision === "approximate" ? "approximate" : "exact") : "described";
  if (namesHome && spot) Object.assign(mark, coarsened(spot, config.home), { precision: "approximate" });
  await marks.save(mark);
  closeSheet();
  say(words.saved);
});
sheet.addEventListener("discard", async () => {
  const { id, isStored } = editing;
  if (isStored && document.activeElement === part("discard")) await marks.remove(id);
  closeSheet();
  say(isStored ? words.removed : words.cancelled);
});
sheet.addEventListener("step", ({ detail }) => {
  draft.move(...detail);
  say(words.moved);
  keepDraft();
});
sheet.addEventListener("kind", ({ detail }) => draft.look(detail));
sheet.addEventListener("draft", keepDraft);

/** What is being written survives a reload of the page. */
function keepDraft() {
  clearTimeout(keepDraft.timer);
  keepDraft.timer = setTimeout(() => {
    if (!editing?.isNew || !draft.place) return;
    const { lat, lng } = draft.place;
    write(draftKey, { ...editing, ...sheet.answers(), activity: config.activity, lat, lng });
  }, 300);
}

async function restoreDraft() {
  const kept = await read(draftKey);
  if (!kept || kept.activity !== config.activity || marks.get(kept.id)) return;
  const number = questions.findIndex((one) => one.key === kept.question);
  if (number < 0) return;
  ask(number, { isFocused: false });
  if (isFull()) return;
  editing = kept;
  openSheet({ lat: kept.lat, lng: kept.lng });
}

function act(name, id) {
  if (name === "edit") openMark(id);
  if (name === "remove") marks.remove(id).then(() => say(words.removed));
  if (name === "show") {
    const mark = marks.get(id);
    closeList();
    ask(Math.max(0, questions.findIndex((one) => one.key === mark.question)), { isFocused: false });
    map.setView([mark.lat, mark.lon], Math.max(map.getZoom(), 16));
    part("map").focus();
  }
}

function closeList() {
  part("list").hidden = true;
  part("open-list").setAttribute("aria-expanded", "false");
}

part("open-list").addEventListener("click", () => {
  part("list").hidden = false;
  part("open-list").setAttribute("aria-expanded", "true");
  show();
  part("list").querySelector("h2").focus();
});
part("close-list").addEventListener("click", () => {
  closeList();
  part("open-list").focus();
});
part("list").addEventListener("keydown", (event) => event.key === "Escape" && part("close-list").click());
part("place").addEventListener("click", () => place(map.getCenter()));
part("back").addEventListener("click", () => at > 0 && ask(at - 1));
part("next").addEventListener("click", () => {
  if (at < questions.length - 1) ask(at + 1);
  else if (navigator.onLine && !marks.outbox.isOffline) location.assign(urls.done);
  else say(words.offline);
});
part("zoom-in").addEventListener("click", () => map.zoomIn());
part("zoom-out").addEventListener("click", () => map.zoomOut());
part("mode").addEventListener("click", () => {
  isTapping = !isTapping;
  part("mode").setAttribute("aria-pressed", String(isTapping));
  part("place-text").textContent = isTapping ? words.tapHint : words.here;
  part("place").disabled = isTapping;
  say(isTapping ? words.tapHint : words.dragHint);
  show();
});
map.on("click", ({ latlng }) => {
  if (sheet.isOpen) return;
  if (isTapping) place(latlng);
  else map.panTo(latlng); // somebody taps although the cross is on: bring the place under the cross
});
part("map").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === part("map")) place(map.getCenter());
});
part("locate").addEventListener("click", () => {
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      map.setView([coords.latitude, coords.longitude], Math.max(map.getZoom(), 16));
      say(words.located);
    },
    () => say(words.notLocated),
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
  );
});
wireSearch({
  form: part("search"),
  openButton: part("open-search"),
  closeButton: part("close-search"),
  url: urls.places,
  words,
  say,
  onChoose: (found) => {
    map.setView([found.lat, found.lon], 17);
    say(found.name);
    part("place").focus();
  },
});
addEventListener("offline", showTrouble);
marks.addEventListener("change", show);
marks.addEventListener("trouble", showTrouble);

ask(at, { isFocused: false });
map.invalidateSize();
marks.start().then(restoreDraft);
