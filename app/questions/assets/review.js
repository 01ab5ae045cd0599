// The look over everything before it is sent: each question, its answer in words, a way back to it.
import { answerOf, labelOf, languageOf } from "./words.js";

/** `onChange(path, step)` when somebody wants to change an answer. */
export function showReview(place, pages, words, onChange) {
  place.replaceChildren(
    ...pages.flatMap((page) => {
      const title = Object.assign(document.createElement("h3"), { dir: "auto", textContent: page.querySelector("h2").textContent });
      const list = Object.assign(document.createElement("dl"), { className: "ask__answers" });
      for (const ask of page.querySelectorAll(":scope > .ask:not([hidden])")) {
        if (ask.dataset.kind === "note") continue;
        const name = labelOf(ask);
        const said = Object.assign(document.createElement("span"), { dir: "auto", textContent: answerOf(ask, words) || words.unanswered });
        const button = Object.assign(document.createElement("button"), { type: "button", className: "ask__change", textContent: words.change });
        button.setAttribute("aria-label", `${words.change}: ${name}`);
        button.addEventListener("click", () => onChange(ask.dataset.path, page.dataset.step));
        const answer = document.createElement("dd");
        answer.append(said, " ", button);
        const pair = document.createElement("div");
        pair.append(Object.assign(document.createElement("dt"), { dir: "auto", lang: languageOf(ask), textContent: name }), answer);
        list.append(pair);
      }
      return list.children.length ? [title, list] : [];
    }),
  );
}
