"""Who stands at which walk: the process, the walk and the participant of a page, or NotFound."""

from __future__ import annotations

from flask_babel import gettext as _

from app.base.errors import NotFound
from app.participants.access import current_participant
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import process_by_slug
from app.walks.models import Walk
from app.walks.queries import walk_by_slug


def at_the_walk(slug: str, walk: str) -> tuple[Process, Walk, Participant]:
    """For pages behind `participant_required`; NotFound in another process than the participant's own."""
    process = process_by_slug(slug)
    person = current_participant()
    assert person is not None
    if person.process_id != process.id:
        raise NotFound(_("Diesen Spaziergang gibt es nicht."))
    return process, walk_by_slug(process.id, walk), person
