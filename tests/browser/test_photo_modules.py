"""What the phone does with a photo before anything leaves it: upright, small, no metadata, blurred for good."""

from __future__ import annotations

import base64
import io
import os
import random

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.browser.modules import PREFIX, offer_sources
from tests.photos import MAKER, QUARTERS, jpeg, noisy, upright

MODULES = f"{PREFIX}app/base/assets"
IS_FULL = os.environ.get("STREIFZUG_FULL") == "1"
FILE = "new Blob([Uint8Array.from(atob(given), (sign) => sign.charCodeAt(0))], {type: 'image/jpeg'})"
SHRINK = f"""async (given) => {{
  const {{ shrink, toJpeg }} = await import("{MODULES}/photo_shrink.js");
  const picture = await shrink({FILE});
  if (!picture) return null;
  const made = await toJpeg(picture);
  const bytes = new Uint8Array(await made.blob.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}}"""
PLACE = f"""async (given) => {{
  const {{ placeIn }} = await import("{MODULES}/photo_place.js");
  return placeIn({FILE});
}}"""
BRUSH = f"""async (given) => {{
  const {{ Brush }} = await import("{MODULES}/photo_brush.js");
  const {{ shrink }} = await import("{MODULES}/photo_shrink.js");
  const canvas = document.createElement("canvas");
  const brush = new Brush(canvas, await shrink({FILE}));
  const spread = (x, y) => {{
    const data = canvas.getContext("2d").getImageData(x, y, 40, 40).data;
    const values = data.filter((_, i) => i % 4 === 0);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  }};
  const middle = () => spread(canvas.width / 2 - 20, canvas.height / 2 - 20);
  const whole = middle();
  brush.addBox();
  const edge = [brush.box.x, brush.box.y];
  const outlined = canvas.getContext("2d").getImageData(...edge, 1, 1).data[0];
  brush.finished();
  const blurred = middle();
  const finished = canvas.getContext("2d").getImageData(...edge, 1, 1).data[0];
  brush.moveBox(-100, -100);
  const moved = [brush.box.x < 0, brush.box.y < 0, middle()];
  brush.growBox(-100);
  brush.growBox(1);
  const {{ width }} = brush.box;
  brush.undo();
  return {{ whole, blurred, outlined, finished, moved, width, after: middle(), marks: brush.marks.length }};
}}"""


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    opened = phone.new_page()
    offer_sources(opened)
    opened.goto("/mitmachen")
    return opened


def shrunk(page: Page, content: bytes) -> tuple[bytes, Image.Image]:
    made = base64.b64decode(page.evaluate(SHRINK, base64.b64encode(content).decode()))
    return made, Image.open(io.BytesIO(made))


def is_upright(picture: Image.Image) -> bool:
    """1600 × 960, and each quarter where it belongs, whatever little JPEG did to its colour."""
    for number, colour in enumerate(QUARTERS):
        seen = picture.getpixel((400 + number % 2 * 800, 240 + number // 2 * 480))
        assert isinstance(seen, tuple)
        if max(abs(a - b) for a, b in zip(seen, colour, strict=True)) > 12:
            return False
    return picture.size == (1600, 960)


def place_in(page: Page, content: bytes) -> dict[str, float] | None:
    found: dict[str, float] | None = page.evaluate(PLACE, base64.b64encode(content).decode())
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(page: Page, orientation: int) -> None:
    _made, picture = shrunk(page, jpeg(upright(2000, 1200), orientation=orientation))
    assert is_upright(picture)


def test_twelve_megapixels_become_small_and_say_nothing_of_their_camera(page: Page) -> None:
    content = jpeg(noisy(4000, 3000), place=(52.7, 9.3), quality=60)
    made, picture = shrunk(page, content)
    assert MAKER.encode() in content
    assert len(made) <= 1_500_000
    assert max(picture.size) <= 1600
    assert picture.size[0] * 3 == pytest.approx(picture.size[1] * 4, rel=0.01)
    assert MAKER.encode() not in made
    assert b"Exif" not in made
    assert dict(picture.getexif()) == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_where_browsers_decode_the_whole(page: Page, orientation: int) -> None:
    page.evaluate("delete window.ImageDecoder")
    _made, picture = shrunk(page, jpeg(upright(2000, 1200), orientation=orientation))
    assert is_upright(picture)


@pytest.mark.skipif(not IS_FULL, reason="needs much memory for the photo itself; STREIFZUG_FULL=1")
def test_108_megapixels_become_small(page: Page) -> None:
    Image.MAX_IMAGE_PIXELS = None
    made, picture = shrunk(page, jpeg(upright(12000, 9000), orientation=6))
    assert picture.size == (1600, 1200)
    assert len(made) <= 1_500_000


def test_a_small_photo_stays_as_large_as_it_is(page: Page) -> None:
    _made, picture = shrunk(page, jpeg(upright(640, 480)))
    assert picture.size == (640, 480)


def test_what_the_browser_cannot_read_is_said_to_be_so(page: Page) -> None:
    assert page.evaluate(SHRINK, base64.b64encode(b"\xff\xd8 no photo at all").decode()) is None


@pytest.mark.parametrize("place", [(52.7005, 9.3005), (-33.9, 18.42), (40.7, -74.0), (-54.8, -68.3)])
def test_the_place_of_a_photo_is_found(page: Page, place: tuple[float, float]) -> None:
    found = place_in(page, jpeg(upright(60, 40), place=place))
    assert found is not None
    assert (found["lat"], found["lon"]) == pytest.approx(place, abs=0.0001)


def test_the_place_in_a_file_that_only_the_server_reads_is_found(page: Page) -> None:
    directory = jpeg(upright(60, 40), place=(52.7, 9.3))
    begin = directory.index(b"Exif\0\0")
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300_000 + directory[begin : begin + 400]
    found = place_in(page, heic)
    assert found is not None
    assert (found["lat"], found["lon"]) == pytest.approx((52.7, 9.3), abs=0.0001)


def test_no_place_is_no_place(page: Page) -> None:
    assert place_in(page, jpeg(upright(60, 40))) is None
    assert place_in(page, jpeg(upright(60, 40), place=(0.0, 0.0))) is None
    assert place_in(page, b"") is None


def test_broken_directories_say_nothing(page: Page) -> None:
    """R21: cut, turned over and overwritten directories never break the page, and never give an impossible place."""
    chance = random.Random(21)
    whole = jpeg(upright(60, 40), place=(52.7, 9.3))
    for _ in range(300 if IS_FULL else 60):
        broken = bytearray(whole[: chance.randrange(20, 400)])
        for _ in range(chance.randrange(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        found = place_in(page, bytes(broken))
        assert found is None or (abs(found["lat"]) <= 90 and abs(found["lon"]) <= 180)


def test_what_is_under_a_box_cannot_be_made_out_any_more(page: Page) -> None:
    seen = page.evaluate(BRUSH, base64.b64encode(jpeg(noisy(1000, 800))).decode())
    assert seen["whole"] > 20
    assert seen["blurred"] < seen["whole"] / 4
    assert seen["outlined"] == pytest.approx(0x13, abs=3), "the box that buttons move is outlined"
    assert seen["finished"] > 60, "what is sent has no outline"
    assert seen["moved"][:2] == [True, True]
    assert seen["moved"][2] == pytest.approx(seen["whole"]), "where the box was is the photo again"
    assert 0 < seen["width"] < 200
    assert seen["after"] == pytest.approx(seen["whole"])
    assert seen["marks"] == 0
