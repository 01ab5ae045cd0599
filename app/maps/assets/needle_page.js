// The map on a phone: one question at a time, needles by crosshair or tap, drawings by hand, all kept and sent by the outbox.
import { startParticipantPage } from "../../base/assets/participant.js";
import { makeActions } from "./actions.js";
import { DrawingQuestions } from "./drawing_questions.js";
import { placed } from "../../base/assets/homes.js";
import { Keeper } from "../../base/assets/keeper.js";
import { fillList, wireList } from "./list.js";
import { Marks } from "./marks.js";
import { MediaFirst } from "./media_first.js";
import { MediaSheet } from "./media_sheet.js";
import { MediaStore } from "../../base/assets/media_store.js";
import { addOutline, isInside, makeMap, refusalOf } from "../../base/assets/town_map.js";
import { Draft, Needles } from "./needle_map.js";
import { config, heading, isSecondTap, labelOf, part, root, showFrame, showKinds, showPlaceButton, startingQuestion, takeOver } from "./page.js";
import { Restoring, unsaved } from "./restoring.js";
import { Sheet } from "./sheet.js";
import { makeStatus } from "../../base/assets/status.js";
import { wireTools } from "../../base/assets/tools.js";
import { Way } from "./way.js";

const { words, questions, urls } = config;
takeOver();
const marks = new Marks(config);
const { say, showTrouble } = makeStatus({ part, words, urls, outbox: marks.outbox });
const map = makeMap(part("map"), { ...config, isNamed: questions[startingQuestion()].task !== "felt_area" }, () => say(words.noTiles));
const needles = new Needles(map, labelOf, openMark);
const draft = new Draft(map);
const sheet = new Sheet(part("sheet"), config);
const media = new MediaStore(config, marks.outbox);
const mediaSheet = new MediaSheet({ part, config, store: media, say, spot: () => draft.place });
let at = startingQuestion();
let kind = "";
let isTapping = false;
let editing = null; // the needle in the sheet
let left = null; // words of a needle that the back button took away, for the next one
let isSaving = false;
let isLeaving = false; // "Fertig" was tapped, but not everything has arrived
addOutline(map, config.outline);

const way = new Way({
  onQuestion: (number) => ask(number),
  onClose: () => {
    const isBehind = mediaSheet.closeDialog(); // what the dialog lay over stays
    if (isBehind && sheet.isOpen) return;
    if (sheet.isOpen) leaveSheet();
    drawn.closeReveal();
    closeList();
  },
});
const drawn = new DrawingQuestions({
  root, part, map, config, marks, say,
  onChange: () => {
    keeper.later();
    show();
  },
  onFinish: (mark) => {
    editing = { ...left, ...mark };
    left = null;
    openSheet(null);
  },
  onCover: (isOver) => (isOver ? way.cover() : way.uncover()),
});
const keeper = new Keeper(`draft/${config.owner}`, () => unsaved({ editing, sheet, draft, drawn }));

/** The next needle goes on where this one was left: its words and what was photographed or said for it. */
function leaveSheet() {
  if (editing.isNew) left = { id: editing.id, ...sheet.answers() };
  closeSheet();
}

const question = () => questions[at];
const mine = () => marks.of(question().key);
const isFull = () => mine().length >= question().maxPins;
const isDrawn = () => question().task !== "needle";

function show() {
  const here = mine();
  const isCorner = isDrawn() && drawn.mode === "points";
  showFrame({
    at,
    count: here.length,
    all: marks.all().length,
    isDone: isFull() && !drawn.isRedrawing,
    isDrawn: isDrawn(),
    isCorner,
    isCross: !sheet.isOpen && !drawn.isRevealed && (isDrawn() ? isCorner : !isTapping),
  });
  needles.show(here, drawn.isRedrawing ? drawn.redrawing.id : sheet.isOpen && !editing?.shape ? editing?.id : null);
  if (!part("list").hidden) fillList(part("marks"), marks.all(), config, act, (id) => media.of(id));
  mediaFirst.show(left?.id, question(), isFull() && !drawn.isRedrawing);
  showTrouble();
  drawn.revealArrived();
  if (isLeaving && !marks.unsent && !media.unsent) location.assign(urls.done);
}

