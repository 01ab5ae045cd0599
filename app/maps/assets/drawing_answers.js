// What the method asks about a drawing: the name of the quarter, at which end of a way a home lies.

const HOME_ENDS = ["none", "start", "end", "both"];

/** Shows what belongs to the task of the question and fills it with what was said before; `fillChips` as in the sheet. */
export function showQuestions(form, config, mark, question, fillChips) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const isArea = question.task === "felt_area";
  const isWay = question.task === "way";
  const { words } = config;
  const { why, name } = question;
  form.querySelector("label[for=why]").textContent = why?.label ?? "";
  part("why").hidden = !why;
  form.querySelector("#why").maxLength = Math.min(1000, why?.most ?? 1000);
  if (!part("quarter-name")) return; // no question of this page is drawn
  part("only-team").hidden = !isArea && !isWay;
  part("secret").hidden = isArea || isWay;
  part("quarter-name").hidden = !name;
  part("home-end").hidden = !isWay;
  form.querySelector("#quarter-name").value = mark.title ?? "";
  if (name) form.querySelector("label[for=quarter-name]").textContent = name.label;
  fillChips(part("home-end"), "home_end", HOME_ENDS.map((code) => [code, words[`home_${code}`]]), { chosen: mark.home_end });
  part("redraw").hidden = !mark.isStored || !mark.shape;
}

/** What was answered; questions that were not asked stay as they were. */
export function answersTo(form) {
  const given = {};
  if (!form.querySelector("[data-quarter-name]")) return given;
  if (!form.querySelector("[data-quarter-name]").hidden) given.title = form.querySelector("#quarter-name").value.trim();
  if (!form.querySelector("[data-home-end]").hidden) given.home_end = form.querySelector('input[name="home_end"]:checked')?.value ?? "";
  return given;
}
