"""The page of a subjective map: complete in words without a script; the script adds the white sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.forms import quote_of, tell_who_else
from app.contributions.media.services import attach
from app.contributions.own import needs_help, own
from app.contributions.services import record
from app.maps.sitting import sitting
from app.maps.subjective.forms import WordsForm
from app.maps.subjective.models import DrawingTask
from app.maps.subjective.page_data import page_data
from app.maps.subjective.queries import own_maps, task_by_slug, words_of
from app.maps.subjective.vocabulary import INKS, RATINGS, STAMP_LABELS, WIDTHS
from app.participants.access import current_participant, participant_required
from app.participants.keeping import keep_on_phone
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, today

blueprint = Blueprint(
    "drawings", __name__, url_prefix="/verfahren/<slug>/zeichnen/<sheet>", template_folder="../templates"
)


@blueprint.get("")
@participant_required
def draw(slug: str, sheet: str) -> Any:
    """The sheet; the form in words stands below it and is all there is without a script."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    process, task, person = _found(slug, sheet)
    if not is_open(task.activity, today()):
        return render_template("maps/subjective/closed.html", process=process, task=task)
    page = _page(process, task, person, WordsForm())
    return page if request.args.get("ansicht") else keep_on_phone(page)


@blueprint.post("")
@participant_required
def send_words(slug: str, sheet: str) -> Any:
    """The map in words: the same recording as from the phone's outbox."""
    process, task, person = _found(slug, sheet)
    form = WordsForm()
    if form.validate_on_submit():
        try:
            with transaction():
                draft = _draft(form, task, person)
                record(draft)
                _attach_photo(form, draft, person)
        except Conflict as error:
            # The same page sent a second time with other words, from another tab or after going back.
            form.id.data = str(new_id())
            form.places.errors = [str(error.message)]
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.places
            field.errors = [str(error.message)]
        else:
            flash(_("Angekommen! Danke für deine Karte."), "success")
            return redirect(url_for("drawings.done", slug=slug, sheet=sheet))
    return _page(process, task, person, form), 422


@blueprint.get("/fertig")
@participant_required
def done(slug: str, sheet: str) -> Any:
    """Thanks, one's own maps, what happens next, and how to find back."""
    process, task, person = _found(slug, sheet)
    maps = own_maps(activity_id=task.activity_id, participant_id=person.id)
    return render_template(
        "maps/subjective/done.html",
        process=process,
        task=task,
        maps=maps,
        help=needs_help(own(person.id, task.activity_id)),
    )


def _found(slug: str, sheet: str) -> tuple[Process, DrawingTask, Participant]:
    process = process_by_slug(slug)
    person = current_participant()
    assert person is not None
    if person.process_id != process.id:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    return process, task_by_slug(process.id, sheet), person


def _page(process: Process, task: DrawingTask, person: Participant, form: WordsForm) -> str:
    if not form.id.data:
        form.id.data = str(new_id())
    tell_who_else(form, person)
    return render_template(
        "maps/subjective/draw.html",
        process=process,
        task=task,
        intro=words_of(task, "intro"),
        start_hint=words_of(task, "start_hint"),
        form=form,
        is_words=form.is_submitted() or request.args.get("ansicht") == "worte",
        inks=INKS,
        widths=WIDTHS,
        stamps=STAMP_LABELS,
        ratings={code: RATINGS[code] for code in task.ratings},
        data=page_data(process, task, person),
    )


def _attach_photo(form: WordsForm, draft: SubmissionDraft, person: Participant) -> None:
    """A photo of the sheet of paper, without a script as it came from the phone; the server makes it small."""
    photo = form.photo.data
    if not photo:
        return
    attach(
        contribution_id=draft.contributions[0].id,
        participant_id=person.id,
        kind="scan",
        stream=photo.stream,
        media_type=photo.mimetype or "application/octet-stream",
        position=1,
        attachment_id=uuid5(draft.id, "photo"),
    )


def _draft(form: WordsForm, task: DrawingTask, person: Participant) -> SubmissionDraft:
    """What the form says as a submission of one contribution; its id is made from the form's own."""
    try:
        identity = UUID(form.id.data)
    except ValueError as error:
        raise DomainError(_("Bitte lade die Seite neu.")) from error
    start = {"start_point": form.start_point.data} if form.start_point.data else {}
    made = "words" if form.text else "paper"
    contribution = ContributionDraft(
        id=uuid5(identity, "map"),
        kind="subjective_map",
        title=form.title.data or _("Meine Karte"),
        text=form.text,
        quote=quote_of(form),
        attributes={"made": made, **start},
    )
    return sitting(identity, activity=task.activity, person=person, said=contribution)
