"""Where files lie: named by their SHA-256, in two levels of folders, readable for nobody but this program.

A store has these methods and no others know its folders, so that a bucket can take its place: `keep`, `let_go`,
`open`, `fetch`, `holding`, `is_claimed`, `remove`, `old`, `refuse_without_room`.

Equal files are one file. Which rows name it is asked of the tables when one of them goes; the lock and the claims see
to it that a file is never removed between being kept and being named (tests/contributions/media/test_store.py).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.contributions.media.errors import NoRoom

RESERVE = 512 * 1024 * 1024
"""Bytes of the disk that uploads leave to the database and everybody else."""
FRESH = 60 * 60
"""Seconds in which something kept waits to be named by a row; older claims were left by a crash."""
_EXTENSION = "streifzug_media"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Kept:
    """A file in the store that no row names yet: until `let_go`, nobody removes it."""

    digest: str
    claim: Path


class FileStore:
    """Files in a local folder. All folders are 0700, all files 0600."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in (root, self._claims, self._new):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def _claims(self) -> Path:
        return self.root / "claims"

    @property
    def _new(self) -> Path:
        return self.root / "new"

    def keep(self, path: Path) -> Kept:
        """Copy a file in; when this returns it is on the disk. Equal content is there only once."""
        new = self._new / secrets.token_hex(16)
        try:
            digest = _copied(path, new)
            target = self._path(digest)
            claim = self._claims / f"{digest}-{secrets.token_hex(8)}"
            with self.holding():
                claim.touch(mode=0o600)
                if not target.exists():
                    for folder in (target.parent.parent, target.parent):
                        folder.mkdir(mode=0o700, exist_ok=True)
                    new.replace(target)
                    for folder in (target.parent, target.parent.parent, self.root):
                        sync_folder(folder)
        finally:
            new.unlink(missing_ok=True)
        return Kept(digest, claim)

    def let_go(self, kept: Sequence[Kept]) -> None:
        """From now on the rows decide; call it once the row that names them is committed."""
        for one in kept:
            one.claim.unlink(missing_ok=True)

    def open(self, digest: str) -> BinaryIO:
        """The file for reading; FileNotFoundError."""
        return self._path(digest).open("rb")

    def fetch(self, digest: str, folder: Path) -> Path:
        """A copy in `folder`, for a reader that must see nothing else of the store; FileNotFoundError."""
        copy = folder / digest
        shutil.copyfile(self._path(digest), copy)
        return copy

    @contextmanager
    def holding(self) -> Iterator[None]:
        """While this lasts, nobody else keeps or removes anything; hold it for a look and an act, no longer."""
        with open(self.root / "lock", "a", opener=_private) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def is_claimed(self, digest: str) -> bool:
        """Somebody has kept it and not yet said that it is named; ask while holding."""
        return any(not is_older(claim, FRESH) for claim in self._claims.glob(f"{digest}-*"))

    def remove(self, digest: str) -> None:
        """Remove a file, holding, after asking the rows. What is gone already is fine."""
        self._path(digest).unlink(missing_ok=True)

    def old(self) -> Iterator[str]:
        """Digests of all files that are not quite new, in no order; what crashes left of writing goes on the way."""
        for left in [*self._new.iterdir(), *self._claims.iterdir()]:
            if is_older(left, FRESH):
                left.unlink(missing_ok=True)
        for path in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if _DIGEST.fullmatch(path.name) and is_older(path, FRESH):
                yield path.name

    def refuse_without_room(self, size: int) -> None:
        """NoRoom when `size` more bytes would eat into what others need."""
        if shutil.disk_usage(self.root).free < size + RESERVE:
            raise NoRoom

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise FileNotFoundError(digest)
        return self.root / digest[:2] / digest[2:4] / digest


def store() -> FileStore:
    """The store of this installation (MEDIA_URL); ValueError for a kind of address that nothing here can serve."""
    found: FileStore | None = current_app.extensions.get(_EXTENSION)
    if found is None:
        url = urlsplit(current_app.config["SETTINGS"].media_url)
        if url.scheme != "file" or url.netloc not in {"", "localhost"}:
            raise ValueError(f"MEDIA_URL must be a file:// address, not {url.scheme}://")
        found = current_app.extensions[_EXTENSION] = FileStore(Path(unquote(url.path)))
    return found


def sync_folder(folder: Path) -> None:
    """Make names in a folder survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copied(path: Path, target: Path) -> str:
    """Copy to a new private file, fsync it; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as source, open(target, "xb", opener=_private) as copy:
        while chunk := source.read(1024 * 1024):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def is_older(path: Path, seconds: float) -> bool:
    """It was last written so many seconds ago; False when it is gone."""
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False
