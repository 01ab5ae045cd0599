"""The second entries of sheets, with what was compared."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Base, Keyed


class DoubleEntry(Keyed, Base):
    """One sheet typed a second time. `kind` says whose sheet `sheet_id` is; no foreign key: each kind has its table.

    `fields` were compared; `deviations` are [field, first entry, second entry] of those that differ. What was the same
    is not kept twice.
    """

    __tablename__ = "double_entry"
    __table_args__ = (UniqueConstraint("kind", "sheet_id"),)

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    sheet_id: Mapped[UUID]
    fields: Mapped[int]
    deviations: Mapped[list[list[str]]] = mapped_column(JSON)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
