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
from app.contributions.vocabulary import QUALITIES
from app.participants.access import current_participant, participant_required
from app.participants.keeping import keep_on_phone
from app.participants.kiosk import be_kiosk, is_kiosk
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, today
from app.processes.wordings import said as said_of
from app.questions.minutes import estimated_minutes
from app.surveys.access import at_the_survey
from app.surveys.answering import UnsoundAnswers
from app.surveys.models import KIOSK, Survey
from app.surveys.page_data import page_data
from app.surveys.queries import answered_content
from app.surveys.saying import Saying
from app.surveys.services import record_answers
from app.surveys.sheets import Sheets, sheets, without_blanks, written
from app.surveys.steps import Step
from app.surveys.unsent import draft_of, drop_unsent, save_unsent
from app.surveys.ways import kiosk_key, may_answer, way_of

blueprint = for_participants(
    Blueprint(
        "surveys", __name__, url_prefix="/verfahren/<slug>/umfrage/<survey>", template_folder="templates"
    )
)
REVIEW = "pruefen"


@blueprint.context_processor
def names() -> dict[str, object]:
    """Kinds of places that have a sign of their own."""
    return {"qualities": QUALITIES}


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
        return redirect(_url(slug, survey))
    if not _may_answer(found, person):
        return render_template("surveys/other_way.html", process=process, survey=found)
    wanted = request.args.get("seite")
    if not wanted:
        page = _whole(process, found, person)
        return page if is_kiosk() else keep_on_phone(page)
    pages = sheets(found, person, _raw(found, person))
    if wanted == REVIEW:
        return _review(process, found, pages)
    return _sheet(process, found, pages, _number(wanted, pages), extra=request.args.get("mehr", ""))


@blueprint.post("")
@participant_required
def answer(slug: str, survey: str) -> Any:
    """One page without a script: its answers go into the draft, then comes the page before, the next, or the same."""
    process, found, person = at_the_survey(slug, survey)
    before = sheets(found, person, _raw(found, person))
    if not before.steps or not _may_answer(found, person):
        return redirect(_url(slug, survey))
    at = _number(request.args.get("seite", "1"), before)
    step = before.steps[at - 1]
    going, _sign, about = request.form.get("go", "next").partition(":")
    raw = written(before.raw, step, request.form)
    if going != "more":
        raw = without_blanks(raw, before.content)
    if going == "again":
        raw[step.section.key] = [*raw.get(step.section.key, []), {}]
    with transaction():
        save_unsent(participant_id=person.id, activity_id=found.activity_id, raw=raw)
    after = sheets(found, person, raw)
    if going == "back":
        return redirect(_url(slug, survey, at - 1 or None))
    if going == "more":
        return redirect(_url(slug, survey, at, mehr=about, _anchor=f"q-{about}"))
    here = next((one for one in after.steps if one.key == step.key), None)
    if here is not None and (problems := after.problems(here)):
        return _sheet(process, found, after, after.steps.index(here) + 1, problems), 422
    if here is not None and {one.key for one in here.questions} - set(request.form.getlist("asked")):
        flash(_("Hier kommt noch etwas dazu."), "info")
        return redirect(_url(slug, survey, after.steps.index(here) + 1))
    following = after.steps.index(here) + 2 if here is not None else at
    is_last = following > len(after.steps)
    return redirect(_url(slug, survey, REVIEW if is_last or going == "review" else following))


@blueprint.post("/abschicken")
@participant_required
def send(slug: str, survey: str) -> Any:
    """All answers of the draft become one sitting, as from the phone's outbox."""
    process, found, person = at_the_survey(slug, survey)
    draft = draft_of(person.id, found.activity_id)
    if draft is None:
        return redirect(_url(slug, survey, 1))
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
        pages = sheets(found, person, raw)
        return _review(process, found, pages), 422
    except Conflict as error:
        flash(str(error.message), "warning")
        return redirect(url_for("surveys.done", slug=slug, survey=survey))
    except DomainError as error:
        return _review(process, found, sheets(found, person, raw), str(error.message)), error.status
    flash(_("Angekommen! Danke für deine Antworten."), "success")
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


def _may_answer(survey: Survey, person: Participant) -> bool:
    return may_answer(survey.modes, way_of(survey.activity_id, person.id))


def _raw(survey: Survey, person: Participant) -> dict[str, Any]:
    draft = draft_of(person.id, survey.activity_id)
    return dict(draft.raw) if draft is not None else {}


def _number(wanted: str, pages: Sheets) -> int:
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
    return min(max(number, 1), max(len(pages.steps), 1))


def _url(slug: str, survey: str, page: int | str | None = None, **more: Any) -> str:
    return url_for("surveys.show", slug=slug, survey=survey, seite=page, **more)


def _whole(process: Process, survey: Survey, person: Participant) -> str:
    """The page of the script: every section, hidden until it is asked."""
    content = answered_content(survey)
    return render_template(
        "surveys/answer.html",
        process=process,
        survey=survey,
        content=content,
        say=Saying(content, current_language(), seed=str(person.id)),
        has_map=any(question.of_kind.geometry for question in content.questions()),
        count=sum(1 for question in content.questions() if question.of_kind.value),
        minutes=estimated_minutes(content, current_language()),
        quote=QUOTE,
        data=page_data(process, survey, person, _rendering()),
    )


def _rendering() -> UUID:
    """A new name, unless the phone fetches for later the very page that it shows."""
    try:
        return UUID(request.headers.get("X-Rendering", ""))
    except ValueError:
        return new_id()


def _sheet(
    process: Process,
    survey: Survey,
    pages: Sheets,
    number: int,
    problems: dict[str, str] | None = None,
    extra: str = "",
) -> Any:
    if not pages.steps:
        return redirect(_url(process.slug, survey.activity.slug))
    step: Step = pages.steps[number - 1]
    return render_template(
        "surveys/step.html",
        process=process,
        survey=survey,
        step=step,
        number=number,
        all=len(pages.steps),
        scope=pages.scope(step),
        say=pages.saying(problems),
        extra=extra,
        new_id=new_id,
        can_repeat=step.number
        and number == _last_round(pages, step)
        and step.number < step.section.most_repeats,
    )


def _last_round(pages: Sheets, step: Step) -> int:
    return max(at for at, one in enumerate(pages.steps, 1) if one.section.key == step.section.key)


def _review(process: Process, survey: Survey, pages: Sheets, message: str = "") -> str:
    return render_template(
        "surveys/review.html",
        process=process,
        survey=survey,
        pages=pages,
        say=pages.saying(),
        first_problem=pages.first_problem() if request.method == "POST" else 0,
        message=message,
        quote=QUOTE,
    )
