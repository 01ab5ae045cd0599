"""Names on the printed map: places, streets along their longest straight, signs of stops and houses people know."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape

import numpy as np
import shapely
from PIL import ImageFont
from shapely import STRtree

from app.base.printed_map.layout import Layout
from app.base.printed_map.paint import road_kind
from app.base.printed_map.tiles import Piece
from app.config import ROOT

FONTS = ROOT / "app/base/printed_map/fonts"
_POIS = (
    "station", "townhall", "library", "school", "hospital", "community_centre", "swimming_pool", "playground",
    "pitch", "skatepark", "mall", "museum", "music_school", "kindergarten", "social_facility", "park", "bus_stop",
)  # fmt: skip


@dataclass
class _Sheet:
    """What stands already, so that no name covers another."""

    frame: shapely.Polygon
    taken: list[shapely.Geometry] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    names: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def is_free(self, box: shapely.Geometry) -> bool:
        if not self.frame.covers(box):
            return False
        return not self.taken or not len(STRtree(self.taken).query(box, predicate="intersects"))

    def is_new(self, name: str, x: float, y: float, apart: float) -> bool:
        return all(math.hypot(x - a, y - b) > apart for a, b in self.names.get(name, ()))

    def put(self, name: str, box: shapely.Geometry, x: float, y: float, drawn: str) -> None:
        self.taken.append(box)
        self.names.setdefault(name, []).append((x, y))
        self.parts.append(drawn)


def labels(pieces: list[Piece], layout: Layout, scale: int) -> str:
    """SVG texts in millimetres of the page; the marks in the map's edges stay free."""
    frame, unit = layout.frame, layout.unit
    sheet = _Sheet(shapely.box(frame.x, frame.y, frame.x + frame.width, frame.y + frame.height).buffer(-1))
    sheet.taken += [
        shapely.box(mark.x, mark.y, mark.x + mark.size, mark.y + mark.size).buffer(mark.size / 5)
        for mark in layout.marks
    ]
    _places(sheet, pieces, unit, scale)
    _signs(sheet, pieces, unit, scale)
    _streets(sheet, pieces, unit, scale)
    return "\n".join(sheet.parts)


def _places(sheet: _Sheet, pieces: list[Piece], unit: float, scale: int) -> None:
    sizes = {"locality": 4.6, "neighbourhood": 3.6} if scale > 4000 else {"neighbourhood": 4.2}
    for kind, size in sizes.items():
        for piece in pieces:
            if piece.layer == "places" and piece.properties.get("kind") == kind:
                _level(sheet, piece, size * unit, "#2b2b2b", bold=True)
    for piece in pieces:
        if piece.layer == "water" and piece.geometry == "Point":
            _level(sheet, piece, 2.6 * unit, "#3c3c3c", bold=False)


def _signs(sheet: _Sheet, pieces: list[Piece], unit: float, scale: int) -> None:
    if scale > 10_000:
        return
    found = [
        piece
        for piece in pieces
        if piece.layer == "pois" and piece.properties.get("kind") in _POIS and piece.properties.get("name")
    ]
    found.sort(key=lambda piece: (_POIS.index(piece.properties["kind"]), str(piece.properties["name"])))
    for piece in found:
        kind = piece.properties["kind"]
        if kind == "bus_stop" and scale > 5000:
            continue
        _sign(sheet, piece, unit, is_stop=kind == "bus_stop")


def _sign(sheet: _Sheet, piece: Piece, unit: float, *, is_stop: bool) -> None:
    name, size = str(piece.properties["name"]), 2.3 * unit
    (x, y), radius = piece.lines[0][0].tolist(), (1.15 if is_stop else 0.75) * unit
    width = _width(name, size, bold=False)
    # Beside the sign, or on its other side, or below it.
    for left, middle in (
        (x + radius * 1.9, y),
        (x - radius * 1.9 - width, y),
        (x - width / 2, y + radius + size * 0.7),
    ):
        box = shapely.box(
            min(left, x - radius), middle - size * 0.55, max(left + width, x + radius), middle + size * 0.5
        )
        if sheet.is_free(box) and sheet.is_new(name, x, y, 25 * unit):
            letter = (
                f'<text x="{x:.2f}" y="{y + 0.6 * unit:.2f}" text-anchor="middle" font-family="Fira Sans" '
                f'font-weight="600" font-size="{1.7 * unit:.2f}" fill="#222">H</text>'
                if is_stop
                else ""
            )
            fill = "#fff" if is_stop else "#333"
            dot = (
                f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}" stroke="#333" '
                f'stroke-width="{0.2 * unit:.2f}"/>{letter}'
            )
            text = _text(name, left, middle + size * 0.33, size, "#262626", anchor="start")
            sheet.put(name, box, x, y, dot + text)
            return


