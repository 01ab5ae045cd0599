"""The invented drawings are always the same, and each is one that the server takes."""

from __future__ import annotations

import json

from app.contributions.homes import names_a_home
from app.demo.sheets import sheets
from app.maps.subjective.drawing import checked


def test_four_drawings_in_three_stages_that_never_change() -> None:
    first, second = sheets(), sheets()
    assert len(first) == 4
    assert [one.as_json() for one in first] == [one.as_json() for one in second]
    for sheet in first:
        drawing = checked(json.loads(sheet.as_json()))
        assert {found["stage"] for found in drawing.objects} == {1, 2, 3}
        assert len(drawing.objects) == len(sheet.objects)
        assert all(0 <= found["x"] <= drawing.width for found in drawing.objects if "x" in found)


def test_they_speak_of_homes_in_the_drawing_only() -> None:
    assert all(not names_a_home(sheet.title) for sheet in sheets())
