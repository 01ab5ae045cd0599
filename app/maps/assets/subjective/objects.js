// The list of everything on the sheet: says and does what the sheet does, for eyes, ears and keys.
import { element } from "../../../base/assets/dialog.js";

/** What a thing is called in a list. */
export function nameOf(found, { words, stampLabels, ratings }) {
  if (found.type === "stroke") return found.stage === 2 ? words.hollow : words.line;
  if (found.type === "text") return `${words.text}: ${found.text}`;
  if (found.type === "sticker") {
    const label = words.sticker.replace("%1", found.number).replace("%2", ratings[found.rating].label);
    return found.name ? `${label} – ${found.name}` : label;
  }
  const label = stampLabels[found.stamp];
  return found.name && found.name !== label ? `${label}: ${found.name}` : label;
}

/** Fills the list; `act(name, id, value)` with move, rename or remove. Lines come as one entry each, newest first. */
export function fillObjects(list, drawing, config, act) {
  const focused = document.activeElement?.dataset?.act;
  const focusedId = document.activeElement?.closest?.("li")?.dataset.id;
  const entries = [...drawing.objects].reverse().map((found) => entry(found, config, act));
  list.replaceChildren(...(entries.length ? entries : [element("li", { className: "muted", textContent: config.words.empty })]));
  if (focused && focusedId) list.querySelector(`li[data-id="${focusedId}"] [data-act="${focused}"]`)?.focus();
}

function entry(found, config, act) {
  const { words, limits } = config;
  const name = nameOf(found, config);
  const item = element("li", { className: "sheet__object" });
  item.dataset.id = found.id;
  item.append(element("p", { className: "sheet__objectname", dir: "auto", textContent: name }));
  if (found.stage === 2 && found.type !== "stroke") item.append(element("p", { className: "small muted", textContent: words.later }));
  if (found.type !== "stroke") {
    const field = element("input", { type: "text", value: found.text ?? found.name ?? "", maxLength: limits.label, dir: "auto", autocomplete: "off" });
    field.setAttribute("aria-label", `${words.rename}: ${name}`);
    field.dataset.act = "rename";
    field.addEventListener("change", () => act("rename", found.id, field.value.trim()));
    item.append(field);
  }
  const actions = element("div", { className: "sheet__objectactions" });
  for (const what of ["move", "remove"]) {
    const button = element("button", { type: "button", textContent: words[what] });
    button.dataset.act = what;
    button.setAttribute("aria-label", `${words[what]}: ${name}`);
    button.addEventListener("click", () => act(what, found.id));
    actions.append(button);
  }
  item.append(actions);
  return item;
}
