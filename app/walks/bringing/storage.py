"""Where photos lie until they are confirmed: folders named by their ids below the data folder, private."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import IO
from uuid import UUID

from flask import current_app

from app.contributions.media.store import FRESH, is_older, sync_folder

UPLOAD = "upload"
_CHUNK = 1024 * 1024


def folder_of(photo_id: UUID) -> Path:
    return _root() / str(photo_id)


def keep_upload(stream: IO[bytes], photo_id: UUID, most: int) -> tuple[str, int]:
    """Store what somebody sent; SHA-256 and bytes, the latter above `most` when it is too much.

    It is on the disk when this returns.
    """
    folder, digest, size = folder_of(photo_id), hashlib.sha256(), 0
    folder.mkdir(mode=0o700, parents=True)
    with open(folder / UPLOAD, "xb", opener=_private) as file:
        while size <= most and (chunk := stream.read(_CHUNK)):
            size += len(chunk)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    sync_folder(folder.parent)
    return digest.hexdigest(), size


def remove(photo_id: UUID) -> None:
    shutil.rmtree(folder_of(photo_id), ignore_errors=True)


def old_ids() -> list[UUID]:
    """Photos that have a folder, with or without a row; those of the last hour may still get one."""
    root = _root()
    return (
        [UUID(path.name) for path in sorted(root.iterdir()) if is_older(path, FRESH)] if root.is_dir() else []
    )


def _root() -> Path:
    place: Path = current_app.config["SETTINGS"].data / "walk_photos"
    return place


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
