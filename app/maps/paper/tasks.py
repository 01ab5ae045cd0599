"""What takes long: making the pages of a sheet, reading photographs, laying a board on the ground.

A worker knows no addresses, so the page that starts a job names the `next` one.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import child, jobs
from app.base.database import db, transaction
from app.base.errors import DomainError
from app.base.printed_map.ground import MERCATOR, UTM32, metres_of
from app.maps.paper import services, storage
from app.maps.paper.legend import INKS, entries
from app.maps.paper.models import PaperPhoto, PaperSheet
from app.maps.paper.printing.making import REFERENCE
from app.maps.paper.printing.ordering import is_made, make_pages
from app.maps.paper.queries import sheet_by_code

PRINT, READ, SHEET, BOARD = "maps.paper_print", "maps.paper_read", "maps.paper_sheet", "maps.paper_board"
_CODE = re.compile(r"SZ1:([A-Z2-9]{12})-(\d{3})")
_LEAST_SHARP = 14.0
_LIMITS: dict[str, Any] = {"seconds": 300, "memory_mb": 3072}


@jobs.task(PRINT)
def print_sheet(job: jobs.JobHandle) -> dict[str, Any]:
    """Make the PDF of a sheet."""
    sheet = db.session.get_one(PaperSheet, UUID(job.arguments["sheet_id"]))
    make_pages(sheet, job.folder, lambda done, total: job.progress(done, total, _("Karte zeichnen")))
    return {"message": _("Das Blatt ist fertig und liegt als PDF bereit."), "url": job.arguments["next"]}


@jobs.task(READ)
def read_photos(job: jobs.JobHandle) -> dict[str, Any]:
    """Read uploads: every page is recognised, straightened and searched for marks, or refused with a reason."""
    ids = [UUID(photo_id) for photo_id in job.arguments["photo_ids"]]
    good = bad = 0
    for number, photo_id in enumerate(ids):
        job.progress(number, len(ids), _("Fotos lesen"))
        for page_id, found in _look(photo_id, _room(job, f"look-{number}")):
            if _understand(page_id, found, _room(job, f"page-{page_id}")):
                good += 1
            else:
                bad += 1
    read = ngettext("Ein Blatt erkannt.", "%(num)s Blätter erkannt.", good) if good else ""
    refused = (
        ngettext("Ein Foto braucht Ihre Hilfe.", "%(num)s Fotos brauchen Ihre Hilfe.", bad) if bad else ""
    )
    return {"message": " ".join(part for part in (read, refused) if part), "url": job.arguments["next"]}


@jobs.task(SHEET)
def read_again(job: jobs.JobHandle) -> dict[str, Any]:
    """Make a photograph straight whose sheet a person named."""
    photo_id = UUID(job.arguments["photo_id"])
    if not _straighten(photo_id, _room(job, "page")):
        raise DomainError(_photo(photo_id).reason)
    return {"message": _("Das Blatt ist erkannt."), "url": job.arguments["next"]}


@jobs.task(BOARD)
def read_board(job: jobs.JobHandle) -> dict[str, Any]:
    """Make a board straight by the points a person set."""
    photo_id = UUID(job.arguments["photo_id"])
    photo = _photo(photo_id)
    points = np.array(photo.report["points"], float)
    lon, lat = float(points[:, 3].mean()), float(points[:, 2].mean())
    crs = UTM32 if 5 <= lon <= 15.5 and 46 <= lat <= 56 else MERCATOR
    picture = storage.photo_folder(photo_id) / storage.PHOTO
    room = _room(job, "board")
    result = child.run(
        "app.maps.paper.reading.work:straighten_board",
        {
            "path": str(picture.resolve()),
            "pixels": points[:, :2].tolist(),
            "metres": metres_of(crs, points[:, [3, 2]]).tolist(),
            "inks": _inks(photo),
        },
        folder=room,
        reads=[picture],
        **_LIMITS,
    )
    if "problem" in result:
        reason = _(
            "Die Punkte passen nicht zusammen. Prüfen Sie, ob jeder auf Foto und Karte dieselbe Stelle meint."
        )
        with transaction():
            services.refuse(photo=_photo(photo_id), reason=reason, report=photo.report)
        raise DomainError(reason)
    shutil.move(room / storage.STRAIGHT, storage.photo_folder(photo_id) / storage.STRAIGHT)
    with transaction():
        services.keep_board(photo=_photo(photo_id), crs=crs, result=result)
    return {"message": _("Das Brett liegt auf der Karte."), "url": job.arguments["next"]}


def _look(photo_id: UUID, room: Path) -> list[tuple[UUID, dict[str, Any]]]:
    """Open an upload; each page gets its row and its picture, the upload itself goes."""
    folder = storage.photo_folder(photo_id)
    upload = folder / storage.UPLOAD
    try:
        found = child.run(
            "app.maps.paper.reading.work:look",
            {"path": str(upload.resolve())},
            folder=room,
            reads=[upload],
            **_LIMITS,
        )
    except DomainError as error:
        with transaction():
            services.refuse(photo=_photo(photo_id), reason=str(error.message), report={"unreadable": True})
        upload.unlink(missing_ok=True)
        return [(photo_id, {})]
    rows = []
    with transaction():
        first = _photo(photo_id)
        for number, page in enumerate(found):
            row = first if number == 0 else _further_page(first, number)
            rows.append((row.id, page))
    for page_id, page in rows:
        place = storage.photo_folder(page_id)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(room / page["file"], place / storage.PHOTO)
    upload.unlink(missing_ok=True)
    return rows


def _further_page(first: PaperPhoto, number: int) -> PaperPhoto:
    names = ("process_id", "activity_id", "file_name", "sha256", "uploaded_by")
    row = PaperPhoto(**{name: getattr(first, name) for name in names}, page=number)
    db.session.add(row)
    db.session.flush()
    return row


def _understand(photo_id: UUID, found: dict[str, Any], room: Path) -> bool:
    """Find the sheet of a page and make it straight; False when it was refused."""
    if not found:
        return False
    names = ("sharpness", "marks", "marks_of")
    report = {**{name: found[name] for name in names}, "size": [found["width"], found["height"]]}
    with transaction():
        photo = _photo(photo_id)
        reason, sheet, copy = _sheet_of(photo, found)
        if sheet is None:
            services.refuse(photo=photo, reason=reason, report=report)
            return False
        photo.report = report
        services.choose_sheet(photo=photo, sheet=sheet, copy=copy)
    return _straighten(photo_id, room)


def _sheet_of(photo: PaperPhoto, found: dict[str, Any]) -> tuple[str, PaperSheet | None, int | None]:
    """The sheet a page shows, or why there is none."""
    code = _CODE.fullmatch(found["code"])
    if code is None:
        if found["code"]:
            return _("Der Code auf dem Foto gehört nicht zu einem Blatt von hier."), None, None
        if found["sharpness"] < _LEAST_SHARP:
            return (
                _("Das Foto ist zu unscharf. Bitte fotografieren Sie noch einmal mit mehr Licht."),
                None,
                None,
            )
        if found["marks"]:
            return (
                _(
                    "Die Marken sind zu sehen, aber der Code ist nicht zu lesen. Tippen Sie ihn ab, er steht daneben."
                ),
                None,
                None,
            )
        reason = _(
            "Auf dem Foto sind keine Marken. Ist es ein Brett ohne Marken? Dann legen Sie es von Hand auf die Karte."
        )
        return reason, None, None
    sheet = sheet_by_code(code[1])
    if sheet is None:
        return _("Dieses Blatt ist hier unbekannt. Es kommt wohl aus einer anderen Stadt."), None, None
    if sheet.process_id != photo.process_id:
        return _("Dieses Blatt gehört zu einem anderen Verfahren."), None, None
    if sheet.activity_id != photo.activity_id:
        reason = _(
            "Dieses Blatt gehört zur Karte »%(title)s«. Laden Sie das Foto dort hoch.",
            title=sheet.activity.title,
        )
        return reason, None, None
    return "", sheet, int(code[2])


def _straighten(photo_id: UUID, room: Path) -> bool:
    photo = _photo(photo_id)
    sheet = photo.sheet
    assert sheet is not None
    if not is_made(sheet):
        pages = room / "pages"
        pages.mkdir()
        make_pages(sheet, pages)
    folder = storage.photo_folder(photo_id)
    picture, reference = folder / storage.PHOTO, storage.sheet_folder(sheet.id) / REFERENCE
    result = child.run(
        "app.maps.paper.reading.work:straighten",
        {
            "path": str(picture.resolve()),
            "reference": str(reference.resolve()),
            "layout": sheet.layout,
            "inks": _inks(photo),
        },
        folder=room,
        reads=[picture, reference],
        **_LIMITS,
    )
    if "problem" in result:
        with transaction():
            services.refuse(photo=_photo(photo_id), reason=_problem(result), report=_photo(photo_id).report)
        return False
    shutil.move(room / storage.STRAIGHT, folder / storage.STRAIGHT)
    with transaction():
        services.keep_straight(
            photo=_photo(photo_id), sheet=db.session.get_one(PaperSheet, sheet.id), result=result
        )
    return True


@jobs.upkeep
def tidy_up() -> None:
    """Pictures whose row is gone."""
    services.remove_orphans()


def _problem(result: dict[str, Any]) -> str:
    if result["problem"] == "marks":
        return ngettext(
            "Nur eine Marke ist zu erkennen, es braucht mindestens drei. Bitte das ganze Blatt fotografieren.",
            "Nur %(num)s Marken sind zu erkennen, es braucht mindestens drei. Bitte das ganze Blatt fotografieren.",
            result["marks"],
        )
    return _("Die Karte auf dem Foto ist nicht die dieses Blattes, oder das Foto ist zu unscharf.")


def _inks(photo: PaperPhoto) -> dict[str, float]:
    legend = entries(photo.sheet.legend if photo.sheet is not None else photo.legend)
    return {entry.ink: INKS[entry.ink].hue for entry in legend}


def _photo(photo_id: UUID) -> PaperPhoto:
    return db.session.get_one(PaperPhoto, photo_id)


def _room(job: jobs.JobHandle, name: str) -> Path:
    room = job.folder / name
    room.mkdir(mode=0o700)
    return room
