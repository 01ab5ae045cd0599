"""A series is marked where a new Gebietsstand begins, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from app.areas.models import AreaSet
from app.base.database import db, now, transaction
from app.indicators.breaks import mark_breaks
from app.indicators.models import Observation
from app.indicators.queries import imported_frame


def rows(*found: tuple[str, int, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"indicator_id": one, "period_start": date(year, 1, 1), "obs_status": status}
            for one, year, status in found
        ]
    )


def test_only_the_first_period_of_an_older_indicator_breaks() -> None:
    table = rows(("K01", 2024, "A"), ("K01", 2025, "A"), ("K02", 2024, "A"), ("K03", 2024, "Q"))
    known = {"K01": date(2020, 1, 1), "K03": date(2020, 1, 1)}
    assert mark_breaks(table, known)["obs_status"].tolist() == ["B", "A", "A", "Q"]
    assert mark_breaks(table, {"K01": date(2024, 1, 1)})["obs_status"].tolist() == ["A", "A", "A", "Q"]
    assert mark_breaks(table, {})["obs_status"].tolist() == ["A", "A", "A", "Q"]


@pytest.mark.usefixtures("db_session")
def test_imported_values_say_where_their_series_breaks() -> None:
    def store(vintage: str, year: int, **values: Any) -> None:
        db.session.add(
            Observation(
                indicator_id="K01",
                area_set="Ortsteile",
                area_vintage=vintage,
                area_id="1",
                period_start=date(year, 1, 1),
                period_end=date(year, 12, 31),
                ref="residence",
                unit="count",
                value=5.0,
                computed_at=now(),
                **values,
            )
        )

    with transaction():
        old = AreaSet(name="Ortsteile", valid_from=date(2015, 1, 1), content_hash="0")
        new = AreaSet(name="Ortsteile", valid_from=date(2024, 1, 1), content_hash="1")
        db.session.add_all([old, new])
        for year in (2021, 2022):
            store("2015-01-01", year)
        for year in (2024, 2025):
            store("2024-01-01", year)
    assert imported_frame(new)["obs_status"].tolist() == ["B", "A"]
    assert imported_frame(old)["obs_status"].tolist() == ["A", "A"]
    assert set(imported_frame(new)["area_vintage"]) == {"2024-01-01"}
