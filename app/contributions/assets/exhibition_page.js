// The exhibition by keys and buttons: one thing at a time; without script one scrolls.

const items = [...document.querySelectorAll("[data-exhibition] > li")];
const wall = document.querySelector("[data-exhibition]");
let at = -1;

function go(step) {
  at = Math.min(Math.max(at + step, 0), items.length - 1);
  items[at].focus({ preventScroll: true });
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  items[at].scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
}

const tools = document.querySelector("[data-tools]");
tools.hidden = false;
tools.querySelector("[data-back]").addEventListener("click", () => go(-1));
tools.querySelector("[data-forth]").addEventListener("click", () => go(1));
const full = tools.querySelector("[data-full]");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => wall.requestFullscreen());
wall.addEventListener("focusin", (event) => {
  const item = event.target.closest("li");
  if (item) at = items.indexOf(item);
});

const steps = document.dir === "rtl" ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("audio, input, select")) return;
  if (!steps[event.key]) return;
  event.preventDefault();
  go(steps[event.key]);
});
