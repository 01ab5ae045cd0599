"""An open drawing activity, a drawing as a phone makes it, and a sitting with everything that belongs to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely

from app.base.database import new_id
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.maps.subjective.models import CHANNEL, DrawingTask
from app.maps.subjective.services import create_task
from app.maps.subjective.template import DEFAULT_TASK
from app.participants.models import Participant
from app.participants.services import create_code
from app.processes.services import open_activity
from tests.participants.factories import make_process

SLUG = "meine-karte"


def make_task(slug: str = "zeig-dein-viertel", *, is_open: bool = True) -> DrawingTask:
    """The usual activity in an open process."""
    process = make_process(slug)
    task = create_task(process_id=process.id, slug=SLUG, draft=DEFAULT_TASK)
    if is_open:
        open_activity(activity_id=task.activity_id)
    return task


def make_open_sheet() -> dict[str, str]:
    """An open activity and a typed code that leads to it."""
    task = make_task()
    code = create_code(process_id=task.activity.process_id, activity_id=task.activity_id, label="Klasse 8b")
    return {"typed": code.code, "activity": str(task.activity_id)}


def drawing(**changes: Any) -> dict[str, Any]:
    """One thing of each kind on an upright sheet."""
    line = {"type": "stroke", "stage": 1, "ink": "blue", "width": "middle", "points": [100, 100, 500, 700.25]}
    later = {"type": "stroke", "stage": 2, "width": "thin", "points": [200, 900, 800, 900]}
    stamp = {
        "type": "stamp",
        "stage": 1,
        "ink": "red",
        "stamp": "house",
        "x": 300,
        "y": 300,
        "size": 150,
        "name": "zu Hause",
    }
    words = {"type": "text", "stage": 2, "text": "Skatepark", "x": 700, "y": 500, "size": 56}
    sticker = {
        "type": "sticker",
        "stage": 3,
        "rating": "avoid",
        "number": 1,
        "x": 600,
        "y": 1000,
        "name": "Unterführung",
    }
    return {
        "version": 1,
        "width": 1000,
        "height": 1414,
        "objects": [line, later, stamp, words, sticker],
        **changes,
    }


def sitting(task: DrawingTask, person: Participant, *contributions: ContributionDraft) -> SubmissionDraft:
    """One submission to the activity."""
    return SubmissionDraft(
        id=new_id(),
        process_id=task.activity.process_id,
        activity_id=task.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel=CHANNEL,
        contributions=list(contributions),
    )


def a_map(**values: Any) -> ContributionDraft:
    return ContributionDraft(**{"id": new_id(), "kind": "subjective_map", "title": "Mein Viertel", **values})


def telling(about: UUID, **values: Any) -> ContributionDraft:
    said = {
        "id": new_id(),
        "kind": "narration",
        "text": "Der Weg ist lang.",
        "attributes": {"about": str(about)},
    }
    return ContributionDraft(**{**said, **values})


def place(about: UUID, name: str = "Skatepark", **values: Any) -> ContributionDraft:
    said = {
        "id": new_id(),
        "kind": "mark",
        "title": name,
        "place_text": name,
        "geometry": shapely.Point(9.3, 52.7),
        "attributes": {"about": str(about)},
    }
    return ContributionDraft(**{**said, **values})
