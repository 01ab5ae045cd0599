"""Reads of sheets and photographs, and where a mark on a straight picture lies on the ground."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.base.errors import NotFound
from app.base.printed_map.ground import lonlat_of
from app.maps.paper.legend import Entry, entries
from app.maps.paper.models import PaperMark, PaperPhoto, PaperSheet


def sheets_of(activity_id: UUID) -> Sequence[PaperSheet]:
    """Newest first."""
    query = select(PaperSheet).where(PaperSheet.activity_id == activity_id)
    return db.session.scalars(query.order_by(PaperSheet.created_at.desc(), PaperSheet.id)).all()


def photos_of(activity_id: UUID) -> Sequence[PaperPhoto]:
    """Newest first, with their marks; pages of one file in their order."""
    query = select(PaperPhoto).where(PaperPhoto.activity_id == activity_id)
    query = query.options(selectinload(PaperPhoto.marks))
    return db.session.scalars(query.order_by(PaperPhoto.created_at.desc(), PaperPhoto.id.desc())).all()


def sheet_in(activity_id: UUID, sheet_id: UUID) -> PaperSheet:
    """NotFound for another campaign's."""
    found = db.session.get(PaperSheet, sheet_id)
    if found is None or found.activity_id != activity_id:
        raise NotFound(_("Dieses Blatt gibt es nicht."))
    return found


def photo_in(activity_id: UUID, photo_id: UUID) -> PaperPhoto:
    """NotFound for another campaign's."""
    found = db.session.get(PaperPhoto, photo_id)
    if found is None or found.activity_id != activity_id:
        raise NotFound(_("Dieses Foto gibt es nicht."))
    return found


def sheet_by_code(code: str) -> PaperSheet | None:
    return db.session.scalar(select(PaperSheet).where(PaperSheet.code == code))


def same_file(activity_id: UUID, sha256: str) -> PaperPhoto | None:
    """A photograph that came before with the same bytes."""
    query = select(PaperPhoto).where(PaperPhoto.activity_id == activity_id, PaperPhoto.sha256 == sha256)
    return db.session.scalars(query.order_by(PaperPhoto.page).limit(1)).first()


def others_of_copy(photo: PaperPhoto) -> Sequence[PaperPhoto]:
    """Other photographs of the same printed copy that are straight or recorded."""
    if photo.sheet_id is None or photo.copy is None:
        return []
    query = select(PaperPhoto).where(
        PaperPhoto.sheet_id == photo.sheet_id,
        PaperPhoto.copy == photo.copy,
        PaperPhoto.id != photo.id,
        PaperPhoto.state.in_(("ready", "recorded")),
    )
    return db.session.scalars(query.order_by(PaperPhoto.created_at, PaperPhoto.id)).all()


def made_before(before: datetime, process_id: UUID | None) -> Sequence[PaperPhoto]:
    """Photographs that came before then, of one process or of all, oldest first."""
    query = select(PaperPhoto).where(PaperPhoto.created_at < before)
    if process_id is not None:
        query = query.where(PaperPhoto.process_id == process_id)
    return db.session.scalars(query.order_by(PaperPhoto.created_at, PaperPhoto.id)).all()


def known_photo_ids() -> set[UUID]:
    return set(db.session.scalars(select(PaperPhoto.id)))


def legend_of(photo: PaperPhoto) -> list[Entry]:
    """The legend of its sheet, or its own on a board."""
    return entries(photo.sheet.legend if photo.sheet is not None else photo.legend)


def colours_of(photo: PaperPhoto) -> str:
    """What a colour means: `kind` or `group`."""
    return photo.sheet.colours if photo.sheet is not None else "group"


def questions_of(photo: PaperPhoto) -> list[str]:
    """Keys of the questions that marks of this photograph may answer."""
    return photo.sheet.questions if photo.sheet is not None else [photo.question]


def lonlats(photo: PaperPhoto, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Longitude and latitude of pixels of the straight picture."""
    if (
        not points
        or photo.crs is None
        or photo.origin_x is None
        or photo.origin_y is None
        or photo.pixel is None
    ):
        return []
    pixels = np.array(points, float)
    ground = np.column_stack(
        [photo.origin_x + pixels[:, 0] * photo.pixel, photo.origin_y - pixels[:, 1] * photo.pixel]
    )
    return [(lon, lat) for lon, lat in lonlat_of(photo.crs, ground).tolist()]


def steps(photo: PaperPhoto) -> float:
    """Pixels of one step of the position fields: a millimetre of paper, on a board a metre of ground."""
    if photo.sheet is not None:
        return float(photo.report["per_mm"])
    return 1 / photo.pixel if photo.pixel else 1.0


def place_of(mark: PaperMark, photo: PaperPhoto) -> tuple[float, float]:
    return lonlats(photo, [(mark.x, mark.y)])[0]
