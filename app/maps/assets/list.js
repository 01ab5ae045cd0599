// The list of own needles: says and does everything the map does, for eyes, ears and keys.
import { line } from "../../base/assets/media_items.js";
import { symbol } from "../../base/assets/town_map.js";
import { inWords, toPieces } from "../../base/assets/shapes.js";

/** Fills the list; `act(name, id)` with edit, remove or show; `mediaOf(id)` is what a needle has besides words. */
export function fillList(list, marks, config, act, mediaOf) {
  const focused = document.activeElement?.dataset?.act;
  const focusedId = document.activeElement?.closest?.("li")?.dataset.id;
  list.replaceChildren(...(marks.length ? marks.map((mark) => entry(mark, config, act, mediaOf(mark.id))) : [nothing(config)]));
  if (focused && focusedId) list.querySelector(`li[data-id="${focusedId}"] [data-act="${focused}"]`)?.focus();
}

function entry(mark, config, act, media) {
  const { words, qualities, questions, language } = config;
  const item = element("li", { className: "needle__mark" });
  item.dataset.id = mark.id;
  item.dataset.state = mark.state;
  const head = element("p", { className: "needle__markhead" });
  head.append(symbol(mark.quality), element("strong", { textContent: qualities[mark.quality] }));
  item.append(head);
  const question = questions.find((one) => one.key === mark.question);
  item.append(element("p", { className: "needle__marktext", dir: "auto", textContent: [mark.title, mark.place_text, mark.text].filter(Boolean).join(" – ") || (media.length ? "" : mark.shape ? words.noText : words.place) }));
  if (mark.shape) item.append(element("p", { className: "small muted", textContent: inWords(toPieces(mark.shape), words, language) }));
  if (question) item.append(element("p", { className: "small muted", lang: question.language, dir: "auto", textContent: question.text }));
  const state = element("p", { className: `needle__state needle__state--${mark.state}` });
  state.textContent = [words[mark.state], mark.is_secret ? words.secret : ""].filter(Boolean).join(" · ");
  item.append(state);
  item.append(...media.map((one) => line(one, config)));
  if (mark.message) item.append(element("p", { className: "needle__message", textContent: mark.message }));
  const actions = element("div", { className: "needle__markactions" });
  const names = mark.lat === null ? ["edit", "remove"] : ["edit", "show", "remove"];
  if (mark.kind === "felt_area" && mark.state === "arrived") names.push("compare");
  for (const name of names) {
    const button = element("button", { type: "button", textContent: words[name] });
    button.dataset.act = name;
    button.setAttribute("aria-label", `${words[name]}: ${qualities[mark.quality]} ${mark.title || mark.text}`.trim());
    button.addEventListener("click", () => act(name, mark.id));
    actions.append(button);
  }
  item.append(actions);
  return item;
}

const nothing = ({ words }) => element("li", { className: "muted", textContent: words.none });

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/** Opens and closes the list; `cover(isOver)` says that something lies over the map, or no longer does. */
export function wireList({ part, onOpen, cover }) {
  const close = () => {
    part("list").hidden = true;
    part("open-list").setAttribute("aria-expanded", "false");
  };
  part("open-list").addEventListener("click", () => {
    part("list").hidden = false;
    cover(true);
    part("open-list").setAttribute("aria-expanded", "true");
    onOpen();
    part("list").querySelector("h2").focus();
  });
  part("close-list").addEventListener("click", () => {
    close();
    cover(false);
    part("open-list").focus();
  });
  part("list").addEventListener("keydown", (event) => event.key === "Escape" && part("close-list").click());
  return close;
}
