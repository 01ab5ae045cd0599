"""The tidy table of D4: its columns, their types, and a hash that tells whether two tables say the same."""

from __future__ import annotations

import hashlib

import pandas as pd

from app.indicators.models import COLUMNS, KEY_COLUMNS

FLOATS = ("value", "numerator", "denominator", "ci_low", "ci_high")
DATES = ("period_start", "period_end")
FIGURES = ("value", "numerator", "denominator", "n_persons", "ci_low", "ci_high")
"""What is empty in a suppressed row."""

CELL_COLUMNS = tuple(
    name for name in KEY_COLUMNS if name not in {"indicator_version", "area_vintage", *DATES}
)
"""The key of a cell over time: the same question about the same place in two releases."""

PIPELINE_VERSION = "1"


def shape(table: pd.DataFrame) -> pd.DataFrame:
    """The table with exactly the columns of D4 in order: text `object`, floats, `n_persons` Int64, dates as `date`."""
    tidy = table.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    for name in COLUMNS:
        if name in FLOATS:
            tidy[name] = pd.to_numeric(tidy[name], errors="coerce").astype("float64")
        elif name == "n_persons":
            tidy[name] = pd.to_numeric(tidy[name], errors="coerce").astype("Int64")
        elif name == "computed_at":
            tidy[name] = pd.to_datetime(tidy[name], utc=True)
        elif name not in DATES:
            tidy[name] = tidy[name].astype(object).where(tidy[name].notna(), "")
    return tidy


def content_hash(table: pd.DataFrame) -> str:
    """SHA-256 (hex) over all columns but the time of computing; the order of rows does not matter."""
    comparable = shape(table).drop(columns=["computed_at"]).sort_values(list(KEY_COLUMNS))
    return hashlib.sha256(to_csv(comparable).encode()).hexdigest()


def to_csv(table: pd.DataFrame) -> str:
    """Machine CSV: comma, decimal point, LF, header, empty for missing; times in ISO 8601."""
    return table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")
