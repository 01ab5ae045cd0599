"""What a phone may send as a drawing, and what becomes of it: checked data, two pictures, nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.base.errors import DomainError
from app.contributions.media import processing
from app.maps.subjective.drawing import LONGEST_LABEL, MOST_OBJECTS, MOST_POINTS, checked
from app.maps.subjective.gallery import shapes
from app.maps.subjective.picture import SCALE, picture
from app.maps.subjective.vocabulary import INKS, RATINGS, SECOND_INK, STAMP_LABELS, STAMPS
from tests.maps.subjective.factories import drawing

STICKER = {"type": "sticker", "stage": 3, "rating": "like", "number": 1, "x": 1, "y": 1, "name": ""}
LINE = {"type": "stroke", "stage": 1, "ink": "black", "width": "thin", "points": [0, 0, 10, 10]}


def test_a_drawing_keeps_what_is_drawn_and_nothing_else() -> None:
    given = drawing()
    given["objects"][0] |= {"id": 7, "pressure": [0.2, 0.4], "when": "2026-03-01"}
    given["device"] = "Handy"

    found = checked(given)

    assert found.as_json()["objects"][0] == {
        "type": "stroke", "stage": 1, "ink": "blue", "width": "middle", "points": [100.0, 100.0, 500.0, 700.2],
    }  # fmt: skip
    assert set(found.as_json()) == {"version", "width", "height", "objects"}
    assert found.names == ["zu Hause", "Skatepark", "Unterführung"]
    assert checked(json.loads(json.dumps(found.as_json()))).as_json() == {
        **found.as_json(),
        "objects": found.objects,
    }


def test_what_was_added_later_is_always_in_the_second_ink() -> None:
    given = drawing()
    given["objects"][1]["ink"] = "black"
    assert checked(given).objects[1]["ink"] == "second"


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {"width": 1000, "height": 1414},
        drawing(width=10_000, height=10_000),
        drawing(objects=["x"]),
        drawing(objects=[{**LINE, "type": "image", "href": "https://example.org/x.png"}]),
        drawing(objects=[{**LINE, "points": [1, 2, 3]}]),
        drawing(objects=[{**LINE, "points": []}]),
        drawing(objects=[{**LINE, "points": [1, float("nan")]}]),
        drawing(objects=[{**LINE, "points": [1, 10**400]}]),
        drawing(objects=[{**LINE, "points": ["1", "2"]}]),
        drawing(objects=[{**LINE, "points": [True, False]}]),
        drawing(objects=[{**LINE, "ink": "url(#x)"}]),
        drawing(objects=[{**LINE, "stage": 3}]),
        drawing(objects=[{**LINE, "stage": True}]),
        drawing(objects=[{**LINE, "width": 400}]),
        drawing(objects=[{**STICKER, "number": 0}]),
        drawing(objects=[{**STICKER, "number": 100}]),
        drawing(objects=[{**STICKER, "rating": ["like"]}]),
        drawing(objects=[{**STICKER, "name": 5}]),
        drawing(objects=[{"type": "text", "stage": 1, "ink": "black", "x": 1, "y": 1, "size": 50, "text": " "}]),
        drawing(objects=[LINE] * (MOST_OBJECTS + 1)),
        drawing(objects=[{**LINE, "points": [1, 1] * (MOST_POINTS // 2 + 1)}] * 2),
        drawing(objects=[STICKER] * 100),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(given: Any) -> None:
    with pytest.raises(DomainError):
        checked(given)


def test_places_and_sizes_are_brought_onto_the_sheet_and_words_shortened() -> None:
    text = {
        "type": "text",
        "stage": 1,
        "ink": "black",
        "x": -50,
        "y": 9999,
        "size": 4,
        "text": "ab\x00c\n" + "d" * 300,
    }
    found = checked(drawing(objects=[text, {**LINE, "points": [-5000, 0, 5000, 9000]}])).objects
    assert (found[0]["x"], found[0]["y"], found[0]["size"]) == (0.0, 1414, 30.0)
    assert found[0]["text"].startswith("abc d")
    assert len(found[0]["text"]) == LONGEST_LABEL
    assert found[1]["points"] == [-60.0, 0.0, 1060.0, 1474.0]


def test_every_stamp_has_a_word_a_shape_and_a_place_in_its_box() -> None:
    assert set(STAMPS) == set(STAMP_LABELS)
    for parts in STAMPS.values():
        assert parts
        numbers = [value for part in parts for value in part.get("d", part.get("c", [])[:2])]
        assert all(0 <= value <= 24 for value in numbers)


def test_stickers_differ_in_their_outline_and_not_by_colour_alone() -> None:
    assert len({rating.outline for rating in RATINGS.values()}) == len(RATINGS)
    assert SECOND_INK.colour not in {ink.colour for ink in INKS.values()}


def test_the_picture_shows_each_stage_in_its_ink() -> None:
    found = checked(drawing())
    whole, first = picture(found), picture(found, stages=(1,))
    assert whole.size == (round(1000 * SCALE), round(1414 * SCALE))
    middle_of_first = (round(400 * SCALE), round(550 * SCALE))
    assert whole.getpixel(middle_of_first) == (0x1D, 0x4E, 0xD8)
    x, y = round(500 * SCALE), round(900 * SCALE)
    edge = round(6 * SCALE)
    # A line added later is hollow: its ink at the edge, paper in its middle.
    assert min(whole.getpixel((x, y))) > 250  # type: ignore[arg-type, type-var]
    column = [whole.getpixel((x, y + dy)) for dy in range(-edge, edge + 1)]
    assert any(green < 120 < min(red, blue) for red, green, blue in column)  # type: ignore[misc]
    assert all(first.getpixel((x, y + dy)) == (255, 255, 255) for dy in range(-edge, edge + 1))


def test_shapes_for_the_page_follow_the_order_of_the_drawing() -> None:
    found = shapes(checked(drawing()).as_json())
    assert [(one["type"], one["stage"]) for one in found["objects"]] == [
        ("stroke", 1), ("stroke", 2), ("stamp", 1), ("text", 2), ("sticker", 3),
    ]  # fmt: skip
    assert found["objects"][0]["path"] == "M100.0 100.0L500.0 700.2"
    assert found["objects"][1]["inner"]


def test_the_child_answers_with_two_pictures_and_the_checked_data(app: object, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.write_text(json.dumps(drawing()), encoding="utf-8")
    folder = tmp_path / "work"
    folder.mkdir()

    found = processing.process(sent, kind="drawing", folder=folder)

    assert found.data == checked(drawing()).as_json()
    with Image.open(folder / found.whole) as image:
        assert image.size == (found.width, found.height) == (1200, 1697)
        assert not image.getexif()
    with Image.open(folder / found.preview) as image:
        assert max(image.size) <= 400


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"width":1000,"height":1414,"objects":[{"type":"script"}]}', "damaged"),
        (b'{"width":1000,"height":1414,"objects":[]}', "no_strokes"),
    ],
)
def test_the_child_refuses_what_is_no_drawing(
    app: object, tmp_path: Path, content: bytes, reason: str
) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(content)
    with pytest.raises(processing.Refused) as refused:
        processing.process(sent, kind="drawing", folder=tmp_path)
    assert refused.value.reason == reason
