"""Makes a sheet flat that was not: small pieces of the photograph are looked for on the known empty sheet.

A plane through the marks is right for a flat sheet and a few millimetres wrong for a crumpled one. So each point of a
grid is compared with the printed map around it (normalised cross-correlation), and a smooth field of shifts is fitted
to what was found: least squares with a penalty on curvature, reweighted so that single wrong finds lose their say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.base.printed_map.layout import Layout
from app.maps.paper.reading.pictures import Picture, wide_mean

Floats = NDArray[Any]
# Piece and how far it is looked for, in millimetres on A4; coarse first.
_ROUNDS = ((11.0, 6.5), (8.0, 2.5), (8.0, 1.5))
_STEP = 13.0
_GOOD = 0.42
"""Correlation from which a find is believed."""


@dataclass(frozen=True)
class Flat:
    """`map_x`, `map_y` lead each pixel of the straight picture to the photograph; `found` is the share of pieces of
    the map that were recognised, `left` what was still wrong in the last round (median, millimetres)."""

    map_x: Floats
    map_y: Floats
    found: float
    left: float


def flatten(
    picture: Picture, forward: NDArray[Any], reference: Picture, layout: Layout, per_mm: float
) -> Flat:
    """Where each pixel of the straight sheet (as large as `reference`) lies in the photograph."""
    rows, columns = reference.shape
    step = _STEP * layout.unit
    xs = np.linspace(0, layout.width, max(4, round(layout.width / step) + 1))
    ys = np.linspace(0, layout.height, max(4, round(layout.height / step) + 1))
    shift = np.zeros((len(ys), len(xs), 2))
    # Compared at about four pixels to a millimetre of A4: fine enough, and blur no longer matters.
    small = min(1.0, 4.0 / layout.unit / per_mm)
    known = cv2.resize(reference, None, fx=small, fy=small, interpolation=cv2.INTER_AREA)
    dots = per_mm * small
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    frame = layout.frame
    on_map = np.outer(
        (ys > frame.y) & (ys < frame.y + frame.height), (xs > frame.x) & (xs < frame.x + frame.width)
    )
    found, left = 0.0, 0.0
    for piece, search in _ROUNDS:
        maps = _maps(forward, shift, layout, known.shape[1], known.shape[0])
        look = cv2.remap(grey, *maps, cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        moved, trust = _compare(
            _even(look, dots),
            _even(known, dots),
            xs,
            ys,
            dots,
            piece * layout.unit,
            search * layout.unit,
            layout,
        )
        believed = trust > _GOOD
        # Legend and title are the same on every sheet: whether it is this one, only the map can say.
        compared = on_map & (trust >= 0)
        found = float((believed & compared).sum() / max(1, compared.sum()))
        left = float(np.median(np.hypot(*moved[believed].T))) if believed.any() else 0.0
        shift = shift + _smooth(moved, np.where(believed, trust, 0.0))
    map_x, map_y = _maps(forward, shift, layout, columns, rows)
    return Flat(map_x, map_y, round(found, 3), round(left, 3))


def _maps(
    forward: NDArray[Any], shift: NDArray[Any], layout: Layout, columns: int, rows: int
) -> tuple[Floats, Floats]:
    """Pixels of the photograph for a straight picture of so many columns and rows; `shift` is in millimetres."""
    nodes_y, nodes_x = shift.shape[:2]
    at_x, at_y = np.meshgrid(
        (np.arange(columns, dtype=np.float32) + 0.5) / columns * (nodes_x - 1),
        (np.arange(rows, dtype=np.float32) + 0.5) / rows * (nodes_y - 1),
    )
    shifts = [
        cv2.remap(
            np.ascontiguousarray(shift[..., axis], np.float32),
            at_x,
            at_y,
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for axis in (0, 1)
    ]
    paper_x = at_x * np.float32(layout.width / (nodes_x - 1)) + shifts[0]
    paper_y = at_y * np.float32(layout.height / (nodes_y - 1)) + shifts[1]
    a = forward.astype(np.float32)
    depth = a[2, 0] * paper_x + a[2, 1] * paper_y + a[2, 2]
    # OpenCV counts from the middle of the first pixel, as its marks do.
    return (
        (a[0, 0] * paper_x + a[0, 1] * paper_y + a[0, 2]) / depth,
        (a[1, 0] * paper_x + a[1, 1] * paper_y + a[1, 2]) / depth,
    )


def _even(grey: Picture, dots: float) -> Floats:
    """Only what is darker or lighter than its surroundings, in units of its spread there; light and paper are gone."""
    values = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), max(0.8, dots * 0.25))
    near = dots * 5
    low = values - wide_mean(values, near)
    spread = cv2.sqrt(wide_mean(low * low, near)) + 4
    return np.clip(low / spread, -3, 3).astype(np.float32)


def _compare(
    look: Floats,
    known: Floats,
    xs: NDArray[Any],
    ys: NDArray[Any],
    dots: float,
    piece: float,
    search: float,
    layout: Layout,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """For each point of the grid its shift in millimetres and the correlation; -1 where there is nothing to compare."""
    half, reach = round(piece / 2 * dots), max(2, round(search * dots))
    moved = np.zeros((len(ys), len(xs), 2))
    trust = np.full((len(ys), len(xs)), -1.0)
    rows, columns = known.shape
    for row, y in enumerate(ys):
        for column, x in enumerate(xs):
            # Pieces at the edge of the page are moved inwards, where there is a whole one.
            middle_x = int(np.clip(round(x * dots), half + reach, columns - half - reach - 1))
            middle_y = int(np.clip(round(y * dots), half + reach, rows - half - reach - 1))
            if max(abs(middle_x - x * dots), abs(middle_y - y * dots)) > half + reach + 1:
                continue
            wanted = known[middle_y - half : middle_y + half + 1, middle_x - half : middle_x + half + 1]
            if wanted.std() < 0.35:
                continue
            around = look[
                middle_y - half - reach : middle_y + half + reach + 1,
                middle_x - half - reach : middle_x + half + reach + 1,
            ]
            scores = cv2.matchTemplate(around, wanted, cv2.TM_CCOEFF_NORMED)
            _low, high, _where, (best_x, best_y) = cv2.minMaxLoc(scores)
            is_at_edge = best_x in (0, 2 * reach) or best_y in (0, 2 * reach)
            trust[row, column] = 0.0 if is_at_edge else high
            moved[row, column] = (
                (best_x - reach + _peak(scores[best_y], best_x)) / dots,
                (best_y - reach + _peak(scores[:, best_x], best_y)) / dots,
            )
    return moved, trust


def _peak(values: NDArray[Any], at: int) -> float:
    """Where between pixels the top of a parabola through three values lies."""
    if at in (0, len(values) - 1):
        return 0.0
    before, here, after = (float(value) for value in values[at - 1 : at + 2])
    bend = before - 2 * here + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0 else 0.0


def _smooth(moved: NDArray[Any], weight: NDArray[Any]) -> NDArray[Any]:
    """The smooth field nearest to the shifts that were found; where nothing was found it follows its neighbours."""
    if (weight > 0).sum() < 6:
        return np.zeros_like(moved)
    rows, columns = weight.shape
    stiff = _stiffness(rows, columns)
    given, told = weight.ravel().copy(), moved.reshape(-1, 2)
    field = np.zeros_like(told)
    for _round in range(4):
        field = np.linalg.solve(stiff + np.diag(given), given[:, None] * told)
        away = np.hypot(*(told - field).T)
        scale = max(0.25, 1.5 * float(np.median(away[weight.ravel() > 0])))
        given = weight.ravel() / (1 + (away / scale) ** 4)
    return field.reshape(rows, columns, 2)


@lru_cache(maxsize=2)
def _stiffness(rows: int, columns: int) -> NDArray[Any]:
    """The penalty: squares of the second differences of each three neighbours in a row or a column."""
    number = np.arange(rows * columns).reshape(rows, columns)
    threes = [
        (number[row, column - 1], number[row, column], number[row, column + 1])
        for row in range(rows)
        for column in range(1, columns - 1)
    ] + [
        (number[row - 1, column], number[row, column], number[row + 1, column])
        for row in range(1, rows - 1)
        for column in range(columns)
    ]
    lines = np.zeros((len(threes), rows * columns))
    for line, (before, here, after) in enumerate(threes):
        lines[line, [before, here, after]] = 1.0, -2.0, 1.0
    return np.asarray(lines.T @ lines * 0.15 + np.eye(rows * columns) * 1e-3)
