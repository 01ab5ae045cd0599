"""Finds the marks and the code of a sheet in a photograph and the plane between picture and paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.base.printed_map.layout import Box, Layout, layout_of_mark
from app.maps.paper.reading.pictures import Picture, wide_mean

Points = NDArray[Any]
LEAST_MARKS = 3
"""Each mark gives four corners, so three hold a plane firmly; two lie on a line and let the sheet swing around it."""
_DICTIONARY = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000)


@dataclass(frozen=True)
class Seen:
    """Marks of one kind of sheet: corners in pixels by number, each of shape (4, 2)."""

    kind: tuple[str, bool] | None
    marks: dict[int, Points]


def find(picture: Picture) -> Seen:
    """The marks of the sheet that most of them belong to; others are patterns that happen to look like one."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found: dict[int, Points] = {}
    # Shadows and blur each need another look; what the first look found is kept.
    for look in (grey, _lit(grey), cv2.GaussianBlur(_lit(grey), (0, 0), 1.6)):
        for number, corners in _detect(look).items():
            found.setdefault(number, corners)
    kinds = Counter(layout_of_mark(number) for number in found)
    del kinds[None]
    if not kinds:
        return Seen(None, {})
    kind = kinds.most_common(1)[0][0]
    return Seen(
        kind, {number: corners for number, corners in found.items() if layout_of_mark(number) == kind}
    )


def sharpness(picture: Picture) -> float:
    """Spread of the Laplacian of the picture made 1,200 pixels wide; a picture below about 20 cannot be read."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = 1200 / max(grey.shape)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())


def plane(seen: dict[int, Points], layout: Layout) -> tuple[NDArray[Any], list[int]] | None:
    """Homography from millimetres of the page to pixels, and the numbers of the marks it rests on.

    None when fewer than LEAST_MARKS agree. Marks of a crumpled sheet may lie a few millimetres off a plane.
    """
    known = {mark.id: mark for mark in layout.marks}
    numbers = [number for number in seen if number in known]
    if len(numbers) < LEAST_MARKS:
        return None
    paper = np.array([corner for number in numbers for corner in known[number].corners()])
    pixels = np.concatenate([seen[number] for number in numbers])
    back: Any
    back, inliers = cv2.findHomography(pixels, paper, cv2.RANSAC, 4.0 * layout.unit)
    if back is None:
        return None
    held = inliers.reshape(-1, 4).sum(axis=1) >= 3
    numbers = [number for number, is_held in zip(numbers, held, strict=True) if is_held]
    if len(numbers) < LEAST_MARKS:
        return None
    paper = np.array([corner for number in numbers for corner in known[number].corners()])
    pixels = np.concatenate([seen[number] for number in numbers])
    forward, _inliers = cv2.findHomography(paper, pixels, 0)
    return (forward, numbers) if forward is not None and is_seen_from_above(forward, layout) else None


def is_seen_from_above(forward: NDArray[Any], layout: Layout) -> bool:
    """Whether the page keeps its shape: convex, not mirrored, not folded through the horizon."""
    corners = np.array([[0, 0], [layout.width, 0], [layout.width, layout.height], [0, layout.height]], float)
    lifted = np.column_stack([corners, np.ones(4)]) @ forward.T
    if (lifted[:, 2] * lifted[0, 2] <= 0).any():
        return False
    seen = lifted[:, :2] / lifted[:, 2:]
    sides = np.roll(seen, -1, axis=0) - seen
    following = np.roll(sides, -1, axis=0)
    return bool((sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0] > 0).all())


def read_code(picture: Picture, forward: NDArray[Any] | None, code: Box) -> str:
    """The words of the sheet's QR code; "" when it cannot be read. Where it lies is known once the plane is."""
    detector = cv2.QRCodeDetector()
    if forward is not None:
        for dots in (10, 16, 7):
            margin = 3.0
            to_crop = np.array(
                [[dots, 0, (margin - code.x) * dots], [0, dots, (margin - code.y) * dots], [0, 0, 1.0]]
            )
            side = (round((code.width + 2 * margin) * dots), round((code.height + 2 * margin) * dots))
            crop = cv2.warpPerspective(picture, to_crop @ np.linalg.inv(forward), side, flags=cv2.INTER_CUBIC)
            grey = _lit(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY))
            _level, black = cv2.threshold(
                cv2.GaussianBlur(grey, (0, 0), dots / 8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU
            )
            for look in (grey, black):
                words = _decoded(detector, look)
                if words:
                    return words
    return _decoded(detector, picture)


def _decoded(detector: cv2.QRCodeDetector, picture: Picture) -> str:
    try:
        words, _points, _straight = detector.detectAndDecode(picture)
    except cv2.error:
        return ""
    return str(words)


def _lit(grey: Picture) -> Picture:
    """The same with light and shadow evened out."""
    wide = wide_mean(cv2.dilate(grey, np.ones((9, 9), np.uint8)), max(grey.shape) / 60)
    return cv2.divide(grey, wide, scale=245)


def _detect(grey: Picture) -> dict[int, Points]:
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.adaptiveThreshWinSizeMin, settings.adaptiveThreshWinSizeMax = 5, 45
    settings.adaptiveThreshWinSizeStep = 10
    settings.minMarkerPerimeterRate = 0.008
    numbers: Any
    corners, numbers, _rejected = cv2.aruco.ArucoDetector(_DICTIONARY, settings).detectMarkers(grey)
    if numbers is None:
        return {}
    return {
        int(number): shape.reshape(4, 2).astype(float)
        for number, shape in zip(numbers.ravel(), corners, strict=True)
    }
