"""Keep a second entry beside the first, and forget it with its sheet."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete

from app.base.audit import note
from app.base.database import db
from app.base.errors import Conflict, NotAllowed
from app.processes.double_entry.models import DoubleEntry
from app.processes.double_entry.queries import entry_of


def enter_again(
    *,
    process_id: UUID,
    kind: str,
    sheet_id: UUID,
    first: Mapping[str, str],
    second: Mapping[str, str],
    first_by: UUID | None,
    user_id: UUID,
) -> DoubleEntry:
    """Compare what two persons typed from one sheet; both have the same fields, an empty one is "".

    NotAllowed for who typed it first, Conflict when it was typed a second time before.
    """
    if user_id == first_by:
        raise NotAllowed(
            _("Sie haben dieses Blatt selbst eingetragen. Eine zweite Person muss es noch einmal tippen.")
        )
    if entry_of(kind, sheet_id) is not None:
        raise Conflict(_("Dieses Blatt ist schon doppelt erfasst."))
    names = list(dict.fromkeys([*first, *second]))
    entry = DoubleEntry(
        process_id=process_id,
        kind=kind,
        sheet_id=sheet_id,
        fields=len(names),
        deviations=[
            [name, first.get(name, ""), second.get(name, "")]
            for name in names
            if _plain(first.get(name, "")) != _plain(second.get(name, ""))
        ],
        entered_by=user_id,
    )
    db.session.add(entry)
    db.session.flush()
    note(actor=user_id, action="double_entry.enter", object_kind=kind, object_id=sheet_id)
    return entry


def forget_entry(*, kind: str, sheet_id: UUID) -> None:
    """The sheet was taken back or deleted: what was compared is over."""
    mine = (DoubleEntry.kind == kind, DoubleEntry.sheet_id == sheet_id)
    db.session.execute(delete(DoubleEntry).where(*mine))


def _plain(text: str) -> str:
    """Blanks at the ends and in rows are no deviation; capital letters and signs are."""
    return " ".join(text.split())
