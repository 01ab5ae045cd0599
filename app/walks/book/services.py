"""Writes of observation sheets: give out a number of them, note that one is back."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError
from app.base.tokens import new_code
from app.walks.book.models import ObservationSheet
from app.walks.book.queries import last_number, sheet_by_id, sheets_of
from app.walks.models import Walk

MOST_AT_ONCE = 40
MOST_SHEETS = 400


def give_out(
    *, walk: Walk, number: int, given_to: str = "", actor: UUID | str = "command"
) -> list[ObservationSheet]:
    """New sheets, numbered on from the last; DomainError for a number out of reason."""
    if not 1 <= number <= MOST_AT_ONCE:
        raise DomainError(_("Bitte eine Zahl von 1 bis %(most)s.", most=MOST_AT_ONCE), field="number")
    last = last_number(walk.activity_id)
    if last + number > MOST_SHEETS:
        raise DomainError(
            _("Ein Spaziergang hat höchstens %(most)s Bögen.", most=MOST_SHEETS), field="number"
        )
    made = [
        ObservationSheet(
            activity_id=walk.activity_id, number=at, code=_unused_code(), given_to=given_to.strip()[:120]
        )
        for at in range(last + 1, last + 1 + number)
    ]
    db.session.add_all(made)
    db.session.flush()
    note(actor=actor, action="walk.sheets", object_kind="activity", object_id=walk.activity_id)
    return made


def take_back(*, activity_id: UUID, sheet_id: UUID, actor: UUID | str = "command") -> ObservationSheet:
    """The paper is back; once more says that it is not."""
    sheet = sheet_by_id(activity_id, sheet_id)
    sheet.returned_at = None if sheet.returned_at else now()
    db.session.flush()
    note(actor=actor, action="walk.sheet_back", object_kind="activity", object_id=activity_id)
    return sheet


def missing(activity_id: UUID) -> int:
    """How many sheets are not back yet."""
    return sum(1 for sheet in sheets_of(activity_id) if sheet.returned_at is None)


def _unused_code() -> str:
    while True:
        code = new_code(6)
        if db.session.scalar(select(ObservationSheet.id).where(ObservationSheet.code == code)) is None:
            return code
