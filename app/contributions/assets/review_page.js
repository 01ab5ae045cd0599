// The review desk by keyboard: moves from card to card, decides without a reload, takes back, tells what is new.

const queue = document.querySelector("[data-queue]");
const config = JSON.parse(document.querySelector("[data-desk]").dataset.desk);
const messages = document.querySelector("#messages");
const EVERY = 10_000;

const cards = () => [...queue.children];
const isDecided = (card) => card.classList.contains("is-decided");
const filled = (text, ...values) => values.reduce((done, value, index) => done.replace(`%${index + 1}`, value), text);

function say(text) {
  if (messages) messages.textContent = text;
}

function moveTo(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function current() {
  return document.activeElement?.closest?.("[data-queue] > li") ?? null;
}

function step(direction) {
  const open = cards().filter((card) => !isDecided(card) || card === current());
  const index = open.indexOf(current());
  moveTo(index < 0 ? open[0] : open[index + direction]);
}

/** Sends a form as the browser would; answers {status, data}, status 0 without an answer of ours. */
async function post(form, submitter) {
  try {
    const body = new FormData(form, submitter ?? null);
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    return { status: response.status, data: await response.json() };
  } catch {
    return { status: 0, data: {} };
  }
}

function showState(card, item) {
  card.dataset.state = item.state;
  if (item.version === undefined) return;
  for (const field of card.querySelectorAll('input[name="version"]')) field.value = item.version;
  const tick = card.querySelector('input[name="chosen"]');
  tick.value = `${item.id}:${item.version}`;
  const badge = card.querySelector("[data-badges] .badge");
  if (!badge) return;
  badge.textContent = item.stateText;
  badge.className = `badge badge--${item.state}`;
}

function settle(card, item) {
  showState(card, item);
  card.classList.add("is-decided");
  card.querySelector('input[name="chosen"]').checked = false;
  const done = card.querySelector("[data-done]");
  done.textContent = `${item.stateText}. ${config.words.undo}`;
  done.hidden = false;
  card.querySelector("[data-problem]").hidden = true;
  countChosen();
}

function reopen(card, item) {
  showState(card, item);
  card.classList.remove("is-decided");
  card.querySelector("[data-done]").hidden = true;
}

function complain(card, text) {
  const problem = card.querySelector("[data-problem]");
  problem.textContent = text;
  problem.hidden = false;
}

async function decide(form, submitter) {
  const card = form.closest("li");
  if (card.dataset.busy) return;
  card.dataset.busy = "1";
  const { status, data } = await post(form, submitter);
  delete card.dataset.busy;
  const item = data.items?.[0];
  if (status === 200 && item) {
    const here = current() === card || document.activeElement === document.body;
    settle(card, item);
    say(item.stateText);
    if (here) step(1);
    if (current() === card && isDecided(card)) card.focus();
  } else if (status === 409 && item) {
    showState(card, item);
    complain(card, filled(config.words.conflict, item.by || config.words.someone, item.stateText));
  } else {
    complain(card, data.message ?? config.words.failed);
  }
}

async function undo(form) {
  const { status, data } = await post(form);
  if (status !== 200) {
    say(data.message ?? config.words.failed);
    return;
  }
  const known = data.items.map((item) => [queue && document.getElementById(`beitrag-${item.id}`), item]);
  if (!queue || known.some(([card]) => !card)) {
    location.reload();
    return;
  }
  for (const [card, item] of known) reopen(card, item);
  say(config.words.undone);
  moveTo(known[0]?.[0]);
}

const undoForm = document.querySelector("[data-undo]");
undoForm.addEventListener("submit", (event) => {
  event.preventDefault();
  undo(undoForm);
});

function countChosen() {
  const count = queue.querySelectorAll('input[name="chosen"]:checked').length;
  document.querySelector("[data-chosen]").textContent = count;
}

const shortcuts = {
  j: () => step(1),
  ArrowDown: () => step(1),
  v: () => step(-1),
  ArrowUp: () => step(-1),
  x: () => current()?.querySelector('input[name="chosen"]').click(),
  m: () => current()?.querySelector("[data-media]")?.click(),
  z: () => undo(undoForm),
};

function press(key) {
  const card = current();
  if (shortcuts[key]) {
    shortcuts[key]();
    return true;
  }
  if (!card || isDecided(card)) return false;
  const button = card.querySelector(`[data-key="${key}"]`);
  const fold = card.querySelector(`[data-fold="${key}"]`);
  if (button) decide(button.form, button);
  else if (fold) {
    fold.open = true;
    fold.querySelector("textarea, select").focus();
  } else return false;
  return true;
}

function startKeys() {
  const panel = document.querySelector("[data-shortcuts]");
  const box = panel.querySelector("[data-switch]");
  panel.hidden = false;
  box.checked = remembered("review-keys") !== "off";
  const show = () => document.body.classList.toggle("has-keys", box.checked);
  show();
  box.addEventListener("change", () => {
    remember("review-keys", box.checked ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest?.("textarea, select, input:not([type=checkbox])");
    if (typing) {
      if (event.key === "Escape") moveTo(typing.closest("[data-queue] > li"));
      return;
    }
    const arrow = event.key.startsWith("Arrow");
    if (arrow && !current()) return; // the page scrolls until somebody is at a card
    if (press(event.key)) event.preventDefault();
  });
}

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing simply forgets the choice
  }
}

async function lookForNew() {
  if (document.visibilityState !== "visible") return;
  try {
    const response = await fetch(`${config.count}?seit=${encodeURIComponent(config.since)}`, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!response.ok) return;
    const { new: count } = await response.json();
    const link = document.querySelector("[data-new] a");
    link.hidden = count === 0;
    const text = count === 1 ? config.words.newOne : filled(config.words.newMany, count);
    if (count && link.textContent !== text) link.textContent = text;
  } catch {
    // no network now: the next look tries again
  }
}

if (queue) {
  queue.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-decide]")) return;
    event.preventDefault();
    decide(event.target, event.submitter);
  });
  queue.addEventListener("change", (event) => {
    if (event.target.name === "chosen") countChosen();
  });
  countChosen();
  startKeys();
}
setInterval(lookForNew, EVERY);
