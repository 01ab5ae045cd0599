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
from app.exports.streams import cells

_SPECIAL = '["\\\\\x00-\x1f]'
_GIVEN_BY_SHAPE = ("lon", "lat", "easting", "northing")
"""Columns a feature does not repeat among its properties; other tables need them."""


def write(columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], path: Path) -> None:
    """WGS 84 degrees, seven decimals (a centimetre), right-handed rings; without a place the geometry is null."""
    named = [column for column in columns if column.name not in _GIVEN_BY_SHAPE]
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[\n')
        before = b""
        for batch in batches:
            file.write(before + ",\n".join(_features(batch, named).to_pylist()).encode())
            before = b",\n"
        file.write(b"\n]}\n")


def _features(batch: pa.RecordBatch, columns: list[Column]) -> pa.Array:
    pieces: list[object] = ['{"type":"Feature","geometry":', _shapes(batch.column("geometry"))]
    sign = ',"properties":{'
    for column in columns:
        pieces += [f"{sign}{json.dumps(column.name)}:", _values(batch.column(column.name), column)]
        sign = ","
    return pc.binary_join_element_wise(*pieces, "}}", "")


def _values(values: pa.Array, column: Column) -> pa.Array:
    if column.kind == NUMBER:
        written = cells.numbers(values)
    elif column.kind == YES_NO:
        written = cells.truths(values, ("true", "false"))
    elif column.kind == TIME:
        written = _enclosed(cells.moments(values))
    elif pa.types.is_dictionary(values.type):
        written = cells.plain(pa.DictionaryArray.from_arrays(values.indices, _texts(values.dictionary)))
    else:
        written = _texts(values)
    return pc.fill_null(written, "null")


def _texts(values: pa.Array) -> pa.Array:
    """JSON strings; only those with signs that must be escaped pass through Python."""
    mask = pc.fill_null(pc.match_substring_regex(values, _SPECIAL), False)
    return _enclosed(cells.replaced(values, mask, lambda text: json.dumps(text, ensure_ascii=False)[1:-1]))


def _enclosed(values: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', values, '"', "")


def _shapes(values: pa.Array) -> pa.Array:
    shapes = shapely.from_wkb(values.to_numpy(zero_copy_only=False))
    kinds = shapely.get_type_id(shapes)
    lons, lats = (
        pa.array(np.round(found, 7), from_pandas=True)
        for found in (shapely.get_x(shapes), shapely.get_y(shapes))
    )
    points = pc.binary_join_element_wise(
        '{"type":"Point","coordinates":[', lons.cast(pa.string()), ",", lats.cast(pa.string()), "]}", ""
    )
    drawn = pa.array(kinds > 0)
    if pc.any(drawn).as_py():
        others = shapely.orient_polygons(shapely.set_precision(shapes[kinds > 0], 1e-7, mode="pointwise"))
        points = pc.replace_with_mask(points, drawn, pa.array(shapely.to_geojson(others), pa.string()))
    return pc.fill_null(points, "null")
