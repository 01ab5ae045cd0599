"""Files on their way in, beside the store: one for each upload, as long as what has arrived for sure."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from flask import current_app

from app.contributions.media.store import FRESH, is_older, sync_folder


def folder() -> Path:
    place: Path = current_app.config["SETTINGS"].data / "incoming"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def path_of(attachment_id: UUID) -> Path:
    return folder() / str(attachment_id)


@contextmanager
def held(attachment_id: UUID) -> Iterator[io.BufferedRandom]:
    """The file of an upload, made when there is none; two parts of one upload come one after the other."""
    path = path_of(attachment_id)
    while True:
        is_new = not path.exists()
        with open(path, "r+b", opener=_private) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_at(file, path):
                # Somebody took the upload back while we waited.
                continue
            if is_new:
                sync_folder(path.parent)
            yield file
            return


def size_of(file: io.BufferedRandom) -> int:
    return os.fstat(file.fileno()).st_size


def write(file: io.BufferedRandom, offset: int, part: bytes) -> None:
    """Put a part behind the first `offset` bytes; what lay there unconfirmed goes. It is on the disk afterwards."""
    file.truncate(offset)
    file.seek(offset)
    file.write(part)
    file.flush()
    os.fsync(file.fileno())


def digest_of(file: io.BufferedRandom) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def remove(attachment_id: UUID) -> None:
    path_of(attachment_id).unlink(missing_ok=True)


def old_ids() -> list[UUID]:
    """Of which uploads something has lain here untouched for a while (a form's row may not be committed yet)."""
    return [UUID(path.name) for path in folder().iterdir() if is_older(path, FRESH)]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, 0o600)


def _is_at(file: io.BufferedRandom, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
