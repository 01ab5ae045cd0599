// Offers the home screen, once something of this person has arrived, where a browser allows it; a no is for good.

const ANSWER = "startbildschirm"; // in localStorage: arrived | no
const isInstalled = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const part = (name) => document.querySelector(`[data-${name}]`);
let prompt = null;

function answer(given) {
  try {
    if (given) localStorage.setItem(ANSWER, given);
    return localStorage.getItem(ANSWER);
  } catch {
    return "no"; // a phone that cannot remember the no is not asked
  }
}

function offer() {
  const byHand = navigator.standalone === false; // Safari on iOS has no prompt
  if (answer() !== "arrived" || isInstalled() || !(prompt || byHand)) return;
  part("install").hidden = false;
  part("install-easy").hidden = !prompt;
  part("install-yes").hidden = !prompt;
  part("install-by-hand").hidden = Boolean(prompt);
}

function close() {
  part("install").hidden = true;
  document.querySelector("main").focus();
}

export function offerHomeScreen(outbox) {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    prompt = event;
    offer();
  });
  outbox.addEventListener("arrived", () => answer() ?? answer("arrived"));
  part("install-no").addEventListener("click", () => {
    answer("no");
    close();
  });
  part("install-yes").addEventListener("click", async () => {
    await prompt.prompt();
    prompt = null;
    close();
  });
  offer();
}
