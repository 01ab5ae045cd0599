"""The exhibition (B6): released photos, drawings and voices beside their sentence, without place, person or time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_

from app.base.database import db
from app.contributions.flags import DANGER
from app.contributions.media.models import Attachment
from app.contributions.media.queries import released_ones
from app.contributions.models import Contribution
from app.contributions.rounding import VALENCES

PER_PAGE = 40


@dataclass(frozen=True)
class Shown:
    """One thing on the wall. `digest` names the file everybody may open (empty when a voice is only read)."""

    kind: str
    digest: str
    width: int
    height: int
    sentence: str
    transcript: str
    quality: str | None


def wall(process_id: UUID, after: str = "") -> tuple[list[Shown], str]:
    """One page of the exhibition and the mark of the next one (empty at the end).

    The order is that of the digests, which is none: things of one person do not hang side by side. Of negative marks
    nothing is shown, as their places leave as counts only (E18); a photo sent without a mark may complain.
    """
    is_shown: ColumnElement[bool] = or_(Contribution.kind != "mark", Contribution.valence.in_(VALENCES))
    place: Any = func.coalesce(Attachment.public_digest, Attachment.digest, Attachment.sha256)
    query = (
        released_ones()
        .add_columns(Contribution.released_text, Contribution.quality, place.label("place"))
        .where(Attachment.process_id == process_id, is_shown, place > after)
        .order_by(place, Attachment.id)
        .limit(PER_PAGE + 1)
    )
    rows = db.session.execute(query).all()
    shown = [_shown(row) for row in rows[:PER_PAGE] if DANGER not in row.flags]
    return shown, rows[PER_PAGE - 1].place if len(rows) > PER_PAGE else ""


def is_hung(process_id: UUID) -> bool:
    """True when there is something to see."""
    return bool(wall(process_id)[0])


def photos_of(contribution_ids: Collection[UUID]) -> dict[UUID, str]:
    """Digest of the first released photo of each of these contributions that has one."""
    query = (
        released_ones()
        .where(Attachment.contribution_id.in_(contribution_ids), Attachment.kind == "photo")
        .order_by(Attachment.position.desc(), Attachment.id.desc())
    )
    rows = db.session.execute(query) if contribution_ids else ()
    return {row[0].contribution_id: row[0].public_digest for row in rows if DANGER not in row[1]}


def _shown(row: Any) -> Shown:
    found = row.Attachment
    return Shown(
        kind=found.kind,
        digest=found.public_digest or "",
        width=found.width or 800,
        height=found.height or 600,
        sentence=row.released_text or "",
        transcript=found.text if found.kind == "audio" else "",
        quality=row.quality,
    )
