"""About a walk: where, when, how far, how it is made easy, what happens with what is said; and its calendar file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _

from app.base.access import public
from app.base.errors import NotFound
from app.participants.access import current_participant
from app.processes.models import Process
from app.processes.queries import process_by_slug
from app.processes.wordings import said
from app.walks.calendar.answers import calendar_answer
from app.walks.calendar.words import when
from app.walks.local_time import local
from app.walks.models import Walk
from app.walks.queries import stops_of, walk_by_slug
from app.walks.route import length_m
from app.walks.vocabulary import NOTES

blueprint = Blueprint(
    "walks_about",
    __name__,
    url_prefix="/verfahren/<slug>/spaziergang/<walk>",
    template_folder="../templates",
)


@blueprint.get("/info")
@public
def about(slug: str, walk: str) -> Any:
    """For those who take part, and for everybody when the walk is announced."""
    found = _readable(slug, walk)
    if found is None:
        return redirect(url_for("participants.join_form"))
    process, entry = found
    return render_template(
        "walks/calendar/about.html",
        process=process,
        walk=entry,
        stops=stops_of(entry.trail),
        focus=said(process.id, entry.activity_id, "focus", entry.focus),
        metres=round(length_m(entry.trail.route), -1),
        when=when(entry),
        rain=local(entry.rain_starts_at),
        notes=[(NOTES[note.kind], note.text) for note in entry.trail.notes],
        takes_part=current_participant() is not None,
    )


@blueprint.get("/termin.ics")
@public
def invitation(slug: str, walk: str) -> Any:
    """The calendar file, for the same people."""
    found = _readable(slug, walk)
    return redirect(url_for("participants.join_form")) if found is None else calendar_answer(found[1])


def _readable(slug: str, walk: str) -> tuple[Process, Walk] | None:
    """The walk for who may read about it; None for who would have to join first, NotFound for drafts and others."""
    process = process_by_slug(slug)
    person = current_participant()
    mine = person is not None and person.process_id == process.id
    if process.status == "draft" and not mine:
        raise NotFound(_("Diesen Spaziergang gibt es nicht."))
    found = walk_by_slug(process.id, walk)
    if mine or (found.is_announced and found.activity.status != "draft"):
        return process, found
    return None
