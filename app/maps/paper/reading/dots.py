"""Proposes stickers and drawn signs on a straight picture: what is coloured where the print is grey, what is dark where
the print is light.

Light is evened out by the paper itself: each channel is divided by what the same spot of the empty sheet shows. Colour
is chroma and hue in CIELAB; the hue is compared with the inks of this sheet's legend.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.maps.paper.reading.pictures import Picture, wide_mean

Floats = NDArray[Any]
_LEAST_CHROMA = 17.0
_SMALLEST, _LARGEST = 2.6, 34.0
"""Diameters in millimetres (times the unit of large sheets for the smallest): a pen's dot, a large sticker."""
MOST = 100


@dataclass(frozen=True)
class Dot:
    """A proposal: middle in pixels, ink of the legend, shape, confidence from 0 to 1."""

    x: float
    y: float
    ink: str
    shape: str
    confidence: float

    def as_json(self) -> dict[str, Any]:
        return {
            "x": round(self.x, 1), "y": round(self.y, 1), "ink": self.ink, "shape": self.shape,
            "confidence": round(self.confidence, 2),
        }  # fmt: skip


def propose(
    straight: Picture, reference: Picture | None, inks: dict[str, float], per_mm: float, unit: float
) -> list[Dot]:
    """Proposals in reading order. `inks` are hues (degrees) by name; without a reference only colour is looked for.

    `straight` and `reference` show the map alone; what lies beyond it (white) never makes a proposal.
    """
    even = evened(straight, reference, per_mm)
    coloured = _coloured(even, inks, per_mm, unit)
    drawn = _drawn(even, reference, coloured, per_mm, unit) if reference is not None else []
    found = sorted([*coloured, *drawn], key=lambda dot: -dot.confidence)[:MOST]
    return sorted(found, key=lambda dot: (round(dot.y / (per_mm * 12)), dot.x))


