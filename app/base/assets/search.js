// Search of named places on the phone: one small list, fetched once, searched without the network.

const MOST = 8;
const plain = (text) => text.toLocaleLowerCase("de").normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss");

/** Wires the search form; `onChoose(place)` gets {name, lat, lon}, `say(text)` announces how many were found. */
export function wireSearch({ form, openButton, closeButton, url, words, onChoose, say }) {
  const field = form.querySelector("input");
  const list = form.querySelector("[data-results]");
  let places = null;

  const close = (isBack = true) => {
    form.hidden = true;
    openButton.setAttribute("aria-expanded", "false");
    if (isBack) openButton.focus();
  };
  openButton.addEventListener("click", async () => {
    form.hidden = false;
    openButton.setAttribute("aria-expanded", "true");
    field.focus();
    places ??= await load(url);
  });
  closeButton.addEventListener("click", () => close());
  form.addEventListener("keydown", (event) => event.key === "Escape" && close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  field.addEventListener("input", async () => {
    places ??= await load(url);
    const wanted = plain(field.value.trim());
    const hits = wanted.length < 2 ? [] : places.filter((place) => place.plain.includes(wanted));
    hits.sort((a, b) => a.plain.indexOf(wanted) - b.plain.indexOf(wanted) || a.name.localeCompare(b.name));
    list.replaceChildren(...hits.slice(0, MOST).map((place) => item(place, () => {
      close(false);
      field.value = "";
      list.replaceChildren();
      onChoose(place);
    })));
    if (wanted.length >= 2) say(hits.length ? words.found.replace("%1", hits.length) : words.foundNone);
  });
}

function item(place, onClick) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: place.name });
  button.addEventListener("click", onClick);
  const entry = document.createElement("li");
  entry.append(button);
  return entry;
}

async function load(url) {
  try {
    const found = await (await fetch(url)).json();
    return found.map((place) => ({ ...place, plain: plain(place.name) }));
  } catch {
    return [];
  }
}
