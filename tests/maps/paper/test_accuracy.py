"""How well photographs of paper are read: 20 of them, crumpled, askew, in shadow (issue: within 3 mm at A3).

Two in the suite, one of them upside down; all with STREIFZUG_FULL=1. What was measured stands in
docs/decisions/0016-paper.md.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import Layout, layout_of
from app.demo.basemap import PMTILES
from app.maps.paper.legend import INKS
from app.maps.paper.printing.making import PDF, REFERENCE, make, pixels_per_mm
from app.maps.paper.reading.dots import Dot, propose, ticked
from app.maps.paper.reading.flattening import Flat
from app.maps.paper.reading.work import LEAST_FOUND, map_only, register
from tests.maps.paper.photographs import Photograph, photograph, printed, stickers_on

FULL = os.environ.get("STREIFZUG_FULL") == "1"
TICKS = (("age:a10_11", "age:a12_13", "age:a14_15"), ("gender:f", "gender:m"), ("who:one", "who:group"))
HUES = {name: ink.hue for name, ink in list(INKS.items())[:5]}
WORDS = {
    **{
        name: name
        for name in ("above", "maker", "legend", "how", "about", "notes", "privacy_title", "privacy")
    },
    **{name: name for name in ("scale", "north", "alt", "marks", "code", "code_alt", "attribution")},
    "title": "Wo bist du gern?",
    "language": "de",
    "rows": ["Alter", "Du bist", "Wer"],
    "write": [],
    "ticks": {key: "x" for row in TICKS for key in row},
}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, NDArray[np.uint8], NDArray[np.uint8]]:
    """An A3 sheet of the demo town: its layout, its printed page, its reference."""
    folder = tmp_path_factory.mktemp("sheet")
    layout = layout_of("A3", True, TICKS)
    arguments: dict[str, Any] = {
        "layout": layout.as_json(),
        "ground": vars(Ground.around(9.3005, 52.7005, 4000)),
        "map": {"kind": "pmtiles", "path": str(PMTILES), "outline": []},
        "legend": [{"ink": ink, "label": ink, "ink_label": ink, "sign": ink} for ink in HUES],
        "words": WORDS,
        "code": "K7MQ2XRT4WBD",
        "copies": 1,
    }
    make(arguments, folder, lambda *_told: None)
    return layout, printed(Path(folder / PDF)), cv2.imread(str(folder / REFERENCE), cv2.IMREAD_GRAYSCALE)


def misplaced(shot: Photograph, flat: Flat, layout: Layout) -> NDArray[np.float64]:
    """Millimetres between where points of the map lie and where the straight picture says, on a grid of 500 points."""
    frame, per_mm = layout.frame, pixels_per_mm(layout)
    xs = np.linspace(frame.x + 2, frame.x + frame.width - 2, 25)
    ys = np.linspace(frame.y + 2, frame.y + frame.height - 2, 20)
    paper = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    pixels = shot.where(paper)

    def seen(points: NDArray[np.float64]) -> NDArray[np.float64]:
        at = (points * per_mm - 0.5).astype(np.float32)
        maps = (flat.map_x, flat.map_y)
        return np.column_stack([cv2.remap(one, at[:, :1], at[:, 1:], cv2.INTER_LINEAR)[:, 0] for one in maps])

    found = paper.copy()
    for _step in range(6):  # Newton: the point of the straight picture that shows the pixel
        away = pixels - seen(found)
        across = (seen(found + [1, 0]) - seen(found - [1, 0])) / 2
        down = (seen(found + [0, 1]) - seen(found - [0, 1])) / 2
        turn = across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]
        found = found + np.column_stack(
            [
                (away[:, 0] * down[:, 1] - away[:, 1] * down[:, 0]) / turn,
                (across[:, 0] * away[:, 1] - across[:, 1] * away[:, 0]) / turn,
            ]
        )
    return np.asarray(np.hypot(*(found - paper).T))


def compared(shot: Photograph, dots: list[Dot], per_mm: float) -> tuple[int, int, int]:
    """How many stickers were found within 4 mm, how many proposals are none, how many have another colour."""
    free, hits, wrong = list(dots), 0, 0
    for sticker in shot.stickers:
        near = [dot for dot in free if np.hypot(dot.x / per_mm - sticker.x, dot.y / per_mm - sticker.y) < 4]
        if near:
            best = min(near, key=lambda dot: np.hypot(dot.x / per_mm - sticker.x, dot.y / per_mm - sticker.y))
            free.remove(best)
            hits += 1
            wrong += best.ink != sticker.ink
    return hits, len(free), wrong


def test_photographs_are_registered_within_three_millimetres(
    sheet: tuple[Layout, NDArray[np.uint8], NDArray[np.uint8]], record_property: Any
) -> None:
    layout, page, reference = sheet
    per_mm, away, hits, false, wrong, stickers = pixels_per_mm(layout), [], 0, 0, 0, 0
    for seed in range(20) if FULL else (0, 3):
        # One of them lies upside down.
        shot = photograph(
            page, layout, seed, turn=180.0 if seed == 3 else None, ticks=("age:a12_13", "gender:f")
        )
        flat, _marks = register(shot.picture, reference, layout)
        assert flat is not None, seed
        away.append(misplaced(shot, flat, layout))
        assert away[-1].max() < 3, (seed, away[-1].max())
        straight = cv2.remap(shot.picture, flat.map_x, flat.map_y, cv2.INTER_CUBIC)
        found = propose(*map_only(straight, reference, layout, per_mm), HUES, per_mm, layout.unit)
        hit, more, other = compared(shot, found, per_mm)
        hits, false, wrong, stickers = hits + hit, false + more, wrong + other, stickers + len(shot.stickers)
        boxes = {tick.key: (tick.x, tick.y, tick.size) for tick in layout.ticks}
        assert ticked(straight, reference, boxes, per_mm) == ["age:a12_13", "gender:f"], seed
    everything = np.concatenate(away)
    record_property("millimetres", f"max {everything.max():.2f}, median {np.median(everything):.2f}")
    record_property("stickers", f"{hits} of {stickers} found, {false} false, {wrong} of another colour")
    print(f"registered: max {everything.max():.2f} mm, median {np.median(everything):.2f} mm")
    print(f"stickers: {hits} of {stickers} found, {false} false, {wrong} of another colour")
    assert hits >= 0.95 * stickers
    assert false <= 0.05 * stickers
    assert wrong <= 0.03 * stickers


def test_another_map_is_not_taken_for_this_one(
    sheet: tuple[Layout, NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    """Same paper, same marks, but another piece of town, as when somebody types a wrong code."""
    layout, page, reference = sheet
    other = page.copy()
    frame, dots = layout.frame, 170 / 25.4
    top, bottom = round(frame.y * dots) + 60, round((frame.y + frame.height) * dots) - 60
    left, right = round(frame.x * dots) + 60, round((frame.x + frame.width) * dots) - 60
    other[top:bottom, left:right] = cv2.flip(page[top:bottom, left:right], 1)
    shot = photograph(page, layout, 7, stickers=[])
    same, _marks = register(shot.picture, reference, layout)
    shot = photograph(other, layout, 7, stickers=[])
    foreign, _marks = register(shot.picture, reference, layout)
    assert same is not None
    assert foreign is not None
    assert same.found > 0.7
    assert foreign.found < LEAST_FOUND, foreign.found


def test_a_sheet_that_two_marks_show_is_refused(
    sheet: tuple[Layout, NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    layout, page, reference = sheet
    shot = photograph(page, layout, 2, stickers=[], turn=0.0)
    rows = shot.picture.shape[0]
    flat, seen = register(np.ascontiguousarray(shot.picture[: rows // 5]), reference, layout)
    assert flat is None
    assert seen < 5


def test_stickers_are_not_lost_in_a_heap(
    sheet: tuple[Layout, NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    layout, page, reference = sheet
    per_mm = pixels_per_mm(layout)
    alone = stickers_on(layout, 11, count=1)[0]
    pair = [alone, type(alone)(alone.x + alone.radius * 1.9, alone.y, alone.ink, radius=alone.radius)]
    shot = photograph(page, layout, 11, stickers=pair)
    flat, _marks = register(shot.picture, reference, layout)
    assert flat is not None
    straight = cv2.remap(shot.picture, flat.map_x, flat.map_y, cv2.INTER_CUBIC)
    found = propose(*map_only(straight, reference, layout, per_mm), HUES, per_mm, layout.unit)
    assert len(found) == 2
