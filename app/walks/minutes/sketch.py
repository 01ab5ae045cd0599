"""A sketch of a walk as SVG: the route, numbered stops, what was noted on the map; the same on pages and in the PDF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from markupsafe import Markup

from app.contributions.noted import Noted
from app.walks.models import Walk

WIDTH, HEIGHT, EDGE = 640.0, 400.0, 40.0
_METRES_A_DEGREE = 111_320.0
_LENGTHS = (50, 100, 200, 500, 1000, 2000, 5000)
_INK, _ROUTE, _STOP = "#131525", "#4a6078", "#131525"
_SHAPES = {"pos": ("#00706a", "circle"), "neg": ("#a3295c", "triangle"), "zero": ("#4a6078", "square")}


@dataclass(frozen=True)
class _Frame:
    """From degrees to the picture: equal lengths in both directions at the middle latitude."""

    west: float
    north: float
    narrow: float
    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (
            round(self.left + (x - self.west) * self.narrow * self.scale, 1),
            round(self.top + (self.north - y) * self.scale, 1),
        )


def sketch(walk: Walk, noted: Sequence[Noted], label: str, *, only_planned: bool = False) -> Markup:
    """The picture with `label` as its name, or nothing where nothing has a place; secret places are never drawn.

    `only_planned` leaves out where the group really went.
    """
    points = [(stop.position, stop.point) for stop in walk.trail.stops if stop.point and not stop.is_dropped]
    notes = [
        (said.valence or "zero", said.geometry)
        for one in noted
        for said in one.said
        if said.geometry is not None and not said.is_secret and said.geometry.geom_type == "Point"
    ]
    changed = [
        said.geometry
        for one in noted
        for said in one.said
        if said.attributes.get("observed") == "route" and said.geometry is not None and not said.is_secret
    ]
    lines = [
        (walk.trail.route, ""),
        (None if only_planned else walk.walked, "2 7"),
        *((line, "9 5") for line in changed),
    ]
    drawn = [(line, dash) for line, dash in lines if line is not None and line.geom_type == "LineString"]
    everything = [
        *(point for _n, point in points),
        *(point for _v, point in notes),
        *(line for line, _d in drawn),
    ]
    if not everything:
        return Markup("")
    frame = _frame(shapely.union_all([shapely.envelope(one) for one in everything]).bounds)
    parts = [_line(frame, line, dash) for line, dash in drawn]
    parts += [_note(frame, valence, point) for valence, point in notes]
    parts += [_stop(frame, number, point) for number, point in points]
    parts.append(_scale_bar(frame))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="walk-sketch" viewBox="0 0 640 400" width="640" height="400"'
        ' role="img" aria-label="{}"><rect width="640" height="400" fill="#f6f7fb"/>{}</svg>'
    ).format(label, Markup("").join(parts))


def _frame(bounds: tuple[float, float, float, float]) -> _Frame:
    west, south, east, north = bounds
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 0.0008), max(north - south, 0.0008)
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    left = (WIDTH - (east - west) * narrow * scale) / 2
    return _Frame(west, north, narrow, scale, left, (HEIGHT - (north - south) * scale) / 2)


def _line(frame: _Frame, line: shapely.Geometry, dash: str) -> Markup:
    places = " ".join(f"{x},{y}" for x, y in (frame.at(*xy[:2]) for xy in line.coords))
    return Markup(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="5" stroke-linejoin="round"'
        ' stroke-linecap="round"{}/>'
    ).format(places, _ROUTE, Markup(' stroke-dasharray="{}"').format(dash) if dash else "")


def _note(frame: _Frame, valence: str, point: shapely.Point) -> Markup:
    """Each valence has a shape of its own, not only a colour."""
    x, y = frame.at(point.x, point.y)
    colour, shape = _SHAPES.get(valence, _SHAPES["zero"])
    style = Markup('fill="{}" stroke="#fff" stroke-width="2"').format(colour)
    if shape == "circle":
        return Markup('<circle cx="{}" cy="{}" r="8" {}/>').format(x, y, style)
    if shape == "square":
        return Markup('<rect x="{}" y="{}" width="14" height="14" {}/>').format(x - 7, y - 7, style)
    return Markup('<polygon points="{},{} {},{} {},{}" {}/>').format(
        x, y - 9, x + 9, y + 7, x - 9, y + 7, style
    )


def _stop(frame: _Frame, number: int, point: shapely.Point) -> Markup:
    x, y = frame.at(point.x, point.y)
    return Markup(
        '<circle cx="{}" cy="{}" r="16" fill="#fff" stroke="{}" stroke-width="4"/><text x="{}" y="{}" font-size="18"'
        ' font-weight="bold" font-family="Fira Sans, sans-serif" text-anchor="middle" fill="{}">{}</text>'
    ).format(x, y, _STOP, x, y + 6.5, _STOP, number)


def _scale_bar(frame: _Frame) -> Markup:
    metre = frame.scale / _METRES_A_DEGREE
    length = next((one for one in reversed(_LENGTHS) if one * metre <= WIDTH / 4), _LENGTHS[0])
    end = round(EDGE / 2 + length * metre, 1)
    return Markup(
        '<path d="M20 374v8H{}v-8" fill="none" stroke="{}" stroke-width="2"/><text x="26" y="374" font-size="14"'
        ' font-family="Fira Sans, sans-serif" fill="{}">{} m</text>'
    ).format(end, _INK, _INK, length)
