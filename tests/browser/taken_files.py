"""Opens what a planner takes away, each format with the program that would open it in an office."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio

TIDY = ["indicator_id", "area_id", "age_group", "gender", "role", "time_of_day"]


def value_in(path: Path, kind: str, *, indicator: str, area: str) -> float:
    """The one value of an indicator over everybody in an area."""
    if kind == "xlsx":
        return _in_workbook(path, indicator, area)
    if kind in {"gpkg", "geojson"}:
        layer = {"layer": "areas"} if kind == "gpkg" else {}
        shapes = pyogrio.read_dataframe(path, **layer).set_index("area_id")
        assert shapes.crs.to_epsg() == (25832 if kind == "gpkg" else 4326)
        assert shapes.geometry.is_valid.all()
        return float(shapes.loc[area, indicator])
    read = {
        "csv": pd.read_csv,
        "csv-de": lambda file: pd.read_csv(file, sep=";", decimal=",", encoding="utf-8-sig"),
        "parquet": pd.read_parquet,
    }[kind]
    return _in_tidy_table(read(path), indicator, area)


def _in_workbook(path: Path, indicator: str, area: str) -> float:
    """The sheet of areas and the tidy sheet must agree."""
    book = openpyxl.load_workbook(path)
    header, *lines = book["Räume"].iter_rows(values_only=True)
    row = next(line for line in lines if line[header.index("area_id")] == area)
    header, *lines = book["indicator_values"].iter_rows(values_only=True)
    tidy = _in_tidy_table(pd.DataFrame(lines, columns=header), indicator, area)
    wide = float(row[[cell.value for cell in book["Räume"][1]].index(indicator)])
    assert wide == tidy
    return wide


def _in_tidy_table(table: pd.DataFrame, indicator: str, area: str) -> float:
    wanted = pd.Series([indicator, area, "all", "all", "all", "all"], index=TIDY)
    found = table[(table[TIDY] == wanted).all(axis=1)]
    assert len(found) == 1
    return float(found["value"].iloc[0])
