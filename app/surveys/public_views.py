"""The pages on which people answer a survey: one section at a time, complete without a script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.base.database import transaction
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
from app.questions.queries import published_content, published_id
from app.surveys.models import Survey
from app.surveys.paging import Filling, fresh_filling, page_words, sent_filling, step, with_problems
from app.surveys.queries import survey_by_slug
from app.surveys.services import record_answers

blueprint = Blueprint(
    "surveys", __name__, url_prefix="/verfahren/<slug>/umfrage/<survey>", template_folder="templates"
)
HIGHEST = 1_000_000


@blueprint.route("", methods=["GET", "POST"])
@participant_required
def start(slug: str, survey: str) -> Any:
    """One section; its buttons check it and lead to the next one, and from the last one to the record."""
    process, found, person = _at_the_survey(slug, survey)
    if found.answered is None or not is_open(found.activity, today()):
        return render_template("surveys/closed.html", process=process, survey=found)
    thanks = redirect(url_for("surveys.done", slug=slug, survey=survey))
    filling, version_id = _filling(found, found.answered.number, found.answered.id)
    if has_answered(activity_id=found.activity_id, participant_id=person.id, without=filling.sitting):
        return thanks
    content = published_content(version_id)
    now_at = step(content, filling)
    if now_at.is_complete:
        try:
            _record(found, person, now_at.filling)
        except Problems as error:
            now_at = with_problems(content, now_at, error.problems)
        except Conflict:
            return thanks
        except DomainError as error:
            now_at = with_problems(content, now_at, {error.field or "": str(error.message)})
        else:
            if help_for_sent(now_at.filling.answers):
                flash(help_sentence(), "warning")
            return thanks
    page = render_template(
        "surveys/answer.html", process=process, survey=found, **page_words(content, now_at)
    )
    return page, now_at.status


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


def _filling(survey: Survey, number: int, version_id: UUID) -> tuple[Filling, UUID]:
    """What the page brought along with the version it answers; else a fresh sitting of the version people get now."""
    sent = sent_filling()
    if sent is not None and 0 < sent.number < HIGHEST:
        known = published_id(survey.questionnaire_id, sent.number)
        if known is not None:
            return sent, known
    return fresh_filling(number), version_id


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