def _level(sheet: _Sheet, piece: Piece, size: float, colour: str, *, bold: bool) -> None:
    name = str(piece.properties.get("name") or "")
    x, y = piece.lines[0][0].tolist()
    width = _width(name, size, bold=bold)
    box = shapely.box(x - width / 2, y - size * 0.6, x + width / 2, y + size * 0.6)
    if name and sheet.is_free(box) and sheet.is_new(name, x, y, 60):
        sheet.put(name, box, x, y, _text(name, x, y + size * 0.34, size, colour, bold=bold))


def _streets(sheet: _Sheet, pieces: list[Piece], unit: float, scale: int) -> None:
    """Each name once every 90 mm, along the longest nearly straight stretch that has room for it."""
    size = {"main": 2.5, "middle": 2.5, "street": 2.1, "path": 1.9}
    candidates = []
    for piece in pieces:
        name, kind = (
            str(piece.properties.get("name") or ""),
            road_kind(piece) if piece.layer == "roads" else "",
        )
        is_small = kind in ("street", "path")
        if not name or kind not in size or (scale > 7500 and is_small) or (scale > 5000 and kind == "path"):
            continue
        high = size[kind] * unit
        wide = _width(name, high, bold=False)
        for line in piece.lines:
            stretch = _straight(line, wide * 1.06)
            if stretch is not None:
                candidates.append((not is_small, stretch[3], name, high, wide, stretch))
    candidates.sort(key=lambda one: (-one[0], -one[1], one[2]))
    for _main, _length, name, high, wide, (x, y, angle, _long) in candidates:
        turn = math.degrees(angle)
        box = shapely.affinity.rotate(
            shapely.box(x - wide / 2, y - high * 0.5, x + wide / 2, y + high * 0.5), turn
        )
        if sheet.is_new(name, x, y, 90 * unit) and sheet.is_free(box):
            turned = f'transform="translate({x:.2f} {y:.2f}) rotate({turn:.1f})"'
            sheet.put(name, box, x, y, _text(name, 0, high * 0.33, high, "#333", more=turned))


def _straight(line: np.ndarray, needed: float) -> tuple[float, float, float, float] | None:
    """Middle, angle and length of the longest stretch that keeps within 0.9 mm of a straight; None when too short."""
    best: tuple[float, float, float, float] | None = None
    start = 0
    for end in range(1, len(line)):
        while start < end - 1 and _bends(line[start : end + 1]) > 0.9:
            start += 1
        across = line[end] - line[start]
        length = float(np.hypot(*across))
        if length >= needed and (best is None or length > best[3]):
            middle = (line[start] + line[end]) / 2
            angle = math.atan2(across[1], across[0])
            angle = (angle + math.pi / 2) % math.pi - math.pi / 2  # never upside down
            best = (float(middle[0]), float(middle[1]), angle, length)
    return best


def _bends(line: np.ndarray) -> float:
    across = line[-1] - line[0]
    length = float(np.hypot(*across)) or 1e-9
    away = line - line[0]
    return float(np.abs(away[:, 0] * across[1] - away[:, 1] * across[0]).max()) / length


def _text(
    words: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
    anchor: str = "middle",
    more: str = "",
) -> str:
    weight = 600 if bold else 400
    shared = (
        f'x="{x:.2f}" y="{y:.2f}" font-family="Fira Sans" font-weight="{weight}" font-size="{size:.2f}" '
        f'text-anchor="{anchor}" {more}'
    )
    words = escape(words)
    # The light edge is a text of its own below: not every renderer knows paint-order.
    line = f'fill="none" stroke="#fff" stroke-width="{size * 0.26:.2f}" stroke-linejoin="round"'
    edge = f"<text {shared} {line}>{words}</text>"
    return f'{edge}<text {shared} fill="{colour}">{words}</text>'


def _width(words: str, size: float, *, bold: bool) -> float:
    return float(_font(bold).getlength(words)) / 100 * size


def _font(bold: bool) -> ImageFont.FreeTypeFont:
    if bold not in _FONTS:
        _FONTS[bold] = ImageFont.truetype(FONTS / f"FiraSans-{'SemiBold' if bold else 'Regular'}.ttf", 100)
    return _FONTS[bold]


_FONTS: dict[bool, ImageFont.FreeTypeFont] = {}
