"""The pages on which people answer a survey: one section at a time, complete without a script.

Between two pages the answers travel in the page itself and lie nowhere else, so that nobody's half-filled survey is
kept. All of them are checked anew when they are sent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError, NotFound, Problems
from app.base.i18n import current_language
from app.contributions.forms import QUOTE
from app.contributions.helping import help_for_sent, help_sentence
from app.contributions.queries import has_answered
from app.participants.access import current_participant, participant_required
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, today
from app.processes.wordings import said as said_of
from app.questions.answers import checked
from app.questions.content import Questionnaire, Section
from app.questions.forms import SectionForm, attach_problems, form_of, raw_from
from app.questions.paging import asked_sections
from app.questions.queries import published_content, published_id
from app.questions.texts import said_in
from app.questions.vocabulary import FREE_TEXT_KINDS
from app.surveys.models import Survey
from app.surveys.queries import survey_by_slug
from app.surveys.services import record_answers

blueprint = Blueprint(
    "surveys", __name__, url_prefix="/verfahren/<slug>/umfrage/<survey>", template_folder="templates"
)
NEXT, BACK = "next", "back"


@dataclass(frozen=True)
class Filling:
    """What a page brings along: id of the sitting, version it answers, answers so far, the yes to showing words."""

    sitting: UUID
    number: int
    answers: dict[str, Any] = field(default_factory=dict)
    quote: bool = False


@blueprint.route("", methods=["GET", "POST"])
@participant_required
def start(slug: str, survey: str) -> Any:
    """One section; its buttons check it and lead to the next one, and from the last one to the record."""
    process, found, person = _at_the_survey(slug, survey)
    done = redirect(url_for("surveys.done", slug=slug, survey=survey))
    if found.answered is None or not is_open(found.activity, today()):
        return render_template("surveys/closed.html", process=process, survey=found)
    filling = _filling(found)
    if has_answered(activity_id=found.activity_id, participant_id=person.id, without=filling.sitting):
        return done
    content = _content(found, filling.number)
    sections = asked_sections(content, filling.answers)
    here = next((one for one in sections if one.key == request.form.get("section")), None)
    if request.method == "GET" or here is None:
        return _page(process, found, content, filling, sections[0])
    form = _form(content, here, filling, is_sent=True)
    raw = {**filling.answers, **raw_from(form, here)}
    if request.form.get("go") == BACK:
        before = sections[max(0, sections.index(here) - 1)]
        return _page(process, found, content, replace(filling, answers=raw), before)
    result = checked(content, raw, current_language())
    is_good = form.validate()
    if attach_problems(form, result.problems) or not is_good:
        return _page(process, found, content, filling, here, form), 422
    filling = replace(filling, answers=result.answers)
    following = _after(content, here, filling)
    if following is not None:
        return _page(process, found, content, filling, following)
    try:
        _record(found, person, filling)
    except Problems as error:
        wrong = _with_problem(content, filling, error.problems) or here
        form = _form(content, wrong, filling)
        attach_problems(form, error.problems)
        return _page(process, found, content, filling, wrong, form), 422
    except Conflict:
        return done
    except DomainError as error:
        form.form_errors = [*form.form_errors, str(error.message)]
        return _page(process, found, content, filling, here, form), error.status
    if help_for_sent(filling.answers):
        flash(help_sentence(), "warning")
    return done


@blueprint.get("/danke")
@participant_required
def done(slug: str, survey: str) -> Any:
    """Thanks, what happens next, where to take it back."""
    process, found, person = _at_the_survey(slug, survey)
    if not has_answered(activity_id=found.activity_id, participant_id=person.id, without=UUID(int=0)):
        return redirect(url_for("surveys.start", slug=slug, survey=survey))
    closing = said_of(process.id, found.activity_id, "closing", found.closing)
    return render_template("surveys/done.html", process=process, survey=found, closing=closing)


def _at_the_survey(slug: str, survey: str) -> tuple[Process, Survey, Participant]:
    """NotFound in another process than the participant's own."""
    process, person = process_by_slug(slug), current_participant()
    assert person is not None
    if person.process_id != process.id:
        raise NotFound(_("Diese Umfrage gibt es nicht."))
    return process, survey_by_slug(process.id, survey), person


def _filling(survey: Survey) -> Filling:
    """What the page brought along; a fresh sitting of the version people get now when it is not readable."""
    assert survey.answered is not None
    try:
        sitting, number = UUID(request.form["sitting"]), int(request.form["number"])
        answers = json.loads(request.form["answers"])
    except (KeyError, ValueError, RecursionError):
        return Filling(new_id(), survey.answered.number)
    is_known = 0 < number < 1_000_000 and published_id(survey.questionnaire_id, number) is not None
    return Filling(
        sitting,
        number if is_known else survey.answered.number,
        answers if isinstance(answers, dict) else {},
        request.form.get("quote") == "y",
    )


def _content(survey: Survey, number: int) -> Questionnaire:
    version_id = published_id(survey.questionnaire_id, number)
    assert version_id is not None
    return published_content(version_id)


def _form(
    content: Questionnaire, section: Section, filling: Filling, *, is_sent: bool = False
) -> SectionForm:
    made = form_of(section, content, current_language(), filling.answers, seed=str(filling.sitting))
    return made() if is_sent else made(formdata=None)


def _after(content: Questionnaire, here: Section, filling: Filling) -> Section | None:
    """The next section that is asked, None after the last."""
    order = [one.key for one in content.sections]
    return next(
        (
            one
            for one in asked_sections(content, filling.answers)
            if order.index(one.key) > order.index(here.key)
        ),
        None,
    )


def _with_problem(content: Questionnaire, filling: Filling, problems: dict[str, str]) -> Section | None:
    """The first section in which something is wrong."""
    return next(
        (
            one
            for one in asked_sections(content, filling.answers)
            if attach_problems(_form(content, one, filling), problems)
        ),
        None,
    )


def _record(survey: Survey, person: Participant, filling: Filling) -> None:
    with transaction():
        record_answers(
            survey=survey,
            submission_id=filling.sitting,
            participant_id=person.id,
            language=current_language(),
            raw=filling.answers,
            number=filling.number,
            quote=QUOTE.version if filling.quote else "",
        )


def _page(
    process: Process,
    survey: Survey,
    content: Questionnaire,
    filling: Filling,
    section: Section,
    form: SectionForm | None = None,
) -> str:
    sections = asked_sections(content, filling.answers)
    first = content.languages[0]
    return render_template(
        "surveys/answer.html",
        process=process,
        survey=survey,
        title=said_in(content.title, current_language(), first),
        intro=said_in(content.intro, current_language(), first),
        section=section,
        form=form or _form(content, section, filling),
        filling=filling,
        answers=json.dumps(filling.answers),
        number=sections.index(section) + 1,
        count=len(sections),
        has_words=any(
            question.kind in FREE_TEXT_KINDS or any(choice.takes_words for choice in question.choices)
            for one in section.questions
            for question in (one, *one.followups)
        ),
        quote=QUOTE,
    )
