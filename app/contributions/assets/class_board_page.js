// The teacher's board: the clock ticks between two answers of the server, counts are asked for every few seconds.
import { send } from "../../base/assets/session.js";

const OFTEN = 4000;
const SELDOM = 30_000;
const board = document.querySelector("[data-board]");
const config = JSON.parse(board.dataset.config);
const find = (name) => board.querySelector(`[data-${name}]`);
const trouble = find("trouble");
const digits = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit" });

let state = JSON.parse(board.dataset.state);
let since = performance.now(); // when the state was true
let heard = new Date();
let pause = OFTEN;
let timer = 0;
let isMapMade = false;

/** Seconds left, as the server said it and the time that went by here since. */
function left() {
  const gone = state.running ? Math.floor((performance.now() - since) / 1000) : 0;
  return state.remaining - gone;
}

function tick() {
  const seconds = left();
  const size = Math.abs(seconds);
  const clock = find("clock");
  const text = `${seconds < 0 ? "+" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
  if (clock.textContent !== text) clock.textContent = text;
  const isOver = seconds < 0 && state.started;
  clock.classList.toggle("is-over", isOver);
  clock.classList.toggle("is-paused", !state.running);
  find("over").hidden = !isOver;
}

function put(name, text) {
  const element = find(name);
  if (element.textContent !== text) element.textContent = text;
}

function show(next) {
  if (next.ended && !state.ended) return location.reload();
  state = next;
  since = performance.now();
  heard = new Date();
  pause = OFTEN;
  trouble.textContent = "";
  if (!state.ended) {
    put("name", state.name);
    put("call", state.call);
  }
  put("joined", state.joined);
  put("arrived", state.arrived);
  board.querySelectorAll("[data-question]").forEach((element, i) => {
    element.textContent = state.questions[i] ?? "";
  });
  board.querySelectorAll(".board__phases li").forEach((item, i) => {
    if (i === state.phase) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  for (const field of board.querySelectorAll("[data-phase-seen]")) field.value = state.phase;
  setHidden("start", state.running);
  setHidden("pause", !state.running);
  setHidden("reveal", state.revealed);
  tick();
  if (state.revealed && !isMapMade) reveal();
}

/** Hides a button; who stood on it with the keyboard goes on to the one that takes its place. */
function setHidden(step, isHidden) {
  const form = board.querySelector(`[data-step="${step}"]`);
  if (!form || form.hidden === isHidden) return;
  const hadFocus = form.contains(document.activeElement);
  form.hidden = isHidden;
  if (!hadFocus) return;
  const other = { start: "pause", pause: "start", reveal: "next" }[step];
  const target = board.querySelector(`[data-step="${other}"]`);
  target.hidden = false;
  target.querySelector("button").focus();
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden || state.ended) return;
  const { status, data } = await send("GET", config.urls.state);
  if (status === 200) show(data);
  else if (status === 404) return location.reload(); // the link was taken back
  else fail();
  timer = setTimeout(ask, pause);
}

/** Without a connection the clock goes on; we ask more and more seldom. */
function fail() {
  pause = Math.min(pause * 2, SELDOM);
  trouble.textContent = config.words.offline.replace("%1", digits.format(heard));
}

async function press(form) {
  const button = form.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  const { step, phase } = Object.fromEntries(new FormData(form));
  const { status, data } = await send("POST", config.urls.step, { step, phase });
  button.removeAttribute("aria-disabled");
  if (status === 200) show(data);
  else trouble.textContent = data.message ?? config.words.notPressed;
}

for (const form of board.querySelectorAll("[data-step]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.querySelector("[aria-disabled]")) press(form);
  });
}

async function reveal() {
  isMapMade = true;
  const { status, data } = await send("GET", config.urls.map);
  if (status !== 200) {
    isMapMade = false; // the next answer of the server tries again
    return;
  }
  board.classList.add("board--revealed");
  find("revealed").hidden = false;
  find("cells").replaceChildren(...data.cells.map(({ label }) => Object.assign(document.createElement("li"), { textContent: label })));
  find("no-cells").hidden = data.cells.length > 0;
  const ground = find("map");
  ground.hidden = !data.bounds;
  if (!data.bounds) return;
  const { showTogether } = await import("./class_map.js");
  showTogether(ground, data, config);
}

document.addEventListener("visibilitychange", ask);
window.addEventListener("online", ask);
setInterval(tick, 250);
tick();
if (state.revealed) reveal();
timer = setTimeout(ask, OFTEN);
