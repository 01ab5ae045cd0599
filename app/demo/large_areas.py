"""Some hundred small areas for the test town: the Sozialräume of Ellerbrück cut into pieces, the same on every call."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape

from app.areas.age_bands import AGE_BANDS
from app.areas.measuring import areas_m2
from app.areas.population import PopulationRow
from app.areas.preparing import PreparedArea
from app.demo.town_ground import from_wgs84, to_wgs84

FILE = Path(__file__).parent / "data/sozialraeume_2024.geojson"
EPSG = 25832
RESIDENTS = 800_000
REFERENCE_DATE = date(2025, 12, 31)
_WISHED_PER_AREA = 3
"""Tries per wanted area: many fall outside of the town's outline."""


def small_areas(count: int, seed: int) -> list[PreparedArea]:
    """About `count` pieces of a Voronoi diagram inside the town, in WGS 84, named by their Sozialraum and a number."""
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    quarters = [(row["properties"]["name"], from_wgs84(shape(row["geometry"]))) for row in features]
    outline = shapely.union_all([polygon for _name, polygon in quarters])
    middles = _middles(outline, count, np.random.default_rng(seed))
    pieces = shapely.voronoi_polygons(shapely.MultiPoint(middles), extend_to=outline, ordered=True).geoms
    numbers: dict[str, int] = {}
    names, shapes = [], []
    for middle, piece in zip(middles, pieces, strict=True):
        inside = shapely.intersection(piece, outline, grid_size=0.01)
        name = next((name for name, polygon in quarters if polygon.covers(shapely.Point(middle))), "Rand")
        numbers[name] = numbers.get(name, 0) + 1
        names.append(f"{name} {numbers[name]}")
        shapes.append(to_wgs84(inside))
    sizes = areas_m2(np.array(shapes, dtype=object), EPSG)
    return [
        PreparedArea(f"Q{number:03d}", name, polygon, float(size))
        for number, (name, polygon, size) in enumerate(zip(names, shapes, sizes, strict=True), start=1)
    ]


def residents(areas: list[PreparedArea], seed: int) -> list[PopulationRow]:
    """Residents of each area by age band, all sexes together; about RESIDENTS in all, more where areas are larger."""
    random = np.random.default_rng(seed + 1)
    bands = [band for band in AGE_BANDS if band != "na"]
    weights = np.sqrt([area.area_m2 for area in areas]) * random.uniform(0.6, 1.4, len(areas))
    counts = np.outer(weights / weights.sum() * RESIDENTS, random.dirichlet(np.full(len(bands), 8.0)))
    return [
        PopulationRow(area.code, band, "all", round(float(count)), REFERENCE_DATE)
        for area, row in zip(areas, counts, strict=True)
        for band, count in zip(bands, row, strict=True)
    ]


def _middles(outline: shapely.Geometry, count: int, random: np.random.Generator) -> np.ndarray:
    """Random places inside of the town, at most `count`."""
    west, south, east, north = outline.bounds
    tries = random.uniform((west, south), (east, north), (count * _WISHED_PER_AREA, 2))
    return tries[shapely.contains_xy(outline, tries)][:count]
