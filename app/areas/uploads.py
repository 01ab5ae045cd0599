"""Files on their way in: kept under a random name until somebody decides, never longer than a day."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from app.base.errors import NotFound
from app.base.tokens import new_token

KEPT_SECONDS = 24 * 60 * 60
_BUNDLE = "∑ "
"""Before the name of several files that came together."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Upload:
    """A kept file: `name` is what its owner calls it, `path` where it lies."""

    token: str
    name: str
    path: Path

    @property
    def title(self) -> str:
        """What a page calls it; several files kept together have no name of their own."""
        return (
            self.name.removeprefix(_BUNDLE).removesuffix(".zip")
            if self.name.startswith(_BUNDLE)
            else self.name
        )


def folder() -> Path:
    place: Path = current_app.config["SETTINGS"].data / "uploads"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def keep(stream: IO[bytes], *, name: str, owner: UUID) -> Upload:
    """Store a file for its owner; files older than a day go at the same time."""
    remove_old()
    token = new_token()
    suffix = re.sub(r"[^a-z0-9.]", "", PurePath(name).suffix.lower())[:10]
    path = folder() / f"{token}{suffix}"
    with path.open("xb") as file:
        while chunk := stream.read(1024 * 1024):
            file.write(chunk)
    path.chmod(0o600)
    about = {"name": PurePath(name).name[:200], "owner": str(owner), "file": path.name}
    _about(token).write_text(json.dumps(about), "utf-8")
    return Upload(token, about["name"], path)


def keep_all(files: Sequence[tuple[IO[bytes], str]], *, owner: UUID) -> Upload:
    """Keep one file as it is, several (the parts of a Shapefile, a file for each area) together in a zip."""
    if len(files) == 1:
        return keep(files[0][0], name=files[0][1], owner=owner)
    with tempfile.TemporaryFile() as packed:
        pack(files, packed)
        packed.seek(0)
        names = ", ".join(PurePath(name).name for _stream, name in files)
        return keep(
            packed,
            name=_BUNDLE + _("%(n)s Dateien: %(names)s", n=len(files), names=names)[:180] + ".zip",
            owner=owner,
        )


def pack(files: Sequence[tuple[IO[bytes], str]], target: IO[bytes]) -> None:
    """Write files into one zip under their own names, without folders."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, (stream, name) in enumerate(files):
            plain = PurePath(name.replace("\\", "/")).name or f"datei{number}"
            with archive.open(zipfile.ZipInfo(plain), "w", force_zip64=True) as member:
                while chunk := stream.read(1024 * 1024):
                    member.write(chunk)


def readings(token: str) -> Path:
    """Folder of what was read from an upload; it goes with the file."""
    place: Path = folder().parent / "readings" / token
    return place


def remove_half(token: str) -> None:
    """What was being read from an upload when its reader died."""
    for place in readings(token).glob("reading-*"):
        shutil.rmtree(place, ignore_errors=True)


def find(token: str, *, owner: UUID) -> Upload:
    """The file again; NotFound for anybody but its owner, after a day, and once it is removed."""
    missing = NotFound(_("Diese Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."))
    if not _TOKEN.fullmatch(token) or not _about(token).is_file():
        raise missing
    about = json.loads(_about(token).read_text("utf-8"))
    path = folder() / about["file"]
    if about["owner"] != str(owner) or _is_old(_about(token)) or not path.is_file():
        raise missing
    return Upload(token, about["name"], path)


def remove(upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)
    _about(upload.token).unlink(missing_ok=True)
    shutil.rmtree(readings(upload.token), ignore_errors=True)


def remove_old() -> None:
    """Files and readings that nobody took over within a day go."""
    if (place := folder().parent / "readings").is_dir():
        for path in place.iterdir():
            if _is_old(path):
                shutil.rmtree(path, ignore_errors=True)
    for path in folder().iterdir():
        if _is_old(path):
            path.unlink(missing_ok=True)


def _about(token: str) -> Path:
    return folder() / f"{token}.about"


def _is_old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > KEPT_SECONDS
