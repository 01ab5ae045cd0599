// A survey on a phone: one page at a time from the form in the document, kept as a draft, sent by the outbox.
import { Keeper } from "../../base/assets/keeper.js";
import { newId } from "../../base/assets/new_id.js";
import { isKept } from "../../base/assets/store.js";
import { startParticipantPage } from "../../base/assets/participant.js";
import { shown } from "../../questions/assets/shown.js";
import { makeRoom } from "../../questions/assets/cards.js";
import { Errors } from "../../questions/assets/errors.js";
import { cleaned, isRepeated, read, write } from "../../questions/assets/fields.js";
import { keepInStep } from "../../questions/assets/live.js";
import { MapQuestions } from "./map_questions.js";
import { coarse } from "./near_home.js";
import { showReview } from "../../questions/assets/review.js";
import { problemsOf } from "../../questions/assets/rules.js";
import { Sending } from "./sending.js";

const root = document.querySelector("#survey");
const config = JSON.parse(root.dataset.config);
const { questionnaire, today, words } = config;
const part = (name) => root.querySelector(`[data-${name}]`);
const form = part("form");
const written = (value) => (typeof value === "number" ? new Intl.NumberFormat(`${config.language}-u-nu-latn`, { maximumFractionDigits: 10 }).format(value) : value);
const errors = new Errors(form, part("summary"), words);
const sending = new Sending(config);
let id = newId();
let at = null; // key of the page that is shown, "" for the look over everything, null before the first
let asked = new Set();
let answers = {};
let savedAt = 0;
let isDirty = false;
let isReviewed = false; // everything was looked at once: a change leads back there

const keeper = new Keeper(`draft/${config.owner}/${config.activity}`, () => {
  if (!isDirty) return null;
  isDirty = false;
  return { id, at, raw: read(form, questionnaire), quote: part("quote").checked, isReviewed, isSent: sending.isSent ?? false, savedAt };
});

/** Keeps what is new; the person is told where it lies. */
async function keep() {
  savedAt = Date.now();
  isDirty = true;
  keeper.later();
  part("kept").textContent = isKept() ? words.kept : words.notKept;
}

function say(text) {
  part("say").textContent = text;
}

/** Shows what is asked now, and nothing else. */
function refresh() {
  const raw = read(form, questionnaire);
  const found = shown(questionnaire, raw, today);
  asked = new Set(found.paths);
  answers = found.answers;
  for (const ask of form.querySelectorAll(".ask")) ask.hidden = !asked.has(ask.dataset.path);
  keepInStep(form, words);
  maps.show();
  for (const button of form.querySelectorAll("[data-again]")) {
    const rounds = form.querySelectorAll(`[data-section="${button.dataset.again}"]`);
    const section = sectionOf(button.dataset.again);
    const number = Number(button.closest("[data-step]").dataset.step.split(".").pop());
    button.hidden = number !== rounds.length || rounds.length >= (section.most_repeats ?? 1);
    button.nextElementSibling.hidden = rounds.length <= Math.max(section.least_repeats ?? 1, 1);
  }
}

const sectionOf = (key) => questionnaire.sections.find((section) => section.key === key);

/** The pages that are asked now, in order. */
function steps() {
  return [...form.querySelectorAll("[data-section]")].filter((step) => {
    const asks = [...step.querySelectorAll(":scope > .ask")];
    return !asks.length || asks.some((ask) => !ask.hidden);
  });
}

