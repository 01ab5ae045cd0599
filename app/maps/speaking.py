"""Words of a needle map in the reader's language: what staff wrote there, else what the pages say by themselves."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from app.base.i18n import current_language
from app.maps.standard import known_texts
from app.processes.wordings import ORIGINAL, Said
from app.questions.content import Question
from app.questions.texts import Texts, said_in


def spoken(texts: Texts) -> Said:
    """The text in the language of the page, else in German.

    Questions, answers and pin kinds left as a new campaign has them are translated with the pages.
    """
    language = current_language()
    if not texts.get(language) and texts.get(ORIGINAL) in known_texts():
        return Said(_(texts[ORIGINAL]), language)
    return Said(*said_in(texts, language, ORIGINAL))


def spoken_question(question: Question) -> Question:
    """The question with each of its texts in the one language that the reader gets."""
    return replace(
        question,
        label=_one(question.label),
        hint=_one(question.hint),
        constraint_message=_one(question.constraint_message),
        choices=tuple(replace(one, label=_one(one.label)) for one in question.choices),
        rows=tuple(replace(one, label=_one(one.label)) for one in question.rows),
        followups=tuple(spoken_question(one) for one in question.followups),
    )


def _one(texts: Texts) -> Texts:
    found = spoken(texts)
    return {found.language: found.text} if found.text else {}