function ask(number, { isFocused = true } = {}) {
  if (number !== at) left = left && media.draftsOf(left.id).length ? { id: left.id } : null;
  at = number;
  kind = question().qualities[0];
  if (!isDrawn()) {
    showKinds(question(), (code) => {
      kind = code;
    });
  }
  way.go(at);
  root.classList.toggle("needle--plain", question().task === "felt_area");
  map.showGround(question().task !== "felt_area");
  if (isDrawn() && !isFull()) drawn.begin(question());
  else {
    drawn.leave();
    if (!isDrawn()) showPlaceButton(isTapping);
  }
  show();
  if (isFocused) heading.focus({ preventScroll: true });
}

function place(latlng) {
  if (isFull() || sheet.isOpen) return;
  const refusal = refusalOf(map, config, latlng);
  if (refusal) {
    say(refusal);
    return;
  }
  editing = { ...left, id: left?.id ?? marks.newId(), question: question().key, quality: kind, isNew: true };
  left = null;
  openSheet(latlng);
  say(isInside(config.outline?.geometry, latlng) ? words.placed : words.outside);
}

function openMark(id) {
  const mark = marks.get(id);
  if (!mark) return;
  if (sheet.isOpen && editing.isNew) left = { id: editing.id, ...sheet.answers() };
  closeList();
  const number = questions.findIndex((one) => one.key === mark.question);
  if (number >= 0 && number !== at) ask(number, { isFocused: false });
  if (drawn.isRedrawing) drawn.giveUp();
  editing = { ...mark, words: marks.wordsOn(id), isStored: true };
  openSheet(mark.lat === null || mark.shape ? null : { lat: mark.lat, lng: mark.lon });
}

function openSheet(latlng) {
  if (latlng) draft.set(latlng, editing.quality);
  const discardText = editing.isStored ? words.remove : isDrawn() ? words.backToDrawing : words.cancelText;
  mediaSheet.open(editing, question());
  sheet.open(editing, question(), { discardText });
  drawn.rest();
  root.classList.add("needle--sheet");
  way.cover();
  part("move").hidden = !latlng;
  show();
  requestAnimationFrame(() => {
    map.invalidateSize({ pan: false });
    // The needle must not lie under the sheet, and one that was set earlier is shown from near.
    if (latlng) map.setView(latlng, Math.max(map.getZoom(), config.minPinZoom), { animate: false });
    else if (editing?.shape) {
      say("");
      drawn.lookAt(editing.shape);
    }
  });
}

function closeSheet() {
  sheet.close();
  mediaSheet.close();
  draft.clear();
  root.classList.remove("needle--sheet");
  editing = null;
  if (isDrawn() && (!isFull() || drawn.isRedrawing)) drawn.begin(question());
  else if (isDrawn()) drawn.leave();
  keeper.forget();
  way.uncover();
  map.invalidateSize({ pan: false });
  show();
  const next = isFull() && !drawn.isRedrawing ? part("next") : part("place");
  next.focus({ preventScroll: true });
}