function show(key, { isFocused = true, isNew = true } = {}) {
  refresh();
  const pages = steps();
  const review = part("review");
  const here = key === "" ? review : pages.find((step) => step.dataset.step === key) ?? pages[0] ?? review;
  at = here.dataset.step;
  part("start").hidden = true;
  root.classList.add("survey--begun");
  form.hidden = false;
  for (const step of form.querySelectorAll("[data-step]")) step.hidden = step !== here;
  const number = here === review ? pages.length : pages.indexOf(here);
  const isReview = here === review;
  part("progress").textContent = isReview ? words.review : words.progress.replace("%1", number + 1).replace("%2", pages.length);
  part("meter").max = pages.length + 1;
  part("meter").value = number + 1;
  part("next").hidden = isReview;
  part("send").hidden = !isReview;
  part("next").textContent = isReviewed || number === pages.length - 1 ? words.toReview : words.next;
  part("back").hidden = number === 0;
  if (isReview) {
    isReviewed = true;
    showReview(part("answers"), pages, words, (path, step) => (show(step), errors.focus(path)));
  }
  if (isNew && history.state?.step !== at) history[history.state?.step === undefined ? "replaceState" : "pushState"]({ step: at }, "");
  if (isFocused) here.querySelector("h2").focus({ preventScroll: true });
  if (isFocused) scrollTo(0, 0);
}

/** What does not fit on one page, as pairs of path and sentence. */
function problemsOn(step) {
  const section = sectionOf(step.dataset.section);
  const raw = read(form, questionnaire);
  const number = isRepeated(section) ? Number(step.dataset.step.split(".").pop()) : 0;
  const scope = number ? raw[section.key][number - 1] ?? {} : raw;
  const isBlank = number > (section.least_repeats ?? 1) && !Object.keys(cleaned({ [section.key]: [scope] }, { sections: [{ ...section, least_repeats: 0 }] })).length;
  if (number && (isBlank || (number > (section.least_repeats ?? 1) && !Object.keys(scope).length))) return [];
  const own = new Set((section.questions ?? []).map(({ key }) => key));
  const answerOf = (key) => (number && own.has(key) ? scope[key] : answers[key]) ?? null;
  return (section.questions ?? [])
    .map((question) => [question, number ? `${section.key}.${number}.${question.key}` : question.key])
    .filter(([, path]) => asked.has(path))
    .flatMap(([question, path]) => problemsOf(question, path, scope, { words, asked, answerOf, today, written }));
}

function next() {
  refresh();
  const pages = steps();
  const here = pages.find((step) => step.dataset.step === at);
  const found = here ? problemsOn(here) : [];
  errors.show(found);
  if (found.length) return;
  if (here && coarse(here, config.map?.home)) say(words.nearHome);
  const number = pages.indexOf(here);
  const following = isReviewed ? pages.find((step, place) => place > number && problemsOn(step).length) : pages[number + 1];
  show(following ? following.dataset.step : "");
  keep();
}

function back() {
  errors.clear();
  const pages = steps();
  const number = at === "" ? pages.length : pages.findIndex((step) => step.dataset.step === at);
  if (number > 0) show(pages[number - 1].dataset.step);
  keep();
}

async function send() {
  refresh();
  const broken = steps().find((step) => problemsOn(step).length);
  if (broken) {
    show(broken.dataset.step);
    errors.show(problemsOn(broken));
    return;
  }
  for (const step of steps()) coarse(step, config.map?.home);
  const sent = cleaned(shown(questionnaire, cleaned(read(form, questionnaire), questionnaire), today).answers, questionnaire);
  if (!Object.keys(sent).length) {
    errors.show([["", words.nothing]]);
    return;
  }
  part("send").disabled = true;
  sending.id = id;
  await sending.send(sent, part("quote").checked ? config.quote : "");
  part("send").disabled = false;
  keep();
}

function showSending(state) {
  const isNew = part("sending").hidden;
  form.hidden = true;
  part("start").hidden = true;
  root.classList.add("survey--begun");
  part("sending").hidden = false;
  if (part("state").textContent !== words[state]) part("state").textContent = words[state];
  if (state === "signedOut") part("state").append(" ", Object.assign(document.createElement("a"), { href: config.urls.resume, textContent: words.resume }));
  if (isNew) part("sending").focus();
}

