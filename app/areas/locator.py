"""Which area a point lies in: exactly as Shapely's `covers` says, a border point in the area with the lowest code.

A table of cells over the extent knows for most cells that one area covers them; only points in the cells along the
borders are tested against polygons. One point takes microseconds, a million points a fraction of a second.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely
from sqlalchemy import select

from app.areas.models import Area
from app.areas.queries import area_set_by_id
from app.base.database import db

_MOST_CELLS = 65_536
_SMALLEST_CELL = 0.001
_MARGIN = 1e-9
"""Degrees (a tenth of a millimetre): makes the cells overlap more than rounding can move a point across an edge."""
_KEPT = 32
_OUTSIDE = -1

_locators: OrderedDict[tuple[UUID, str], Locator] = OrderedDict()
_lock = threading.Lock()


class Locator:
    """Immutable after building, so any number of threads may ask it at once."""

    def __init__(
        self, area_ids: Sequence[UUID], polygons: Sequence[shapely.Geometry], most_cells: int = _MOST_CELLS
    ) -> None:
        """`polygons` are valid WGS 84 areas in the order in which ties are decided (by code).

        `most_cells` limits the size of the table; it changes the speed, never the answer.
        """
        self.area_ids = list(area_ids)
        self._polygons = list(polygons)
        shapely.prepare(np.array(self._polygons, dtype=object))
        bounds = shapely.total_bounds(self._polygons) if self._polygons else (0.0, 0.0, 0.0, 0.0)
        self._west, self._south = float(bounds[0]) - _MARGIN, float(bounds[1]) - _MARGIN
        self._east, self._north = float(bounds[2]) + _MARGIN, float(bounds[3]) + _MARGIN
        width, height = self._east - self._west, self._north - self._south
        self._edge = max(
            _SMALLEST_CELL, (width * height / most_cells) ** 0.5, max(width, height) / most_cells
        )
        self._columns = int(width / self._edge) + 1
        self._rows = int(height / self._edge) + 1
        self._build_table()

    def _build_table(self) -> None:
        """Fill the table: an area's index, -1 for outside, or -2 - k for the k-th list of candidate areas."""
        cells = self._columns * self._rows
        owner = np.full(cells, _OUTSIDE, dtype=np.int32)
        candidates: dict[int, list[int]] = {}
        for index, polygon in enumerate(self._polygons):
            touched, covered = self._cells_of(polygon)
            for cell, full in zip(touched.tolist(), covered.tolist(), strict=True):
                if cell in candidates:
                    candidates[cell].append(index)
                elif owner[cell] == _OUTSIDE:
                    if full:
                        owner[cell] = index
                    else:
                        candidates[cell] = [index]
        lists: dict[tuple[int, ...], int] = {}
        for cell, indexes in candidates.items():
            owner[cell] = -2 - lists.setdefault(tuple(indexes), len(lists))
        self._owner = owner
        self._table: list[int] = owner.tolist()
        self._candidates = list(lists)

    def _cells_of(self, polygon: shapely.Geometry) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Numbers of the cells a polygon touches and whether it covers each of them whole."""
        west, south, east, north = polygon.bounds
        columns = np.arange(self._column(west - _MARGIN), self._column(east + _MARGIN) + 1)
        rows = np.arange(self._row(south - _MARGIN), self._row(north + _MARGIN) + 1)
        column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
        left, bottom = self._west + column * self._edge, self._south + row * self._edge
        boxes = shapely.box(
            left - _MARGIN, bottom - _MARGIN, left + self._edge + _MARGIN, bottom + self._edge + _MARGIN
        )
        full = shapely.contains_properly(polygon, boxes)
        touched = full.copy()
        touched[~full] = shapely.intersects(polygon, boxes[~full])
        return (row * self._columns + column)[touched], full[touched]

    def _column(self, lon: float) -> int:
        return min(max(int((lon - self._west) / self._edge), 0), self._columns - 1)

    def _row(self, lat: float) -> int:
        return min(max(int((lat - self._south) / self._edge), 0), self._rows - 1)

    def locate(self, lon: float, lat: float) -> UUID | None:
        """The area of one WGS 84 point (degrees), None outside of all areas or without a finite coordinate."""
        if not (self._west <= lon <= self._east and self._south <= lat <= self._north):
            return None
        column = int((lon - self._west) / self._edge)
        row = int((lat - self._south) / self._edge)
        found = self._table[row * self._columns + column]
        if found >= 0:
            return self.area_ids[found]
        if found == _OUTSIDE:
            return None
        for index in self._candidates[-2 - found]:
            if shapely.intersects_xy(self._polygons[index], lon, lat):
                return self.area_ids[index]
        return None

    def locate_many(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Index into `area_ids` for each WGS 84 point (degrees, shape (n,)), -1 outside or without a place."""
        x, y = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        result = np.full(x.shape, _OUTSIDE, dtype=np.int64)
        inside = np.flatnonzero(
            (x >= self._west) & (x <= self._east) & (y >= self._south) & (y <= self._north)
        )
        if not len(inside) or not self._polygons:
            return result
        x, y = x[inside], y[inside]
        column = ((x - self._west) / self._edge).astype(np.int64)
        row = ((y - self._south) / self._edge).astype(np.int64)
        found = self._owner[row * self._columns + column].astype(np.int64)
        self._test_candidates(found, x, y)
        result[inside] = found
        return result

    def _test_candidates(
        self, found: npt.NDArray[np.int64], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
    ) -> None:
        """Replace the candidate lists in `found` by the area that covers the point, in place."""
        open_points = np.flatnonzero(found < _OUTSIDE)
        if not len(open_points):
            return
        groups = -2 - found[open_points]
        found[open_points] = _OUTSIDE
        order = np.argsort(groups, kind="stable")
        open_points, groups = open_points[order], groups[order]
        numbers, starts = np.unique(groups, return_index=True)
        for number, points in zip(numbers, np.split(open_points, starts[1:]), strict=True):
            for index in self._candidates[number]:
                hit = shapely.intersects_xy(self._polygons[index], x[points], y[points])
                found[points[hit]] = index
                points = points[~hit]
                if not len(points):
                    break


def locator_for(area_set_id: UUID, content_hash: str | None = None) -> Locator:
    """The locator of a vintage, built once per process and content; NotFound when the vintage does not exist.

    Who has just read the vintage's `content_hash` gives it and spares a question to the database.
    """
    key = (area_set_id, content_hash or area_set_by_id(area_set_id).content_hash)
    with _lock:
        if key in _locators:
            _locators.move_to_end(key)
            return _locators[key]
        rows = db.session.execute(
            select(Area.code, Area.id, Area.geometry).where(Area.area_set_id == area_set_id)
        ).all()
        ordered = sorted(rows, key=lambda area: area.code)
        locator = Locator([area.id for area in ordered], [area.geometry for area in ordered])
        _locators[key] = locator
        if len(_locators) > _KEPT:
            _locators.popitem(last=False)
        return locator
