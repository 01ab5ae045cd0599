"""`flask media check` tells administrators what would become of a file, and why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from tests.contributions.media.hostile import has_secret
from tests.contributions.media.samples import photo, quarters
from tests.shared_data import SHARED_DATA, shared_file


def check(app: APIFlask, *words: str) -> tuple[int, dict[str, Any]]:
    result = app.test_cli_runner().invoke(args=["media", "check", *words])
    return result.exit_code, json.loads(result.stdout)


def test_an_accepted_photo_is_described_and_its_pictures_are_written(app: APIFlask, tmp_path: Path) -> None:
    source, out = tmp_path / "IMG_1.jpg", tmp_path / "out"
    source.write_bytes(photo(image=quarters(2000, 1500), orientation=6))
    code, told = check(app, str(source), "--out", str(out))
    assert (code, told["accepted"], told["kind"], told["format"]) == (0, True, "photo", "JPEG")
    assert told["place"] == pytest.approx([9.01, 52.01])
    assert told["taken_at"] == "2026-05-03T12:10:00+00:00"
    assert (told["turned"], told["width"], told["height"]) == (6, 1200, 1600)
    assert told["derivatives"] == {"whole": "whole.jpg", "preview": "preview.jpg"}
    assert sorted(path.name for path in out.iterdir()) == ["preview.jpg", "whole.jpg"]
    assert not any(has_secret(path.read_bytes()) for path in out.iterdir())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "document"),
        (b"<svg/>", "svg"),
        (photo()[:3000], "damaged"),
        (b"x", "unknown"),
    ],
)
def test_a_refused_file_ends_with_1_and_the_reason(
    app: APIFlask, tmp_path: Path, content: bytes, reason: str
) -> None:
    source = tmp_path / "bild.jpg"
    source.write_bytes(content)
    code, told = check(app, str(source))
    assert (code, told["accepted"], told["reason"]) == (1, False, reason)
    assert told["message"]


@pytest.mark.shared_data
def test_every_geotagged_photo_is_taken_or_refused_with_a_reason(app: APIFlask, tmp_path: Path) -> None:
    shared_file("photos/gps_walk")
    found = {}
    for path in sorted((SHARED_DATA / "photos" / "gps_walk").iterdir()):
        code, told = check(app, str(path))
        assert code == 0, told
        found[path.stem] = told["place"] is not None
    # The ones without a place and at (0, 0) say nothing; all others do.
    assert {name for name, has_place in found.items() if not has_place} == {
        "bonn_05_nogps_o1",
        "bonn_06_zero_o1",
    }
