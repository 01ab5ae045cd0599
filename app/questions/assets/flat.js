// Which contribution a photo or a recording will hang on: the flat keys of flat.py, as far as files need them.
import { isEmpty } from "./conditions.js";
import { isFiles, isMap, isRepeated } from "./fields.js";

/**
 * [{file, key}] for every file in answers as they are sent: `key` names the contribution of its question (`q`,
 * `section.2.q`) or of its mark (`q.1`). Only rounds and marks in which something is said are counted, as they are kept.
 */
export function fileHolders({ sections = [] }, answers) {
  return sections.flatMap((section) =>
    isRepeated(section)
      ? (answers[section.key] ?? []).filter((round) => !isEmpty(round)).flatMap((round, at) => within(section.questions, round, `${section.key}.${at + 1}.`))
      : within(section.questions, answers, ""),
  );
}

function within(questions = [], answers, prefix) {
  return questions.flatMap((question) => {
    const value = answers[question.key] ?? [];
    const key = `${prefix}${question.key}`;
    if (isFiles(question)) return value.map((file) => ({ file, key }));
    if (!isMap(question)) return [];
    return value.flatMap((mark, at) => within(question.followups, mark.answers ?? {}, "").map(({ file }) => ({ file, key: `${key}.${at + 1}` })));
  });
}
