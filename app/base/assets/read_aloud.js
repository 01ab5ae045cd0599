// Reads a page aloud with the phone's own voice (Web Speech), block by block, each in the language it is written in.
// Only voices that live on the device are used: no word of a page leaves the phone.

const BLOCKS = "h1, h2, h3, p, li, legend, label, summary, dt, dd, figcaption, option:checked";
const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
const wordsOf = (element) => element.innerText.replace(/\s+/g, " ").trim();

/** The blocks of `root` in reading order: the innermost ones that hold words and can be seen. */
export function blocksOf(root) {
  return [...root.querySelectorAll(BLOCKS)].filter((one) => isShown(one) && !one.querySelector(BLOCKS) && wordsOf(one) && !one.closest("[aria-hidden=true], [data-not-aloud]"));
}

/** The voice of the device for a language, else null. Leichte Sprache (de-simple) is spoken by a German voice. */
export function voiceFor(language, voices = speechSynthesis.getVoices()) {
  const short = language.split("-")[0].toLowerCase();
  const fitting = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().replace("_", "-").split("-")[0] === short);
  return fitting.find((voice) => voice.default) ?? fitting[0] ?? null;
}

/** Shows the button where the browser can speak. `words` are {read, stop, none}; `root()` names what is read. */
export function wireReadAloud(button, words, root = () => document.querySelector("main")) {
  if (!("speechSynthesis" in window) || !("SpeechSynthesisUtterance" in window)) return;
  button.hidden = false;
  const label = button.querySelector("[data-text]");
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden", role: "status" });
  button.after(status);
  let turn = 0; // what was asked for last; an older reading that still ends must not go on

  const look = (isReading) => {
    button.setAttribute("aria-pressed", String(isReading));
    label.textContent = isReading ? words.stop : words.read;
    if (!isReading) document.querySelector(".is-read-aloud")?.classList.remove("is-read-aloud");
  };
  const stop = () => {
    turn += 1;
    speechSynthesis.cancel();
    look(false);
  };
  const read = (blocks, mine) => {
    document.querySelector(".is-read-aloud")?.classList.remove("is-read-aloud");
    const block = blocks.shift();
    if (!block || mine !== turn) return mine === turn ? stop() : undefined;
    const language = block.closest("[lang]").lang;
    const voice = voiceFor(language);
    if (!voice) return read(blocks, mine); // a sentence of a language this phone cannot say
    const utterance = new SpeechSynthesisUtterance(wordsOf(block));
    Object.assign(utterance, { voice, lang: voice.lang, rate: language === "de-simple" ? 0.8 : 0.95 });
    utterance.onend = () => read(blocks, mine);
    utterance.onerror = () => mine === turn && stop();
    block.classList.add("is-read-aloud");
    block.scrollIntoView({ block: "nearest" });
    speechSynthesis.speak(utterance);
    return undefined;
  };

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    stop();
    status.textContent = "";
    const blocks = blocksOf(root());
    if (!blocks.some((block) => voiceFor(block.closest("[lang]").lang))) {
      status.textContent = words.none;
      label.textContent = words.none;
      return undefined;
    }
    look(true);
    return read(blocks, turn);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && button.getAttribute("aria-pressed") === "true" && stop());
  addEventListener("pagehide", stop);
  speechSynthesis.getVoices(); // some browsers load them at the first question
}

/** All buttons of the page that read it aloud. */
export function wireReadAloudButtons() {
  for (const button of document.querySelectorAll("[data-read-aloud]")) wireReadAloud(button, JSON.parse(button.dataset.words));
}
