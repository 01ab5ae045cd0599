"""INSPIRE grid cells: the id of the cell a point lies in, and the way back to polygons and midpoints.

Ids follow Regulation (EU) 2018/1799 Article 3 without the country prefix: `CRS3035RES100mN…E…`, northing and easting
of the lower-left corner in metres of EPSG:3035 (ETRS89-LAEA Europe), northing first, as in the Zensus grids.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from app.areas.laea import to_metres

LAEA = 3035
WGS84 = 4326
SIZE = 100
_FULL = re.compile(r"(?:[A-Z]{2}_)?CRS3035RES(\d+)mN(\d+)E(\d+)")
_SHORT = re.compile(r"(\d+)(k?)mN(\d+)E(\d+)")
_LONGEST_EDGE = 1000
_ROW = 1 << 31
"""More columns than the grid has, from the far west to the far east."""


@cache
def _back() -> Transformer:
    return Transformer.from_crs(LAEA, WGS84, always_xy=True)


def cell_ids(lons: npt.ArrayLike, lats: npt.ArrayLike, size: int = SIZE) -> npt.NDArray[np.str_]:
    """Cell ids of many WGS 84 points (degrees, shape (n,)); an empty string where a coordinate is missing.

    `size` is the edge in metres. A point on an edge belongs to the cell north or east of it.
    """
    longitudes, latitudes = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    eastings, northings = to_metres(longitudes, latitudes)
    known = np.isfinite(eastings) & np.isfinite(northings)
    ids = np.full(longitudes.shape, "", dtype="U40")
    if known.any():
        columns = np.floor(eastings[known] / size).astype(np.int64)
        rows = np.floor(northings[known] / size).astype(np.int64)
        # One number for each cell: to sort pairs takes ten times as long.
        cells, where = np.unique(rows * _ROW + (columns + _ROW // 2), return_inverse=True)
        pairs = [divmod(cell, _ROW) for cell in cells.tolist()]
        names = np.array([_name(size, row * size, (column - _ROW // 2) * size) for row, column in pairs])
        ids[known] = names[where.reshape(-1)]
    return ids


def cell_id(lon: float, lat: float, size: int = SIZE) -> str:
    """Cell id of one WGS 84 point; ValueError when the point has no place in the grid's projection."""
    name = str(cell_ids([lon], [lat], size)[0])
    if not name:
        raise ValueError(f"no grid cell at longitude {lon}, latitude {lat}")
    return name


def parse_cell(cell: str) -> tuple[int, int, int]:
    """Size, northing and easting in metres of `CRS3035RES100mN…E…`, with or without country, or `100mN…E…`."""
    if match := _FULL.fullmatch(cell):
        size, north, east = (int(part) for part in match.groups())
        return size, north, east
    if match := _SHORT.fullmatch(cell):
        # The short form of the Zensus leaves out the zeros that the size implies (100mN26891E43370).
        size = int(match[1]) * (1000 if match[2] else 1)
        return size, int(match[3]) * size, int(match[4]) * size
    raise ValueError(f"not an INSPIRE grid cell: {cell!r}")


def normalise_cell(cell: str) -> str:
    """The one spelling we store, from any spelling that `parse_cell` reads."""
    return _name(*parse_cell(cell))


def coarsen(cell: str, size: int) -> str:
    """The cell of edge `size` metres that contains `cell`; ValueError when the grids do not nest."""
    fine, north, east = parse_cell(cell)
    if size % fine:
        raise ValueError(f"{size} m cells are not made of {fine} m cells")
    return _name(size, north // size * size, east // size * size)


def cell_center(cell: str) -> tuple[float, float]:
    """Longitude and latitude (degrees) of the middle of a cell."""
    size, north, east = parse_cell(cell)
    lon, lat = _back().transform(east + size / 2, north + size / 2)
    return float(lon), float(lat)


def cell_polygon(cell: str) -> shapely.Polygon:
    """The cell as a WGS 84 polygon; long edges get points in between, as they are not straight in degrees."""
    size, north, east = parse_cell(cell)
    square = shapely.segmentize(shapely.box(east, north, east + size, north + size), _LONGEST_EDGE)
    return shapely.transform(square, _to_degrees)


def cells_touching(shape: shapely.Geometry, *, most: int, size: int = SIZE) -> list[str] | None:
    """Ids of all cells that a WGS 84 shape touches, with a metre to spare; None when there are more than `most`."""
    found: set[tuple[int, int]] = set()
    # Long edges that are straight in degrees bend in the grid's projection.
    fine = shapely.transform(shapely.segmentize(shape, 0.005), _to_metres)
    for part in shapely.get_parts(fine):
        west, south, east, north = part.bounds
        columns = np.arange(np.floor((west - 1) / size), np.floor((east + 1) / size) + 1) * size
        rows = np.arange(np.floor((south - 1) / size), np.floor((north + 1) / size) + 1) * size
        if len(columns) * len(rows) > 50 * most:
            return None
        column, row = (values.ravel() for values in np.meshgrid(columns, rows))
        near = shapely.dwithin(shapely.box(column, row, column + size, row + size), part, 1.0)
        found.update(zip(row[near].astype(int).tolist(), column[near].astype(int).tolist(), strict=True))
        if len(found) > most:
            return None
    return [_name(size, row, column) for row, column in sorted(found)]


def _to_metres(coordinates: npt.NDArray[np.float64]) -> Any:
    return np.column_stack(to_metres(coordinates[:, 0], coordinates[:, 1]))


def _to_degrees(coordinates: npt.NDArray[np.float64]) -> Any:
    return np.column_stack(_back().transform(coordinates[:, 0], coordinates[:, 1]))


def _name(size: int, north: int, east: int) -> str:
    return f"CRS3035RES{size}mN{north}E{east}"
