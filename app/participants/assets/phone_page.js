// The list of what is still on this phone, with what can be done about it.
import { Outbox } from "../../base/assets/outbox.js";
import { asFile, takeIn } from "../../base/assets/outbox_file.js";
import { remembered, rememberedOwners } from "../../base/assets/outbox_memory.js";

const root = document.querySelector("[data-phone]");
const { words } = JSON.parse(root.dataset.config);
const { owner } = root.dataset;
const part = (name) => root.querySelector(`[data-${name}]`);
const fill = (text, value) => text.replace("%1", value);
const make = (tag, values = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
};

root.hidden = false;
const others = rememberedOwners().filter((one) => one !== owner);
const elsewhere = others.reduce((sum, one) => sum + remembered(one), 0);

function say(text) {
  part("status").textContent = text;
}

/** The first words somebody wrote, so that the thing is known again. */
const snippet = (record) => record.body?.contributions?.[0]?.text || record.body?.contributions?.[0]?.place_text || record.body?.text || record.text || "";

function explain(record) {
  if (record.isLost) return words.bytesLost;
  if (record.isBroken) return words.broken;
  if (record.message) return record.message;
  return record.isKept === false ? words.onlyHere : "";
}

function item(outbox, record) {
  const kind = words.kinds[record.isMedia ? record.kind : record.method] ?? words.kinds.file;
  const text = snippet(record);
  const badge = make("span", { className: `badge badge--${record.state === "refused" ? "danger" : "info"}`, textContent: words.states[record.state] });
  const li = make("li", { className: "card" }, make("p", {}, make("strong", { textContent: kind }), " ", badge));
  if (text) li.append(make("p", { textContent: text.slice(0, 160), dir: "auto" }));
  if (record.isMedia && record.sent && record.size) {
    const percent = Math.floor((100 * record.sent) / record.size);
    const label = fill(words.progress, percent);
    const bar = make("progress", { max: 100, value: percent });
    bar.setAttribute("aria-label", label);
    li.append(make("p", {}, bar, " ", make("span", { className: "small", textContent: label })));
  }
  const why = explain(record);
  if (why) li.append(make("p", { className: "muted", textContent: why }));
  const away = make("button", { type: "button", className: "kern-btn kern-btn--tertiary kern-btn--small", textContent: words.throwAway });
  away.setAttribute("aria-label", fill(words.throwAwayNamed, [kind, text.slice(0, 40)].filter(Boolean).join(" ")));
  away.addEventListener("click", () => {
    if (!away.dataset.asked) {
      away.dataset.asked = "yes";
      away.textContent = words.sure;
      away.removeAttribute("aria-label");
      return;
    }
    throwAway(outbox, record);
    part("send").focus();
  });
  li.append(away);
  return li;
}

/** What a lost answer may have left on the server goes too. */
async function throwAway(outbox, record) {
  if (record.isMedia) return outbox.dropMedia(record.id);
  const said = record.method === "PUT" ? (record.body?.contributions ?? []) : [];
  const [first, ...more] = said.map(({ id }) => `/api/contributions/${id}`);
  await outbox.drop(record.id, first);
  for (const one of record.about ?? []) await outbox.files.dropOf(one);
  if (record.tries) for (const url of more) await outbox.put({ id: `withdraw ${url.slice(-36)}`, method: "DELETE", url });
  return undefined;
}

let shown = "";
async function show(outbox) {
  const summary = outbox.summary();
  const files = await outbox.media();
  const found = [...outbox.list(), ...files].sort((a, b) => a.at - b.at);
  const left = summary.waiting + summary.refused;
  part("summary").textContent = left + summary.broken === 0 ? words.sentAll : fill(words.sentSome, left);
  part("lost").hidden = !summary.lost;
  part("lost-count").textContent = fill(words.lostCount, summary.lost);
  part("old").hidden = !summary.isOld;
  part("signed-out").hidden = !summary.isSignedOut;
  for (const name of ["send", "save"]) part(name).disabled = left + summary.broken === 0;
  const now = JSON.stringify([found.map(({ id, state, sent, message, isKept }) => [id, state, sent, message, isKept]), summary.broken]);
  if (now === shown) return; // a button that is just being used must not be replaced
  shown = now;
  const broken = Array.from({ length: summary.broken }, () => make("li", { className: "card", textContent: words.broken }));
  part("list").replaceChildren(...found.map((record) => item(outbox, record)), ...broken);
}

async function sendNow(outbox) {
  say(words.states.sending);
  await outbox.flush();
  const { waiting, isOffline } = outbox.summary();
  say(!waiting ? words.sentAll : isOffline || !navigator.onLine ? words.noLine : fill(words.sentSome, waiting));
}

async function save(outbox) {
  const file = await asFile(outbox);
  const url = URL.createObjectURL(file);
  const link = make("a", { href: url, download: file.name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  say(words.saved);
}

async function take(outbox, input) {
  const [file] = input.files;
  if (!file) return;
  const done = await takeIn(outbox, await file.text());
  input.value = "";
  if (done.fault) return say(words[done.fault]);
  say([fill(words.taken, done.taken), done.failed ? fill(words.failed, done.failed) : ""].filter(Boolean).join(" "));
}

if (owner) {
  const outbox = new Outbox(owner);
  outbox.addEventListener("change", () => show(outbox));
  outbox.start().then(() => show(outbox));
  part("send").addEventListener("click", () => sendNow(outbox));
  part("save").addEventListener("click", () => save(outbox));
  part("forget-loss").addEventListener("click", () => {
    outbox.forgetLoss();
    part("summary").focus();
  });
  const input = part("import").querySelector("input");
  part("choose").addEventListener("click", () => input.click());
  input.addEventListener("change", () => take(outbox, input));
} else {
  for (const name of ["send", "save"]) part(name).hidden = true;
  part("import").hidden = true;
  part("signed-out").hidden = elsewhere === 0;
  part("summary").hidden = elsewhere > 0;
  part("summary").textContent = words.nothing;
}
part("others").hidden = !elsewhere || !owner;
part("others").textContent = fill(words.others, elsewhere);
