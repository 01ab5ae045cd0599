"""Paints the base map in greys that stay apart on a black-and-white printer; colour is left to what people stick on.

Water and green are told apart by a hatching, not by a tone. Sizes are millimetres for A4 at 1:5,000.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.base.printed_map.layout import Layout
from app.base.printed_map.tiles import Piece

GREENS = {
    "park", "garden", "village_green", "allotments", "cemetery", "golf_course", "nature_reserve", "playground",
    "pitch", "recreation_ground", "scrub",
}  # fmt: skip
WOODS = {"forest", "wood"}
_GROUND = {
    "farmland": "#f7f7f7", "farm": "#f7f7f7", "meadow": "#f4f4f4", "grass": "#f4f4f4", "grassland": "#f4f4f4",
    "residential": "#f3f3f3", "commercial": "#eeeeee", "industrial": "#ebebeb", "railway": "#e6e6e6",
    "school": "#ececec", "university": "#ececec", "college": "#ececec", "kindergarten": "#ececec",
    "hospital": "#ececec", "pedestrian": "#fafafa", "beach": "#f6f6f6", "sand": "#f6f6f6", "brownfield": "#f1f1f1",
}  # fmt: skip
_LARGE = ("farmland", "farm", "meadow", "grass", "grassland", "residential")
_EARTH, _WATER_EDGE, _BUILDING, _BUILDING_EDGE, _CASING, _PATH, _RAIL = (
    "#f8f8f8", "#6f6f6f", "#cfcfcf", "#8c8c8c", "#9a9a9a", "#7c7c7c", "#6a6a6a",
)  # fmt: skip
# Metres on the ground; never thinner than the millimetres beside them.
_ROADS = {"path": (1.8, 0.22), "street": (6.0, 0.75), "middle": (8.0, 1.0), "main": (10.0, 1.35)}


def paint(pieces: list[Piece], layout: Layout, scale: int) -> str:
    """The map as SVG elements in millimetres of the page, from the ground up."""
    unit = layout.unit
    below = [piece for piece in pieces if piece.layer == "landuse" and piece.properties.get("kind") in _LARGE]
    above = [
        piece for piece in pieces if piece.layer == "landuse" and piece.properties.get("kind") not in _LARGE
    ]
    water = [piece for piece in pieces if piece.layer == "water"]
    roads = [piece for piece in pieces if piece.layer == "roads"]
    parts = [
        _fill([piece for piece in pieces if piece.layer == "earth"], _EARTH),
        *(_fill([piece], _ground_of(piece)) for piece in [*below, *above]),
        _stroke([piece for piece in water if piece.geometry == "LineString"], "#a9a9a9", 0.7 * unit),
        _fill([piece for piece in water if piece.geometry == "Polygon"], "url(#water)"),
        _edges(water, _WATER_EDGE, 0.18 * unit),
        *_streets(roads, scale, unit),
        _fill([piece for piece in pieces if piece.layer == "buildings"], _BUILDING),
        _edges(
            [piece for piece in pieces if piece.layer == "buildings"],
            _BUILDING_EDGE,
            (0.14 if scale <= 6000 else 0.08) * unit,
        ),
    ]
    return "\n".join(part for part in parts if part)


def patterns(unit: float) -> str:
    """Hatchings: waves for water, dots for green, crosses for woods; still readable on a fax."""
    step, thin = 1.5 * unit, 0.13 * unit
    wave = f"M0 {step / 2} q{step / 4} {-step / 5} {step / 2} 0 t{step / 2} 0"
    half = step / 2

    def pattern(name: str, size: float, ground: str, drawn: str) -> str:
        return (
            f'<pattern id="{name}" width="{size:.3f}" height="{size:.3f}" patternUnits="userSpaceOnUse">'
            f'<rect width="{size:.3f}" height="{size:.3f}" fill="{ground}"/>{drawn}</pattern>'
        )

    dots = f'<circle cx="{half}" cy="{half}" r="{0.17 * unit}" fill="#8f8f8f"/>'
    tree = (
        f'<path d="M{half} {half - 0.32 * unit}v{0.64 * unit}M{half - 0.32 * unit} {half}h{0.64 * unit}" '
        f'stroke="#8f8f8f" stroke-width="{0.14 * unit}"/>'
    )
    return (
        pattern(
            "water",
            step,
            "#dedede",
            f'<path d="{wave}" fill="none" stroke="#a6a6a6" stroke-width="{thin}"/>',
        )
        + pattern("green", step, "#eeeeee", dots)
        + pattern("wood", step * 1.15, "#e6e6e6", tree)
    )


def _ground_of(piece: Piece) -> str:
    kind = piece.properties.get("kind")
    if kind in WOODS:
        return "url(#wood)"
    if kind in GREENS:
        return "url(#green)"
    return _GROUND.get(str(kind), "")


def road_kind(piece: Piece) -> str:
    """path, street, middle, main, rail: the classes our map and Protomaps' tiles both know."""
    kind, detail = piece.properties.get("kind"), piece.properties.get("kind_detail")
    if kind == "rail":
        return "rail"
    if kind == "highway" or detail in ("motorway", "trunk", "primary", "secondary"):
        return "main"
    if kind in ("major_road", "medium_road"):
        return "middle"
    if kind == "minor_road" or detail == "pedestrian":
        return "street"
    return "path" if kind == "path" else ""


