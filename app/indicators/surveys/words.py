"""What a row about a survey is called: »Fährst du Bus?: ja«, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.base.database import db
from app.base.i18n import current_language
from app.indicators.surveys.items import Item, items_of
from app.indicators.surveys.naming import (
    LONGEST_SLUG,
    SAMPLE,
    handle,
    indicator_id,
    is_sample,
    survey_of,
)
from app.indicators.surveys.queries import published_versions
from app.processes.models import Activity
from app.questions.content import Questionnaire
from app.questions.texts import said

BASES = ("B", "BG", "BM", "BN")
_SUFFIXES = {
    "B": "",
    "BG": _l("gewichtet"),
    "BM": _l("Mittelwert"),
    "BN": _l("ohne Antwort"),
    "D03": _l("Abweichungsindex"),
    "D06": _l("Effektive Fallzahl"),
}


@dataclass(frozen=True)
class Named:
    """The words of one row: survey, question and answer; the last two are empty for a figure of the whole survey."""

    survey: str
    question: str = ""
    answer: str = ""
    suffix: str = ""

    @property
    def label(self) -> str:
        text = ": ".join(part for part in (self.question or self.survey, self.answer) if part)
        return f"{text} ({self.suffix})" if self.suffix else text


def named(name: str) -> Named | None:
    """The words of an indicator_id; None when it is not about a survey, or the survey is gone."""
    survey = survey_of(name)
    if not survey or name.partition(":")[0] not in _SUFFIXES:
        return None
    language = current_language()
    known = g.setdefault("survey_words", {})
    if (survey, language) not in known:
        known[survey, language] = _words_of(survey)
    found: Named | None = known[survey, language].get(name)
    return found


def answer_label(item: Item, key: str, languages: tuple[str, ...] = ("de",)) -> str:
    """A choice in words; a ranking is counted by its first place."""
    language = current_language()
    if item.question.kind == "consent":
        return _("ja")
    choice = item.question.choice(key)
    text = (said(choice.label, language, languages[0]) if choice else "") or key
    return _("%(answer)s auf Platz 1", answer=text) if item.question.kind == "ranking" else text


def question_label(item: Item, languages: tuple[str, ...] = ("de",)) -> str:
    """A question in words, with the row of a table behind it."""
    language = current_language()
    text = said(item.question.label, language, languages[0]) or item.question.key
    if item.row is None:
        return text
    return f"{text} – {said(item.row.label, language, languages[0]) or item.row.key}"


def _words_of(survey: str) -> dict[str, Named]:
    activity = _activity(survey.removesuffix(SAMPLE))
    if activity is None:
        return {}
    title = _("%(title)s, Stichprobe", title=activity.title) if is_sample(survey) else activity.title
    found: dict[str, Named] = {}
    for questionnaire in published_versions(activity).values():
        found.update(_of_questionnaire(survey, title, questionnaire))
    for base in ("D03", "D06"):
        found[indicator_id(base, survey)] = Named(title, suffix=str(_SUFFIXES[base]))
    return found


def _of_questionnaire(survey: str, title: str, questionnaire: Questionnaire) -> Iterator[tuple[str, Named]]:
    languages = questionnaire.languages or ("de",)
    for item in items_of(questionnaire):
        question = question_label(item, languages)
        for base in BASES:
            words = [_("Stichprobe") if is_sample(survey) else "", str(_SUFFIXES[base])]
            suffix = ", ".join(word for word in words if word)
            yield indicator_id(base, survey, item.key), Named(title, question, "", suffix)
            for choice in item.choices:
                answer = answer_label(item, choice.key, languages)
                name = indicator_id(base, survey, item.key, choice.key)
                yield name, Named(title, question, answer, suffix)


def _activity(survey: str) -> Activity | None:
    slug = survey.rpartition("-")[0]
    query = select(Activity).where(Activity.slug.startswith(slug, autoescape=True)).order_by(Activity.id)
    found = db.session.scalars(query).all() if len(slug) <= LONGEST_SLUG else ()
    return next((one for one in found if handle(one.slug, one.id) == survey), None)
