"""A checked drawing as a picture: lines in their inks, stage 2 hollow, stamps from their shapes, numbered stickers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFont

from app.config import ROOT
from app.maps.subjective.drawing import Drawing
from app.maps.subjective.outlines import outline
from app.maps.subjective.vocabulary import INKS, RATINGS, SECOND_INK, STAMPS, WIDTHS

SCALE = 1.2
"""Pixels of the picture for one unit of the sheet; drawn twice as large and made smaller for smooth edges."""
_FINER = 2
_PAPER = "#ffffff"
STICKER = 34
"""Half the width of a sticker in units; the page draws them as large."""
_OWN_FONT = ROOT / "app/base/assets/fonts/FiraSans-SemiBold.woff2"
_WIDE_FONTS = (
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
)
"""For writing that our own font has no letters of."""

Pen = ImageDraw.ImageDraw
Points = list[tuple[float, float]]


def colour_of(ink: str) -> str:
    return SECOND_INK.colour if ink == "second" else INKS[ink].colour


def tint_of(colour: str) -> str:
    """The light colour a stamp is filled with: a fifth of its ink on white."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return "#" + "".join(f"{round(255 - (255 - part) * 0.2):02x}" for part in (red, green, blue))


def picture(drawing: Drawing, *, stages: Iterable[int] = (1, 2, 3)) -> Image.Image:
    """The sheet as an RGB picture with what was drawn in these stages."""
    factor = SCALE * _FINER
    size = (round(drawing.width * factor), round(drawing.height * factor))
    image = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(image)
    shown = set(stages)
    for found in drawing.objects:
        if found["stage"] in shown:
            _DRAW[found["type"]](pen, found, factor)
    return image.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.LANCZOS)


def _stroke(pen: Pen, found: dict[str, Any], factor: float) -> None:
    width = WIDTHS[found["width"]][0]
    numbers = [value * factor for value in found["points"]]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    if found["stage"] == 1:
        _line(pen, points, width * factor, colour_of(found["ink"]))
        return
    _line(pen, points, (width + 6) * factor, colour_of("second"))
    _line(pen, points, max(width - 2, 4) * factor, _PAPER)


def _line(pen: Pen, points: Points, width: float, colour: str) -> None:
    """A line with round joints and ends."""
    half = width / 2
    if len(points) > 1:
        pen.line(points, fill=colour, width=max(1, round(width)), joint="curve")
    for x, y in points if width > 6 else (points[0], points[-1]):
        pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)


def _stamp(pen: Pen, found: dict[str, Any], factor: float) -> None:
    ink = colour_of(found["ink"])
    unit = found["size"] / 24 * factor
    left, top = found["x"] * factor - 12 * unit, found["y"] * factor - 12 * unit
    fills = {"paper": _PAPER, "tint": tint_of(ink), "ink": ink}
    for part in STAMPS[found["stamp"]]:
        fill = fills.get(part.get("f", ""))
        if "c" in part:
            x, y, radius = part["c"]
            box = [left + (x - radius) * unit, top + (y - radius) * unit]
            box += [left + (x + radius) * unit, top + (y + radius) * unit]
            pen.ellipse(box, fill=fill, outline=ink, width=max(1, round(1.5 * unit)))
            continue
        corners = part["d"]
        points = [(left + x * unit, top + y * unit) for x, y in zip(corners[::2], corners[1::2], strict=True)]
        if fill:
            pen.polygon(points, fill=fill)
        _line(pen, [*points, points[0]] if part.get("z") else points, 1.5 * unit, ink)
    if found["stage"] == 2:
        _mark_second(pen, found["x"] * factor + 9 * unit, found["y"] * factor - 9 * unit, factor)
    if found["name"]:
        _words(pen, found["name"], found["x"] * factor, top + 25 * unit, 34 * factor, ink)


def _text(pen: Pen, found: dict[str, Any], factor: float) -> None:
    x, y, size = found["x"] * factor, found["y"] * factor, found["size"] * factor
    wide = _words(pen, found["text"], x, y - size / 2, size, colour_of(found["ink"]))
    if found["stage"] == 2:
        _mark_second(pen, x - wide / 2 - 18 * factor, y, factor)


def _mark_second(pen: Pen, x: float, y: float, factor: float) -> None:
    """A small plus: this was added later."""
    half, width = 14 * factor, round(5 * factor)
    pen.ellipse((x - half, y - half, x + half, y + half), fill=_PAPER, outline=SECOND_INK.colour, width=width)
    for dx, dy in ((half * 0.5, 0), (0, half * 0.5)):
        pen.line(((x - dx, y - dy), (x + dx, y + dy)), fill=SECOND_INK.colour, width=width)


def _sticker(pen: Pen, found: dict[str, Any], factor: float) -> None:
    rating = RATINGS[found["rating"]]
    x, y = found["x"] * factor, found["y"] * factor
    for radius, colour in ((STICKER + 5, _PAPER), (STICKER, rating.colour)):
        pen.polygon(
            [(x + dx * radius * factor, y + dy * radius * factor) for dx, dy in outline(rating.outline)],
            fill=colour,
        )
    font = _font(str(_OWN_FONT), round(36 * factor))
    pen.text((x, y + 2 * factor), str(found["number"]), font=font, fill=_PAPER, anchor="mm")
    if found["name"]:
        _words(pen, found["name"], x, y + (STICKER + 4) * factor, 34 * factor, rating.colour)


_DRAW = {"stroke": _stroke, "stamp": _stamp, "text": _text, "sticker": _sticker}


def _words(pen: Pen, words: str, x: float, top: float, size: float, colour: str) -> float:
    """Writes around x below top, with a white edge so that it stays readable on lines; how wide it is."""
    font = _font_for(words, round(size))
    pen.text(
        (x, top), words, font=font, fill=colour, anchor="ma", stroke_width=round(size / 9), stroke_fill=_PAPER
    )
    return math.ceil(pen.textlength(words, font=font))


def _font_for(words: str, size: int) -> Any:
    """Our own font, or one of the system's when it has letters that ours has not."""
    own = _font(str(_OWN_FONT), size)
    if _knows(own, words):
        return own
    for path in _WIDE_FONTS:
        if Path(path).is_file():
            return _font(path, size)
    return own


def _knows(font: Any, words: Sequence[str] | str) -> bool:
    return all(letter.isspace() or font.getmask(letter).getbbox() for letter in set(words))


@lru_cache(maxsize=32)
def _font(path: str, size: int) -> Any:
    return ImageFont.truetype(path, size)
