// Says what photos and voice notes there are: each with its state, as an entry with a button or as one line of a list.

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export const nameOf = ({ kind, seconds }, words) =>
  kind === "photo" ? words.photoName : seconds ? words.audioName.replace("%1", clock(seconds)) : words.audioShort;

export function stateOf({ state, percent, message }, words, language) {
  const share = new Intl.NumberFormat(`${language}-u-nu-latn`, { style: "percent" }).format((percent ?? 0) / 100);
  return [words[state].replace("%1", share), message].filter(Boolean).join(" · ");
}

/** The state without its number, for colours. */
const lookOf = (state) => (state === "waiting" || state === "unsaved" ? "local" : state);

/** One line of a list: "Foto: angekommen". */
export function line(item, { media: { words }, language }) {
  const made = Object.assign(document.createElement("p"), { className: `media__state media__state--${lookOf(item.state)}` });
  made.dataset.media = item.state;
  made.textContent = `${nameOf(item, words)}: ${stateOf(item, words, language)}`;
  return made;
}

/** One entry of the sheet: small picture, name, caption, state, a button to take it away. */
export function entry(item, { media: { words }, language }, { picture, onRemove }) {
  const made = Object.assign(document.createElement("li"), { className: "media__item" });
  made.dataset.id = item.id;
  if (picture) made.append(Object.assign(document.createElement("img"), { src: picture, alt: "" }));
  const text = document.createElement("div");
  text.append(Object.assign(document.createElement("strong"), { textContent: nameOf(item, words) }));
  if (item.text) text.append(Object.assign(document.createElement("p"), { textContent: item.text, dir: "auto" }));
  text.append(Object.assign(document.createElement("p"), { className: `media__state media__state--${lookOf(item.state)}`, textContent: stateOf(item, words, language) }));
  const away = Object.assign(document.createElement("button"), { type: "button", className: "media__away" });
  away.setAttribute("aria-label", words.take.replace("%1", [nameOf(item, words), item.text].filter(Boolean).join(" ")));
  away.addEventListener("click", () => onRemove(item));
  made.append(text, away);
  return made;
}
