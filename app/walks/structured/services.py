"""Writes of a structured walk: lay the grid, note blind, hand in, open a field, agree on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import shapely
from flask_babel import gettext as _
from shapely.ops import substring
from sqlalchemy import delete, select

from app.areas.measuring import epsg_for, to_degrees, to_metres
from app.base.audit import note as keep_note
from app.base.database import db, now
from app.base.errors import Conflict, DomainError
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.services import record
from app.walks.entries import OBSERVATION
from app.walks.models import CHANNEL, Walk
from app.walks.structured.models import BlindNote, JointNote, Segment, Slot
from app.walks.structured.queries import Field
from app.walks.structured.vocabulary import ITEMS, NOTERS, SLOTS

SEGMENT = "segment"
"""What such a sitting is, beside the entries of docs/walks.md."""
MOST_SEGMENTS = 60
LONGEST_TEXT = 2000


def pieces(route: shapely.LineString, metres: float) -> list[shapely.LineString]:
    """The route in pieces of equal length, as near to `metres` as they can be; WGS 84 in and out."""
    epsg = epsg_for([route])
    line = to_metres([route], epsg)[0]
    count = max(1, round(line.length / metres))
    edges = [line.length * at / count for at in range(count + 1)]
    cut = [substring(line, start, end) for start, end in zip(edges, edges[1:], strict=False)]
    return list(to_degrees(cut, epsg))


def lay_grid(
    *,
    walk: Walk,
    names: Sequence[str] = (),
    metres: float | None = None,
    slots: Sequence[str] = (),
    actor: UUID | str = "command",
) -> None:
    """Segments by name, or of the trail's route in pieces of about `metres`; slots by label, else the usual ones.

    Conflict once somebody has noted something; DomainError names the field.
    """
    if noted(walk.activity_id):
        raise Conflict(_("In diesem Raster ist schon etwas notiert. Es lässt sich nicht mehr ändern."))
    made = [
        Segment(number=number, name=name.strip())
        for number, name in enumerate(names, start=1)
        if name.strip()
    ]
    if not made and metres:
        if walk.trail.route is None:
            raise DomainError(_("Dieser Weg hat noch keine Linie auf der Karte."), field="metres")
        lines = pieces(shapely.LineString(shapely.get_coordinates(walk.trail.route)), metres)
        made = [Segment(number=number, line=line) for number, line in enumerate(lines, start=1)]
    if not made:
        raise DomainError(_("Bitte nennen Sie mindestens einen Abschnitt."), field="names")
    if len(made) > MOST_SEGMENTS:
        raise DomainError(_("Bitte höchstens %(num)s Abschnitte.", num=MOST_SEGMENTS), field="names")
    labels = [label.strip()[:80] for label in slots if label.strip()] or [str(label) for label in SLOTS]
    for table in (Segment, Slot):
        db.session.execute(delete(table).where(table.activity_id == walk.activity_id))
    for segment in made:
        segment.activity_id = walk.activity_id
    db.session.add_all(made)
    db.session.add_all(
        Slot(activity_id=walk.activity_id, position=position, label=label)
        for position, label in enumerate(labels, start=1)
    )
    db.session.flush()
    keep_note(actor=actor, action="walk.grid", object_kind="activity", object_id=walk.activity_id)


def noted(activity_id: UUID) -> bool:
    """Whether anybody has noted something in this grid."""
    query = select(BlindNote.id).join(Segment, BlindNote.segment_id == Segment.id)
    return db.session.scalar(query.where(Segment.activity_id == activity_id).limit(1)) is not None


def save_note(
    *,
    field: Field,
    user_id: UUID,
    answers: Mapping[str, Any],
    text: str,
    hand_in: bool,
    version: int | None = None,
) -> BlindNote:
    """Keep one's own note of a field; handed in it stands, and with the second one the field opens.

    Conflict for a note that was handed in, or saved elsewhere since; DomainError when nothing is noted.
    """
    found = field.mine
    if found is not None and found.handed_in_at is not None:
        raise Conflict(_("Diese Notiz ist abgegeben und ändert sich nicht mehr."))
    sound = {key: _sound(key, answers.get(key)) for key in ITEMS}
    kept = {key: value for key, value in sound.items() if value}
    text = text.strip()
    if not kept and not text:
        raise DomainError(_("Es ist noch nichts eingetragen."), field="text")
    if len(text) > LONGEST_TEXT:
        raise DomainError(_("Bitte höchstens %(max)s Zeichen.", max=LONGEST_TEXT), field="text")
    if found is None:
        found = BlindNote(segment_id=field.segment.id, slot_id=field.slot.id, user_id=user_id)
        db.session.add(found)
    else:
        found.expect_version(version)
    found.answers, found.text = kept, text
    if hand_in:
        found.handed_in_at = now()
    db.session.flush()
    if hand_in:
        _open(field)
    return found


def agree(*, field: Field, user_id: UUID, text: str, version: int | None = None) -> JointNote:
    """Keep what the noters of an open field agreed on; Conflict while it is blind, or when saved elsewhere since."""
    if not field.is_open:
        raise Conflict(_("Erst wenn zwei abgegeben haben, können Sie vergleichen."))
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise DomainError(_("Bitte 1 bis %(max)s Zeichen.", max=LONGEST_TEXT), field="joint")
    found = field.joint
    if found is None:
        found = JointNote(segment_id=field.segment.id, slot_id=field.slot.id)
        db.session.add(found)
    else:
        found.expect_version(version)
    found.text, found.written_by = text, user_id
    db.session.flush()
    return found


def _sound(key: str, given: Any) -> Any:
    """A code of the item, a list of codes for one with several; DomainError for anything else."""
    item = ITEMS[key]
    codes = given or []
    codes = codes if isinstance(codes, list) else [codes]
    if any(code not in item.choices for code in codes) or (not item.many and len(codes) > 1):
        raise DomainError(_("Diese Angabe steht nicht zur Auswahl."), field=key)
    chosen = [code for code in item.choices if code in codes]
    return chosen if item.many else (chosen[0] if chosen else "")


def _open(field: Field) -> None:
    """Once two have handed in, their notes go into the record: before, review would show one to the other."""
    query = select(BlindNote).where(
        BlindNote.segment_id == field.segment.id,
        BlindNote.slot_id == field.slot.id,
        BlindNote.handed_in_at.is_not(None),
    )
    notes = db.session.scalars(query.order_by(BlindNote.handed_in_at, BlindNote.id)).all()
    if len(notes) < NOTERS:
        return
    for one in notes:
        if one.submission_id is None:
            one.submission_id = uuid5(one.id, "record")
            record(_sitting(field, one))
    db.session.flush()


def _sitting(field: Field, one: BlindNote) -> SubmissionDraft:
    """A note as a sitting of the record; the key counts its noter as one person of this walk, and names nobody."""
    walk = db.session.get_one(Walk, field.segment.activity_id)
    closed = {key: value if isinstance(value, str) else " ".join(value) for key, value in one.answers.items()}
    assert one.submission_id is not None
    return SubmissionDraft(
        id=one.submission_id,
        process_id=walk.activity.process_id,
        activity_id=walk.activity_id,
        person_key=uuid5(walk.activity_id, str(one.user_id)).hex,
        channel=CHANNEL,
        source="on_site",
        attributes={"what": SEGMENT, "device": "staff"},
        contributions=[
            ContributionDraft(
                id=uuid5(one.id, "said"),
                kind=OBSERVATION,
                title=_("Abschnitt %(number)s, %(slot)s", number=field.segment.number, slot=field.slot.label),
                text=one.text,
                geometry=field.segment.line,
                attributes={
                    "segment": str(field.segment.number),
                    "slot": field.slot.label,
                    "observed": "observation",
                    **closed,
                },
            )
        ],
    )
