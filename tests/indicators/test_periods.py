"""Values of several periods are each read for themselves: in lists, in what is withheld, in comparisons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from apiflask import APIFlask

from app.base.database import db, now, transaction
from app.indicators import labels, releases, sights
from app.indicators.models import Observation
from tests.indicators.conftest import SET, VINTAGE, Town
from tests.staff import sign_in

PATH = "/verwaltung/verfahren/stadt"


def say(year: int, **values: Any) -> None:
    for area in ("A1", "A2"):
        db.session.add(
            Observation(
                indicator_id="K05",
                area_set=SET,
                area_vintage=VINTAGE.isoformat(),
                area_id=area,
                period_start=date(year, 1, 1),
                period_end=date(year, 12, 31),
                ref="residence",
                unit="%",
                computed_at=now(),
                **{"value": year / 100, **values},
            )
        )


@pytest.fixture
def two_years(app: APIFlask, town: Town) -> Town:
    with app.app_context(), transaction():
        say(2023)
        say(2024, obs_status="B")
    return town


def test_each_period_is_a_choice_of_its_own(app: APIFlask, two_years: Town) -> None:
    client = sign_in(app, two_years.planner)
    older, newer = (
        client.get(f"{PATH}/kennzahlen?kennzahl=K05%7Call%7C{year}-01-01").page.text  # type: ignore[attr-defined]
        for year in (2023, 2024)
    )
    assert "SGB-II-Quote, 2023 je Raum" in older
    assert older.count("Raum A1") == newer.count("Raum A1") == 1
    assert "Bruch in der Reihe" in newer
    assert "Bruch in der Reihe" not in older
    assert older.index("SGB-II-Quote, 2024") < older.index("SGB-II-Quote, 2023")


def test_comparing_never_mixes_periods(app: APIFlask, two_years: Town) -> None:
    with app.test_request_context():
        with transaction():
            first = releases.freeze(process_id=two_years.process_id, approvals=two_years.approvals)
        assert releases.compare(first.id, first.id).empty
        with transaction():
            say(2025)
            second = releases.freeze(process_id=two_years.process_id, approvals=two_years.approvals)
        changes = sights.changes(first, second)
        assert {(one["figure"], one["area"], str(one["change"])) for one in changes} == {
            ("SGB-II-Quote, 2025", "Raum A1", "neu"),
            ("SGB-II-Quote, 2025", "Raum A2", "neu"),
        }


@pytest.mark.usefixtures("db_session")
def test_what_is_withheld_names_its_period() -> None:
    row = {"indicator_id": "K05", "age_group": "all", "area_id": "1", "conf_status": "A", "quality_note": ""}
    rows = pd.DataFrame(
        [
            {**row, "obs_status": status, "period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
            for year, status in ((2023, "Q"), (2024, "A"))
        ]
    )
    assert [label for label, _places in labels.withheld(rows, {})] == ["SGB-II-Quote, 2023"]
