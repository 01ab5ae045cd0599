"""Which sheets are drawn for a second entry, and how often the two differ."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.base.database import db
from app.base.tokens import token_hash
from app.processes.double_entry.models import DoubleEntry

ONE_IN = 10
"""Of so many sheets one is typed twice (E32)."""


@dataclass(frozen=True)
class Checked:
    """The check of one stack of paper: `drawn` sheets, their second entries by sheet, and the sums of these."""

    drawn: list[UUID]
    entries: dict[UUID, DoubleEntry]
    fields: int
    deviations: int

    @property
    def rate(self) -> float | None:
        """Part of the fields that differ, 0…1; None before anything was typed twice."""
        return self.deviations / self.fields if self.fields else None


def checked(kind: str, sheet_ids: Collection[UUID]) -> Checked:
    """The check of these sheets, all of one kind and all entered once."""
    entries = {entry.sheet_id: entry for entry in _entries(kind, sheet_ids)}
    return Checked(
        drawn=drawn(kind, sheet_ids, list(entries)),
        entries=entries,
        fields=sum(entry.fields for entry in entries.values()),
        deviations=sum(len(entry.deviations) for entry in entries.values()),
    )


def drawn(kind: str, sheet_ids: Collection[UUID], done: Sequence[UUID] = ()) -> list[UUID]:
    """A tenth of the sheets, at least one, by a lot nobody can foresee; those `done` stay drawn as more come in."""
    wanted = math.ceil(len(sheet_ids) / ONE_IN)
    lots = sorted(
        set(sheet_ids) - set(done), key=lambda sheet_id: token_hash(f"double entry {kind} {sheet_id}")
    )
    return [*done, *lots[: max(0, wanted - len(done))]]


def entry_of(kind: str, sheet_id: UUID) -> DoubleEntry | None:
    return db.session.scalar(
        select(DoubleEntry).where(DoubleEntry.kind == kind, DoubleEntry.sheet_id == sheet_id)
    )


def _entries(kind: str, sheet_ids: Collection[UUID]) -> Sequence[DoubleEntry]:
    query = select(DoubleEntry).where(DoubleEntry.kind == kind, DoubleEntry.sheet_id.in_(sheet_ids))
    return db.session.scalars(query.order_by(DoubleEntry.created_at, DoubleEntry.id)).all()
