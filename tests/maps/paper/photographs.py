"""Photographs of printed sheets that nobody took: made from the PDF itself, the same on every machine.

Each has stickers at known places of the paper and goes through what happens to paper and phones: a crumple (waves along
and across), perspective, a turn, shadow, lamp light, blur, noise, JPEG. `where` tells the pixel of any point of paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from app.base.printed_map.layout import Layout
from app.maps.paper.legend import INKS

DPI = 170
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Sticker:
    """A round sticker or a sign, in millimetres of the paper."""

    x: float
    y: float
    ink: str
    shape: str = "circle"
    radius: float = 4.0


@dataclass
class Photograph:
    """The picture (blue, green, red) and the way from paper to it."""

    picture: NDArray[np.uint8]
    stickers: list[Sticker]
    plane: NDArray[np.float64]
    waves: list[tuple[float, float, float, float]] = field(default_factory=list)

    def where(self, paper: Points) -> Points:
        """Pixels of points given in millimetres, shape (n, 2)."""
        bent = paper + _bend(paper, self.waves)
        lifted = np.column_stack([bent, np.ones(len(bent))]) @ self.plane.T
        return np.asarray(lifted[:, :2] / lifted[:, 2:])

    def jpeg(self, quality: int = 82) -> bytes:
        done, data = cv2.imencode(".jpg", self.picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        assert done
        return bytes(data)


def printed(pdf: Path | bytes, page: int = 0) -> NDArray[np.uint8]:
    """A page as it comes out of a printer without colour for the map (blue, green, red)."""
    document = pypdfium2.PdfDocument(pdf)
    return np.ascontiguousarray(document[page].render(scale=DPI / 72).to_numpy()[..., :3])


def stickers_on(
    layout: Layout, seed: int, count: int = 12, inks: tuple[str, ...] = tuple(INKS)[:5]
) -> list[Sticker]:
    """Stickers at least 12 mm apart, anywhere on the map but on its marks."""
    dice = np.random.default_rng(seed)
    frame, found = layout.frame, []
    while len(found) < count:
        x = float(dice.uniform(frame.x + 8, frame.x + frame.width - 8))
        y = float(dice.uniform(frame.y + 8, frame.y + frame.height - 8))
        if any(np.hypot(x - one.x, y - one.y) < 12 for one in found):
            continue
        if any(
            mark.x - 8 < x < mark.x + mark.size + 8 and mark.y - 8 < y < mark.y + mark.size + 8
            for mark in layout.marks
        ):
            continue
        ink = inks[len(found) % len(inks)]
        found.append(Sticker(x, y, ink, radius=float(dice.uniform(3.0, 5.0))))
    return found


def photograph(
    page: NDArray[np.uint8],
    layout: Layout,
    seed: int,
    *,
    stickers: list[Sticker] | None = None,
    ticks: tuple[str, ...] = (),
    turn: float | None = None,
    width: int = 2800,
    blur: float | None = None,
    crumple: float | None = None,
) -> Photograph:
    """One photograph; everything that is not given is drawn from `seed`. `crumple` is millimetres of its waves."""
    dice = np.random.default_rng(seed)
    stickers = stickers_on(layout, seed) if stickers is None else stickers
    dots = DPI / 25.4
    paper = page.copy()
    for sticker in stickers:
        _stick(paper, sticker, dots, dice)
    for tick in layout.ticks:
        if tick.key in ticks:
            _tick(paper, tick, dots)
    waves = [
        (float(dice.uniform(0.5, 1)), float(dice.uniform(110, 260)), float(dice.uniform(0, 6.28)), axis)
        for axis in (0.0, 1.0)
    ]
    height = 1.6 + 1.4 * float(dice.random()) if crumple is None else crumple
    waves = [(share * height, *rest) for share, *rest in waves]  # type: ignore[misc]
    angle = float(dice.uniform(-14, 14)) if turn is None else turn
    plane, size = _plane(layout, dice, angle, width)
    shot = Photograph(np.zeros((1, 1, 3), np.uint8), stickers, plane, waves)
    shot.picture = _develop(
        paper, shot, size, layout, dice, float(dice.uniform(0.6, 1.7)) if blur is None else blur
    )
    return shot


def _bend(paper: Points, waves: list[Any]) -> Points:
    shift = np.zeros_like(paper)
    for height, length, phase, axis in waves:
        along = paper[:, 0] * (0.8 if axis else 0.5) + paper[:, 1] * (0.4 if axis else 0.9)
        shift[:, int(axis)] += height * np.sin(along / length * 2 * np.pi + phase)
    return shift


def _plane(
    layout: Layout, dice: np.random.Generator, angle: float, width: int
) -> tuple[Points, tuple[int, int]]:
    """A camera that looks at the sheet a little from the side; the sheet fills most of the picture."""
    corners = np.array([[0, 0], [layout.width, 0], [layout.width, layout.height], [0, layout.height]], float)
    middle = np.array([layout.width, layout.height]) / 2
    turned = np.radians(angle)
    spin = np.array([[np.cos(turned), -np.sin(turned)], [np.sin(turned), np.cos(turned)]])
    seen = (corners - middle) @ spin.T
    longest = max(layout.width, layout.height)
    depth = 1 + seen @ (dice.uniform(-0.22, 0.22, 2) / longest)
    seen = seen / depth[:, None]
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = width * 0.9 / max(high - low)
    size = np.ceil((high - low) * scale + width * 0.1).astype(int)
    pixels = (seen - low) * scale + width * 0.05
    plane, _inliers = cv2.findHomography(corners, pixels, 0)
    return plane, (int(size[0]), int(size[1]))


def _develop(
    paper: NDArray[np.uint8],
    shot: Photograph,
    size: tuple[int, int],
    layout: Layout,
    dice: np.random.Generator,
    blur: float,
) -> NDArray[np.uint8]:
    dots = DPI / 25.4
    columns, rows = np.meshgrid(np.arange(size[0], dtype=float), np.arange(size[1], dtype=float))
    back = np.linalg.inv(shot.plane)
    lifted = np.column_stack([columns.ravel(), rows.ravel(), np.ones(columns.size)]) @ back.T
    bent = lifted[:, :2] / lifted[:, 2:]
    flat = bent.copy()
    for _round in range(5):  # the wave is a function of the flat point
        flat = bent - _bend(flat, shot.waves)
    table = np.full(3, (70, 92, 118), float) + dice.normal(0, 3, 3)
    map_x = (flat[:, 0] * dots - 0.5).reshape(rows.shape).astype(np.float32)
    map_y = (flat[:, 1] * dots - 0.5).reshape(rows.shape).astype(np.float32)
    picture = cv2.remap(paper, map_x, map_y, cv2.INTER_AREA, borderValue=table.tolist()).astype(np.float32)
    # Waves of paper are seen by their own shade, too.
    slope = np.zeros(len(flat))
    for height, length, phase, axis in shot.waves:
        along = flat[:, 0] * (0.8 if axis else 0.5) + flat[:, 1] * (0.4 if axis else 0.9)
        slope += height / length * np.cos(along / length * 2 * np.pi + phase)
    shade = 1 + 1.6 * slope.reshape(rows.shape)
    direction = dice.normal(0, 1, 2)
    direction /= np.hypot(*direction)
    gradient = (columns / size[0] - 0.5) * direction[0] + (rows / size[1] - 0.5) * direction[1]
    light = 0.86 + 0.34 * gradient
    # The shadow of the hand that holds the phone, with a soft edge.
    edge = gradient - float(dice.uniform(-0.1, 0.3))
    light -= 0.28 / (1 + np.exp(-edge * float(dice.uniform(18, 60))))
    lamp = 1 + dice.uniform(-0.09, 0.09, 3)
    picture *= (light * shade)[..., None] * lamp
    picture = cv2.GaussianBlur(picture, (0, 0), blur)
    picture += dice.normal(0, 3.5, picture.shape)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(60, 90))])
    assert done
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def _stick(paper: NDArray[np.uint8], sticker: Sticker, dots: float, dice: np.random.Generator) -> None:
    red, green, blue = (int(INKS[sticker.ink].colour[i : i + 2], 16) for i in (1, 3, 5))
    colour = (np.array([blue, green, red]) * float(dice.uniform(0.9, 1.08))).clip(0, 255).astype(int).tolist()
    x, y = round(sticker.x * dots * 16), round(sticker.y * dots * 16)
    if sticker.shape == "circle":
        cv2.circle(paper, (x, y), round(sticker.radius * dots * 16), colour, cv2.FILLED, cv2.LINE_AA, 4)
        return
    arm, thick = sticker.radius * dots * 16, round(0.9 * dots)
    for across in (-1, 1):
        start, end = (round(x - arm), round(y - arm * across)), (round(x + arm), round(y + arm * across))
        cv2.line(paper, start, end, colour, thick, cv2.LINE_AA, 4)


def _tick(paper: NDArray[np.uint8], tick: Any, dots: float) -> None:
    x, y, side = tick.x * dots, tick.y * dots, tick.size * dots
    for start, end in (((0.1, 0.1), (0.95, 0.95)), ((0.1, 0.95), (0.95, 0.05))):
        first = (round(x + start[0] * side), round(y + start[1] * side))
        last = (round(x + end[0] * side), round(y + end[1] * side))
        cv2.line(paper, first, last, (120, 60, 30), 3, cv2.LINE_AA)
