"""Every pair of areas of two vintages that share ground, with the share of area and of population that passes over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from app.areas.measuring import areas_m2, epsg_for
from app.areas.validation import Shaped

CELLS, NEW, OLD, NONE = "cells", "new", "old", "none"
SMALLEST_M2 = 1.0


@dataclass(frozen=True)
class Link:
    """Ground that belongs to one old and one new area. Shares are of the old area (`_of_new`: of the new one).

    `persons` live on it, as far as the crosswalk's basis knows; without a basis the population shares are None.
    """

    old: str
    new: str
    m2: float
    share_area: float
    share_area_of_new: float
    persons: float | None = None
    share_pop: float | None = None
    share_pop_of_new: float | None = None

    @property
    def weight(self) -> float:
        """The share of the old area's people that goes this way; by area where nobody is known to live."""
        return self.share_area if self.share_pop is None else self.share_pop


@dataclass(frozen=True)
class Cell:
    """People of one grid cell (WGS 84)."""

    shape: shapely.Geometry
    persons: float


def link(
    old: Sequence[Shaped],
    new: Sequence[Shaped],
    *,
    old_people: Mapping[str, int] | None = None,
    new_people: Mapping[str, int] | None = None,
    cells: Sequence[Cell] = (),
) -> tuple[list[Link], str]:
    """All links by old and new code, and what their people rest on.

    People come from cells when there are any, else from the areas of the new vintage (it shows where in an old area
    people live), else of the old one. Within a cell or area they are taken to live evenly. Links below 1 m² are left
    out: they come from rounding.
    """
    pairs = _overlay(old, new)
    basis = CELLS if cells else NEW if new_people else OLD if old_people else NONE
    persons: npt.NDArray[np.float64] | None = None
    if basis == CELLS:
        persons = _people_of_cells(pairs, cells)
    elif basis == NEW:
        persons = _spread(pairs.new, pairs.m2, new_people or {})
    elif basis == OLD:
        persons = _spread(pairs.old, pairs.m2, old_people or {})
    return _links(pairs, persons), basis


@dataclass(frozen=True)
class _Pairs:
    old: list[str]
    new: list[str]
    shapes: npt.NDArray[Any]
    m2: npt.NDArray[np.float64]
    old_m2: dict[str, float]
    new_m2: dict[str, float]


def _overlay(old: Sequence[Shaped], new: Sequence[Shaped]) -> _Pairs:
    olds = np.array([area.geometry for area in old], dtype=object)
    news = np.array([area.geometry for area in new], dtype=object)
    epsg = epsg_for(np.concatenate([olds, news]))
    first, second = shapely.STRtree(news).query(olds, predicate="intersects")
    common = np.asarray(shapely.intersection(olds[first], news[second]), dtype=object)
    size = areas_m2(common, epsg) if len(common) else np.empty(0)
    kept = np.flatnonzero(size > SMALLEST_M2)
    order = sorted(kept.tolist(), key=lambda at: (str(old[first[at]].code), str(new[second[at]].code)))
    return _Pairs(
        [str(old[first[at]].code) for at in order],
        [str(new[second[at]].code) for at in order],
        common[order],
        size[order],
        dict(zip([str(area.code) for area in old], areas_m2(olds, epsg).tolist(), strict=True)),
        dict(zip([str(area.code) for area in new], areas_m2(news, epsg).tolist(), strict=True)),
    )


def _sums(codes: Sequence[str], values: npt.NDArray[np.float64]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for code, value in zip(codes, values.tolist(), strict=True):
        sums[code] += value
    return sums


def _spread(
    codes: list[str], m2: npt.NDArray[np.float64], people: Mapping[str, int]
) -> npt.NDArray[np.float64]:
    """The people of each area over its links by area; nobody is lost at the outer border."""
    linked = _sums(codes, m2)
    return np.array(
        [people.get(code, 0) * size / linked[code] for code, size in zip(codes, m2.tolist(), strict=True)]
    )


def _people_of_cells(pairs: _Pairs, cells: Sequence[Cell]) -> npt.NDArray[np.float64]:
    """Each cell's people over the links it touches, by area; cells that touch none are outside of the town."""
    shapes = np.array([cell.shape for cell in cells], dtype=object)
    counts = np.array([cell.persons for cell in cells])
    cell, pair = shapely.STRtree(pairs.shapes).query(shapes, predicate="intersects")
    size = shapely.area(shapely.intersection(shapes[cell], pairs.shapes[pair]))
    total = np.bincount(cell, weights=size, minlength=len(cells))
    known = total[cell] > 0
    people = counts[cell[known]] * size[known] / total[cell[known]]
    return np.asarray(np.bincount(pair[known], weights=people, minlength=len(pairs.m2)), dtype=float)


def _links(pairs: _Pairs, persons: npt.NDArray[np.float64] | None) -> list[Link]:
    of_old = _sums(pairs.old, persons) if persons is not None else {}
    of_new = _sums(pairs.new, persons) if persons is not None else {}

    def share(count: float | None, sums: dict[str, float], code: str) -> float | None:
        return count / sums[code] if count is not None and sums[code] > 0 else None

    counts = persons.tolist() if persons is not None else [None] * len(pairs.m2)
    return [
        Link(
            old=one,
            new=other,
            m2=size,
            share_area=size / pairs.old_m2[one],
            share_area_of_new=size / pairs.new_m2[other],
            persons=count,
            share_pop=share(count, of_old, one),
            share_pop_of_new=share(count, of_new, other),
        )
        for one, other, size, count in zip(pairs.old, pairs.new, pairs.m2.tolist(), counts, strict=True)
    ]
