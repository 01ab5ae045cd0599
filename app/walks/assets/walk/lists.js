// Lists over the walk: one's own entries with their states, more that can be noted, what the other devices have.
import { Dialog, button, element } from "../../../base/assets/dialog.js";
import { line as mediaLine } from "../../../base/assets/media_items.js";

/** What an entry is called, and what it says. */
export function told({ answers }, { words, labels }) {
  const name = labels.said[answers.what] ?? labels.changes[answers.what] ?? words[answers.what === "arrived" ? "arrived_entry" : answers.what];
  const hands = answers.hands && Object.entries(labels.ratings).map(([rating, text]) => `${text}: ${answers.hands[rating] ?? 0}`).join(", ");
  const around = answers.what === "frame" ? [labels.weather[answers.weather], labels.light[answers.light], answers.persons] : [];
  const said = [labels.valences[answers.valence], labels.ratings[answers.rating], hands, ...around, answers.title, answers.text, ...(answers.top_good ?? []), ...(answers.top_bad ?? [])];
  return { name, text: said.filter((one) => one !== undefined && one !== "").join(" – ") };
}

/** Own entries, the newest first. `act(name, id)` with edit or remove; `result` settles when the list is closed. */
export function openList(entries, media, context, act) {
  const { words, language } = context;
  const dialog = new Dialog(document.body, { title: words.mine, close: words.close });
  dialog.root.classList.add("walk__dialog");
  const list = element("ul", { className: "walk__entries" });
  const time = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { hour: "2-digit", minute: "2-digit" });
  const item = (entry) => {
    const { name, text } = told(entry, context);
    const at = context.stops.find(({ id }) => id === entry.answers.stop);
    const head = element("p", { className: "walk__entryhead" }, element("strong", { textContent: name }), ` ${time.format(new Date(entry.device_time))} · `, element("span", { dir: "auto", textContent: at ? at.name : words.onTheWay }));
    const made = element("li", { className: "walk__entry" }, head);
    Object.assign(made.dataset, { id: entry.id, state: entry.state, what: entry.answers.what });
    if (text) made.append(element("p", { className: "walk__entrytext", dir: "auto", textContent: text }));
    made.append(element("p", { className: `walk__entrystate walk__entrystate--${entry.state}`, textContent: [words[entry.state], entry.answers.is_secret ? words.isSecret : ""].filter(Boolean).join(" · ") }));
    made.append(...media(entry).map((one) => mediaLine(one, context)));
    if (entry.message) made.append(element("p", { className: "needle__message", textContent: entry.message }));
    const isFixed = ["arrived", "rating"].includes(entry.answers.what) || !(entry.answers.answers || entry.answers.what !== "questions");
    const names = isFixed ? ["remove"] : ["edit", "remove"];
    made.append(
      element("div", { className: "walk__entryacts" }, ...names.map((one) => {
        const acting = button(words[one], () => act(one, entry.id), "tertiary");
        acting.setAttribute("aria-label", `${words[one]}: ${name} ${text}`.trim().slice(0, 200));
        acting.dataset.act = one;
        return acting;
      })),
    );
    return made;
  };
  const show = () => {
    const { id, act: acted } = { ...document.activeElement?.closest?.("li")?.dataset, act: document.activeElement?.dataset?.act };
    const found = [...entries.all()].reverse();
    list.replaceChildren(...(found.length ? found.map(item) : [element("li", { className: "muted", textContent: words.none })]));
    if (id) (list.querySelector(`[data-id="${id}"] [data-act="${acted}"]`) ?? dialog.title).focus({ preventScroll: true });
  };
  dialog.step(words.mine, [list]);
  show();
  entries.addEventListener("change", show);
  dialog.result.then(() => entries.removeEventListener("change", show));
  return Object.assign(dialog.result, { close: () => dialog.close(), finish: (id) => dialog.close(id) });
}

/** What else can be noted; settles with the name of what was chosen. `fill(place)` says why something cannot. */
export function openMore(names, { words, labels }, fill) {
  const dialog = new Dialog(document.body, { title: words.more, close: words.close });
  const reason = element("p", { className: "media__reason", hidden: true });
  const buttons = names.map((name) => Object.assign(button(labels.changes[name] ?? words[name], () => dialog.close(name)), { name }));
  for (const one of buttons) one.dataset.more = one.name;
  dialog.step(words.more, [element("div", { className: "capture__ways" }, ...buttons), reason]);
  fill(reason);
  return Object.assign(dialog.result, { close: () => dialog.close() });
}

/** Counts of all devices by stop, without words. */
export function openOthers(counts, { words, stops }) {
  const dialog = new Dialog(document.body, { title: words.others, close: words.close });
  const say = (found) => words.counts.replace("%1", found.notes).replace("%2", found.photos).replace("%3", found.ratings);
  const known = new Set(stops.map(({ id }) => id));
  const elsewhere = Object.entries(counts ?? {}).filter(([id]) => id && !known.has(id)).map(([, found]) => found);
  const rows = counts
    ? [
        ...stops.map(({ id, name }) => [name, counts[id] ? say(counts[id]) : words.countsNone]),
        [words.onTheWay, counts[""] ? say(counts[""]) : words.countsNone],
        ...(elsewhere.length ? [[words.countsElsewhere, say(elsewhere.reduce((a, b) => ({ notes: a.notes + b.notes, photos: a.photos + b.photos, ratings: a.ratings + b.ratings })))]] : []),
      ]
    : [];
  const list = element("dl", { className: "facts" }, ...rows.flatMap(([name, text]) => [element("dt", { dir: "auto", textContent: name }), element("dd", { textContent: text })]));
  dialog.step(words.others, counts ? [list] : [element("p", { textContent: words.countsOffline })]);
  return Object.assign(dialog.result, { close: () => dialog.close() });
}
