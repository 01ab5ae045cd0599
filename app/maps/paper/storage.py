"""Where sheets and photographs lie: folders named by their ids below the data folder; nothing else names a file."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path
from typing import IO
from uuid import UUID

from flask import current_app

UPLOAD, PHOTO, STRAIGHT = "upload", "photo.jpg", "straight.jpg"
_CHUNK = 1024 * 1024
_NEW = 3600
"""Seconds in which another recorder's upload may not be committed yet."""


def sheet_folder(sheet_id: UUID) -> Path:
    """PDF and picture of a printed sheet; both can be made anew from its row."""
    return _root() / "sheets" / str(sheet_id)


def photo_folder(photo_id: UUID) -> Path:
    return _root() / "photos" / str(photo_id)


def keep_upload(stream: IO[bytes], photo_id: UUID) -> str:
    """Store what somebody sent; returns its SHA-256."""
    folder, digest = photo_folder(photo_id), hashlib.sha256()
    folder.mkdir(mode=0o700, parents=True)
    with (folder / UPLOAD).open("xb") as file:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def remove_photo(photo_id: UUID) -> None:
    shutil.rmtree(photo_folder(photo_id), ignore_errors=True)


def has_pictures(photo_id: UUID) -> bool:
    return photo_folder(photo_id).is_dir()


def photo_ids() -> list[UUID]:
    """Photographs that have a folder, whether or not they have a row; those of the last hour may still get one."""
    folder, before = _root() / "photos", time.time() - _NEW
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [UUID(path.name) for path in found if path.stat().st_mtime < before]


def _root() -> Path:
    place: Path = current_app.config["SETTINGS"].data / "paper"
    return place
