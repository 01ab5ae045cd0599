"""The page of a walk for those who walk along: stops, notes and ratings; the script adds the map and the outbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import new_id, now, transaction
from app.base.errors import Conflict, DomainError, NotAllowed
from app.base.i18n import current_language
from app.contributions.drafts import SubmissionDraft
from app.contributions.forms import tell_who_else
from app.contributions.helping import help_for_sent, help_sentence
from app.participants.access import current_participant, participant_required
from app.participants.keeping import keep_on_phone
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, today
from app.processes.wordings import said
from app.questions.forms import asking
from app.questions.saying import Saying
from app.walks.access import at_the_walk
from app.walks.models import CHANNEL, Walk
from app.walks.note_form import EntryForm, NoteForm, RatingForm
from app.walks.page_data import asked_at_stops, labels, page_data
from app.walks.queries import device_of, noted_by_all, stops_of
from app.walks.services import record_entry
from app.walks.told import own_entries
from app.walks.vocabulary import RECORDER

blueprint = Blueprint(
    "walks", __name__, url_prefix="/verfahren/<slug>/spaziergang/<walk>", template_folder="templates"
)
RATING = "r-"
"""Both forms stand on one page: names of the second begin with it."""


@blueprint.get("")
@participant_required
def show(slug: str, walk: str) -> Any:
    """The walk on a phone or a tablet; `?ansicht=liste` keeps the script away."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    process, found, person = at_the_walk(slug, walk)
    if not is_open(found.activity, today()):
        return render_template("walks/walk_closed.html", process=process, walk=found)
    stops = stops_of(found.trail)
    page = _page(process, found, person, NoteForm(stops), RatingForm(stops, prefix=RATING))
    return page if request.args.get("ansicht") else keep_on_phone(page)


@blueprint.post("/notiz")
@participant_required
def note(slug: str, walk: str) -> Any:
    """A note without a script: the same recording as from the phone's outbox."""
    process, found, person = at_the_walk(slug, walk)
    stops = stops_of(found.trail)
    form = NoteForm(stops)
    return _record(process, found, person, form) or (
        _page(process, found, person, form, RatingForm(stops, formdata=None, prefix=RATING)),
        422,
    )


@blueprint.post("/bewertung")
@participant_required
def rate(slug: str, walk: str) -> Any:
    """One person's rating of a stop without a script."""
    process, found, person = at_the_walk(slug, walk)
    stops = stops_of(found.trail)
    form = RatingForm(stops, prefix=RATING)
    return _record(process, found, person, form) or (
        _page(process, found, person, NoteForm(stops, formdata=None), form),
        422,
    )


@blueprint.get("/stand.json")
@participant_required
def counts(slug: str, walk: str) -> Any:
    """How much all devices have sent by stop, for those who note: numbers and no words."""
    _process, found, person = at_the_walk(slug, walk)
    if device_of(found.activity_id, person.id) != RECORDER:
        raise NotAllowed(_("Das sehen nur die Geräte, auf denen Protokoll geführt wird."))
    return jsonify(noted_by_all(found.activity_id))


def _record(process: Process, walk: Walk, person: Participant, form: NoteForm | RatingForm) -> Any:
    """The next page when the entry is in the record; None when something does not fit, with the form saying what."""
    if not form.validate():
        return None
    raw = form.entry()
    try:
        with transaction():
            record_entry(
                walk=walk,
                sitting=_sitting(form, walk, person),
                raw=raw,
                device=device_of(walk.activity_id, person.id),
            )
    except Conflict:
        # The same page sent a second time with other words, from another tab or after going back.
        form.id.data = str(new_id())
        form.stop.errors = [
            _(
                "Von dieser Seite ist schon etwas angekommen. Meinst du noch etwas? Dann schick es noch mal ab."
            )
        ]
        return None
    except DomainError as error:
        form._fields.get(error.field or "", form.stop).errors = [str(error.message)]
        return None
    flash(_("Angekommen! Danke."), "success")
    if help_for_sent({"answers": raw}):
        flash(help_sentence(), "warning")
    return redirect(url_for("walks.show", slug=process.slug, walk=walk.activity.slug, ansicht="liste"))


def _sitting(form: EntryForm, walk: Walk, person: Participant) -> SubmissionDraft:
    try:
        identity = UUID(form.id.data)
    except ValueError as error:
        raise DomainError(_("Bitte laden Sie die Seite neu.")) from error
    return SubmissionDraft(
        id=identity,
        process_id=walk.activity.process_id,
        activity_id=walk.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel=CHANNEL,
        language=current_language(),
        device_time=now(),
    )


def _page(process: Process, walk: Walk, person: Participant, note: NoteForm, rating: RatingForm) -> str:
    for form in (note, rating):
        if not form.id.data:
            form.id.data = str(new_id())
    tell_who_else(note, person)
    entries = own_entries(person.id, walk.activity_id)
    rendering = _rendering()
    stops = stops_of(walk.trail)
    asked = asked_at_stops(walk)
    saying = Saying(asked, current_language()) if asked else None
    return render_template(
        "walks/walk.html",
        asked=asked,
        say=saying,
        asking=asking(saying) if saying else None,
        process=process,
        walk=walk,
        stops=stops,
        focus=said(process.id, walk.activity_id, "focus", walk.focus),
        names={str(stop.id): stop.name for stop in walk.trail.stops},
        labels=labels(),
        note=note,
        rating=rating,
        entries=entries,
        is_list=request.args.get("ansicht") == "liste" or request.method == "POST",
        # Names this page, so that a phone which keeps it can tell it from a fresh one.
        rendering=rendering,
        data=page_data(
            process,
            walk,
            person,
            device=device_of(walk.activity_id, person.id),
            entries=entries,
            rendering=rendering,
        ),
    )


def _rendering() -> UUID:
    """A new name, unless the phone fetches for later the very page that it shows."""
    try:
        return UUID(request.headers.get("X-Rendering", ""))
    except ValueError:
        return new_id()
