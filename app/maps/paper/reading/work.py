"""What the child is asked to do: look at an upload, make a sheet straight, make a board straight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.base.printed_map.layout import Layout, layout_of
from app.maps.paper.printing.making import pixels_per_mm
from app.maps.paper.reading import marks
from app.maps.paper.reading.dots import propose, ticked
from app.maps.paper.reading.flattening import Flat, flatten
from app.maps.paper.reading.pictures import Picture, keep, opened, pages

Report = Callable[..., None]
LEAST_FOUND = 0.35
"""Below this share of recognised pieces the map in the picture is another one, or too blurred to tell."""
_BOARD_SIDE = 3400

cv2.setNumThreads(1)


def look(arguments: dict[str, Any], folder: Path, report: Report) -> list[dict[str, Any]]:
    """For each page of `path`: kept as page-N.jpg, its size, sharpness, the kind of sheet, the words of its code."""
    found = []
    for number, picture in enumerate(pages(Path(arguments["path"]))):
        report(number, None)
        name = f"page-{number}.jpg"
        keep(picture, folder / name)
        seen = marks.find(picture)
        forward = None
        if seen.kind is not None:
            layout = layout_of(*seen.kind)
            known = marks.plane(seen.marks, layout)
            forward = known[0] if known else None
            code = marks.read_code(picture, forward, layout.code)
        else:
            code = marks.read_code(picture, None, layout_of("A4", False).code)
        found.append(
            {
                "file": name,
                "width": picture.shape[1],
                "height": picture.shape[0],
                "sharpness": round(marks.sharpness(picture), 1),
                "kind": list(seen.kind) if seen.kind else None,
                "marks": len(seen.marks),
                "marks_of": len(layout_of(*seen.kind).marks) if seen.kind else 0,
                "code": code[:60],
            }
        )
    return found


def straighten(arguments: dict[str, Any], folder: Path, report: Report) -> dict[str, Any]:
    """Make the sheet in `path` straight (straight.jpg) and propose its marks.

    `{"problem": "marks", "marks": n}` when too few marks agree; `"other"` when the map on the photograph is not that of
    the sheet. Else numbers, `dots` in pixels of the straight picture, `ticks`.
    """
    picture = opened(arguments["path"])
    reference = opened(arguments["reference"], grey=True)
    layout = Layout.from_json(arguments["layout"])
    per_mm = pixels_per_mm(layout)
    flat, numbers = register(picture, reference, layout)
    if flat is None:
        return {"problem": "marks", "marks": numbers}
    report(1, 3)
    if flat.found < LEAST_FOUND:
        return {"problem": "other", "found": flat.found}
    straight = cv2.remap(picture, flat.map_x, flat.map_y, cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    keep(straight, folder / "straight.jpg", 84)
    report(2, 3)
    dots = propose(*map_only(straight, reference, layout, per_mm), arguments["inks"], per_mm, layout.unit)
    ticks = ticked(
        straight, reference, {tick.key: (tick.x, tick.y, tick.size) for tick in layout.ticks}, per_mm
    )
    report(3, 3)
    return {
        "width": straight.shape[1],
        "height": straight.shape[0],
        "per_mm": per_mm,
        "marks": numbers,
        "marks_of": len(layout.marks),
        "found": flat.found,
        "left": flat.left,
        "dots": [dot.as_json() for dot in dots],
        "ticks": ticks,
    }


def register(picture: Picture, reference: Picture, layout: Layout) -> tuple[Flat | None, int]:
    """Where each pixel of the straight sheet lies in the photograph, and how many marks were used."""
    seen = marks.find(picture)
    known = marks.plane(seen.marks, layout)
    if known is None:
        own = {mark.id for mark in layout.marks}
        return None, len(own & set(seen.marks))
    forward, numbers = known
    return flatten(picture, forward, reference, layout, pixels_per_mm(layout)), len(numbers)


def map_only(straight: Picture, reference: Picture, layout: Layout, per_mm: float) -> tuple[Picture, Picture]:
    """Both with everything beyond the map, and the marks in it, made white and equal."""
    away = np.ones(reference.shape, bool)
    frame = layout.frame
    top, bottom = round(frame.y * per_mm), round((frame.y + frame.height) * per_mm)
    left, right = round(frame.x * per_mm), round((frame.x + frame.width) * per_mm)
    away[top:bottom, left:right] = False
    for mark in layout.marks:
        quiet = mark.size * 0.2
        away[
            round((mark.y - quiet) * per_mm) : round((mark.y + mark.size + quiet) * per_mm),
            round((mark.x - quiet) * per_mm) : round((mark.x + mark.size + quiet) * per_mm),
        ] = True
    shown, known = straight.copy(), reference.copy()
    light: Any = np.median(straight[~away & (reference > 200)], axis=0)
    shown[away], known[away] = light.astype(np.uint8), 250
    return shown, known


def straighten_board(arguments: dict[str, Any], folder: Path, report: Report) -> dict[str, Any]:
    """Make the board in `path` straight by points somebody set: `pixels` in the photograph, `metres` on the ground.

    The picture lies north up. Residuals are metres on the ground, one for each point; with four points a plane always
    fits and they say nothing.
    """
    picture = opened(arguments["path"])
    pixels = np.array(arguments["pixels"], float)
    metres = np.array(arguments["metres"], float)
    middle = metres.mean(axis=0)
    to_ground: Any
    to_ground, _inliers = cv2.findHomography(pixels, metres - middle, 0)
    if to_ground is None:
        return {"problem": "points"}
    rows, columns = picture.shape[:2]
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], float)
    if not _is_flat(to_ground, corners) or not _is_flat(to_ground, pixels):
        return {"problem": "points"}
    away = np.hypot(*(_mapped(to_ground, pixels) + middle - metres).T)
    # What the photograph shows, but no more than the points' own box and half of it on each side.
    shown = _mapped(to_ground, corners)
    spread = np.ptp(metres, axis=0)
    low = np.maximum(shown.min(axis=0), (metres - middle).min(axis=0) - spread * 0.6)
    high = np.minimum(shown.max(axis=0), (metres - middle).max(axis=0) + spread * 0.6)
    pixel = float((high - low).max()) / _BOARD_SIDE
    side = (round((high[0] - low[0]) / pixel), round((high[1] - low[1]) / pixel))
    to_picture = np.array([[1 / pixel, 0, -low[0] / pixel], [0, -1 / pixel, high[1] / pixel], [0, 0, 1]])
    straight = cv2.warpPerspective(
        picture, to_picture @ to_ground, side, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )
    keep(straight, folder / "straight.jpg", 84)
    report(2, 3)
    # A pin's head counts as about a hundredth of the board, whatever the board's true size.
    dots = propose(straight, None, arguments["inks"], max(side) / 420, 1.0)
    return {
        "width": side[0],
        "height": side[1],
        "origin": [float(low[0] + middle[0]), float(high[1] + middle[1])],
        "pixel": pixel,
        "residuals": [round(float(value), 2) for value in away],
        "dots": [dot.as_json() for dot in dots],
    }


def _mapped(plane: NDArray[Any], points: NDArray[Any]) -> NDArray[Any]:
    lifted = np.column_stack([points, np.ones(len(points))]) @ plane.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:])


def _is_flat(plane: NDArray[Any], points: NDArray[Any]) -> bool:
    """No point beyond the horizon of the plane: all have the same sign of depth."""
    depth = np.column_stack([points, np.ones(len(points))]) @ plane[2]
    return bool((depth * depth[0] > 1e-9).all())
