"""Whether the answers about a pin fit the questions of the version that was answered; DomainErrors of the door."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _

from app.base.errors import DomainError, NotFound, Problems
from app.base.i18n import current_language
from app.contributions.drafts import ContributionDraft
from app.contributions.followups import RESERVED
from app.maps.answers import OF_METHOD, WORDS, Answered, answered, raw_of, word_questions
from app.maps.asked import MapQuestion
from app.maps.naming import TEXT, TITLE
from app.maps.rules import Mine
from app.questions.answers import checked
from app.questions.content import Question, Questionnaire, Section
from app.questions.vocabulary import OTHER


class VersionGone(NotFound):
    """Nobody published the version somebody says to have answered."""

    def __init__(self) -> None:
        super().__init__(_("Diese Fassung der Fragen gibt es nicht."), field="version")


def check_followups(
    draft: ContributionDraft, question: MapQuestion, together: list[ContributionDraft]
) -> None:
    """Sound answers to what is asked, and nothing else; Problems by the field of each.

    Words of further questions may have arrived before: whether they are missing says `check_needed_words`.
    """
    found = _found(draft, question.relaxed, together)
    _refuse(question, found)
    for name, value in draft.attributes.items():
        if name not in (*OF_METHOD, *RESERVED) and found.attributes.get(name) != value:
            # Hidden, unknown, or not written as the engine writes it.
            raise DomainError(_("Diese Angaben kennen wir nicht."), field=f"followups.{name}")


def check_needed_words(
    draft: ContributionDraft, question: MapQuestion, together: list[ContributionDraft]
) -> None:
    """Problems when words that have to be written, or that were written, do not fit."""
    if any(True for _named in word_questions(question)):
        _refuse(question, _found(draft, question, together))


def _found(draft: ContributionDraft, question: MapQuestion, together: list[ContributionDraft]) -> Answered:
    start = f"{question.key}."
    words = {
        one.attributes["question"].removeprefix(start): one.text
        for one in together
        if one.kind == WORDS and one.attributes.get("about") == str(draft.id)
    }
    raw = raw_of(question, draft, words)
    return answered(question, raw, draft.quality, current_language())


def _refuse(question: MapQuestion, found: Answered) -> None:
    if not found.problems:
        return
    names = {TEXT: "text", TITLE: "title"}
    problems = {question.named(path): said for path, said in found.problems.items()}
    at = {names.get(name, f"followups.{name}"): said for name, said in problems.items()}
    # The phone shows one sentence beside the pin.
    raise Problems(next(iter(problems.values())), at)


def check_words(draft: ContributionDraft, question: MapQuestion, name: str, is_mine: Mine) -> None:
    """Words to one further question about an own pin or drawing."""
    asked = dict(word_questions(question)).get(name)
    if asked is None or draft.geometry is not None or draft.quality is not None:
        raise DomainError(_("Diese Frage gibt es auf der Karte nicht mehr."), field="question")
    try:
        about = UUID(draft.attributes.get("about", ""))
    except ValueError:
        about = None
    if about is None or not any(is_mine(about, kind) for kind in ("mark", "felt_area")):
        raise DomainError(_("Den Ort dazu gibt es nicht mehr."), field="attributes.about")
    if not draft.text:
        raise DomainError(_("Bitte tippe etwas an oder schreib etwas."), field="text")
    alone = (
        Question("words", "text")
        if name.endswith(f".{OTHER}")
        else replace(asked, key="words", relevant=None)
    )
    sheet = Questionnaire(sections=(Section("sheet", questions=(alone,)),))
    problems = checked(sheet, {"words": draft.text}, current_language()).problems
    if problems:
        raise DomainError(next(iter(problems.values())), field="text")
