"""A base map of pictures on paper, and the kinds of files that come back."""

from __future__ import annotations

import io
import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import layout_of
from app.base.printed_map.picture import MOST_PICTURES, draw, wanted_pictures
from app.maps.paper.reading.pictures import NoPicture, pages


def test_pictures_of_a_service_lie_where_they_belong(tmp_path: Path) -> None:
    """A dot drawn into web mercator tiles at a known place comes out at its place on the paper."""
    layout, ground = layout_of("A4", False), Ground.around(9.3005, 52.7005, 4000)
    place = (9.3025, 52.7020)
    zoom, wanted = wanted_pictures(ground, layout)
    assert 0 < len(wanted) <= MOST_PICTURES
    column = (place[0] + 180) / 360 * 2**zoom * 256
    row = (1 - math.asinh(math.tan(math.radians(place[1]))) / math.pi) / 2 * 2**zoom * 256
    files = {}
    for x, y in wanted:
        tile = np.full((256, 256, 3), 255, np.uint8)
        cv2.circle(tile, (round(column - x * 256), round(row - y * 256)), 6, (0, 0, 0), cv2.FILLED)
        path = tmp_path / f"{x}-{y}.png"
        cv2.imwrite(str(path), tile)
        files[f"{x} {y}"] = str(path)
    draw(files, zoom, ground, layout, tmp_path / "map.png")
    drawn = cv2.imread(str(tmp_path / "map.png"), cv2.IMREAD_GRAYSCALE)
    assert drawn is not None
    rows, columns = np.nonzero(drawn < 140)
    dots = 150 / 25.4
    found = np.array([layout.frame.x + columns.mean() / dots, layout.frame.y + rows.mean() / dots])
    assert np.abs(found - ground.paper_of(np.array([place]), layout)[0]).max() < 0.4
    assert drawn.min() > 90, "light enough for stickers"


def test_large_paper_does_not_ask_for_thousands_of_pictures() -> None:
    _zoom, wanted = wanted_pictures(Ground.around(9.3, 52.7, 15_000), layout_of("A0", True))
    assert len(wanted) <= MOST_PICTURES


def test_photographs_are_turned_upright_and_scans_have_pages(tmp_path: Path) -> None:
    image = Image.new("RGB", (80, 40), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    image.save(tmp_path / "side.jpg", exif=exif)
    (upright,) = pages(tmp_path / "side.jpg")
    assert upright.shape == (80, 40, 3)
    scan = io.BytesIO()
    image.save(scan, "PDF", save_all=True, append_images=[image, image])
    (tmp_path / "scan.pdf").write_bytes(scan.getvalue())
    assert len(list(pages(tmp_path / "scan.pdf"))) == 3


@pytest.mark.parametrize("content", [b"", b"hallo", b"%PDF-1.7 nichts", b"\xff\xd8\xff\xe0" + b"x" * 40])
def test_what_is_no_picture_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(NoPicture):
        list(pages(tmp_path / "file"))
