// What the sheet asks about a drawing: the name of the quarter, whether one lives there; how one goes, alone or not.

const YES_NO = ["yes", "no", "unsure"];
const MAY_GO = ["yes", "sometimes", "no"];
const HOME_ENDS = ["none", "start", "end", "both"];

/** Shows what belongs to the task of the question and fills it with what was said before; `fillChips` as in the sheet. */
export function showQuestions(form, config, mark, question, fillChips) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const isArea = question.task === "felt_area";
  const isWay = question.task === "way";
  const { words } = config;
  if (!part("quarter-name")) return; // no question of this page is drawn
  part("only-team").hidden = !isArea && !isWay;
  part("secret").hidden = isArea || isWay;
  part("quarter-name").hidden = part("inside").hidden = !isArea;
  part("travel").hidden = part("home-end").hidden = !isWay;
  part("alone").hidden = !isWay || !config.asksAlone;
  form.querySelector("#quarter-name").value = mark.title ?? "";
  form.querySelector("label[for=why]").textContent = isArea ? words.whyQuarter : isWay ? words.whyWay : words.whyNeedle;
  const chips = (name, key, choices) => fillChips(part(name), key, choices, { chosen: mark[key] });
  const worded = (codes, stem) => codes.map((code) => [code, words[stem + code]]);
  chips("inside", "home_inside", worded(YES_NO, "lives_"));
  chips("travel", "travel_mode", config.travelModes);
  chips("alone", "alone_allowed", worded(MAY_GO, "may_"));
  chips("home-end", "home_end", worded(HOME_ENDS, "home_"));
  part("redraw").hidden = !mark.isStored || !mark.shape;
}

/** What was answered; questions that were not asked stay as they were. */
export function answersTo(form) {
  const given = {};
  if (!form.querySelector("[data-quarter-name]")) return given;
  if (!form.querySelector("[data-quarter-name]").hidden) given.title = form.querySelector("#quarter-name").value.trim();
  for (const [name, key] of [["inside", "home_inside"], ["travel", "travel_mode"], ["alone", "alone_allowed"], ["home-end", "home_end"]]) {
    if (!form.querySelector(`[data-${name}]`).hidden) given[key] = form.querySelector(`input[name="${key}"]:checked`)?.value ?? "";
  }
  return given;
}
