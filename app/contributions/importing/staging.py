"""A file on its way in: kept with what was chosen for it until somebody decides, never longer than a day."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from app.base.errors import NotFound
from app.base.tokens import new_token
from app.contributions.importing.stored import StoredTable, read_in_child, stored_table

KEPT_SECONDS = 24 * 60 * 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_CHUNK = 1024 * 1024
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Staged:
    """A kept file: `name` is what its owner calls it, `folder` holds it and everything found out about it."""

    token: str
    name: str
    sha256: str
    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "file"

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def read(self, name: str) -> Any:
        """A JSON file of the folder, None when there is none."""
        path = self.folder / f"{name}.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else None

    def write(self, name: str, content: Any) -> None:
        """Replace a JSON file at once, so that nobody reads half of it."""
        path = self.folder / f"{name}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        fresh.replace(path)

    def forget(self, name: str) -> None:
        (self.folder / f"{name}.json").unlink(missing_ok=True)


def folder() -> Path:
    place: Path = current_app.config["SETTINGS"].data / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(stream: IO[bytes], *, name: str, process_id: UUID) -> Staged:
    """Store a file for the team of a process; files older than a day go at the same time."""
    remove_old()
    token, digest = new_token(), hashlib.sha256()
    place = folder() / token
    place.mkdir(mode=0o700)
    with (place / "file").open("xb") as file:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    shown = PurePath(name.replace("\\", "/")).name[:200] or "datei"
    staged = Staged(token, shown, digest.hexdigest(), place)
    staged.write("about", {"name": shown, "process": str(process_id), "sha256": staged.sha256})
    return staged


def find(token: str, *, process_id: UUID) -> Staged:
    """The file again; NotFound in another process, after a day, and once it is removed."""
    missing = NotFound(_("Diese Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."))
    place = folder() / token
    if not _TOKEN.fullmatch(token) or not (place / "about.json").is_file() or _is_old(place):
        raise missing
    about = json.loads((place / "about.json").read_text("utf-8"))
    if about["process"] != str(process_id):
        raise missing
    return Staged(token, about["name"], about["sha256"], place)


def remove(staged: Staged) -> None:
    shutil.rmtree(staged.folder, ignore_errors=True)


def remove_half(token: str) -> None:
    """A table that was being read when its reader died."""
    place = folder() / token
    if _TOKEN.fullmatch(token) and not (place / "table.json").is_file():
        shutil.rmtree(place / "table", ignore_errors=True)


def remove_old() -> None:
    for place in folder().iterdir():
        if _is_old(place):
            shutil.rmtree(place, ignore_errors=True)


def table_of(
    staged: Staged, reading: dict[str, str], progress: Progress | None = None, **limits: Any
) -> StoredTable:
    """The table of a file as it is to be read (encoding, delimiter, crs, sheet); reads it once for each such choice.

    FileRefused as the reader raises it. The reading happens in a child with limits.
    """
    wanted = {name: value for name, value in sorted(reading.items()) if value}
    known = staged.read("table")
    place = staged.folder / "table"
    if known is None or known["reading"] != wanted:
        # Before the old table goes, so that nobody takes half a new one for it.
        staged.forget("table")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        about = read_in_child(staged.path, place, wanted, progress=progress, **limits)
        known = {"reading": wanted, "about": about}
        staged.write("table", known)
    return stored_table(place, known["about"])


def _is_old(place: Path) -> bool:
    """By the file that is written once; the others change while somebody works on it."""
    about = place / "about.json"
    return time.time() - (about if about.is_file() else place).stat().st_mtime > KEPT_SECONDS
