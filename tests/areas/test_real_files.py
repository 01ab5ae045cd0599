"""Every real boundary file: taken over with so many areas, or refused with a sentence; known faults are found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.areas import queries
from app.areas.counting import count_residents
from app.areas.errors import ImportRefused
from app.areas.inspecting import Options, inspect_paths
from app.areas.population import import_population
from app.areas.preparing import Preparation, prepare
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.areas.sheets import read_sheet
from app.areas.splitting import Method
from app.areas.tables import arrange
from app.areas.validation import check_partition
from app.base.database import transaction
from tests.shared_data import shared_file

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


def prepared(name: str, code: str, title: str, **options: bool) -> Preparation:
    layer = read_layer(shared_file(f"boundaries/{name}"))
    return prepare(layer, code_field=code, name_field=title, **options)


def table() -> dict[str, tuple[str, str]]:
    """The table of boundary files in the guide: fields and result by file, patterns resolved."""
    root = shared_file("boundaries")
    guide = Path("docs/guides/real-data.md").read_text("utf-8").partition("| Grenzdatei |")[2]
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \|", guide, re.MULTILINE)
    return {
        str(path.relative_to(root)): (fields.strip(), result.strip())
        for pattern, fields, result in rows
        for path in root.glob(pattern)
    }


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


def test_the_guide_says_what_becomes_of_every_file() -> None:
    root = shared_file("boundaries")
    told = table()
    assert sorted(told) == sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    faults = []
    for name, (fields, result) in told.items():
        code, _comma, title = fields.partition(", ")
        try:
            count = len(prepared(name, code, title).checked())
            came = "1 Raum" if count == 1 else f"{count} Räume"
        except ImportRefused as error:
            came = f"abgelehnt: {error}"
        if came != result and not (
            result.startswith("abgelehnt: ") and result.removeprefix("abgelehnt: ") in came
        ):
            faults.append(f"{name}: the guide says {result!r}, it was {came!r}")
    assert "\n".join(faults) == ""


def test_loose_files_of_duisburg_are_one_set() -> None:
    files = sorted((shared_file("boundaries") / "duisburg/json").glob("5*.json"))
    found = inspect_paths(files, Options())
    names = [(area.code, area.name) for area in found.checked()]
    assert len(names) == len(files) == 10
    assert names[:2] == [("500", "Duisburg-Mitte"), ("501", "Altstadt")]


def test_loose_parts_of_a_shapefile_are_one_file() -> None:
    folder = shared_file("boundaries") / "berlin_hand"
    parts = [folder / f"plr_bis2020_bez01-06{suffix}" for suffix in (".shp", ".shx", ".dbf", ".cpg")]
    options = Options(code_field="broker Dow", name_field="PLANUNGSRA", dissolve=True)
    asked = inspect_paths(parts, options)
    assert [one["crs"] for one in asked.candidates] == ["25832", "25833"]
    assert "bei Berlin" in asked.candidates[1]["place"]
    assert len(inspect_paths(parts, replace(options, crs="25833")).checked()) == 243


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
    table = arrange(read_sheet(residents_table()))
    gesamt = table.values(table.header.index("Gesamt"))
    # A dash is a planning area in which nobody lives.
    assert stored.residents == {day: sum(int(value) for value in gesamt if value != "–")}
