// What the server sent along: settings, parts of the page, and the heading that the map takes over.
import { symbol } from "../../base/assets/town_map.js";
import { fillChips } from "./sheet.js";

export const root = document.querySelector("#needle");
export const config = { ...JSON.parse(root.dataset.config), page: root.dataset.rendering };
export const part = (name) => root.querySelector(`[data-${name}]`);
export const heading = document.querySelector("#question");

const fill = (text, ...values) => values.reduce((done, value, i) => done.replace(`%${i + 1}`, value), text);

/** Two quick taps mean one: the second must not hit what came up under the finger. */
export const isSecondTap = (event) => event.detail > 1;

/** What was server-rendered made the page usable from the first byte; now the map takes its place. */
export function takeOver() {
  const plain = document.querySelector("#plain");
  part("question-slot").append(heading);
  plain.remove();
  root.hidden = false;
  document.documentElement.classList.add("full-screen");
  for (const link of root.querySelectorAll("[data-plain-link]")) link.addEventListener("click", (event) => isSecondTap(event) && event.preventDefault());
}

/** Position of the question that the address asks for. */
export function startingQuestion() {
  const asked = Number(new URLSearchParams(location.search).get("frage")) || 1;
  return Math.min(Math.max(asked, 1), config.questions.length) - 1;
}

/**
 * Question, progress and buttons: `at` is the question's position, `count` how much was marked for it, `all` altogether;
 * `isDone` when nothing more may be marked, `isCross` when the map is aimed at, `isCorner` when corners are set.
 */
export function showFrame({ at, count, all, isDone, isDrawn, isCross, isCorner }) {
  const { words, questions } = config;
  const question = questions[at];
  heading.textContent = question.text;
  heading.lang = question.language;
  part("progress").textContent = fill(words.question, at + 1, questions.length);
  part("pins").textContent = fill(isDrawn ? words.drawings : words.pins, count, question.maxPins);
  part("meter").max = questions.length;
  part("meter").value = at + 1;
  part("count").textContent = all;
  part("back").disabled = at === 0;
  part("next-text").textContent = at === questions.length - 1 ? words.finish : words.next;
  part("full").hidden = !isDone;
  part("full").textContent = isDrawn ? words.drawn : words.full;
  part("kinds").hidden = isDone || isDrawn || question.qualities.length < 2;
  part("place").hidden = isDone;
  part("place").classList.toggle("needle__place--drawn", isDrawn && !isCorner);
  part("mode").hidden = isDrawn;
  part("next").classList.toggle("needle__nav--main", isDone);
  part("cross").hidden = isDone || !isCross;
  part("cross").classList.toggle("needle__cross--corner", isDrawn);
  if (isDrawn) part("cross").replaceChildren();
  for (const link of root.querySelectorAll("[data-plain-link]")) link.href = `?frage=${at + 1}&ansicht=liste`;
}

/** The big button of needles: it sets one, or says that a tap on the map does. */
export function showPlaceButton(isTapping) {
  part("place-text").textContent = isTapping ? config.words.tapHint : config.words.here;
  part("place").disabled = isTapping;
}

/** Kinds to choose from; the cross carries the chosen one, `onChoose(code)` tells. */
export function showKinds({ qualities }, onChoose) {
  const aim = (code) => {
    const pin = Object.assign(document.createElement("span"), { className: "pin" });
    pin.append(symbol(code));
    part("cross").replaceChildren(pin);
  };
  part("kinds").classList.toggle("needle__kinds--few", qualities.length < 5);
  fillChips(part("kinds"), "quality", qualities.map((code) => [code, config.qualities[code]]), {
    chosen: qualities[0],
    extra: symbol,
    onChange: (code) => {
      aim(code);
      onChoose(code);
    },
  });
  aim(qualities[0]);
}

/** What a needle or a drawing on the map is called. */
export function labelOf(mark) {
  return [config.qualities[mark.quality], mark.title, mark.text, config.words[mark.state]].filter(Boolean).join(", ");
}
