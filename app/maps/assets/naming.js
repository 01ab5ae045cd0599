// Answers about a pin by the names of their record (answers.py does the same), and back.

/** Attributes and words of the raw answers to follow-ups; `names` maps a question's key to its name. */
export function recorded({ followups = [] }, answers, names) {
  const said = {};
  const words = {};
  for (const { key, kind } of followups) {
    const name = names[key];
    const value = answers[key];
    if (answers[`${key}.other`]) words[`${name}.other`] = answers[`${key}.other`].trim();
    if (value === null || value === undefined) continue;
    if (kind === "text" || kind === "longtext") words[name] = value.trim();
    else if (kind === "multiple" || kind === "ranking") value.forEach((choice, at) => (said[`${name}.${choice}`] = kind === "ranking" ? String(at + 1) : "1"));
    else if (kind === "matrix") for (const [row, choice] of Object.entries(value)) said[`${name}.${row}`] = choice;
    else said[name] = kind === "consent" ? "yes" : String(value);
  }
  return { followups: said, words };
}

/** The raw answers that were recorded so. */
export function raw({ followups = [] }, said = {}, words = {}, names) {
  const answers = {};
  for (const { key, kind, choices = [], rows = [] } of followups) {
    const name = names[key];
    const under = (things) => things.map((one) => one.key).filter((one) => said[`${name}.${one}`]);
    if (words[`${name}.other`]) answers[`${key}.other`] = words[`${name}.other`];
    if (kind === "multiple") answers[key] = under(choices);
    else if (kind === "ranking") answers[key] = under(choices).sort((a, b) => said[`${name}.${a}`] - said[`${name}.${b}`]);
    else if (kind === "matrix") answers[key] = Object.fromEntries(under(rows).map((row) => [row, said[`${name}.${row}`]]));
    else if (kind === "consent") answers[key] = said[name] === "yes";
    else answers[key] = said[name] ?? words[name] ?? "";
  }
  return answers;
}
