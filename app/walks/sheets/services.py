"""Writes of typed sheets: record one once, compare a second entry of it."""

from __future__ import annotations

from uuid import UUID, uuid5

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, new_id
from app.base.errors import Conflict, DomainError
from app.processes.double_entry.models import DoubleEntry
from app.processes.double_entry.services import enter_again
from app.walks.bringing.services import held, record_from_outside, sitting_for, stand_in
from app.walks.models import Walk
from app.walks.sheets.models import TypedSheet
from app.walks.sheets.queries import KIND, first_entry, sheet_by_number
from app.walks.sheets.typing import MOST_NUMBER, Typed


def record_sheet(*, walk: Walk, number: int, said: Typed, user_id: UUID) -> TypedSheet:
    """Record a sheet once, for the group; Conflict when its number was typed in before, DomainError with a field."""
    if not 1 <= number <= MOST_NUMBER:
        raise DomainError(_("Bitte die Nummer, die auf dem Bogen steht."), field="number")
    held(walk)
    if sheet_by_number(walk.activity_id, number) is not None:
        raise Conflict(_("Bogen %(number)s ist schon eingetragen.", number=number), field="number")
    sheet = TypedSheet(id=new_id(), activity_id=walk.activity_id, number=number, entered_by=user_id)
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
