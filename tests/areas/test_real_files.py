"""Every real boundary file: taken over with so many areas, or refused with a sentence; known faults are found."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.areas import queries
from app.areas.counting import count_residents
from app.areas.errors import ImportRefused
from app.areas.population import import_population
from app.areas.preparing import Preparation, prepare
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.areas.sheets import read_sheet
from app.areas.splitting import Method
from app.areas.tables import read_table
from app.areas.validation import check_partition
from app.base.database import transaction
from tests.shared_data import SHARED_DATA, shared_file

pytestmark = [pytest.mark.shared_data, pytest.mark.usefixtures("db_session")]
TAKEN = {
    "berlin_hand/plr_2021_bez01-06.gpkg": ("PLR_ID", "PLR_NAME", 287),
    "bonn/ortsteile_4326_latin1.geojson": ("ortsteil", "ortsteil_bez", 51),
    "bonn/ortsteile_offiziell_4326.geojson": ("ortsteil", "ortsteil", 51),
    "bonn/ortsteile_offiziell_utf8_repariert.geojson": ("ortsteil", "ortsteil_bez", 51),
    "bonn/stadtbezirke.geojson": ("bezirk", "bezirk_bez", 4),
    "bonn/stadtgrenze.geojson": ("gid", "gebiet_bez", 1),
    "click_that_hood/augsburg.geojson": ("cartodb_id", "name", 42),
    "click_that_hood/bad-belzig.geojson": ("id", "name", 15),
    "click_that_hood/brandenburg-municipalities.geojson": ("cartodb_id", "name", 419),
    "click_that_hood/braunschweig.geojson": ("cartodb_id", "name", 20),
    "click_that_hood/hamburg.geojson": ("cartodb_id", "name", 103),
    "click_that_hood/muenster.geojson": ("Nr", "name", 45),
    "click_that_hood/ulm.geojson": ("cartodb_id", "name", 55),
    "click_that_hood/wiesenburg.geojson": ("id", "name", 14),
    "click_that_hood/winterthur.geojson": ("cartodb_id", "name", 7),
}
REFUSED = {
    "berlin_hand/plr_bis2020_bez01-06.shp": ("broker Dow", "PLANUNGSRA", "06010102 Schloßstraße (2×)"),
    "click_that_hood/frankfurt-main.geojson": ("cartodb_id", "name", "1 Form ist ungültig: 37 Nied"),
    "duisburg/README.md": ("", "", "werden nicht gelesen"),
    "duisburg/poly/401_ruhrort.poly": ("", "", "werden nicht gelesen"),
    "duisburg/wkt/401_ruhrort.wkt": ("", "", "werden nicht gelesen"),
}
SIDECARS = {".dbf", ".shx", ".prj", ".cpg"}


def prepared(name: str, code: str, title: str, **options: bool) -> Preparation:
    layer = read_layer(shared_file(f"boundaries/{name}"))
    return prepare(layer, code_field=code, name_field=title, **options)


def every_file() -> list[str]:
    root = SHARED_DATA / "boundaries"
    return sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in SIDECARS
    )


@pytest.mark.parametrize("name", TAKEN)
def test_taken_over_with_all_areas_and_once(name: str) -> None:
    code, title, count = TAKEN[name]
    for outcome in ("created", "unchanged"):
        found = prepared(name, code, title)
        with transaction():
            imported = import_area_set(name="Echt", valid_from=date(2024, 1, 1), areas=found.checked())
            area_set_id = imported.area_set.id
        assert imported.outcome == outcome
    assert len(queries.areas_of(area_set_id)) == count


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name: str) -> None:
    code, title, words = REFUSED[name]
    with pytest.raises(ImportRefused) as caught:
        prepared(name, code, title).checked()
    assert words in str(caught.value)


def test_no_file_is_forgotten() -> None:
    shared_file("boundaries")
    known = {*TAKEN, *REFUSED}
    for name in every_file():
        if name in known:
            continue
        # What is left are single shapes without any field, and notes about the other files.
        assert name.startswith("duisburg/json/") or name.endswith(".metadata.json"), name
        with pytest.raises(ImportRefused) as caught:
            read_layer(SHARED_DATA / "boundaries" / name)
        assert len(str(caught.value)) > 30


def test_berlin_is_whole_once_its_double_rows_are_joined() -> None:
    found = prepared("berlin_hand/plr_bis2020_bez01-06.shp", "broker Dow", "PLANUNGSRA", dissolve=True)
    assert len(found.checked()) == 243
    assert all(area.code.startswith("0") and len(area.code) == 8 for area in found.areas)
    assert check_partition(found.areas).is_full


def test_frankfurt_is_whole_once_repaired() -> None:
    found = prepared("click_that_hood/frankfurt-main.geojson", "cartodb_id", "name", repair=True)
    assert found.invalid == ["37 Nied"]
    assert len(found.checked()) == 46


@pytest.mark.parametrize(
    ("name", "overlap_ha"),
    [
        ("click_that_hood/braunschweig.geojson", 383.0),
        ("click_that_hood/brandenburg-municipalities.geojson", 7959.2),
        ("click_that_hood/hamburg.geojson", 0.0),
        ("berlin_hand/plr_2021_bez01-06.gpkg", 0.0),
        ("bonn/ortsteile_offiziell_utf8_repariert.geojson", 0.0),
    ],
)
def test_known_overlaps_are_measured(name: str, overlap_ha: float) -> None:
    code, title, _count = TAKEN[name]
    report = check_partition(prepared(name, code, title).checked())
    assert report.overlap_m2 / 1e4 == pytest.approx(overlap_ha, rel=1e-3, abs=0.01)


def test_the_overlap_of_braunschweig_and_the_hole_of_brandenburg_are_named() -> None:
    report = check_partition(prepared("click_that_hood/braunschweig.geojson", "cartodb_id", "name").checked())
    assert [name for _code, name in report.overlaps[0].areas] == ["Wabe-Schunter-Beberbach", "Querumer Forst"]
    areas = prepared("click_that_hood/brandenburg-municipalities.geojson", "cartodb_id", "name").checked()
    gap = check_partition(areas).gaps[0]
    # Berlin is no part of Brandenburg: 891 km².
    assert gap.m2 == pytest.approx(891.7e6, rel=1e-3)
    assert gap.geometry.distance(gap.geometry.centroid) == 0


def test_latin1_and_its_repaired_twin_are_the_same_areas() -> None:
    one = prepared("bonn/ortsteile_4326_latin1.geojson", "ortsteil", "ortsteil_bez")
    other = prepared("bonn/ortsteile_offiziell_utf8_repariert.geojson", "ortsteil", "ortsteil_bez")
    assert [area.name for area in one.areas] == [area.name for area in other.areas]
    assert any("UTF-8" in note for note in one.notes)


def residents_table() -> Path:
    return shared_file("indicators/berlin_hand/einwohnerbestand_06-2022_plr.csv")


def test_residents_of_berlin() -> None:
    with transaction():
        areas = prepared("berlin_hand/plr_2021_bez01-06.gpkg", "PLR_ID", "PLR_NAME").checked()
        area_set_id = import_area_set(name="PLR", valid_from=date(2021, 1, 1), areas=areas).area_set.id
    sheet, day = read_sheet(residents_table()), date(2022, 6, 30)
    known: list[Any] = queries.areas_of(area_set_id)
    with pytest.raises(ImportRefused, match="6-15, 15-18"):
        count_residents(sheet, known, reference_date=day)
    counts = count_residents(sheet, known, reference_date=day, method=Method("total"))
    with transaction():
        stored = import_population(area_set_id=area_set_id, rows=counts.rows)
    assert stored.areas_without == ()
    table = read_table(residents_table())
    gesamt = table.values(table.header.index("Gesamt"))
    # A dash is a planning area in which nobody lives.
    assert stored.residents == {day: sum(int(value) for value in gesamt if value != "–")}
