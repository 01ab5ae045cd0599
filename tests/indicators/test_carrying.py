"""Imported values are estimated for another vintage by people or by ground, marked, beside no real ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.models import AreaSet
from app.areas.population import PopulationRow, import_population
from app.areas.queries import set_at, vintages
from app.areas.services import import_area_set
from app.base.database import db, transaction
from app.base.errors import Conflict
from app.indicators import carrying
from app.indicators.importing import store_figures
from app.indicators.models import Observation
from app.indicators.queries import imported_frame
from tests.areas.crosswalk.test_linking import NEWS, OLDS
from tests.page_client import PageClient
from tests.staff import make_user, sign_in

YEARS = [(date(year, 1, 1), date(year, 12, 31)) for year in (2020, 2021, 2025)]
SHARES = {"1": 40.0, "2": 10.0, "3": 20.0, "4": 30.0}


def figure(value: float | None, status: str = "A") -> dict[str, Any]:
    return {
        "value": value,
        "numerator": None,
        "denominator": None,
        "obs_status": status,
        "conf_status": "A" if status == "Q" else "F",
        "quality_note": "",
    }


def bring(
    area_set: AreaSet, values: dict[str, float | None], period: tuple[date, date] = YEARS[0], **statuses: str
) -> None:
    rows = {code: figure(value, statuses.get(f"of_{code}", "A")) for code, value in values.items()}
    with transaction():
        store_figures(
            figures={period: rows},
            notes=[],
            indicator_id="K05",
            area_set=area_set,
            source="BA",
            provider="Bundesagentur",
            licence="dl-de/by-2-0",
        )


@pytest.fixture
def pair(db_session: Any) -> tuple[AreaSet, AreaSet]:
    with transaction():
        import_area_set(name="Ortsteile", valid_from=date(2015, 1, 1), areas=OLDS)
        new = import_area_set(name="Ortsteile", valid_from=date(2024, 1, 1), areas=NEWS).area_set
        people = {"1a": 90, "1b": 10, "23": 40, "4": 50, "6": 10}
        import_population(
            area_set_id=new.id,
            rows=[PopulationRow(code, "all", "all", n, date(2024, 6, 30)) for code, n in people.items()],
        )
    later, earlier = vintages("Ortsteile")
    return earlier, later


def stored(area_set: AreaSet) -> dict[str, tuple[float | None, str]]:
    query = db.session.query(Observation).filter_by(area_vintage=area_set.vintage, period_start=YEARS[0][0])
    return {row.area_id: (row.value, row.obs_status) for row in query}


def carry(old: AreaSet, new: AreaSet, by: str) -> None:
    with transaction():
        [series] = [one for one in carrying.series_of(old) if one.start == YEARS[0][0]]
        estimate = carrying.estimated(series=series, old=old, new=new, by=by)
        carrying.store(estimate=estimate, old=old, new=new)


def test_by_people_and_by_area(app: APIFlask, pair: tuple[AreaSet, AreaSet]) -> None:
    old, new = pair
    with app.test_request_context():
        bring(old, {**SHARES, "all": 28.0})
        carry(old, new, carrying.PEOPLE)
        assert stored(new)["1a"] == (40.0, "E")
        # Area 23 has twenty people on each half: the plain mean.
        assert stored(new)["23"] == (15.0, "E")
        assert "all" not in stored(new)
        assert "7" not in stored(new), "nothing is known about ground that is new"
        carry(old, new, carrying.AREA)
        assert stored(new)["23"] == (15.0, "E")
        notes = {
            row.quality_note for row in db.session.query(Observation).filter_by(area_vintage=new.vintage)
        }
        assert notes == {"umgerechnet vom Gebietsstand 2015-01-01 nach Fläche"}
        assert carrying.series_of(new) == [], "an estimate is not estimated again"


def test_what_is_withheld_stays_so(app: APIFlask, pair: tuple[AreaSet, AreaSet]) -> None:
    old, new = pair
    with app.test_request_context():
        bring(old, {**SHARES, "3": None}, of_3="Q")
        carry(old, new, carrying.PEOPLE)
        assert stored(new)["23"] == (None, "Q")
        assert stored(new)["1b"] == (40.0, "E")


def test_real_values_are_never_overwritten(app: APIFlask, pair: tuple[AreaSet, AreaSet]) -> None:
    old, new = pair
    with app.test_request_context():
        bring(old, dict(SHARES))
        bring(new, {"23": 17.0})
        with pytest.raises(Conflict, match="schon eingelesene Werte"):
            carry(old, new, carrying.PEOPLE)
        assert stored(new) == {"23": (17.0, "A")}


def test_the_series_still_breaks_at_the_first_real_value(
    app: APIFlask, pair: tuple[AreaSet, AreaSet]
) -> None:
    old, new = pair
    with app.test_request_context():
        bring(old, dict(SHARES))
        bring(old, dict(SHARES), YEARS[1])
        bring(new, {"23": 17.0}, YEARS[2])
        carry(old, new, carrying.PEOPLE)
        rows = imported_frame(new)
        told = set(zip(rows["period_start"], rows["obs_status"], strict=True))
        assert told == {(YEARS[0][0], "E"), (YEARS[2][0], "B")}


def test_the_page_shows_before_it_stores(app: APIFlask, pair: tuple[AreaSet, AreaSet]) -> None:
    old, new = pair
    with app.test_request_context():
        bring(old, dict(SHARES))
        make_user("admin@example.org", is_admin=True)
        make_user("plan@example.org")
        address = f"/verwaltung/raeume/{new.id}/umrechnen"
        crosswalk = f"/verwaltung/raeume/{new.id}/umsteigen"
        old_id = old.id
    admin: PageClient = sign_in(app, "admin@example.org")
    assert "Kennzahlen umrechnen" in admin.get(crosswalk).page.text  # type: ignore[attr-defined]
    planner: PageClient = sign_in(app, "plan@example.org")
    assert planner.get(address).status_code == 403
    assert "Kennzahlen umrechnen" not in planner.get(crosswalk).page.text  # type: ignore[attr-defined]
    chosen = f"{address}?von={old_id}&series=K05+2020-01-01+2020-12-31&by=people"
    page = admin.get(chosen).page  # type: ignore[attr-defined]
    assert "Raum 23" in page.text
    assert "Einwohnerzahlen der neuen Räume" in page.text
    with app.app_context():
        assert stored(set_at("Ortsteile")) == {}
    form = next(f for f in page.all("form") if f.get("method") == "post" and not f.get("action"))
    hidden = {one.get("name"): one.get("value") for one in form.iter("input")}
    assert admin.post(address, data=hidden).status_code == 303
    with app.app_context():
        assert stored(set_at("Ortsteile"))["23"] == (15.0, "E")
    assert "Es wurde nichts geändert" in admin.post(address, data=hidden, follow_redirects=True).text
    missing = admin.get(f"{address}?von={old_id}&series=K06+2020-01-01+2020-12-31").page  # type: ignore[attr-defined]
    assert "im alten Stand keine Werte" in missing.text


def test_the_command_carries_every_period(app: APIFlask, pair: tuple[AreaSet, AreaSet]) -> None:
    old, _new = pair
    with app.app_context():
        bring(old, dict(SHARES))
        bring(old, dict(SHARES), YEARS[1])
    arguments = ["indicators", "carry", "--indicator", "K05", "--set", "Ortsteile", "--from", "2015-01-01"]
    result = app.test_cli_runner().invoke(args=[*arguments, "--by", "area"])
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "2021-01-01: 5 neu, 0 geändert, 0 unverändert; ohne Wert: 0",
            "2020-01-01: 5 neu, 0 geändert, 0 unverändert; ohne Wert: 0",
        ],
    ), result.output
    assert "5 unverändert" in app.test_cli_runner().invoke(args=[*arguments, "--by", "area"]).output
    wrong = app.test_cli_runner().invoke(args=[*arguments[:3], "K06", *arguments[4:]])
    assert (wrong.exit_code, "keine Werte" in wrong.output) == (1, True)
