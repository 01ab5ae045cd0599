"""Arrays per area become rows of the tidy table (D4), with hidden columns for protection that never leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from app.indicators.compute.tally import wilson
from app.indicators.definitions import Definition
from app.indicators.frames import ALL, Frames
from app.indicators.models import COLUMNS
from app.indicators.tidy import PIPELINE_VERSION

HELPERS = (
    "_numerator_persons",
    "_complement_persons",
    "_share_base",
    "_below_minimum",
    "_top1",
    "_top2",
    "_positive",
    "_negative",
    "_public_note",
)
"""What protection needs to know about a row; `disclosure.protect` removes them."""

OWN_SOURCE = "streifzug"


def rows(
    definition: Definition,
    frames: Frames,
    *,
    numerator: np.ndarray,
    persons: np.ndarray,
    denominator: np.ndarray | None = None,
    value: np.ndarray | None = None,
    share_base: np.ndarray | None = None,
    below_minimum: np.ndarray | None = None,
    indicator_id: str | np.ndarray | None = None,
    age_group: str | list[str] = ALL,
    area_ids: list[str] | None = None,
    note: str = "",
    public_note: str = "",
    **hidden: Any,
) -> pd.DataFrame:
    """Rows for every area and the town (last element, `all`), or for `area_ids`.

    Without `denominator` the value is the count itself. Percent definitions get numerator / denominator × 100; a
    value that cannot exist (denominator 0) is empty with status M. The note belongs to the total. `indicator_id` and
    `age_group` may name each row for itself.
    """
    ids = [*frames.codes, ALL] if area_ids is None else area_ids
    total = np.array([area == ALL for area in ids])
    if value is None:
        value = numerator if denominator is None else _percent(numerator, denominator)
    low, high = (
        wilson(numerator, denominator)
        if definition.interval and denominator is not None
        else (np.nan, np.nan)
    )
    columns = {
        "indicator_id": definition.id if indicator_id is None else indicator_id,
        "indicator_version": definition.version,
        "area_set": frames.area_set,
        "area_id": ids,
        "area_vintage": frames.area_vintage,
        "period_start": frames.period_start,
        "period_end": frames.period_end,
        "ref": definition.ref,
        "age_group": age_group,
        "gender": ALL,
        "role": ALL,
        "time_of_day": ALL,
        "value": np.round(value, 6),
        "unit": definition.unit,
        "numerator": np.nan if denominator is None else numerator,
        "denominator": np.nan if denominator is None else denominator,
        "n_persons": persons,
        "ci_low": np.round(np.multiply(low, 100), 6),
        "ci_high": np.round(np.multiply(high, 100), 6),
        "obs_status": np.where(np.isnan(np.asarray(value, dtype=float)), "M", "A"),
        "conf_status": "F",
        "source_id": OWN_SOURCE,
        "licence_id": "",
        "quality_note": np.where(total, note, ""),
        "codebook_version": "",
        "questionnaire_version": "",
        "computed_at": datetime.now(UTC).replace(microsecond=0),
        "pipeline_version": PIPELINE_VERSION,
        **dict.fromkeys(HELPERS, np.nan),
        "_public_note": np.where(total, public_note, ""),
        "_share_base": np.nan if share_base is None else share_base,
        "_below_minimum": False if below_minimum is None else below_minimum,
        **{f"_{name}": array for name, array in hidden.items()},
    }
    return pd.DataFrame(columns)


def empty() -> pd.DataFrame:
    """No rows, all columns."""
    return pd.DataFrame(columns=[*COLUMNS, *HELPERS])


def _percent(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(denominator > 0, numerator / denominator * 100, np.nan)
