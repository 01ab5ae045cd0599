"""Contributions to take away: through which door, how much it will be, at once or as a job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import force_locale

from app.base.database import now
from app.base.i18n import ngettext
from app.base.jobs import JobHandle, task
from app.contributions.extracts import Wish
from app.contributions.extracts.internal import InternalExtract
from app.contributions.extracts.released import ReleasedExtract
from app.exports.streams import STREAM_FORMATS, write_file
from app.exports.streams.writing import Progress

KIND = "exports.contributions"
SMALL = 5_000
"""Up to so many rows a file is made while the browser waits; more become a job."""
_ALL_COLUMNS = 33
"""What `bytes_per_row` of the formats was measured with."""


@dataclass(frozen=True)
class Estimate:
    """Rows that fit the wish now, and bytes of the file, both before anything is written."""

    rows: int
    bytes: int

    @property
    def megabytes(self) -> float:
        return max(self.bytes / 1e6, 0.1)


def extract_of(wish: Wish) -> InternalExtract | ReleasedExtract:
    """The inner door for an internal wish, else the outer one; who may ask is decided before."""
    return InternalExtract(wish) if wish.internal else ReleasedExtract(wish)


def estimate(wish: Wish, format_name: str) -> Estimate:
    """`bytes` assumes texts of usual length and grows with the columns chosen."""
    extract = extract_of(wish)
    share = len(extract.columns) / _ALL_COLUMNS
    return Estimate(extract.total, int(extract.total * STREAM_FORMATS[format_name].bytes_per_row * share))


def make(wish: Wish, format_name: str, path: Path, progress: Progress = lambda *_: None) -> int:
    """Write the file and return its rows. Its words are German whatever language the page was in."""
    with force_locale("de"):
        return write_file(extract_of(wish), format_name, path, progress)


def file_name(slug: str, wish: Wish, format_name: str) -> str:
    """`ellerbrueck_beitraege_intern_2026-03-02.csv`."""
    door = "intern" if wish.internal else "freigegeben"
    return f"{slug}_beitraege_{door}_{now():%Y-%m-%d}{STREAM_FORMATS[format_name].ending}"


@task(KIND)
def make_as_job(job: JobHandle) -> dict[str, Any]:
    """The file waits a day for the person who asked for it."""
    wish = Wish.from_json(job.arguments["wish"])
    name = file_name(job.arguments["slug"], wish, job.arguments["format"])
    rows = make(wish, job.arguments["format"], job.folder / name, job.progress)
    return {
        "file": name,
        "message": ngettext("Ein Beitrag.", "%(num)s Beiträge.", rows),
    }