sheet.addEventListener("save", async ({ detail: { namesHome, ...answers } }) => {
  if (isSaving) return;
  isSaving = true;
  const mark = { ...editing, ...answers, message: "" };
  let told = words.saved;
  if (isDrawn()) told = drawn.prepare(mark, namesHome) || told;
  else Object.assign(mark, placed(mark, draft.place, namesHome && config.home));
  await marks.save(mark);
  await media.release(mark.id);
  isSaving = false;
  drawn.saved(mark);
  closeSheet();
  if (mark.shape) drawn.lookAt(mark.shape);
  say(told);
});
sheet.addEventListener("discard", async ({ detail: isAsked }) => {
  const { id, isStored } = editing;
  if (isStored && isAsked) await marks.remove(id);
  await media.forgetDrafts(id);
  if (!isStored && isDrawn()) left = sheet.answers();
  closeSheet();
  say(!isStored ? (isDrawn() ? words.goOn : words.cancelled) : isAsked ? words.removed : "");
});
sheet.addEventListener("step", ({ detail }) => {
  draft.move(...detail);
  say(words.moved);
  keeper.later();
});
sheet.addEventListener("kind", ({ detail }) => draft.look(detail));
sheet.addEventListener("draft", () => keeper.later());
mediaSheet.addEventListener("cover", () => way.cover());
mediaSheet.addEventListener("uncover", () => (sheet.isOpen ? way.cover() : way.uncover()));
mediaSheet.addEventListener("place", ({ detail }) => {
  draft.set(detail, editing.quality);
  map.setView(detail, Math.max(map.getZoom(), config.minPinZoom), { animate: false }); // it must not lie under the sheet
  say(config.media.words.moved);
});
const mediaFirst = new MediaFirst({
  ...{ part, config, sheet: mediaSheet, store: media, say, changed: show },
  begin: () => {
    left ??= { id: marks.newId() };
    return left.id;
  },
  look: (latlng) => map.setView(latlng, Math.max(map.getZoom(), config.minPinZoom + 1)),
});

part("redraw")?.addEventListener("click", () => {
  drawn.redraw({ ...editing, ...sheet.answers() }, question());
  closeSheet();
  show();
});

const restoring = new Restoring({
  ...{ marks, media, keeper, drawn, ask, show },
  isFull: () => isFull(),
  isDrawn: () => isDrawn(),
  question: () => question(),
  goOn: (said) => {
    left = said;
  },
  reopen: (said) => {
    editing = said;
    openSheet({ lat: said.lat, lng: said.lng });
  },
});
const act = makeActions({ ...{ marks, map, drawn, ask, openMark, say, part }, closeList: () => closeList() });
const closeList = wireList({
  part,
  onOpen: () => show(),
  cover: (isOver) => {
    if (isOver) way.cover();
    else if (!sheet.isOpen) way.uncover();
  },
});
part("place").addEventListener("click", (event) => {
  if (isDrawn()) drawn.main(event);
  else if (!isSecondTap(event)) place(map.getCenter());
});
part("back").addEventListener("click", (event) => isSecondTap(event) || (at > 0 && ask(at - 1)));
part("next").addEventListener("click", (event) => {
  if (isSecondTap(event)) return;
  if (at < questions.length - 1) ask(at + 1);
  else if (!navigator.onLine || marks.outbox.isOffline) say(words.offline);
  else {
    isLeaving = true;
    if (marks.unsent) say(words.sending);
    show();
  }
});
part("mode").addEventListener("click", () => {
  isTapping = !isTapping;
  part("mode").setAttribute("aria-pressed", String(isTapping));
  showPlaceButton(isTapping);
  say(isTapping ? words.tapHint : words.dragHint);
  show();
});
map.on("click", ({ latlng }) => {
  if (sheet.isOpen || drawn.isRevealed) return;
  if (isDrawn()) drawn.tap(latlng);
  else if (isTapping) place(latlng);
  else map.panTo(latlng); // somebody taps although the cross is on: bring the place under the cross
});
part("map").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === part("map") && !isDrawn()) place(map.getCenter());
});
wireTools({ part, map, urls, words, say });
// The panel grows and shrinks with what is drawn: what lies amid the map stays there.
new ResizeObserver(() => isDrawn() && map.invalidateSize({ pan: false })).observe(part("map"));
addEventListener("offline", showTrouble);
marks.addEventListener("change", show);
media.addEventListener("change", show);
marks.addEventListener("trouble", () => {
  isLeaving = false;
  showTrouble();
});

ask(at, { isFocused: false });
map.invalidateSize();
marks.start().then(() => restoring.run());
startParticipantPage();
