"""What pages show before and after an import: guessed fields, first values, simplified shapes for a small map."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping

from app.areas.counting import Counts
from app.areas.mending import Repair
from app.areas.reading import Layer
from app.areas.reading.text import tidy

_SHOWN_VALUES = 3
_STEPS = 1500
"""Shapes are simplified to about this many steps across the extent: finer than any small map can show."""
_MOST_POINTS = 20_000
"""A broken shape with more points than this is shown by its hull."""
_PICTURE_POINTS = 5_000
_CODE = re.compile(r"(^|[^a-z])(id|gid|nr|nummer|code|key|schl|kenn|ags)|_id$|id$", re.IGNORECASE)
_NAME = re.compile(r"name|bez|titel|ortsteil|stadtteil|raum", re.IGNORECASE)


@dataclass(frozen=True)
class FieldPreview:
    """A field of a file with its first values, and whether every row has a value of its own (fit for a code)."""

    name: str
    values: tuple[str, ...]
    is_unique: bool


def fields_of(layer: Layer) -> list[FieldPreview]:
    """All fields in the order of the file."""
    found = []
    for name in layer.fields:
        values = [tidy(value) for value in layer.frame[name].tolist()]
        unique = bool(values) and all(values) and len(set(values)) == len(values)
        found.append(FieldPreview(name, tuple(value[:40] for value in values[:_SHOWN_VALUES]), unique))
    return found


def guess_fields(fields: Sequence[FieldPreview]) -> tuple[str | None, str | None]:
    """The likely code and name field; a person confirms both."""
    codes = sorted(fields, key=lambda field: (not field.is_unique, not _CODE.search(field.name)))
    named = [
        field
        for field in fields
        if any(value and not value.replace(".", "").isdigit() for value in field.values)
    ]
    names = sorted(named or fields, key=lambda field: (not _NAME.search(field.name), not field.is_unique))
    return (codes[0].name if codes else None, names[0].name if names else None)


def simplified(shapes: Sequence[Any], properties: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Areas (WGS 84) for a small map: common borders stay common, five decimals, empty shapes left out."""
    kept = [
        (shape, about)
        for shape, about in zip(shapes, properties, strict=True)
        if shape is not None and not shape.is_empty
    ]
    geometries = np.array([shape for shape, _about in kept], dtype=object)
    if len(geometries):
        west, south, east, north = shapely.total_bounds(geometries)
        tolerance = max(east - west, north - south) / _STEPS
        areal = shapely.get_dimensions(geometries) == 2
        areal &= shapely.get_type_id(geometries) != shapely.GeometryType.GEOMETRYCOLLECTION
        sound = areal & shapely.is_valid(geometries)
        geometries[sound] = shapely.coverage_simplify(geometries[sound], tolerance)
        geometries[areal & ~sound] = _thinned(geometries[areal & ~sound], tolerance)
        geometries = shapely.transform(geometries, lambda coordinates: np.round(coordinates, 5))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": mapping(geometry), "properties": about}
            for geometry, (_shape, about) in zip(geometries, kept, strict=True)
        ],
    }


def _thinned(broken: Any, tolerance: float) -> Any:
    """Invalid shapes in linear time, as simplifying them can take for ever: fewer points, or only their hull."""
    thin = shapely.remove_repeated_points(broken, tolerance)
    return np.where(shapely.get_num_coordinates(thin) > _MOST_POINTS, shapely.convex_hull(thin), thin)


def population_sums(counts: Counts) -> pd.DataFrame:
    """Sums of a table before it is stored: one row for each reference date and age band with columns per sex."""
    frame = pd.DataFrame([vars(row) for row in counts.rows])
    sums = frame.pivot_table(
        index=["reference_date", "age_band"], columns="sex", values="count", aggfunc="sum", fill_value=0
    )
    return sums.sort_index()


def picture(repair: Repair) -> dict[str, Any]:
    """Three drawings of a repair as SVG paths with their view boxes: where it is, before and after from near.

    Drawn in degrees with longitudes shortened by the cosine of the latitude, north up; a browser cuts at the box.
    """
    before, after = shapely.GeometryCollection(repair.before), shapely.GeometryCollection(repair.after)
    west, south, east, north = shapely.total_bounds([before])
    scale = float(np.cos(np.radians((south + north) / 2)))
    size = max((east - west) * scale, north - south) or 1e-6
    lon, lat = repair.place or ((west + east) / 2, (south + north) / 2)
    near = _closeness(before, lon, lat, scale, size)
    whole = (west * scale - size * 0.05, -north - size * 0.05, size * 1.1, size * 1.1)
    close = (lon * scale - near, -lat - near, 2 * near, 2 * near)
    return {
        "name": repair.name,
        "reason": repair.reason,
        "change_m2": repair.change_m2,
        "point": [round(lon * scale, 7), round(-lat, 7), round(size / 22, 7)],
        "whole": " ".join(f"{value:.7f}" for value in whole),
        "close": " ".join(f"{value:.7f}" for value in close),
        "before": _path(before, scale, size),
        "after": _path(after, scale, size),
    }


def _closeness(shape: Any, lon: float, lat: float, scale: float, size: float) -> float:
    """Half the side of the near drawing: as far as the ten points next to the fault, so that it can be seen."""
    away = (shapely.get_coordinates(shape) - (lon, lat)) * (scale, 1.0)
    distances = np.sort(np.hypot(away[:, 0], away[:, 1]))
    reach = float(distances[min(10, len(distances) - 1)]) * 1.2
    return min(max(reach, size / 5000), size / 4)


def _path(shape: Any, scale: float, size: float) -> str:
    """All rings as one SVG path; more points than a small picture can show are left out."""
    count = shapely.get_num_coordinates(shape)
    step = 0.0 if count < _PICTURE_POINTS else size / 2000
    rings = []
    for polygon in shapely.get_parts(shapely.get_parts(shape)):
        for ring in shapely.get_rings(polygon):
            points = shapely.get_coordinates(shapely.remove_repeated_points(ring, step))[:_MOST_POINTS]
            rings.append("M" + " ".join(f"{x * scale:.7f},{-y:.7f}" for x, y in points) + "Z")
    return "".join(rings)
