"""The pages on which people answer a survey: one for the script, one for each section without it, thanks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError
from app.base.i18n import current_language, for_participants
from app.contributions.forms import QUOTE
from app.contributions.own import needs_help, own
from app.contributions.queries import has_answered
from app.participants.access import current_participant, participant_required
from app.participants.keeping import keep_on_phone
from app.participants.kiosk import be_kiosk, is_kiosk
from app.participants.models import Participant
from app.processes.queries import is_open, process_by_slug, today
from app.processes.wordings import said as said_of
from app.questions.saying import Saying
from app.surveys.access import at_the_survey
from app.surveys.answering import UnsoundAnswers
from app.surveys.known import known_answers
from app.surveys.models import KIOSK, Survey
from app.surveys.pages import REVIEW, Place, page_number, review_page, sheet_page, whole_page
from app.surveys.queries import answered_content
from app.surveys.services import record_answers
from app.surveys.sheets import Sheets, sheets
from app.surveys.turning import Turn, turn
from app.surveys.unsent import draft_of, drop_unsent, save_unsent

blueprint = for_participants(
    Blueprint(
        "surveys", __name__, url_prefix="/verfahren/<slug>/umfrage/<survey>", template_folder="templates"
    )
)


@blueprint.get("")
@participant_required
def show(slug: str, survey: str) -> Any:
    """The survey; `?seite=2` is one section for who has no script, `?seite=pruefen` all answers before sending."""
    wandered = _elsewhere(slug)
    if wandered is not None:
        return wandered
    process, found, person = at_the_survey(slug, survey)
    if not is_open(found.activity, today()) or found.version_id is None:
        return render_template("surveys/closed.html", process=process, survey=found)
    if _is_done(found, person):
        return redirect(url_for("surveys.done", slug=slug, survey=survey))
    if "kiosk" in request.args:
        be_kiosk(request.args["kiosk"] == "1" and KIOSK in found.modes)
    place = Place(process, found)
    wanted = request.args.get("seite")
    if not wanted:
        page = _whole(place, person)
        return page if is_kiosk() else keep_on_phone(page)
    pages = _pages(found, person)
    if wanted == REVIEW:
        return review_page(place, pages)
    if not pages.steps:
        return redirect(place.url())
    return sheet_page(place, Turn(pages, page_number(wanted, pages), more=request.args.get("mehr", "")))


@blueprint.post("")
@participant_required
def answer(slug: str, survey: str) -> Any:
    """One page without a script: its answers go into the draft, then comes the page before, the next, or the same."""
    process, found, person = at_the_survey(slug, survey)
    place = Place(process, found)
    before = _pages(found, person)
    if not before.steps:
        return redirect(place.url())
    now_at = turn(before, page_number(request.args.get("seite", "1"), before), request.form)
    with transaction():
        save_unsent(participant_id=person.id, activity_id=found.activity_id, raw=now_at.pages.raw)
    if now_at.problems:
        return sheet_page(place, now_at), 422
    if now_at.is_longer:
        flash(_("Hier kommt noch etwas dazu."), "info")
    if now_at.more:
        return redirect(place.url(now_at.page, mehr=now_at.more, _anchor=f"q-{now_at.more}"))
    return redirect(place.url(REVIEW if now_at.is_review else now_at.page or None))


@blueprint.post("/abschicken")
@participant_required
def send(slug: str, survey: str) -> Any:
    """All answers of the draft become one sitting, as from the phone's outbox."""
    process, found, person = at_the_survey(slug, survey)
    place = Place(process, found)
    draft = draft_of(person.id, found.activity_id)
    if draft is None:
        return redirect(place.url(1))
    submission_id, raw = draft.submission_id, draft.raw
    try:
        with transaction():
            record_answers(
                survey=found,
                submission_id=submission_id,
                participant_id=person.id,
                language=current_language(),
                raw=raw,
                quote=QUOTE.version if request.form.get("quote") else "",
            )
            drop_unsent(participant_id=person.id, activity_id=found.activity_id)
    except UnsoundAnswers:
        return review_page(place, _pages(found, person)), 422
    except Conflict as error:
        flash(str(error.message), "warning")
        return redirect(url_for("surveys.done", slug=slug, survey=survey))
    except DomainError as error:
        return review_page(place, _pages(found, person), str(error.message)), error.status
    return redirect(url_for("surveys.done", slug=slug, survey=survey))


@blueprint.get("/fertig")
@participant_required
def done(slug: str, survey: str) -> Any:
    """Thanks, what happens next, and how to find back."""
    process, found, person = at_the_survey(slug, survey)
    content = answered_content(found)
    return render_template(
        "surveys/done.html",
        process=process,
        survey=found,
        say=Saying(content, current_language()),
        closing=said_of(process.id, found.activity_id, "closing", found.closing),
        has_arrived=_is_done(found, person),
        help=needs_help(own(person.id, found.activity_id)),
    )


def _elsewhere(slug: str) -> Response | None:
    """Where somebody belongs who takes part in another process on this phone."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    return None


def _is_done(survey: Survey, person: Participant) -> bool:
    return has_answered(activity_id=survey.activity_id, participant_id=person.id, without=UUID(int=0))


def _pages(survey: Survey, person: Participant) -> Sheets:
    """The pages without a script, for what somebody has answered on them."""
    content = answered_content(survey)
    draft = draft_of(person.id, survey.activity_id)
    raw = dict(draft.raw) if draft is not None else known_answers(person, content)
    return sheets(content, str(person.id), raw)


def _whole(place: Place, person: Participant) -> str:
    survey = place.survey
    assert survey.answered is not None
    content = answered_content(survey)
    return whole_page(
        place,
        content,
        seed=str(person.id),
        number=survey.answered.number,
        owner=str(person.id),
        known=known_answers(person, content),
        unsent=draft_of(person.id, survey.activity_id),
        rendering=_rendering(),
    )


def _rendering() -> UUID:
    """A new name, unless the phone fetches for later the very page that it shows."""
    try:
        return UUID(request.headers.get("X-Rendering", ""))
    except ValueError:
        return new_id()
