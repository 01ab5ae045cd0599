"""The demo town: areas tile it exactly in both vintages, and the population adds up to the figures of the scenario."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.demo.population import K06, OLD_BANDS, TOTALS, YOUNG_BANDS, population_rows
from app.demo.town import DATA, VINTAGES, write_areas, write_population
from app.demo.town_areas import area_at, areas_2015, areas_2024, town_polygon
from app.demo.town_ground import from_wgs84
from app.demo.town_places import bus_stops, named_places

NAMES = {
    "SR01": "Altstadt", "SR02": "Bahnhofsviertel", "SR03": "Hafen", "SR04": "Nordstadt", "SR05": "Wallgärten",
    "SR06": "Mühlenkamp", "SR07": "Lindenhof", "SR08": "Am Stadtpark", "SR09": "Südkamp", "SR10": "Osterfeld",
    "SR11": "Heideweg", "SR12": "Deichhausen", "SR13": "Groß Ahlen", "SR14": "Moorwiek",
}  # fmt: skip
BANDS = {*YOUNG_BANDS, *OLD_BANDS, "a00_05", "a22_26", "a27_44", "a45_64"}


def stored(file: str) -> dict[str, BaseGeometry]:
    collection = json.loads((DATA / file).read_text(encoding="utf-8"))
    return {row["properties"]["area_id"]: shape(row["geometry"]) for row in collection["features"]}


@pytest.mark.parametrize("file", list(VINTAGES))
def test_areas_tile_the_town_without_gap_or_overlap(file: str) -> None:
    areas = list(stored(file).values())
    assert all(area.is_valid and area.geom_type == "Polygon" and not area.interiors for area in areas)
    assert shapely.coverage_is_valid(areas)
    union = shapely.coverage_union_all(areas)
    assert union.geom_type == "Polygon"
    assert not union.interiors
    assert sum(area.area for area in areas) == pytest.approx(union.area, rel=1e-12)


def test_areas_have_the_names_of_the_scenario() -> None:
    assert {area.area_id: area.name for area in areas_2024()} == NAMES
    assert {area.area_id: area.name for area in areas_2015()} == {
        k: v for k, v in NAMES.items() if k != "SR09"
    }


def test_suedkamp_was_cut_out_of_osterfeld() -> None:
    new, old = stored("sozialraeume_2024.geojson"), stored("sozialraeume_2015.geojson")
    assert old["SR10"].equals(new["SR09"].union(new["SR10"]))
    assert new["SR09"].intersection(new["SR10"]).length > 0
    assert all(old[area_id].equals(new[area_id]) for area_id in old if area_id != "SR10")


def test_lindenhof_is_1_9_square_kilometres() -> None:
    lindenhof = from_wgs84(stored("sozialraeume_2024.geojson")["SR07"])
    assert lindenhof.area / 1e6 == pytest.approx(1.90, rel=0.005)


def test_town_fits_into_nine_kilometres() -> None:
    west, south, east, north = town_polygon().bounds
    assert east - west < 9000
    assert north - south < 9000


def test_areas_are_not_rectangles() -> None:
    for area in areas_2024():
        assert len(area.polygon.exterior.coords) > 30
        assert area.polygon.area / area.polygon.minimum_rotated_rectangle.area < 0.95


def test_places_lie_in_their_area() -> None:
    places = (*named_places(), *bus_stops())
    assert [p.name for p in places if area_at(p.x, p.y) != p.area_id] == []


def test_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    write_areas(tmp_path)
    write_population(tmp_path)
    for file in (*VINTAGES, "population.csv", "k06.csv"):
        assert (tmp_path / file).read_bytes() == (DATA / file).read_bytes()


def test_population_adds_up_per_area() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for row in population_rows():
        counts[row.area_id, "all"] += row.count
        counts[row.area_id, "young"] += row.count * (row.age_band in YOUNG_BANDS)
        counts[row.area_id, "old"] += row.count * (row.age_band in OLD_BANDS)
    for area_id, (_, residents, young, old) in TOTALS.items():
        assert [counts[area_id, part] for part in ("all", "young", "old")] == [residents, young, old]
    assert [sum(v for (_, p), v in counts.items() if p == part) for part in ("all", "young", "old")] == [
        60_300, 9_860, 12_100,
    ]  # fmt: skip


def test_population_file_has_every_area_band_and_sex_once() -> None:
    with (DATA / "population.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert list(rows[0]) == ["area_id", "area_name", "age_band", "sex", "count", "reference_date"]
    keys = Counter((row["area_id"], row["age_band"], row["sex"]) for row in rows)
    assert keys == Counter((area, band, sex) for area in NAMES for band in BANDS for sex in "fm")
    assert all(int(row["count"]) > 0 and row["reference_date"] == "2025-12-31" for row in rows)


def test_k06_has_every_area_and_no_town_value() -> None:
    assert set(K06) == set(NAMES)
    assert (K06["SR07"], K06["SR12"]) == (34.1, 4.9)
