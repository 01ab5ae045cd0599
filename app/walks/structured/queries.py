"""Reads of a structured walk. The rule of blindness stands here, in the only place that gives notes of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.database import db
from app.base.errors import NotFound
from app.walks.structured.models import BlindNote, JointNote, Segment, Slot
from app.walks.structured.vocabulary import ITEMS, NOTERS


@dataclass(frozen=True)
class Field:
    """One field of the grid as one staff member may see it.

    `mine` is the own note; `notes` are all notes handed in, empty until the field is open; `handed_in` counts them.
    """

    segment: Segment
    slot: Slot
    mine: BlindNote | None
    handed_in: int
    notes: list[BlindNote]
    joint: JointNote | None

    @property
    def is_open(self) -> bool:
        return bool(self.notes)

    @property
    def agreement(self) -> float | None:
        """Share of the closed items on which the first two notes agree, in %; None until the field is open."""
        if len(self.notes) < NOTERS:
            return None
        pairs = compared(self.notes[0], self.notes[1])
        return sum(first == second for first, second in pairs) / len(pairs) * 100 if pairs else None


def segments_of(activity_id: UUID) -> Sequence[Segment]:
    """By number."""
    query = select(Segment).where(Segment.activity_id == activity_id).order_by(Segment.number)
    return db.session.scalars(query).all()


def slots_of(activity_id: UUID) -> Sequence[Slot]:
    """In the order of the grid."""
    query = select(Slot).where(Slot.activity_id == activity_id).order_by(Slot.position)
    return db.session.scalars(query).all()


def fields_of(activity_id: UUID, user_id: UUID) -> dict[tuple[UUID, UUID], Field]:
    """All fields of the grid by (segment, slot), as this staff member may see them."""
    segments, slots = segments_of(activity_id), slots_of(activity_id)
    inside = BlindNote.segment_id.in_([segment.id for segment in segments])
    notes: dict[tuple[UUID, UUID], list[BlindNote]] = {}
    for note in db.session.scalars(
        select(BlindNote).where(inside).order_by(BlindNote.handed_in_at, BlindNote.id)
    ):
        notes.setdefault((note.segment_id, note.slot_id), []).append(note)
    query = select(JointNote).where(JointNote.segment_id.in_([segment.id for segment in segments]))
    joint = {(one.segment_id, one.slot_id): one for one in db.session.scalars(query.order_by(JointNote.id))}
    return {
        key: _field(segment, slot, notes.get(key, []), joint.get(key), user_id)
        for segment in segments
        for slot in slots
        for key in [(segment.id, slot.id)]
    }


def field_of(activity_id: UUID, segment: int, slot: int, user_id: UUID) -> Field:
    """One field by the number of its segment and the position of its slot; NotFound."""
    for field in fields_of(activity_id, user_id).values():
        if (field.segment.number, field.slot.position) == (segment, slot):
            return field
    raise NotFound(_("Dieses Feld gibt es nicht."))


def _field(
    segment: Segment, slot: Slot, notes: list[BlindNote], joint: JointNote | None, user_id: UUID
) -> Field:
    """Blind until NOTERS have handed in; and who still writes there sees nothing of the others before handing in."""
    mine = next((note for note in notes if note.user_id == user_id), None)
    handed_in = [note for note in notes if note.handed_in_at is not None]
    is_writing = mine is not None and mine.handed_in_at is None
    shown = handed_in if len(handed_in) >= NOTERS and not is_writing else []
    return Field(segment, slot, mine, len(handed_in), shown, joint if shown else None)


def compared(first: BlindNote, second: BlindNote) -> list[tuple[object, object]]:
    """Pairs of answers to each closed item; of an item with several choices each choice is a pair of its own.

    What neither of the two answered is no pair.
    """
    pairs: list[tuple[object, object]] = []
    for key, item in ITEMS.items():
        one, other = first.answers.get(key), second.answers.get(key)
        if not one and not other:
            continue
        if item.many:
            pairs += [(code in (one or []), code in (other or [])) for code in item.choices]
        else:
            pairs.append((one, other))
    return pairs