def evened(straight: Picture, reference: Picture | None, per_mm: float) -> Picture:
    """The picture as under even white light: paper becomes white in every channel."""
    values = straight.astype(np.float32) + 1
    if reference is None:
        # A board of unknown print: the light areas of each neighbourhood are its paper.
        small = cv2.resize(straight, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        light = cv2.dilate(cv2.medianBlur(small, 5), np.ones((15, 15), np.uint8)).astype(np.float32)
        light = wide_mean(light, per_mm * 4)
        light = cv2.resize(light, (straight.shape[1], straight.shape[0]), interpolation=cv2.INTER_LINEAR)
        return np.clip(values / (light + 1) * 250, 0, 255).astype(np.uint8)
    ratio = values / (reference.astype(np.float32)[..., None] + 1)
    # Only light places of the print tell the light, and of those not what somebody stuck on them.
    saturation = straight.max(axis=2).astype(np.int16) - straight.min(axis=2)
    trusted = ((reference > 190) & (saturation < np.percentile(saturation, 80))).astype(np.float32)
    share = 0.25
    near = max(3.0, per_mm * 9) * share
    weight = cv2.resize(trusted, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    weighed = cv2.resize(ratio * trusted[..., None], None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    light = wide_mean(weighed, near) / (wide_mean(weight, near) + 1e-3)[..., None]
    light = cv2.resize(light, (straight.shape[1], straight.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.clip(values / np.maximum(light, 0.05) - 1, 0, 255).astype(np.uint8)


def _coloured(even: Picture, inks: dict[str, float], per_mm: float, unit: float) -> list[Dot]:
    lab = cv2.cvtColor(cv2.GaussianBlur(even, (0, 0), max(0.7, per_mm * 0.18)), cv2.COLOR_BGR2LAB).astype(
        np.float32
    )
    a, b = lab[..., 1] - 128, lab[..., 2] - 128
    a, b = a - float(np.median(a)), b - float(np.median(b))
    chroma = np.hypot(a, b)
    level = max(_LEAST_CHROMA, 5 * float(np.median(chroma)) + 6)
    mask: Picture = (chroma > level).astype(np.uint8)
    # A sign drawn with a coloured pen is an outline: close it, so that its inside belongs to it.
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _disc(per_mm * 0.9))
    mask = _filled(mask)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _disc(per_mm * 0.5))
    found = []
    for left, top, part in _parts(mask, per_mm, unit):
        window = (slice(top, top + part.shape[0]), slice(left, left + part.shape[1]))
        strong = part & (chroma[window] > level)
        if not strong.any():
            continue
        weights = chroma[window][strong]
        turn = math.atan2(float(b[window][strong].sum()), float(a[window][strong].sum()))
        hue = math.degrees(turn) % 360
        ink, off = _nearest(hue, inks)
        shape, roundness = _shape(part.astype(np.uint8))
        strength = min(1.0, (float(np.percentile(weights, 70)) - level * 0.5) / 40)
        match = max(0.0, 1 - off / 45)
        confidence = 0.15 + 0.35 * strength + 0.3 * match + 0.2 * roundness
        # A printed speck of colour is small and pale; a sticker is neither.
        if off > 40:
            ink, confidence = "", confidence * 0.6
        rows, columns = np.nonzero(part)
        found.append(
            Dot(
                left + float(columns.mean()),
                top + float(rows.mean()),
                ink,
                shape,
                max(0.05, min(0.99, confidence)),
            )
        )
    return found


def _drawn(even: Picture, reference: Picture, coloured: list[Dot], per_mm: float, unit: float) -> list[Dot]:
    """Signs in a dark pen. Handwriting looks the same, so only compact signs come in, with little confidence."""
    grey = cv2.cvtColor(even, cv2.COLOR_BGR2GRAY)
    # Print that is a millimetre off would look like ink: the darkest of the surroundings is what is expected.
    expected = cv2.erode(reference, _disc(per_mm * 1.1))
    ink: Picture = ((expected.astype(np.int16) - grey) > 75).astype(np.uint8)
    ink = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _disc(per_mm * 0.6))
    count, _labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = []
    for number in range(1, count):
        _x, _y, width, height, area = stats[number]
        wide, high = width / per_mm, height / per_mm
        if not (4 * unit <= max(wide, high) <= 16 * unit and min(wide, high) > 0.55 * max(wide, high)):
            continue
        if area / per_mm**2 < 2.2 * unit:
            continue
        x, y = middles[number]
        if any(math.hypot(dot.x - x, dot.y - y) < per_mm * 7 * unit for dot in coloured):
            continue
        filled = area / (width * height)
        shape = "cross" if filled < 0.45 else "circle"
        found.append(Dot(float(x), float(y), "", shape, 0.3 if filled < 0.6 else 0.4))
    return found if len(found) <= 40 else []


def ticked(
    straight: Picture, reference: Picture, boxes: dict[str, tuple[float, float, float]], per_mm: float
) -> list[str]:
    """Keys of the boxes somebody ticked; `boxes` are x, y and side in millimetres of the whole page."""
    if not boxes:
        return []
    near = 12.0
    from_x = max(0, round((min(x for x, _y, _side in boxes.values()) - near) * per_mm))
    from_y = max(0, round((min(y for _x, y, _side in boxes.values()) - near) * per_mm))
    to_x = round((max(x + side for x, _y, side in boxes.values()) + near) * per_mm)
    to_y = round((max(y + side for _x, y, side in boxes.values()) + near) * per_mm)
    cut = (slice(from_y, to_y), slice(from_x, to_x))
    grey = cv2.cvtColor(evened(straight[cut], reference[cut], per_mm), cv2.COLOR_BGR2GRAY)
    found = []
    for key, (x, y, side) in boxes.items():
        inset = side * 0.2
        left, top = round((x + inset) * per_mm) - from_x, round((y + inset) * per_mm) - from_y
        size = max(3, round((side - 2 * inset) * per_mm))
        inside = grey[top : top + size, left : left + size]
        if inside.size and float((inside < 150).mean()) > 0.07:
            found.append(key)
    return found


def _parts(mask: Picture, per_mm: float, unit: float) -> list[tuple[int, int, NDArray[Any]]]:
    """Left, top and mask of each sticker, cut to its own box; those that touch are parted where they are narrow."""
    smallest = math.pi / 4 * (_SMALLEST * unit**0.5 * per_mm) ** 2
    largest = math.pi / 4 * (_LARGEST * per_mm) ** 2
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    parts = []
    for number in range(1, count):
        if not smallest <= stats[number, cv2.CC_STAT_AREA] <= largest * 4:
            continue
        x, y, width, height = (int(value) for value in stats[number, :4])
        window = labels[y : y + height, x : x + width] == number
        parts += [(x, y, piece) for piece in _parted(window, per_mm) if smallest <= piece.sum() <= largest]
    return parts


def _parted(window: NDArray[Any], per_mm: float) -> list[NDArray[Any]]:
    padded = np.pad(window.astype(np.uint8), 1)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    area = float(window.sum())
    contours, _tree = cv2.findContours(padded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.contourArea(cv2.convexHull(np.concatenate(contours))) or area
    if area / hull > 0.94:
        return [window]
    cores = (depth > 0.8 * depth.max()).astype(np.uint8)
    count, seeds, stats, _middles = cv2.connectedComponentsWithStats(cores, connectivity=8)
    large = [number for number in range(1, count) if stats[number, cv2.CC_STAT_AREA] > (0.4 * per_mm) ** 2]
    if len(large) < 2:
        return [window]
    distances = np.stack(
        [cv2.distanceTransform((seeds != number).astype(np.uint8), cv2.DIST_L2, 5) for number in large]
    )
    nearest = distances.argmin(axis=0)
    return [window & (nearest == index) for index in range(len(large))]


def _shape(part: NDArray[Any]) -> tuple[str, float]:
    """circle, square, triangle, diamond, star or cross, and how round the part is (0 to 1)."""
    contours, _tree = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    area, around = cv2.contourArea(contour), cv2.arcLength(contour, True)
    if area < 1 or around < 1:
        return "", 0.0
    roundness = min(1.0, 4 * math.pi * area / around**2)
    hull = cv2.contourArea(cv2.convexHull(contour)) or area
    _middle, radius = cv2.minEnclosingCircle(contour)
    filled = area / (math.pi * radius**2)
    corners = len(cv2.approxPolyDP(contour, 0.045 * around, True))
    if area / hull < 0.8:
        return ("star" if corners >= 8 or area / hull > 0.62 else "cross"), 0.6
    if filled > 0.8:
        return "circle", roundness
    if corners == 3 or filled < 0.5:
        return "triangle", 0.7
    box = cv2.minAreaRect(contour)
    tilt = box[2] % 90
    return ("diamond" if 25 < tilt < 65 else "square"), 0.8


def _nearest(hue: float, inks: dict[str, float]) -> tuple[str, float]:
    away = {ink: abs((hue - own + 180) % 360 - 180) for ink, own in inks.items()}
    ink = min(away, key=lambda name: away[name])
    return ink, away[ink]


def _filled(mask: NDArray[Any]) -> NDArray[Any]:
    contours, _tree = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = np.zeros_like(mask)
    cv2.drawContours(whole, contours, -1, 1, thickness=cv2.FILLED)
    return whole


def _disc(radius: float) -> NDArray[Any]:
    size = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)).astype(np.uint8)
