"""Reads of typed sheets: those of a walk, one by its number, what the record holds of it, the check of a tenth."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import NotFound
from app.contributions.own import own
from app.contributions.sittings import own_sittings
from app.processes.double_entry.queries import Checked, checked
from app.walks.bringing.queries import bringing_of
from app.walks.models import Walk
from app.walks.queries import stops_of
from app.walks.sheets.models import TypedSheet
from app.walks.sheets.typing import entry_fields
from app.walks.vocabulary import RATINGS

KIND = "walk_sheet"
"""Of these sheets in the double entry."""


def sheets_of(activity_id: UUID) -> Sequence[TypedSheet]:
    """What was typed in, by number and entry."""
    query = select(TypedSheet).where(TypedSheet.activity_id == activity_id)
    return db.session.scalars(query.order_by(TypedSheet.number, TypedSheet.entry)).all()


def same_number(activity_id: UUID, number: int) -> Sequence[TypedSheet]:
    """What was typed in of one sheet, by entry."""
    query = select(TypedSheet).where(TypedSheet.activity_id == activity_id, TypedSheet.number == number)
    return db.session.scalars(query.order_by(TypedSheet.entry)).all()


def typed_sheet(activity_id: UUID, typed_id: UUID) -> TypedSheet:
    """One of this walk; NotFound."""
    found = db.session.get(TypedSheet, typed_id)
    if found is None or found.activity_id != activity_id:
        raise NotFound(_("Dieser Bogen ist noch nicht eingetragen."))
    return found


def last_number(activity_id: UUID) -> int:
    """The highest number typed in, 0 for none."""
    query = select(func.max(TypedSheet.number)).where(TypedSheet.activity_id == activity_id)
    return db.session.scalar(query) or 0


def check_of(activity_id: UUID) -> Checked:
    """The check of all sheets of a walk."""
    return checked(KIND, [sheet.id for sheet in sheets_of(activity_id)])


def first_entry(walk: Walk, sheet: TypedSheet) -> dict[str, str]:
    """What the record holds of a sheet, by field; empty where it is erased."""
    bringing, stops = bringing_of(walk.activity_id), stops_of(walk.trail)
    person_id = bringing.group_id if bringing else None
    if person_id is None:
        return entry_fields("", "", "", "", {}, stops)
    answers = {one.id: one.answers for one in own_sittings(person_id)}
    hands = answers.get(sheet.hands_id, {}) if sheet.hands_id else {}
    said = answers.get(sheet.words_id, {}) if sheet.words_id else {}
    words = next((one for one in own(person_id) if one.contribution.submission_id == sheet.words_id), None)
    counts = {rating: float(hands.get(f"hands.{rating}", 0)) for rating in RATINGS}
    return entry_fields(
        str(said.get("stop") or hands.get("stop") or ""),
        str(said.get("what", "")),
        words.contribution.text if words else "",
        (words.contribution.valence or "") if words else "",
        counts,
        stops,
    )
