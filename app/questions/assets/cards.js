// Parts of the form that come as often as somebody needs them: rounds of a section, marks of a question.
import { newId } from "../../base/assets/new_id.js";
import { isMap, isRepeated } from "./fields.js";

/** A copy of a template with `sign` replaced by `number` in every attribute and heading, templates inside it too. */
function copied(template, sign, number) {
  const made = template.content.cloneNode(true);
  renumber(made, sign, number);
  return made;
}

function renumber(root, sign, number) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.includes(sign)) node.data = node.data.replaceAll(sign, number);
      continue;
    }
    for (const { name, value } of node.attributes) if (value.includes(sign)) node.setAttribute(name, value.replaceAll(sign, number));
    if (node.localName === "template") renumber(node.content, sign, number);
  }
}

/** Makes as many marks as there are answers, those that are there go first. */
export function showMarks(form, path, count) {
  const list = form.querySelector(`[data-marks="${path}"]`);
  if (!list) return;
  list.replaceChildren();
  for (let number = 1; number <= count; number += 1) addMark(form, path);
}

/** One more mark at the end, empty, with an id of its own; gives its number. */
export function addMark(form, path, { id = newId(), geometry = null } = {}) {
  const list = form.querySelector(`[data-marks="${path}"]`);
  const number = list.children.length + 1;
  list.append(copied(form.querySelector(`[data-card="${path}"]`), "__m__", number));
  const field = (name) => list.lastElementChild.querySelector(`[name="${path}.${number}.${name}"]`);
  field("id").value = id;
  field("geometry").value = geometry ? JSON.stringify(geometry) : "";
  return number;
}

/** Makes the rounds of a repeated section. */
export function showRounds(form, { key }, count) {
  for (const round of form.querySelectorAll(`[data-section="${key}"]`)) round.remove();
  const template = form.querySelector(`[data-round="${key}"]`);
  let after = template;
  for (let number = 1; number <= count; number += 1) {
    const made = copied(template, "__r__", number);
    const section = made.querySelector("[data-section]");
    after.after(made);
    after = section;
  }
}

/** Makes everything `raw` needs a place for, and at least one round of what is asked in rounds. */
export function makeRoom(form, { sections = [] }, raw) {
  for (const section of sections) {
    if (!isRepeated(section)) {
      roomForMarks(form, section.questions, raw, "");
      continue;
    }
    const rounds = Array.isArray(raw[section.key]) ? raw[section.key] : [];
    const count = Math.min(Math.max(rounds.length, section.least_repeats ?? 1, 1), Math.max(section.most_repeats ?? 1, 1));
    showRounds(form, section, count);
    for (let at = 0; at < count; at += 1) roomForMarks(form, section.questions, rounds[at] ?? {}, `${section.key}.${at + 1}.`);
  }
}

function roomForMarks(form, questions = [], raw, prefix) {
  for (const question of questions) if (isMap(question)) showMarks(form, `${prefix}${question.key}`, raw[question.key]?.length ?? 0);
}
