"""GeoJSON (RFC 7946) by whole columns: one flat feature a line, as QGIS and web maps take it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from app.contributions.extracts import Column
from app.contributions.extracts.columns import NUMBER, TIME, YES_NO
from app.contributions.extracts.spots import points_among
from app.exports.streams import cells

_SPECIAL = '["\\\\\x00-\x1f]'
GIVEN_BY_SHAPE = ("lon", "lat", "easting", "northing")
"""Columns a feature does not repeat among its properties; other tables need them."""


def write(columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], path: Path) -> None:
    """WGS 84 degrees, seven decimals (a centimetre), right-handed rings; without a place the geometry is null."""
    named = [column for column in columns if column.name not in GIVEN_BY_SHAPE]
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[\n')
        sign = ""
        for batch in batches:
            parts: list[str | Column | pa.Array] = [
                ',\n{"type":"Feature","geometry":',
                _shapes(batch.column("geometry")),
            ]
            between = ',"properties":{'
            for column in named:
                parts += [f"{between}{json.dumps(column.name, ensure_ascii=False)}:", column]
                between = ","
            made = cells.written(cells.lines(batch, [*parts, "}}"], _texts))
            file.write(made if sign else made[2:])
            sign = ","
        file.write(b"\n]}\n")


def _texts(values: pa.Array, column: Column) -> pa.Array:
    if column.kind == NUMBER:
        found = cells.numbers(values)
    elif column.kind == YES_NO:
        found = cells.truths(values, ("true", "false"))
    elif column.kind == TIME:
        found = _enclosed(cells.moments(values))
    else:
        found = _enclosed(
            cells.changed(values, _SPECIAL, lambda text: json.dumps(text, ensure_ascii=False)[1:-1])
        )
    return cells.filled(found, "null")


def _enclosed(values: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', values, '"', "")


def _shapes(values: pa.Array) -> pa.Array:
    """Points from their coordinates; the few ways and areas by Shapely."""
    is_point, lons, lats = points_among(values)
    written = (pa.array(np.round(found, 7), from_pandas=True).cast(pa.string()) for found in (lons, lats))
    points = pc.binary_join_element_wise(
        '{"type":"Point","coordinates":[', next(written), ",", next(written), "]}", ""
    )
    is_drawn = ~is_point & values.is_valid().to_numpy(zero_copy_only=False)
    if is_drawn.any():
        drawn = shapely.from_wkb(np.array(values.filter(pa.array(is_drawn)).to_pylist(), dtype=object))
        drawn = shapely.orient_polygons(shapely.set_precision(drawn, 1e-7, mode="pointwise"))
        points = pc.replace_with_mask(
            points, pa.array(is_drawn), pa.array(shapely.to_geojson(drawn), pa.string())
        )
    return cells.filled(points, "null")
