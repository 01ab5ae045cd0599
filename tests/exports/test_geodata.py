"""Areas with figures for GIS: suppressed cells are null with a status, files open in GDAL, shapes stay in place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from app.exports.geodata import column_name, totals, wide_by_area, write_geojson, write_geopackage

AREAS = gpd.GeoDataFrame(
    {
        "area_set": "Ortsteile",
        "area_vintage": "2024-01-01",
        "area_id": ["01", "02"],
        "name": ["Hafen", "Altstadt"],
        "geometry": [shapely.box(9.30, 52.70, 9.31, 52.71), shapely.box(9.31, 52.70, 9.32, 52.71)],
    },
    crs=4326,
)


def row(indicator: str, area: str, value: float | None, **more: object) -> dict[str, object]:
    base = {"indicator_id": indicator, "area_id": area, "age_group": "all", "gender": "all", "role": "all"}
    return {
        **base,
        "area_set": "Ortsteile",
        "area_vintage": "2024-01-01",
        "period_end": date(2026, 3, 31),
        "time_of_day": "all",
        "ref": "place",
        "unit": "%",
        "value": value,
        "obs_status": "A",
        **more,
    }


ROWS = pd.DataFrame(
    [
        row("D07", "01", 39.5),
        row("D07", "02", None, obs_status="Q"),
        row("D07", "all", 29.1),
        row("N01:quality=fav", "01", 12.0),
        row("D01", "01", 5.3, age_group="r06_21", ref="residence"),
        row("D07", "01", 50.0, time_of_day="dark"),
    ]
)


def test_each_figure_becomes_a_column_with_its_status() -> None:
    wide, columns = wide_by_area(ROWS, AREAS)

    assert wide["D07"].tolist()[0] == 39.5
    assert pd.isna(wide["D07"].tolist()[1])
    assert wide["D07_status"].tolist() == ["A", "Q"]
    assert wide["D01_r06_21"].tolist()[0] == 5.3
    assert columns["column"].tolist() == ["D01_r06_21", "D07", "N01_quality_fav"]


def test_the_same_id_in_two_sets_and_an_older_period_stay_apart() -> None:
    districts = AREAS.iloc[:1].assign(area_set="Bezirke", name="Nord")
    areas = gpd.GeoDataFrame(pd.concat([AREAS, districts], ignore_index=True), crs=4326)
    more = [
        row("D07", "01", 44.0, area_set="Bezirke"),
        row("K06", "01", 20.0),
        row("K06", "01", 25.0, period_end=date(2024, 12, 31)),
    ]
    wide, columns = wide_by_area(pd.concat([ROWS, pd.DataFrame(more)], ignore_index=True), areas)

    assert wide.loc[[0, 2], "D07"].tolist() == [39.5, 44.0]
    assert (wide["K06"].iloc[0], wide["K06_2024_12_31"].iloc[0]) == (20.0, 25.0)
    assert pd.isna(wide["K06"].iloc[2])
    assert columns["column"].is_unique


def test_figures_that_differ_in_signs_or_capitals_only_get_columns_of_their_own(tmp_path: Path) -> None:
    names = ("Weg!", "Weg?", "WEG.")
    rows = pd.DataFrame([row(f"N01:code={name}", "01", float(n)) for n, name in enumerate(names)])
    wide, columns = wide_by_area(rows, AREAS)
    path = tmp_path / "a.gpkg"
    write_geopackage(wide, {"columns": columns}, path)

    found = pyogrio.read_dataframe(path, layer="areas")
    by_id = columns.set_index("indicator_id")["column"]
    assert [found[by_id[f"N01:code={name}"]].iloc[0] for name in names] == [0.0, 1.0, 2.0]


def test_column_names_suit_every_gis() -> None:
    assert column_name("N01:code=Rad & Fuß", "all") == "N01_code_Rad_Fuß"


def test_geojson_is_rfc_7946_without_nan(tmp_path: Path) -> None:
    wide, _ = wide_by_area(ROWS, AREAS)
    write_geojson(wide, tmp_path / "a.geojson")

    text = (tmp_path / "a.geojson").read_text()
    found = json.loads(text)
    assert "NaN" not in text
    assert "crs" not in found
    assert [feature["id"] for feature in found["features"]] == ["01", "02"]
    assert found["features"][1]["properties"]["D07"] is None
    ring = shapely.LinearRing(found["features"][0]["geometry"]["coordinates"][0])
    assert ring.is_ccw


def test_geopackage_opens_with_layers_and_tables(tmp_path: Path) -> None:
    wide, columns = wide_by_area(ROWS, AREAS)
    path = tmp_path / "a.gpkg"
    write_geopackage(wide, {"indicator_values": ROWS, "columns": columns}, path)

    assert sorted(name for name, _kind in pyogrio.list_layers(path)) == [
        "areas",
        "columns",
        "indicator_values",
    ]
    areas = gpd.read_file(path, layer="areas")
    assert areas.crs.to_epsg() == 25832
    assert areas["D07"].tolist()[0] == 39.5
    back = areas.geometry.to_crs(4326).iloc[0]
    assert shapely.hausdorff_distance(back, AREAS.geometry.iloc[0]) < 1e-6
    values = pyogrio.read_dataframe(path, layer="indicator_values")
    assert len(values) == len(ROWS)


def test_a_second_writing_replaces_the_first(tmp_path: Path) -> None:
    wide, _ = wide_by_area(ROWS, AREAS)
    path = tmp_path / "a.gpkg"
    write_geopackage(wide, {"indicator_values": ROWS}, path)
    write_geopackage(wide, {"indicator_values": ROWS}, path)

    assert len(pyogrio.read_dataframe(path, layer="indicator_values")) == len(ROWS)


def test_the_town_has_a_line_of_its_own_in_the_same_columns() -> None:
    _wide, columns = wide_by_area(ROWS, AREAS)
    found = totals(ROWS, columns, AREAS)

    assert found[["area_id", "name", "D07", "D07_status"]].values.tolist() == [["all", "gesamt", 29.1, "A"]]
    assert "N01_quality_fav" not in found