def _streets(roads: list[Piece], scale: int, unit: float) -> list[str]:
    kinds: dict[str, list[Piece]] = {"path": [], "street": [], "middle": [], "main": [], "rail": []}
    for piece in roads:
        if piece.geometry == "LineString" and road_kind(piece):
            kinds[road_kind(piece)].append(piece)
    widths = {
        kind: max(metres * 1000 / scale, least * unit * (1 if scale <= 8000 else 0.6))
        for kind, (metres, least) in _ROADS.items()
    }
    edge = 0.26 * unit
    order = ("street", "middle", "main")
    dash = f'stroke-dasharray="{1.1 * unit:.2f} {0.6 * unit:.2f}"'
    sleepers = f'stroke-dasharray="{1.6 * unit:.2f} {1.6 * unit:.2f}"'
    return [
        _stroke(kinds["path"], _PATH, min(widths["path"], 0.4 * unit), dash),
        *(_stroke(kinds[kind], _CASING, widths[kind] + edge) for kind in order),
        *(_stroke(kinds[kind], "#ffffff", widths[kind]) for kind in order),
        _stroke(kinds["rail"], _RAIL, 0.7 * unit),
        _stroke(kinds["rail"], "#ffffff", 0.36 * unit, sleepers),
    ]


def _fill(pieces: list[Piece], colour: str) -> str:
    # Holes run the other way round in vector tiles, and neighbours overlap, so the rule must be nonzero.
    shapes = [_path(line, True) for piece in pieces if piece.geometry == "Polygon" for line in piece.lines]
    return f'<path fill="{colour}" d="{"".join(shapes)}"/>' if shapes and colour else ""


def _stroke(pieces: list[Piece], colour: str, width: float, more: str = "") -> str:
    lines = [_path(line, False) for piece in pieces for line in piece.lines]
    if not lines:
        return ""
    ends = "" if more else 'stroke-linecap="round" '
    return (
        f'<path fill="none" stroke="{colour}" stroke-width="{width:.3f}" stroke-linejoin="round" {ends}{more} '
        f'd="{"".join(lines)}"/>'
    )


def _edges(pieces: list[Piece], colour: str, width: float) -> str:
    """Outlines without the cuts that tiles make through areas: a cut lies in the margin that tiles share."""
    lines = []
    for piece in pieces:
        if piece.geometry != "Polygon":
            continue
        for line, inner in zip(piece.lines, piece.inner, strict=True):
            if inner.all():
                lines.append(_path(line, True))
                continue
            shown = inner | np.roll(inner, -1)
            shown[-1] = False
            lines += [_path(line[start : end + 1], False) for start, end in _runs(shown)]
    if not lines:
        return ""
    return f'<path fill="none" stroke="{colour}" stroke-width="{width:.3f}" d="{"".join(lines)}"/>'


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and one past the last index of each run of True."""
    steps = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _path(line: NDArray[np.float64], closed: bool) -> str:
    points = " ".join(f"{x:.2f} {y:.2f}" for x, y in line.tolist())
    return f"M{points}{'Z' if closed else ''}"
