"""From one page of a survey to the next: what travels along, which section is asked, what is wrong on it.

Between two pages the answers travel in the page itself and lie nowhere else, so that nobody's half-filled survey is
kept. All of them are checked anew when they are sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import request

from app.base.database import new_id
from app.base.i18n import current_language
from app.contributions.forms import QUOTE
from app.questions.answers import checked
from app.questions.content import Questionnaire, Section
from app.questions.forms import SectionForm, attach_problems, form_of, raw_from
from app.questions.paging import asked_sections
from app.questions.texts import said_in
from app.questions.vocabulary import FREE_TEXT_KINDS

BACK = "back"


@dataclass(frozen=True)
class Filling:
    """What a page brings along: id of the sitting, version it answers, answers so far, the yes to showing words."""

    sitting: UUID
    number: int
    answers: dict[str, Any] = field(default_factory=dict)
    quote: bool = False


@dataclass(frozen=True)
class Step:
    """What comes next: a section with its form, or, when `is_complete`, the record."""

    filling: Filling
    section: Section
    form: SectionForm
    status: int = 200
    is_complete: bool = False


def sent_filling() -> Filling | None:
    """What the page brought along; None on a first visit and when it is not readable."""
    try:
        sitting, number = UUID(request.form["sitting"]), int(request.form["number"])
        answers = json.loads(request.form["answers"])
    except (KeyError, ValueError, RecursionError):
        return None
    known = answers if isinstance(answers, dict) else {}
    return Filling(sitting, number, known, request.form.get("quote") == "y")


def fresh_filling(number: int) -> Filling:
    """Nothing answered yet to this version."""
    return Filling(new_id(), number)


def step(content: Questionnaire, filling: Filling) -> Step:
    """Take in the page that was sent, and say which one follows; the first one on a first visit."""
    sections = asked_sections(content, filling.answers)
    here = next((one for one in sections if one.key == request.form.get("section")), None)
    if request.method == "GET" or here is None:
        return _shown(content, filling, sections[0])
    form = form_for(content, here, filling, is_sent=True)
    raw = {**filling.answers, **raw_from(form, here)}
    if request.form.get("go") == BACK:
        return _shown(content, replace(filling, answers=raw), sections[max(0, sections.index(here) - 1)])
    result = checked(content, raw, current_language())
    is_good = form.validate()
    if attach_problems(form, result.problems) or not is_good:
        return Step(filling, here, form, 422)
    filling = replace(filling, answers=result.answers)
    following = _after(content, here, filling)
    return (
        Step(filling, here, form, is_complete=True)
        if following is None
        else _shown(content, filling, following)
    )


def with_problems(content: Questionnaire, done: Step, problems: Mapping[str, str]) -> Step:
    """Back to the first section in which something is wrong."""
    for section in asked_sections(content, done.filling.answers):
        form = form_for(content, section, done.filling)
        if attach_problems(form, problems):
            return Step(done.filling, section, form, 422)
    done.form.form_errors = [*done.form.form_errors, *problems.values()]
    return replace(done, status=422)


def form_for(
    content: Questionnaire, section: Section, filling: Filling, *, is_sent: bool = False
) -> SectionForm:
    """The form of a section as it was sent, or filled with the answers so far."""
    made = form_of(section, content, current_language(), filling.answers, seed=str(filling.sitting))
    return made() if is_sent else made(formdata=None)


def page_words(content: Questionnaire, done: Step) -> dict[str, Any]:
    """What the template needs to show a step."""
    sections = asked_sections(content, done.filling.answers)
    first = content.languages[0]
    return {
        "title": said_in(content.title, current_language(), first),
        "intro": said_in(content.intro, current_language(), first),
        "section": done.section,
        "form": done.form,
        "filling": done.filling,
        "answers": json.dumps(done.filling.answers),
        "number": sections.index(done.section) + 1,
        "count": len(sections),
        "has_words": _has_words(done.section),
        "quote": QUOTE,
    }


def _shown(content: Questionnaire, filling: Filling, section: Section) -> Step:
    return Step(filling, section, form_for(content, section, filling))


def _after(content: Questionnaire, here: Section, filling: Filling) -> Section | None:
    """The next section that is asked, None after the last."""
    order = [one.key for one in content.sections]
    asked = asked_sections(content, filling.answers)
    return next((one for one in asked if order.index(one.key) > order.index(here.key)), None)


def _has_words(section: Section) -> bool:
    return any(
        question.kind in FREE_TEXT_KINDS or any(choice.takes_words for choice in question.choices)
        for one in section.questions
        for question in (one, *one.followups)
    )
