"""A questionnaire as it stands in the book: questions with boxes or lines, for each stop to be answered on paper."""

from __future__ import annotations

from typing import Any

from app.questions.content import Question, Questionnaire
from app.questions.texts import Texts, said
from app.questions.vocabulary import CODED


def asked(content: Questionnaire, language: str) -> list[dict[str, Any]]:
    """Sections with their questions; files cannot be asked on paper and are left out.

    Each question has `label`, `hint`, `options` (boxes), `rows` (a line of boxes each) and `lines` to write on.
    """
    first = (*content.languages, "de")[0]

    def words(texts: Texts) -> str:
        return said(texts, language, first)

    def question(one: Question) -> dict[str, Any]:
        is_place = one.of_kind.value == "marks"
        options = [words(choice.label) or choice.key for choice in one.choices]
        if is_place and one.look != CODED:
            options = []
        return {
            "label": words(one.label) or one.key,
            "hint": words(one.hint),
            "options": options,
            "rows": [words(row.label) or row.key for row in one.rows],
            "lines": 0 if options else 3 if one.kind == "longtext" else 1,
        }

    return [
        {
            "title": words(section.title),
            "text": words(section.text),
            "questions": [question(one) for one in section.questions if one.of_kind.value != "files"],
        }
        for section in content.sections
    ]
