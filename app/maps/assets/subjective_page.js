// A subjective map on a phone: one step at a time, everything kept on the phone until the server has said it arrived.
import { startParticipantPage } from "../../base/assets/participant.js";
import { Keeper } from "../../base/assets/keeper.js";
import { Drawing } from "./subjective/drawing.js";
import { DrawScreen } from "./subjective/draw_screen.js";
import { Painter } from "./subjective/paint.js";
import { Paper } from "./subjective/paper.js";
import { Places } from "./subjective/places.js";
import { SendScreen } from "./subjective/send_screen.js";
import { newIds } from "./subjective/sending.js";
import { Telling } from "./subjective/telling.js";

const root = document.querySelector("#sheet");
const config = JSON.parse(root.dataset.config);
const { words } = config;
const part = (name) => root.querySelector(`[data-${name}]`);
const screen = (name) => root.querySelector(`[data-screen="${name}"]`);

// What was server-rendered made the page usable from the first byte; now the sheet takes its place and its heading.
const heading = document.querySelector("#heading");
part("title-slot").append(heading);
document.querySelector("#plain").remove();
root.hidden = false;
document.documentElement.classList.add("full-screen");

const fresh = () => ({ activity: config.activity, ids: newIds(), mode: "", step: "start", photos: {}, told: { text: "", voice: null }, places: { chosen: {}, own: [] }, title: "", startPoint: "", mayShow: false, mayQuote: false, isSent: false });
let made = fresh();

const drawing = new Drawing(config);
const draw = new DrawScreen(screen("draw"), drawing, config);
const paper = new Paper(screen("paper"), words);
const telling = new Telling(screen("tell"), { words, voice: config.voice });
const places = new Places(screen("places"), config);
const sending = new SendScreen(screen("send"), config);
const keeper = new Keeper(`draft/${config.owner}/${config.activity}`, () => (made.mode ? { ...made, drawing: drawing.asJson() } : null));

function say(text) {
  part("status").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => part("status").replaceChildren(), 5000);
}

/** The steps of the way that was chosen. */
function steps() {
  const last = [...(config.askNarration ? ["tell"] : []), ...(config.askPlaces ? ["places"] : []), "send"];
  return made.mode === "paper" ? ["paper", ...last] : ["draw1", "draw2", ...(config.offered.length ? ["draw3"] : []), ...last];
}

function stickers() {
  const found = made.mode === "paper" ? [] : drawing.objects.filter(({ type }) => type === "sticker");
  return found.map(({ number, name, rating }) => ({ number, label: name || config.ratings[rating].label, colour: config.ratings[rating].colour }));
}

function show({ isFocused = true, isNew = true } = {}) {
  const { step } = made;
  const isStart = step === "start";
  const at = steps().indexOf(step);
  for (const one of root.querySelectorAll("[data-screen]")) one.hidden = one.dataset.screen !== (step.startsWith("draw") ? "draw" : step);
  heading.textContent = isStart ? words.start : words[step];
  heading.lang = document.documentElement.lang;
  part("step").textContent = isStart ? "" : words.step.replace("%1", at + 1).replace("%2", steps().length);
  root.querySelector("[data-back]").hidden = isStart || made.isSent;
  root.querySelector("[data-close]").hidden = !isStart && !made.isSent;
  part("next").hidden = isStart || step === "send";
  part("status").replaceChildren();
  telling.leave();
  if (step.startsWith("draw")) draw.begin(Number(step.at(-1)));
  if (step === "paper") paper.load(made.photos);
  if (step === "tell") {
    telling.show(made.told, stickers());
    thumb();
  }
  if (step === "places") places.show(made.mode === "paper" ? [] : drawing.names, made.places);
  if (step === "send") sending.show({ ...made, drawing: drawing.asJson() }, preview());
  if (isNew) history[history.state?.step && history.state.step !== step ? "pushState" : "replaceState"]({ step }, "");
  if (isFocused) heading.focus({ preventScroll: true });
  for (const one of root.querySelectorAll(".sheet__screen--page")) one.scrollTop = 0;
}

function go(step) {
  made.step = step;
  keeper.later();
  show();
}

/** The map as it will be sent, as a picture or pictures. */
function preview() {
  if (made.mode !== "paper") return drawing.isEmpty ? [] : [new Painter(config).picture(drawing, 900)];
  return Object.values(made.photos).map(({ blob }) => Object.assign(document.createElement("img"), { src: URL.createObjectURL(blob), alt: words.photo }));
}

function thumb() {
  const canvas = part("thumb");
  canvas.hidden = made.mode === "paper" || drawing.isEmpty;
  if (canvas.hidden) return;
  const picture = new Painter(config).picture(drawing, 700);
  Object.assign(canvas, { width: picture.width, height: picture.height });
  canvas.getContext("2d").drawImage(picture, 0, 0);
}

for (const button of root.querySelectorAll("[data-mode]")) {
  button.addEventListener("click", () => {
    made.mode = button.dataset.mode;
    if (made.mode === "drawn" && drawing.isEmpty) draw.layOut();
    go(steps()[0]);
  });
}
part("next").addEventListener("click", () => {
  draw.leave();
  go(steps()[steps().indexOf(made.step) + 1]);
});
root.querySelector("[data-back]").addEventListener("click", () => {
  draw.leave();
  go(steps()[steps().indexOf(made.step) - 1] ?? "start");
});
addEventListener("popstate", ({ state }) => {
  if (!state?.step || made.isSent) return;
  made.step = state.step === "start" || steps().includes(state.step) ? state.step : "start";
  show({ isNew: false });
});

drawing.addEventListener("change", () => keeper.later());
draw.addEventListener("said", ({ detail }) => say(detail));
draw.addEventListener("restart", () => {
  drawing.load({ width: drawing.width, height: drawing.height, objects: [] });
  made = { ...fresh(), mode: made.mode, step: "draw1" };
  show();
});
paper.addEventListener("change", () => {
  made.photos = paper.photos;
  keeper.later();
});
paper.addEventListener("said", ({ detail }) => say(words[detail]));
telling.addEventListener("change", () => {
  made.told = telling.told;
  keeper.later();
});
places.addEventListener("change", () => {
  made.places = places.state;
  keeper.later();
});
places.addEventListener("said", ({ detail }) => say(detail));
sending.addEventListener("change", ({ detail }) => {
  Object.assign(made, detail);
  keeper.later();
});
sending.addEventListener("sent", () => {
  made.isSent = true;
  keeper.now();
  show();
});
sending.addEventListener("again", () => {
  Object.assign(made, { isSent: false, ids: newIds(), step: steps()[0] });
  keeper.now();
  show();
});
sending.addEventListener("arrived", async () => {
  made.mode = "";
  await keeper.forget();
  location.assign(config.urls.done);
});
sending.addEventListener("trouble", ({ detail }) => {
  part("trouble").hidden = !detail.text;
  part("trouble").textContent = detail.text;
  if (detail.url) part("trouble").append(" ", Object.assign(document.createElement("a"), { href: detail.url, textContent: words.resume }));
});

async function begin() {
  const kept = await keeper.last();
  if (kept?.activity === config.activity && kept.mode) {
    const { drawing: sheet, ...rest } = kept;
    made = { ...fresh(), ...rest };
    drawing.load(sheet);
    if (made.step !== "start" && !steps().includes(made.step)) made.step = steps()[0];
  }
  show({ isFocused: false });
  await sending.start();
  if (made.isSent) sending.follow();
}

begin();
startParticipantPage();