sending.addEventListener("state", async ({ detail }) => {
  showSending(detail);
  if (detail !== "arrived") return;
  isDirty = false;
  await keeper.forget();
  location.assign(config.urls.done);
});
sending.addEventListener("refused", ({ detail: { message, problems, field, status } }) => {
  part("sending").hidden = true;
  const found = Object.entries(problems ?? { [field ?? ""]: message });
  refresh();
  const path = found.map(([one]) => one).find((one) => errors.place(one));
  const step = path && errors.place(path).closest("[data-step]");
  show(step ? step.dataset.step : "");
  errors.show(found.map(([one, text]) => [one, text || message]));
  if (status === 409 || status === 403) sending.forget(); // nothing that is changed here would help
  keep();
});

function restore({ raw = {}, quote = false, ...kept }) {
  id = kept.id ?? id;
  isReviewed = kept.isReviewed ?? false;
  savedAt = kept.savedAt ?? 0;
  makeRoom(form, questionnaire, raw);
  for (const section of questionnaire.sections) {
    if (!isRepeated(section)) write(form, section.questions, raw);
    else (raw[section.key] ?? []).forEach((round, place) => write(form, section.questions, round, `${section.key}.${place + 1}.`));
  }
  part("quote").checked = quote;
  refresh();
}

/** Rounds and marks go by number: whatever changes their number makes them anew from the answers. */
function remake(change) {
  const raw = read(form, questionnaire);
  change(raw);
  restore({ id, raw, quote: part("quote").checked, isReviewed, savedAt });
  keep();
}

const maps = new MapQuestions({ root, form, config, say, remake, changed: () => (refresh(), keep()) });

async function begin() {
  const kept = await keeper.last();
  if (kept) restore(kept);
  else restore({ ...(config.unsent ?? {}), id: config.unsent?.id ?? id });
  if (await sending.begin(id)) return sending.resume();
  if (kept?.isSent && !config.unsent) {
    showSending("arrived"); // it went out while this page was closed
    isDirty = false;
    await keeper.forget();
    if (navigator.onLine) location.assign(config.urls.done);
    return undefined;
  }
  if (kept && kept.at !== null && kept.at !== undefined) {
    show(kept.at, { isFocused: false });
    part("kept").textContent = isKept() ? words.kept : words.notKept;
    say(words.restored);
  }
  return undefined;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (at !== "") next();
});
form.addEventListener("input", ({ target }) => errors.forget(target));
form.addEventListener("input", () => {
  refresh();
  keep();
});
form.addEventListener("click", ({ target }) => {
  const { again, removeRound } = target.dataset;
  if (again && !problemsOn(target.closest("[data-step]")).length) {
    remake((raw) => raw[again].push({}));
    show(`${again}.${form.querySelectorAll(`[data-section="${again}"]`).length}`);
  } else if (again) next();
  if (removeRound) {
    const [key, number] = removeRound.split(".");
    remake((raw) => raw[key].splice(number - 1, 1));
    show(`${key}.${Math.max(1, number - 1)}`);
    say(words.removed);
  }
});
part("next").addEventListener("click", next);
part("back").addEventListener("click", back);
part("send").addEventListener("click", send);
addEventListener("popstate", ({ state }) => state?.step !== undefined && state.step !== at && !form.hidden && show(state.step, { isNew: false }));
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || sending.isSent) return;
  const kept = await keeper.last();
  if (!kept || kept.savedAt <= savedAt || kept.isSent) return;
  restore(kept); // another tab went on
  if (at !== null) show(at, { isFocused: false, isNew: false });
});
const ready = begin().finally(() => root.setAttribute("data-ready", ""));

/** How the map is fetched, where the survey has one. */
export function withMap(load) {
  maps.offer(load);
}

/** The person wants to begin, or to go on where another tab left off. */
export async function start() {
  await ready;
  const kept = await keeper.last();
  if (kept) restore(kept);
  show(kept?.at ?? "first");
  keep();
}

startParticipantPage();
