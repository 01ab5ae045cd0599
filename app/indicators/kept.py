"""Figures kept in files between two looks, worked out once for each state of the data.

Nothing unprotected is kept, and nothing longer than a day. What is frozen is always computed anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from flask import current_app

from app.areas.queries import stand_of
from app.base.database import now
from app.base.kept import Kept as Memory
from app.contributions.points.reading import layer_of
from app.contributions.queries import has_more_than
from app.contributions.sittings import answers_stand
from app.indicators import queries
from app.indicators.catalogue import all_definitions
from app.indicators.tidy import PIPELINE_VERSION, shape
from app.processes.models import Process
from app.processes.queries import area_sets_of

LARGE = 20_000
"""Contributions of a process from which computing becomes a job."""
FRESH = timedelta(minutes=10)
"""So long figures are shown although people go on taking part; the page says of when they are."""
_OLD = timedelta(days=1)
_ABOUT = b"streifzug"
_read: Memory[tuple[pd.DataFrame, dict[str, Any]]] = Memory(8)


@dataclass(frozen=True)
class Version:
    """What figures are made of: `voices`, and `numbers` (areas, residents, imported values, releases, settings)."""

    numbers: str
    voices: str


@dataclass(frozen=True)
class Kept:
    """Rows in D4 columns as of `read_at`; `is_current` is False when contributions came or changed since.

    `key` names this content, for what is worked out from it. The rows are shared and must not be changed.
    """

    rows: pd.DataFrame
    read_at: datetime
    is_current: bool
    about: dict[str, Any]
    key: Hashable


def is_large(process_id: UUID) -> bool:
    return has_more_than(LARGE, process_id)


def version_of(process: Process) -> Version:
    """Made of the content itself where it is small, of the stamp that every write changes where it is not."""
    settings = (process.area_set_names, process.period_start, process.period_end, process.opened_at)
    releases = [found.content_hash for found in queries.releases_of(process.id)]
    definitions = [
        (found.id, found.version, found.measure, found.unit, found.ref) for found in all_definitions()
    ]
    sets = area_sets_of(process)
    stand = stand_of([found.id for found in sets])
    vintages = [(found.id, found.content_hash, found.vintage, stand[found.id]) for found in sets]
    said = (PIPELINE_VERSION, settings, releases, definitions, vintages, queries.imported_stand(sets))
    numbers = sha256(repr(said).encode()).hexdigest()
    voices = f"{layer_of(process.id, public=False).stamp} {answers_stand(process.id)}"
    return Version(numbers, voices)


def find(process: Process, view: str) -> Kept | None:
    """What is kept of a view and may still be shown, or None."""
    path = _path(process.id, view)
    try:
        written = path.stat()
        key = (str(path), written.st_mtime_ns, written.st_ino)
        rows, about = _read.get(key, lambda: _from_file(path))
    except (OSError, pa.ArrowInvalid):
        return None
    version = version_of(process)
    is_current = about["voices"] == version.voices
    age = now() - datetime.fromisoformat(about["kept_at"])
    if about["numbers"] != version.numbers or age > (_OLD if is_current else FRESH):
        return None
    return Kept(rows, datetime.fromisoformat(about["read_at"]), is_current, about, key)


def current(process: Process, view: str, make: Callable[[], tuple[pd.DataFrame, dict[str, Any]]]) -> Kept:
    """What is kept of a view as of now; else `make` works rows and what is told about them out, which are kept."""
    found = find(process, view)
    if found is not None and found.is_current:
        return found
    version, read_at = version_of(process), now()
    rows, about = make()
    keep(process.id, view, rows, version, read_at, **about)
    found = find(process, view)
    if found is not None and found.is_current:
        return found
    return Kept(rows, read_at, True, about, (view, version, read_at))


def _from_file(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    table = pq.read_table(path)
    return shape(table.to_pandas()), json.loads(table.schema.metadata[_ABOUT])


def keep(
    process_id: UUID, view: str, rows: pd.DataFrame, version: Version, read_at: datetime, **about: Any
) -> None:
    """Write a view so that readers see the old file or the new one; files older than a day go."""
    path = _path(process_id, view)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {
        **about,
        "numbers": version.numbers,
        "voices": version.voices,
        "read_at": read_at.isoformat(),
        "kept_at": now().isoformat(),
    }
    table = pa.Table.from_pandas(rows, preserve_index=False)
    metadata = {**(table.schema.metadata or {}), _ABOUT: json.dumps(told).encode()}
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        pq.write_table(table.replace_schema_metadata(metadata), file)
    fresh.replace(path)
    for other in path.parent.parent.glob("*/*"):
        if now().timestamp() - other.stat().st_mtime > _OLD.total_seconds():
            other.unlink(missing_ok=True)


def _path(process_id: UUID, view: str) -> Path:
    return Path(current_app.config["SETTINGS"].data) / "figures" / str(process_id) / f"{view}.parquet"
