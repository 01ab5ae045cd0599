"""Vintages and residents: stored once, replaced on purpose, closed by the next, never half."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import shapely
from sqlalchemy import func, select

from app.areas import queries
from app.areas.errors import ImportRefused, VintageExists
from app.areas.locator import locator_for
from app.areas.models import Area, PopulationCount
from app.areas.population import PopulationRow, import_population
from app.areas.preparing import PreparedArea, measured
from app.areas.services import ImportedSet, import_area_set, note_partition
from app.areas.validation import check_partition
from app.base.audit import AuditEvent
from app.base.database import db, transaction
from app.base.errors import NotFound
from tests.areas.files import EAST, WEST

pytestmark = pytest.mark.usefixtures("db_session")
OLD, NEW, DAY = date(2015, 1, 1), date(2024, 1, 1), date(2025, 12, 31)


def squares(*names: str) -> list[PreparedArea]:
    return measured(
        [
            (f"SR{i:02}", name, shape)
            for i, (name, shape) in enumerate(zip(names, (WEST, EAST), strict=False), 1)
        ]
    )


def stored(valid_from: date = NEW, areas: list[PreparedArea] | None = None, **options: Any) -> ImportedSet:
    with transaction():
        return import_area_set(
            name="Sozialräume", valid_from=valid_from, areas=areas or squares("Altstadt", "Grünau"), **options
        )


def counts(area_set: ImportedSet, *rows: tuple[str, str, str, int]) -> str:
    with transaction():
        return import_population(
            area_set_id=area_set.area_set.id, rows=[PopulationRow(*row, reference_date=DAY) for row in rows]
        ).outcome


def test_a_vintage_with_its_areas() -> None:
    imported = stored(crs="EPSG:25832", source="Stadt")
    assert imported.outcome == "created"
    areas = queries.areas_of(imported.area_set.id)
    assert [(area.code, area.name) for area in areas] == [("SR01", "Altstadt"), ("SR02", "Grünau")]
    assert areas[0].geometry.equals(WEST)
    assert areas[0].area_m2 == pytest.approx(12.2e6, rel=0.01)
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 1


def test_the_same_again_changes_nothing() -> None:
    first = stored()
    ids = {area.id for area in queries.areas_of(first.area_set.id)}
    again = stored()
    assert again.outcome == "unchanged"
    assert {area.id for area in queries.areas_of(first.area_set.id)} == ids
    assert len(queries.area_sets()) == 1


def test_other_content_on_the_same_day_needs_consent() -> None:
    first = stored().area_set.id
    with pytest.raises(VintageExists, match="--replace"):
        stored(areas=squares("Altstadt", "Grünhof"))
    db.session.rollback()
    assert [area.name for area in queries.areas_of(first)] == ["Altstadt", "Grünau"]
    replaced = stored(areas=squares("Altstadt", "Grünhof"), replace=True)
    assert replaced.outcome == "replaced"
    assert [area.name for area in queries.areas_of(replaced.area_set.id)] == ["Altstadt", "Grünhof"]
    assert len(queries.area_sets()) == 1
    assert db.session.scalar(select(func.count()).select_from(Area)) == 2


def test_replacing_keeps_residents_of_codes_that_stay_and_names_the_others() -> None:
    first = stored()
    counts(first, ("SR01", "all", "all", 10), ("SR02", "all", "all", 20))
    replaced = stored(areas=squares("Altstadt"), replace=True)
    assert replaced.lost_population == ("SR02",)
    assert queries.residents_by_area(replaced.area_set.id) == {"SR01": 10}


def test_after_replacing_and_back_points_are_placed_in_living_areas() -> None:
    stored()
    for areas in (squares("Altstadt"), squares("Altstadt", "Grünau")):
        area_set = stored(areas=areas, replace=True).area_set
        living = {area.id for area in queries.areas_of(area_set.id)}
        assert locator_for(area_set.id).locate(9.02, 52.02) in living


def test_a_later_vintage_closes_the_earlier_and_leaves_its_areas() -> None:
    old = stored(OLD, squares("Altstadt")).area_set.id
    before = [(area.id, area.name) for area in queries.areas_of(old)]
    new = stored(NEW)
    assert new.closed is not None
    assert [vintage.vintage for vintage in queries.vintages("Sozialräume")] == ["2024-01-01", "2015-01-01"]
    earlier = queries.area_set_by_id(old)
    assert earlier.valid_to == date(2023, 12, 31)
    assert new.area_set.valid_to is None
    assert [(area.id, area.name) for area in queries.areas_of(old)] == before
    assert queries.set_at("Sozialräume", date(2020, 6, 1)).id == old
    assert queries.set_at("Sozialräume").id == new.area_set.id
    with pytest.raises(NotFound):
        queries.set_at("Sozialräume", date(2014, 12, 31))
    with pytest.raises(NotFound):
        queries.set_at("Ortsteile")


def test_an_earlier_vintage_that_comes_later_is_closed_at_once() -> None:
    stored(NEW)
    old = stored(OLD, squares("Altstadt"))
    assert old.area_set.valid_to == date(2023, 12, 31)
    assert old.closed is None
    middle = stored(date(2020, 1, 1), squares("Grünau"))
    assert middle.area_set.valid_to == date(2023, 12, 31)
    assert queries.set_at("Sozialräume", OLD).valid_to == date(2019, 12, 31)


@pytest.mark.parametrize(("name", "areas"), [("", None), ("x" * 81, None), ("Räume", [])])
def test_what_cannot_be_stored(name: str, areas: list[PreparedArea] | None) -> None:
    with pytest.raises(ImportRefused), transaction():
        import_area_set(name=name, valid_from=NEW, areas=squares("A") if areas is None else areas)
    assert queries.area_sets() == []


def test_a_failure_leaves_nothing_behind() -> None:
    def fail() -> None:
        with transaction():
            import_area_set(name="Räume", valid_from=NEW, areas=squares("A"))
            raise RuntimeError

    pytest.raises(RuntimeError, fail)
    assert queries.area_sets() == []
    assert db.session.scalar(select(func.count()).select_from(Area)) == 0


def test_the_partition_check_is_remembered() -> None:
    areas = measured([("1", "a", WEST), ("2", "b", shapely.box(9.03, 52, 9.08, 52.04))])
    area_set = stored(areas=areas, report=check_partition(areas)).area_set
    assert (area_set.gap_count, area_set.overlap_count) == (0, 1)
    with transaction():
        note_partition(area_set_id=area_set.id, report=check_partition(areas[:1]))
    assert queries.area_set_by_id(area_set.id).overlap_count == 0


def test_residents_are_stored_and_replaced_by_day() -> None:
    area_set = stored()
    rows = [("SR01", "a06_09", "f", 3), ("SR01", "a06_09", "m", 4), ("SR02", "a80p", "all", 5)]
    assert counts(area_set, *rows) == "stored"
    assert counts(area_set, *rows) == "unchanged"
    frame = queries.population_frame(area_set.area_set.id)
    assert set(frame.pop("obs_status")) == {"A"}
    assert set(frame.pop("quality_note")) == {""}
    assert frame.to_dict("records") == [
        {"area_code": "SR01", "age_band": "a06_09", "sex": "f", "count": 3, "reference_date": DAY},
        {"area_code": "SR01", "age_band": "a06_09", "sex": "m", "count": 4, "reference_date": DAY},
        {"area_code": "SR02", "age_band": "a80p", "sex": "all", "count": 5, "reference_date": DAY},
    ]
    assert counts(area_set, ("SR01", "all", "all", 9)) == "stored"
    assert queries.population_frame(area_set.area_set.id)["count"].tolist() == [9]
    (summary,) = queries.summaries()
    assert (summary.areas, summary.residents, summary.reference_date) == (2, 9, DAY)
    assert queries.residents_by_band(area_set.area_set.id) == (DAY, {"all": 9})


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "keine Zahlen"),
        ([("SR09", "all", "all", 1)], "SR09"),
        ([("SR01", "a00_99", "all", 1)], "a00_99"),
        ([("SR01", "all", "x", 1)], "Unbekannte Gruppen: x"),
        ([("SR01", "all", "all", -1)], "kleiner als 0"),
        ([("SR01", "all", "all", 1)] * 2, "mehrfach"),
        ([("SR01", "all", "all", 5), ("SR01", "a06_09", "all", 1)], "doppelt gezählt"),
        ([("SR01", "a06_09", "all", 5), ("SR01", "a06_09", "f", 1)], "doppelt gezählt"),
    ],
)
def test_impossible_residents_are_refused(rows: list[tuple[str, str, str, int]], words: str) -> None:
    area_set = stored()
    with pytest.raises(ImportRefused, match=words):
        counts(area_set, *rows)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(PopulationCount)) == 0
