"""Which door an export of contributions goes through, and what it will roughly weigh."""

from __future__ import annotations

from dataclasses import dataclass

from app.contributions.extracts import Wish
from app.contributions.extracts.internal import InternalExtract
from app.contributions.extracts.released import ReleasedExtract
from app.exports.streams import STREAM_FORMATS

SMALL = 5_000
"""Up to so many rows a file is made while the browser waits; more become a job."""


@dataclass(frozen=True)
class Estimate:
    """Rows that fit the wish now, and bytes of the file, both before anything is written."""

    rows: int
    bytes: int


def extract_of(wish: Wish) -> InternalExtract | ReleasedExtract:
    """The inner door for an internal wish, else the outer one; who may ask is decided before."""
    return InternalExtract(wish) if wish.internal else ReleasedExtract(wish)


def estimate(wish: Wish, format_name: str) -> Estimate:
    """`bytes` assumes texts of usual length and grows with the columns chosen."""
    extract = extract_of(wish)
    share = len(extract.columns) / (30 if wish.internal else 15)
    return Estimate(extract.total, int(extract.total * STREAM_FORMATS[format_name].bytes_per_row * share))
