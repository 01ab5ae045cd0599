"""Suggests where faces and number plates are, by the Haar cascades that come with OpenCV (Viola and Jones 2001).

They find upright faces that look into the camera and little else, and plates only sometimes: a hint for those who
redact, never a promise. How well they do is written in docs/decisions/0013-media.md.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import cv2
import cv2.data
import numpy as np
from PIL import Image

LONGEST = 720
"""Pixels of the longest side that is searched; more finds little more and takes long."""
MOST_SECONDS = 2.0
"""Of a processor for the file so far: what is left of the cascades is left out then."""
_SMALLEST = 20
_FRONT, _PROFILE = "haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml"
_PLATE = "haarcascade_russian_plate_number.xml"
_STEP, _WIDE_STEP = 1.1, 1.2


def people_and_plates(picture: Image.Image) -> list[dict[str, Any]]:
    """Boxes {kind, x, y, w, h, source} in parts of width and height, faces first, from above to below."""
    cv2.setNumThreads(1)
    grey = picture.convert("L")
    grey.thumbnail((LONGEST, LONGEST))
    pixels = cv2.equalizeHist(np.asarray(grey))
    found = [("face", box) for box in _boxes(_FRONT, pixels, _STEP)]
    found += [("plate", box) for box in _boxes(_PLATE, pixels, _WIDE_STEP)]
    found += [("face", box) for box in _boxes(_PROFILE, pixels, _WIDE_STEP)]
    # The cascade for profiles knows only those that look to the left.
    mirrored = _boxes(_PROFILE, np.ascontiguousarray(pixels[:, ::-1]), _WIDE_STEP)
    found += [("face", (pixels.shape[1] - x - w, y, w, h)) for x, y, w, h in mirrored]
    height, width = pixels.shape
    boxes = [
        {
            "kind": kind,
            "x": round(x / width, 4),
            "y": round(y / height, 4),
            "w": round(w / width, 4),
            "h": round(h / height, 4),
            "source": "found",
        }
        for kind, (x, y, w, h) in _distinct(found)
    ]
    return sorted(boxes, key=lambda box: (box["kind"], box["y"], box["x"]))


def _boxes(name: str, pixels: Any, step: float) -> list[tuple[int, int, int, int]]:
    if min(pixels.shape) < _SMALLEST or time.process_time() > MOST_SECONDS:
        return []
    cascade = cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / name))
    found = cascade.detectMultiScale(pixels, scaleFactor=step, minNeighbors=5, minSize=(_SMALLEST, _SMALLEST))
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]


def _distinct(
    found: list[tuple[str, tuple[int, int, int, int]]],
) -> list[tuple[str, tuple[int, int, int, int]]]:
    """Without boxes of a kind whose middle lies in another one: two cascades found the same."""
    kept: list[tuple[str, tuple[int, int, int, int]]] = []
    for kind, (x, y, w, h) in sorted(found, key=lambda one: -one[1][2] * one[1][3]):
        middle = x + w / 2, y + h / 2
        if not any(
            kind == other and a <= middle[0] <= a + c and b <= middle[1] <= b + d
            for other, (a, b, c, d) in kept
        ):
            kept.append((kind, (x, y, w, h)))
    return kept
