"""Writes the Sozialräume of the demo town and its population as files: python -m app.demo.town."""

from __future__ import annotations

import csv
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from app.demo.population import K06, REFERENCE_DATE, population_rows
from app.demo.town_areas import AreaShape, areas_2015, areas_2024
from app.demo.town_ground import to_wgs84

DATA = Path(__file__).with_name("data")
#: File name: areas, first and last day of the vintage (None: still valid).
VINTAGES: dict[str, tuple[str, str | None]] = {
    "sozialraeume_2024.geojson": ("2024-01-01", None),
    "sozialraeume_2015.geojson": ("2015-01-01", "2023-12-31"),
}


def area_collection(shapes: tuple[AreaShape, ...]) -> dict[str, Any]:
    """Return the areas as GeoJSON (WGS84) with area_id and name; neighbours share their border points."""
    features = []
    for shape in shapes:
        polygon = shapely.geometry.polygon.orient(to_wgs84(shape.polygon))
        features.append(
            {
                "type": "Feature",
                "properties": {"area_id": shape.area_id, "name": shape.name},
                "geometry": mapping(polygon),
            }
        )
    return {"type": "FeatureCollection", "features": features}


def write_areas(folder: Path = DATA) -> None:
    """Write both vintages as GeoJSON, one area per line."""
    for name, shapes in zip(VINTAGES, (areas_2024(), areas_2015()), strict=True):
        rows = ",\n".join(
            json.dumps(f, ensure_ascii=False, separators=(",", ":"))
            for f in area_collection(shapes)["features"]
        )
        (folder / name).write_text(
            f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n', encoding="utf-8"
        )


def write_population(folder: Path = DATA) -> None:
    """Write population.csv (area, age band, sex, count) and k06.csv (area, percent)."""
    with (folder / "population.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["area_id", "area_name", "age_band", "sex", "count", "reference_date"])
        writer.writerows([*astuple(row), REFERENCE_DATE] for row in population_rows())
    with (folder / "k06.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["area_id", "value"])
        writer.writerows(K06.items())


if __name__ == "__main__":
    write_areas()
    write_population()
