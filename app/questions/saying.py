"""What a page says of a questionnaire: texts in the reader's language, with answers piped in, and answers in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.order import choices_in_order, questions_in_order, rows_in_order
from app.questions.texts import Texts, said, said_in
from app.questions.vocabulary import CODED, OTHER, PIN_KINDS

_PIPED = re.compile(r"\{([a-zA-Z][a-zA-Z0-9_]*)\}")


class Saying:
    """For templates. `raw` are the answers so far, `seed` orders what is shuffled."""

    pin_kinds = PIN_KINDS

    def __init__(
        self,
        content: Questionnaire,
        language: str,
        *,
        seed: str = "",
        raw: dict[str, Any] | None = None,
    ) -> None:
        self.content = content
        self.language = language
        self.seed = seed
        self.raw = raw or {}

    def plain(self, texts: Texts) -> str:
        """The text where no mark-up can stand, such as attributes and options, with the answers in it."""

        def answer(found: re.Match[str]) -> str:
            question = self.content.question(found[1])
            return found[0] if question is None else self.answer(question, self.raw)

        return _PIPED.sub(answer, said(texts, self.language, self.content.languages[0]))

    def text(self, texts: Texts) -> Markup:
        """The text with `{q}` as a place that holds the answer to q; in another language it says so."""
        found, spoken = said_in(texts, self.language, self.content.languages[0])
        parts = _PIPED.split(found)
        made = Markup("").join(
            self._piped(part) if number % 2 else escape(part) for number, part in enumerate(parts)
        )
        if spoken == self.language or not found:
            return made
        return Markup('<span lang="{}" dir="auto">{}</span>').format(spoken, made)

    def _piped(self, key: str) -> Markup:
        question = self.content.question(key)
        if question is None:
            return escape(f"{{{key}}}")
        words = self.answer(question, self.raw)
        return Markup('<span data-piped="{}" dir="auto">{}</span>').format(key, words)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        return choices_in_order(question, self.seed)

    def rows(self, question: Question) -> tuple[Row, ...]:
        return rows_in_order(question, self.seed)

    def questions(self, section: Section) -> tuple[Question, ...]:
        return questions_in_order(section, self.seed)

    def answer(self, question: Question, scope: dict[str, Any]) -> str:
        """The answer to a question among `scope` in words, "" without one."""
        value = scope.get(question.key)
        labels = {choice.key: self.plain(choice.label) for choice in question.choices}
        other = scope.get(f"{question.key}.{OTHER}") or ""
        if question.of_kind.value == "rows" and isinstance(value, dict):
            rows = {row.key: self.plain(row.label) for row in question.rows}
            return "; ".join(f"{rows.get(row, row)}: {labels.get(key, key)}" for row, key in value.items())
        if question.of_kind.value == "marks" and isinstance(value, list):
            return self._marks(question, value)
        if question.of_kind.value == "files" and isinstance(value, list):
            return ngettext("%(num)s Datei", "%(num)s Dateien", len(value))
        if isinstance(value, list):
            return _listed([*(labels.get(str(one), str(one)) for one in value), other])
        if value is True:
            return _("Ja")
        if isinstance(value, (int, float)):
            return str(format_decimal(value))
        return _listed([labels.get(value, value) if isinstance(value, str) else "", other])

    def _marks(self, question: Question, marks: list[Any]) -> str:
        named = (
            (_("Ort %(number)s", number=number), self.mark(question, mark))
            for number, mark in enumerate(marks, 1)
        )
        return "; ".join(f"{name}: {words}" if words else name for name, words in named)

    def mark(self, question: Question, mark: Any) -> str:
        """What was said about one mark: its kind of place, the described place."""
        if not isinstance(mark, dict):
            return ""
        kind = question.choice(str(mark.get("choice", ""))) if question.look == CODED else None
        return ", ".join(
            part
            for part in (self.plain(kind.label) if kind else "", str(mark.get("place_text") or ""))
            if part
        )


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
