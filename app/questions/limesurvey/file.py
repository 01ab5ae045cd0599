"""A survey of LimeSurvey as its tables say it, whether words stand in rows of their own (since version 4) or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.questions.limesurvey.opening import Row, Tables

Spoken = Mapping[str, str]
"""Words by language of LimeSurvey."""


@dataclass(frozen=True)
class Part:
    """A row that has words: a group, a question, a subquestion or an answer; `words` are columns with languages."""

    row: Row
    words: Mapping[str, Spoken]

    def __getitem__(self, column: str) -> str:
        return self.row.get(column, "")

    def spoken(self, column: str) -> Spoken:
        return self.words.get(column, {})


@dataclass(frozen=True)
class Asked:
    """A question with what belongs to it; `attributes` are texts by language ("" where it has none)."""

    part: Part
    subquestions: tuple[Part, ...]
    answers: tuple[Part, ...]
    attributes: Mapping[str, Spoken]

    @property
    def code(self) -> str:
        return self.part["title"]

    def setting(self, name: str) -> str:
        """An attribute that is the same in every language."""
        return next((text for text in self.attributes.get(name, {}).values() if text), "")

    def of_scale(self, scale: str) -> tuple[Part, ...]:
        return tuple(one for one in self.subquestions if (one["scale_id"] or "0") == scale)


@dataclass(frozen=True)
class Group:
    part: Part
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class SurveyFile:
    """`settings` is the row of the survey, `words` its texts; `more` counts the rows of tables that are not read."""

    language: str
    languages: tuple[str, ...]
    settings: Row
    words: Mapping[str, Spoken]
    groups: tuple[Group, ...]
    more: Mapping[str, int] = field(default_factory=dict)


_READ = {
    "languages", "surveys", "surveys_languagesettings", "groups", "group_l10ns", "questions", "subquestions",
    "question_l10ns", "answers", "answer_l10ns", "question_attributes", "conditions",
}  # fmt: skip


def file_of(tables: Tables) -> SurveyFile:
    """The survey of the tables; ids tie them together and are needed no more afterwards."""
    settings = next(iter(tables.get("surveys", [])), {})
    spoken = [row["language"] for row in tables.get("languages", []) if row.get("language")]
    language = settings.get("language") or next(iter(spoken), "en")
    questions = _parts(tables, "questions", "question_l10ns", "qid", ("question", "help"))
    subquestions = _parts(tables, "subquestions", "question_l10ns", "qid", ("question", "help"))
    # Older files hold subquestions among the questions.
    nested = [one for one in questions if one["parent_qid"] not in {"", "0"}]
    answers = _answers(tables)
    attributes = _attributes(tables)
    asked = [
        Asked(
            part=one,
            subquestions=tuple(
                sub
                for sub in _ordered([*subquestions, *nested], "question_order")
                if sub["parent_qid"] == one["qid"]
            ),
            answers=tuple(answer for answer in _ordered(answers, "sortorder") if answer["qid"] == one["qid"]),
            attributes=attributes.get(one["qid"], {}),
        )
        for one in _ordered(questions, "question_order")
        if one["parent_qid"] in {"", "0"}
    ]
    groups = _parts(tables, "groups", "group_l10ns", "gid", ("group_name", "description"))
    return SurveyFile(
        language=language,
        languages=tuple(
            dict.fromkeys([language, *spoken, *settings.get("additional_languages", "").split()])
        ),
        settings=settings,
        words=_survey_words(tables),
        groups=tuple(
            Group(group, tuple(one for one in asked if one.part["gid"] == group["gid"]))
            for group in _ordered(groups, "group_order")
        ),
        more={
            **{name: len(rows) for name, rows in tables.items() if name not in _READ and rows},
            **_old_conditions(tables, asked),
        },
    )


def _old_conditions(tables: Tables, asked: list[Asked]) -> dict[str, int]:
    """Conditions of before LimeSurvey 1.92, of questions whose equation does not say the same already."""
    free = {one.part["qid"] for one in asked if one.part["relevance"] in {"", "1"}}
    count = sum(row.get("qid") in free for row in tables.get("conditions", []))
    return {"conditions": count} if count else {}


def _parts(tables: Tables, table: str, words: str, key: str, columns: tuple[str, ...]) -> list[Part]:
    """One part for each id, with the words of all its languages."""
    first: dict[str, Row] = {}
    spoken: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in [*tables.get(table, []), *tables.get(words, [])]:
        identity = row.get(key, "")
        for column in columns:
            if column in row:
                spoken[identity][column].setdefault(row.get("language", ""), row[column])
    for row in tables.get(table, []):
        first.setdefault(row.get(key, ""), row)
    return [Part(row, spoken[identity]) for identity, row in first.items()]


def _answers(tables: Tables) -> list[Part]:
    """Answers are told apart by question, scale and code; their words by an id, or by the same three."""
    first: dict[tuple[str, ...], Row] = {}
    spoken: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    key_of_id: dict[str, tuple[str, ...]] = {}
    for row in tables.get("answers", []):
        key = _key(row)
        first.setdefault(key, row)
        if row.get("aid"):
            key_of_id[row["aid"]] = key
        if "answer" in row:
            spoken[key].setdefault(row.get("language", ""), row["answer"])
    for row in tables.get("answer_l10ns", []):
        found = key_of_id.get(row.get("aid", "")) or _key(row)
        if "answer" in row:
            spoken[found].setdefault(row.get("language", ""), row["answer"])
    return [Part(row, {"answer": spoken[key]}) for key, row in first.items()]


def _key(row: Row) -> tuple[str, ...]:
    return row.get("qid", ""), row.get("scale_id", "") or "0", row.get("code", "")


def _attributes(tables: Tables) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in tables.get("question_attributes", []):
        if row.get("attribute"):
            by_language = found[row.get("qid", "")][row["attribute"]]
            by_language.setdefault(row.get("language", ""), row.get("value", ""))
    return found


def _survey_words(tables: Tables) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.get("surveys_languagesettings", []):
        for column, text in row.items():
            found[column].setdefault(row.get("surveyls_language", ""), text)
    return found


def _ordered(parts: list[Part], column: str) -> list[Part]:
    return sorted(parts, key=lambda one: int(one[column]) if one[column].isdecimal() else 0)
