"""Writes of typed sheets: record one once, compare a second entry of it."""

from __future__ import annotations

from uuid import UUID, uuid5

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, new_id
from app.base.errors import Conflict, DomainError
from app.processes.double_entry.models import DoubleEntry
from app.processes.double_entry.services import enter_again
from app.walks.book.queries import sheets_of
from app.walks.book.services import take_back
from app.walks.bringing.services import held, record_from_outside, sitting_for, stand_in
from app.walks.models import Walk
from app.walks.sheets.models import TypedSheet
from app.walks.sheets.queries import KIND, first_entry, same_number
from app.walks.sheets.typing import Typed


def record_sheet(*, walk: Walk, number: int, entry: int, said: Typed, user_id: UUID) -> TypedSheet:
    """Record one entry of a sheet once, for the group; Conflict when it, or the hands of its sheet, came before.

    DomainError with a field: a number that was never printed, and what does not fit.
    """
    held(walk)
    _note_return(walk, number, user_id)
    before = same_number(walk.activity_id, number)
    sheet = TypedSheet(
        id=new_id(), activity_id=walk.activity_id, number=number, entry=entry, entered_by=user_id
    )
    if any(one.entry == entry for one in before):
        raise Conflict(_("Bogen %(number)s ist schon eingetragen.", number=sheet.label), field="number")
    if said.hands is not None and any(one.hands_id for one in before):
        raise Conflict(_("Die Hände dieses Bogens sind schon eingetragen."), field="hands_plus")
    participant_id = stand_in(walk, "group")
    for part, raw in (("words", said.words), ("hands", said.hands)):
        if raw is None:
            continue
        entry_id = uuid5(sheet.id, part)
        sitting = sitting_for(walk, entry_id=entry_id, participant_id=participant_id, source="paper")
        record_from_outside(walk=walk, sitting=sitting, raw=raw)
        setattr(sheet, f"{part}_id", entry_id)
    db.session.add(sheet)
    db.session.flush()
    note(actor=user_id, action="walk.sheet", object_kind="walk_sheet", object_id=sheet.id)
    return sheet


def _note_return(walk: Walk, number: int, user_id: UUID) -> None:
    """The paper is back; where sheets were printed, only their numbers are known."""
    printed = {sheet.number: sheet for sheet in sheets_of(walk.activity_id)}
    if not printed:
        return
    if number not in printed:
        raise DomainError(_("Einen Bogen mit dieser Nummer gibt es nicht."), field="number")
    if printed[number].returned_at is None:
        take_back(activity_id=walk.activity_id, sheet_id=printed[number].id, actor=user_id)


def compare_sheet(*, walk: Walk, sheet: TypedSheet, said: Typed, user_id: UUID) -> DoubleEntry:
    """What a second person typed beside the record; raises what `enter_again` raises."""
    return enter_again(
        process_id=walk.activity.process_id,
        kind=KIND,
        sheet_id=sheet.id,
        first=first_entry(walk, sheet),
        second=said.fields,
        first_by=sheet.entered_by,
        user_id=user_id,
    )
