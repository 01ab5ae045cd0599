"""Survey files of LimeSurvey written for tests: a few lines a question, in the layout of version 3 or of version 6."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Words = str | Mapping[str, str]


@dataclass(frozen=True)
class Q:
    """A question; `subs` and `answers` are words by code, `columns` subquestions of the second scale."""

    code: str
    kind: str
    words: Words = ""
    subs: Mapping[str, Words] = field(default_factory=dict)
    columns: Mapping[str, Words] = field(default_factory=dict)
    answers: Mapping[str, Words] = field(default_factory=dict)
    second: Mapping[str, Words] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    mandatory: str = "N"
    other: str = "N"
    relevance: str = "1"
    help: Words = ""
    preg: str = ""


@dataclass(frozen=True)
class G:
    name: Words
    questions: Sequence[Q]
    relevance: str = ""
    description: Words = ""
    more: Mapping[str, str] = field(default_factory=dict)


def lss(
    groups: Sequence[G],
    *,
    languages: Sequence[str] = ("de",),
    words: Mapping[str, Words] | None = None,
    tables: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    settings: Mapping[str, str] | None = None,
    is_old: bool = False,
) -> str:
    """The text of a file; `is_old` has the words in rows of each language, as before version 4."""
    made = _Tables(languages, is_old)
    for number, group in enumerate(groups, 1):
        made.group(number, group)
    said = words or {"surveyls_title": "Umfrage"}
    rows = [
        {"surveyls_language": language, **{name: _in(text, language) for name, text in said.items()}}
        for language in languages
    ]
    made.rows["surveys_languagesettings"] = rows
    survey = {"sid": "1", "language": languages[0], "additional_languages": " ".join(languages[1:])}
    made.rows["surveys"] = [{**survey, **(settings or {})}]
    made.rows.update({name: list(found) for name, found in (tables or {}).items()})
    body = "".join(_table(name, found) for name, found in made.rows.items())
    listed = "".join(f"<language>{language}</language>" for language in languages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{'355' if is_old else '623'}</DBVersion><languages>{listed}</languages>{body}</document>"
    )


def write(folder: Path, text: str, name: str = "umfrage.lss") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _in(words: Words, language: str) -> str:
    return words if isinstance(words, str) else words.get(language, "")


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    cells = "".join(
        "<row>" + "".join(f"<{key}>{_cell(value)}</{key}>" for key, value in row.items()) + "</row>"
        for row in rows
    )
    return f"<{name}><fields><fieldname>id</fieldname></fields><rows>{cells}</rows></{name}>"


def _cell(value: object) -> str:
    text = str(value)
    return f"<![CDATA[{text}]]>" if "<" in text or "&" in text else escape(text)


class _Tables:
    def __init__(self, languages: Sequence[str], is_old: bool) -> None:
        self.languages, self.is_old = languages, is_old
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self._id = 10

    def group(self, number: int, group: G) -> None:
        row = {"gid": number, "group_order": number, "grelevance": group.relevance, **group.more}
        self._said(
            "groups", "group_l10ns", row, "gid", {"group_name": group.name, "description": group.description}
        )
        for order, question in enumerate(group.questions, 1):
            self._question(number, order, question)

    def _question(self, gid: int, order: int, one: Q) -> None:
        qid = self._next()
        row = {
            "qid": qid, "parent_qid": 0, "gid": gid, "type": one.kind, "title": one.code, "other": one.other,
            "mandatory": one.mandatory, "question_order": order, "relevance": one.relevance, "preg": one.preg,
        }  # fmt: skip
        self._said("questions", "question_l10ns", row, "qid", {"question": one.words, "help": one.help})
        for scale, subs in enumerate((one.subs, one.columns)):
            for at, (code, words) in enumerate(subs.items(), 1):
                sub = {
                    "qid": self._next(), "parent_qid": qid, "gid": gid, "type": "T", "title": code,
                    "question_order": at, "scale_id": scale,
                }  # fmt: skip
                self._said("subquestions", "question_l10ns", sub, "qid", {"question": words})
        for scale, answers in enumerate((one.answers, one.second)):
            for at, (code, words) in enumerate(answers.items(), 1):
                answer = {"aid": self._next(), "qid": qid, "code": code, "sortorder": at, "scale_id": scale}
                if self.is_old:
                    del answer["aid"]
                self._said("answers", "answer_l10ns", answer, "aid", {"answer": words})
        for name, value in one.attributes.items():
            self.rows.setdefault("question_attributes", []).append(
                {"qid": qid, "attribute": name, "value": value, "language": ""}
            )

    def _said(
        self, table: str, l10ns: str, row: Mapping[str, Any], key: str, words: Mapping[str, Words]
    ) -> None:
        spoken = [
            {**{name: _in(text, language) for name, text in words.items()}, "language": language}
            for language in self.languages
        ]
        rows = self.rows.setdefault(table, [])
        if self.is_old:
            rows += [{**row, **one} for one in spoken]
            return
        rows.append(dict(row))
        self.rows.setdefault(l10ns, []).extend({key: row[key], **one} for one in spoken)

    def _next(self) -> int:
        self._id += 1
        return self._id
