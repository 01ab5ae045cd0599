"""A photograph from its arrival to confirmed marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID

from flask_babel import gettext as _

from app.areas.age_bands import AGE_BANDS
from app.base.audit import note
from app.base.database import after_commit, db, new_id
from app.base.errors import Conflict, DomainError
from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import Layout
from app.base.retention import Due, Keeper, keep_for_a_time
from app.contributions.media.vocabulary import KEPT_DRAWINGS
from app.maps.paper import storage
from app.maps.paper.models import PaperMark, PaperPhoto, PaperSheet
from app.maps.paper.queries import known_photo_ids, legend_of, made_before, same_file
from app.maps.paper.words import ticked
from app.participants.vocabulary import GENDERS

MOST_MARKS = 110
LONGEST_TEXT = 1000
SURE = 0.5
"""Confidence from which a proposal is ticked to begin with; a person still looks at each."""


@dataclass(frozen=True)
class MarkChange:
    """One line of the list: `id` is None for a mark set by hand; x and y are pixels of the straight picture."""

    id: UUID | None
    x: float
    y: float
    is_kept: bool
    question: str
    quality: str
    text: str


def add_photo(
    *, process_id: UUID, activity_id: UUID, stream: IO[bytes], file_name: str, actor: UUID | None
) -> tuple[PaperPhoto, bool]:
    """Keep a file for reading, and whether it is new: the same bytes again lead to the photograph they are."""
    photo_id = new_id()
    sha256 = storage.keep_upload(stream, photo_id)
    known = same_file(activity_id, sha256)
    if known is not None:
        storage.remove_photo(photo_id)
        return known, False
    name = PurePath(file_name.replace("\\", "/")).name[:200] or _("Foto")
    photo = PaperPhoto(
        id=photo_id,
        process_id=process_id,
        activity_id=activity_id,
        file_name=name,
        sha256=sha256,
        uploaded_by=actor,
    )
    db.session.add(photo)
    db.session.flush()
    return photo, True


def refuse(*, photo: PaperPhoto, reason: str, report: Mapping[str, Any]) -> None:
    """It cannot be read by itself; the reason says what helps."""
    photo.state, photo.reason, photo.report = "refused", reason, dict(report)
    db.session.flush()


def choose_sheet(*, photo: PaperPhoto, sheet: PaperSheet, copy: int | None) -> None:
    """Say which sheet a photograph shows, from its code or typed by a person."""
    if photo.state == "recorded":
        raise Conflict(_("Dieses Foto ist schon eingetragen."))
    photo.sheet, photo.copy, photo.kind = sheet, copy, "sheet"
    db.session.flush()


def keep_straight(*, photo: PaperPhoto, sheet: PaperSheet, result: Mapping[str, Any]) -> None:
    """The straight picture and what was proposed on it."""
    layout = Layout.from_json(sheet.layout)
    ground = Ground(sheet.crs, sheet.center_x, sheet.center_y, sheet.scale)
    photo.origin_x, photo.origin_y = ground.corner(layout)
    photo.crs, photo.pixel = ground.crs, ground.per_mm / result["per_mm"]
    photo.width, photo.height = result["width"], result["height"]
    names = ("per_mm", "marks", "marks_of", "found", "left", "ticks")
    photo.report = {**photo.report, **{name: result[name] for name in names}}
    for name, value in ticked(result["ticks"]).items():
        setattr(photo, name, value)
    photo.state, photo.reason = "ready", ""
    set_proposals(photo, result["dots"])


def set_proposals(photo: PaperPhoto, dots: Sequence[Mapping[str, Any]]) -> None:
    """Proposals in place of what was there, each with what its colour says."""
    known = {entry.ink: entry for entry in legend_of(photo)}
    photo.marks.clear()
    for number, dot in enumerate(dots, start=1):
        entry = known.get(dot["ink"])
        question = (entry.question if entry else "") or (
            photo.sheet.questions[0] if photo.sheet and len(photo.sheet.questions) == 1 else photo.question
        )
        photo.marks.append(
            PaperMark(
                number=number,
                x=dot["x"],
                y=dot["y"],
                ink=dot["ink"],
                shape=dot["shape"],
                confidence=dot["confidence"],
                question=question,
                quality=entry.quality if entry else "",
            )
        )
    db.session.flush()


def save_marks(
    *,
    photo: PaperPhoto,
    version: int,
    changes: Sequence[MarkChange],
    age_band: str,
    gender: str,
    is_group: bool,
    allowed: Mapping[str, Sequence[str]],
) -> None:
    """What a person decided about each mark; `allowed` are the kinds of each question. Conflict when stale."""
    photo.expect_version(version)
    if photo.state != "ready":
        raise Conflict(_("Dieses Foto ist schon eingetragen. Nehmen Sie es erst zurück."))
    if len(changes) > MOST_MARKS:
        raise DomainError(_("Höchstens %(limit)s Punkte auf einem Foto.", limit=MOST_MARKS))
    if age_band not in AGE_BANDS:
        raise DomainError(_("Diese Altersgruppe gibt es nicht."), field="age_band")
    if gender not in GENDERS:
        raise DomainError(_("Diese Angabe zum Geschlecht gibt es nicht."), field="gender")
    known = {mark.id: mark for mark in photo.marks}
    number = max((mark.number for mark in photo.marks), default=0)
    for change in changes:
        mark = known.get(change.id) if change.id else None
        if mark is None:
            number += 1
            mark = PaperMark(number=number, confidence=None)
            photo.marks.append(mark)
        _apply(mark, change, photo, allowed)
    photo.age_band, photo.gender, photo.is_group = age_band, gender, is_group
    db.session.flush()


def _apply(
    mark: PaperMark, change: MarkChange, photo: PaperPhoto, allowed: Mapping[str, Sequence[str]]
) -> None:
    if len(change.text) > LONGEST_TEXT:
        raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_TEXT))
    if change.quality and change.quality not in allowed.get(change.question, ()):
        raise DomainError(_("Diese Art von Ort gibt es bei dieser Frage nicht."))
    mark.x = min(max(change.x, 0.0), float(photo.width or 0))
    mark.y = min(max(change.y, 0.0), float(photo.height or 0))
    mark.state = "confirmed" if change.is_kept else "dropped"
    mark.question, mark.quality, mark.text = change.question, change.quality, change.text.strip()


def remove(*, photo: PaperPhoto, actor: UUID | str) -> None:
    """Delete a photograph with its picture; what was recorded from it has to be taken back first."""
    if photo.state == "recorded":
        raise Conflict(_("Dieses Foto ist eingetragen. Nehmen Sie seine Punkte erst zurück."))
    photo_id = photo.id
    db.session.delete(photo)
    db.session.flush()
    storage.remove_photo(photo_id)
    note(actor=actor, action="paper.remove", object_kind="paper_photo", object_id=photo_id)


def remove_orphans() -> None:
    """Folders whose row is gone, with a process for example."""
    for photo_id in set(storage.photo_ids()) - known_photo_ids():
        storage.remove_photo(photo_id)


def due(at: datetime, process_id: UUID | None) -> list[Due]:
    """Pictures of sheets that have been kept for as long as drawings may be (E08)."""
    return [
        Due(one.created_at + KEPT_DRAWINGS, "paper_photo", one.id, one.process_id)
        for one in made_before(at - KEPT_DRAWINGS, process_id)
        if storage.has_pictures(one.id)
    ]


def expire(photo_id: UUID, at: datetime) -> bool:
    """The pictures go; what was recorded from them stays, with its marks. What nobody recorded goes as a whole."""
    found = db.session.get(PaperPhoto, photo_id, populate_existing=True, with_for_update={"of": PaperPhoto})
    if found is None or found.created_at >= at - KEPT_DRAWINGS or not storage.has_pictures(photo_id):
        return False
    if found.state != "recorded":
        db.session.delete(found)
        db.session.flush()
    after_commit(lambda: storage.remove_photo(photo_id))
    return True


keep_for_a_time("paper", Keeper(due, expire))
