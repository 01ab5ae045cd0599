"""Reads the vector base map for a sheet: features of a PMTiles file, their points in millimetres of the page."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
from flask_babel import gettext as _
from numpy.typing import NDArray
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType
from pyproj import Transformer

from app.base.errors import DomainError
from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import Layout

Lines = list[NDArray[np.float64]]
_HALF = 20037508.342789244
MOST_TILES = 900


@dataclass(frozen=True)
class Piece:
    """A feature of one tile. `lines` are rings of an area, lines, or single points, each of shape (n, 2) in mm.

    `inner` says for each point whether it lies in the tile itself and not in the margin that tiles share.
    """

    layer: str
    geometry: str
    properties: dict[str, Any]
    lines: Lines
    inner: list[NDArray[np.bool_]]


def zoom_for(scale: int, low: int, high: int) -> int:
    """The zoom whose details can still be seen on paper."""
    wanted = 15 if scale <= 8000 else 14
    return max(low, min(high, wanted))


def tiles_of(bounds: tuple[float, float, float, float], zoom: int) -> list[tuple[int, int]]:
    """Columns and rows of the tiles that touch west, south, east, north (degrees)."""
    west, south, east, north = bounds
    left, top = _column(west, zoom), _row(north, zoom)
    right, bottom = _column(east, zoom), _row(south, zoom)
    return [
        (x, y)
        for x in range(math.floor(left), math.ceil(right))
        for y in range(math.floor(top), math.ceil(bottom))
    ]


def read(path: Path, ground: Ground, layout: Layout) -> list[Piece]:
    """All features that touch the map of a sheet."""
    with path.open("rb") as file:
        return _read(Reader(MmapSource(file)), ground, layout)


def _read(reader: Reader, ground: Ground, layout: Layout) -> list[Piece]:
    header = reader.header()
    if header["tile_type"] != TileType.MVT:
        return []
    zoom = zoom_for(ground.scale, header["min_zoom"], header["max_zoom"])
    bounds = ground.bounds(layout)
    places = tiles_of(bounds, zoom)
    while len(places) > MOST_TILES and zoom > header["min_zoom"]:
        zoom -= 1
        places = tiles_of(bounds, zoom)
    to_ground = Transformer.from_crs(3857, ground.crs, always_xy=True)
    pieces: list[Piece] = []
    for x, y in places:
        data = reader.get(zoom, x, y)
        if data is None:
            continue
        if header["tile_compression"] == Compression.GZIP:
            data = gzip.decompress(data)
        elif header["tile_compression"] != Compression.NONE:
            raise DomainError(_("Die Basiskarte ist so gepackt, dass der Druck sie nicht lesen kann."))
        pieces.extend(_pieces(data, zoom, x, y, to_ground, ground, layout))
    return pieces


def _pieces(
    data: bytes, zoom: int, x: int, y: int, to_ground: Transformer, ground: Ground, layout: Layout
) -> Iterator[Piece]:
    decoded = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    found: list[tuple[str, str, dict[str, Any], Lines, int]] = []
    for name, layer in decoded.items():
        for feature in layer["features"]:
            lines = list(_lines(feature["geometry"]))
            if lines:
                kind = feature["geometry"]["type"].removeprefix("Multi")
                found.append((name, kind, feature["properties"], lines, layer["extent"]))
    if not found:
        return
    side = 2 * _HALF / 2**zoom
    corner = np.array([x * side - _HALF, _HALF - y * side])
    raw = np.concatenate([line / extent for *_rest, lines, extent in found for line in lines])
    inside = np.asarray(((raw >= 0) & (raw <= 1)).all(axis=1))
    mercator = corner + raw * [side, -side]
    xs, ys = to_ground.transform(mercator[:, 0], mercator[:, 1])
    page = ground.paper_of_metres(np.column_stack([xs, ys]), layout)
    frame, at = layout.frame, 0
    low, high = (frame.x, frame.y), (frame.x + frame.width, frame.y + frame.height)
    for name, kind, properties, lines, _extent in found:
        parts, inner = [], []
        for line in lines:
            parts.append(page[at : at + len(line)])
            inner.append(inside[at : at + len(line)])
            at += len(line)
        everything = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if (everything.max(axis=0) >= low).all() and (everything.min(axis=0) <= high).all():
            yield Piece(name, kind, properties, parts, inner)


def _lines(geometry: dict[str, Any]) -> Iterator[NDArray[np.float64]]:
    kind, given = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        yield np.array([given], dtype=float)
    elif kind == "MultiPoint":
        yield from (np.array([point], dtype=float) for point in given)
    elif kind == "LineString":
        yield np.array(given, dtype=float)
    elif kind in ("MultiLineString", "Polygon"):
        yield from (np.array(line, dtype=float) for line in given)
    elif kind == "MultiPolygon":
        yield from (np.array(ring, dtype=float) for polygon in given for ring in polygon)


def _column(lon: float, zoom: int) -> float:
    return (lon + 180) / 360 * 2**zoom


def _row(lat: float, zoom: int) -> float:
    return (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom
