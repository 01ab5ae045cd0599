"""The pages on which people answer a survey: one for the script, one for each section without it, thanks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError
from app.base.i18n import current_language, for_participants
from app.contributions.forms import QUOTE
from app.contributions.media.queries import KeptFile, kept_files
from app.contributions.own import needs_help, own
from app.contributions.queries import has_answered
from app.participants.access import current_participant, participant_required
from app.participants.consents import for_page
from app.participants.keeping import keep_on_phone
from app.participants.kiosk import be_kiosk, is_kiosk
from app.participants.models import Participant
from app.processes.queries import is_open, process_by_slug, today
from app.processes.wordings import said as said_of
from app.questions.content import has_files
from app.questions.fields import FilesField
from app.questions.saying import Saying
from app.surveys.access import at_the_survey
from app.surveys.answering import UnsoundAnswers
from app.surveys.known import known_answers
from app.surveys.models import KIOSK, Survey
from app.surveys.page_data import media_of
from app.surveys.pages import REVIEW, Place, page_number, review_page, sheet_page, whole_page
from app.surveys.queries import answered_content
from app.surveys.services import record_answers
from app.surveys.sheets import Sheets, sheets
from app.surveys.turning import Turn, turn
from app.surveys.unsent import draft_of, drop_unnamed, drop_unsent, save_unsent
from app.surveys.uploads import Offer, Uploads, uploads
from app.surveys.ways import kiosk_key, may_answer, way_of

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
        # The key does not stay in the address that people at the device see.
        be_kiosk(request.args["kiosk"] == kiosk_key(found.activity_id) and KIOSK in found.modes)
        return redirect(Place(process, found).url())
    if not _may_answer(found, person):
        return render_template("surveys/other_way.html", process=process, survey=found)
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
    now_at = Turn(pages, page_number(wanted, pages), more=request.args.get("mehr", ""))
    return sheet_page(place, now_at, _offers(found, person))


@blueprint.post("")
@participant_required
def answer(slug: str, survey: str) -> Any:
    """One page without a script: its answers go into the draft, then comes the page before, the next, or the same."""
    process, found, person = at_the_survey(slug, survey)
    place = Place(process, found)
    before = _pages(found, person)
    if not before.steps or not _may_answer(found, person):
        return redirect(place.url())
    at = page_number(request.args.get("seite", "1"), before)
    now_at = _taken_in(found, person, before, at)
    if now_at.problems:
        return sheet_page(place, now_at, _offers(found, person)), 422
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


def _taken_in(survey: Survey, person: Participant, before: Sheets, at: int) -> Turn:
    """What was sent from a page is kept with its files; a file that is refused keeps somebody on the page."""
    rules = for_page(person) if has_files(before.content) else {}
    known = _waiting(survey, person)
    came = uploads(before, before.steps[at - 1], request.form, request.files, rules, known)
    try:
        now_at = _kept(survey, person, before, at, came)
    except DomainError as error:
        # The page counts without its files.
        came.refuse(str(error.message))
        now_at = _kept(survey, person, before, at, came)
    came.let_go()
    if came.problems:
        return Turn(now_at.pages, at, {**now_at.problems, **came.problems})
    return now_at


def _kept(survey: Survey, person: Participant, before: Sheets, at: int, came: Uploads) -> Turn:
    whose = {"participant_id": person.id, "activity_id": survey.activity_id}
    with transaction():
        draft = save_unsent(**whose, raw=before.raw)
        now_at = turn(before, at, came.kept(person.id, draft.submission_id))
        drop_unnamed(save_unsent(**whose, raw=now_at.pages.raw))
    return now_at


def _waiting(survey: Survey, person: Participant) -> Sequence[KeptFile]:
    draft = draft_of(person.id, survey.activity_id)
    return kept_files(submission_id=draft.submission_id, participant_id=person.id) if draft else ()


def _offers(survey: Survey, person: Participant) -> Callable[[FilesField], Offer]:
    """How files are taken; what was said of one that is kept by now is not said again of the next."""

    @cache
    def known() -> tuple[dict[str, dict[str, Any]], Sequence[KeptFile]]:
        return for_page(person), _waiting(survey, person)

    def offer(asked: FilesField) -> Offer:
        is_taken = bool(request.files.get(f"{asked.name}.file")) and not asked.errors
        return Offer(asked, *known(), {} if is_taken else request.form)

    return offer


def _elsewhere(slug: str) -> Response | None:
    """Where somebody belongs who takes part in another process on this phone."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    return None


def _may_answer(survey: Survey, person: Participant) -> bool:
    return may_answer(survey.modes, way_of(survey.activity_id, person.id))


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
        media=media_of(content, person),
        rendering=_rendering(),
    )


def _rendering() -> UUID:
    """A new name, unless the phone fetches for later the very page that it shows."""
    try:
        return UUID(request.headers.get("X-Rendering", ""))
    except ValueError:
        return new_id()
