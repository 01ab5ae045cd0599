"""R45: what is written of a photo holds its pixels and nothing else; upright, in sRGB, in two sizes; place and time."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms

from app.contributions.media.decoding import finding, pictures
from app.contributions.media.decoding.blurring import blurred
from app.contributions.media.decoding.pictures import MOST_PIXELS, WHOLE, read_picture
from app.contributions.media.decoding.saving import PREVIEW
from app.contributions.media.processing import Refused
from tests.contributions.media.hostile import has_secret
from tests.contributions.media.samples import COLOURS, photo, quarters
from tests.shared_data import shared_file

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")


def read(tmp_path: Path, content: bytes, *, looks: bool = False, longest: int = WHOLE) -> dict[str, Any]:
    source = tmp_path / "in"
    source.write_bytes(content)
    return read_picture(source, tmp_path, longest=longest, looks_for_people=looks)


def opened(tmp_path: Path, name: str = "whole.jpg") -> Image.Image:
    with Image.open(tmp_path / name) as image:
        image.load()
        return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    width, height = image.size
    spots = [(width // 4, height // 4), (3 * width // 4, height // 4)]
    spots += [(width // 4, 3 * height // 4), (3 * width // 4, 3 * height // 4)]
    return [image.getpixel(spot) for spot in spots]  # type: ignore[misc]


def is_close(found: Any, wanted: Any, by: int = 16) -> bool:
    return bool(np.abs(np.asarray(found, int) - np.asarray(wanted, int)).max() <= by)


def assert_bare(path: Path) -> None:
    """No tag, no profile, no comment, no thumbnail: only the markers a JPEG needs."""
    data = path.read_bytes()
    assert not has_secret(data)
    assert not any(
        mark in data for mark in (b"Exif", b"http://ns.adobe", b"ICC_PROFILE", b"Photoshop", b"GPS")
    )
    with Image.open(path) as image:
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert [name for name, _ in image.applist] == ["APP0"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_comes_along(tmp_path: Path, kind: str) -> None:
    content = photo(kind, quarters(2000, 1500))
    assert has_secret(content)
    found = read(tmp_path, content)
    assert (found["format"], found["width"], found["height"]) == (kind, 1600, 1200)
    assert max(opened(tmp_path, "preview.jpg").size) == PREVIEW
    for name in ("whole.jpg", "preview.jpg"):
        assert_bare(tmp_path / name)
    assert is_close(corners(opened(tmp_path)), COLOURS)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", FORMATS)
def test_all_eight_orientations(tmp_path: Path, kind: str, orientation: int) -> None:
    backwards = {
        1: (), 2: (Image.Transpose.FLIP_LEFT_RIGHT,), 3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,), 5: (Image.Transpose.TRANSPOSE,), 6: (Image.Transpose.ROTATE_90,),
        7: (Image.Transpose.TRANSVERSE,), 8: (Image.Transpose.ROTATE_270,),
    }[orientation]  # fmt: skip
    turned = quarters(320, 240)
    for turn in backwards:
        turned = turned.transpose(turn)
    found = read(tmp_path, photo(kind, turned, orientation=orientation))
    assert (found["width"], found["height"]) == (320, 240)
    assert is_close(corners(opened(tmp_path)), COLOURS)


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_that_is_none_is_left_alone(tmp_path: Path, orientation: int) -> None:
    assert read(tmp_path, photo(orientation=orientation))["turned"] == 1


def test_a_profile_is_turned_into_srgb(tmp_path: Path) -> None:
    """A photo in a space with swapped colours would look wrong without its profile."""
    lab = ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(quarters(), ImageCms.createProfile("sRGB"), lab, outputMode="LAB")
    assert image is not None
    file = io.BytesIO()
    image.save(file, "TIFF")
    xyz = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    with_profile, without = io.BytesIO(), io.BytesIO()
    quarters().save(
        with_profile, "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    quarters().save(without, "JPEG", icc_profile=xyz)
    read(tmp_path, with_profile.getvalue())
    assert is_close(corners(opened(tmp_path)), COLOURS)
    assert_bare(tmp_path / "whole.jpg")
    assert read(tmp_path, without.getvalue())["format"] == "JPEG"
    assert_bare(tmp_path / "whole.jpg")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_mode_becomes_a_picture_on_white(tmp_path: Path, mode: str) -> None:
    file = io.BytesIO()
    if mode == "I;16":
        Image.fromarray(np.full((60, 80), 65_535, np.uint16)).save(file, "PNG")
    elif mode in ("LA", "RGBA"):
        Image.new(mode, (80, 60), 0).save(file, "PNG")
    else:
        Image.new("RGB", (80, 60), "white").convert(mode).save(file, "JPEG" if mode == "CMYK" else "PNG")
    read(tmp_path, file.getvalue())
    image = opened(tmp_path)
    assert (image.mode, image.size) == ("RGB", (80, 60))
    assert is_close(image.getpixel((40, 30)), (255, 255, 255), 6)


def test_of_a_gif_the_first_frame(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (50, 40), "red").save(
        file, "GIF", save_all=True, append_images=[Image.new("RGB", (50, 40), "blue")]
    )
    read(tmp_path, file.getvalue())
    assert is_close(opened(tmp_path).getpixel((25, 20)), (255, 0, 0))


def test_large_jpegs_are_read_at_a_reduced_scale_and_others_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_PIXELS == 64_000_000
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1_000_000)
    large = quarters(3200, 2400)
    found = read(tmp_path, photo("JPEG", large), longest=400)
    assert (found["width"], found["height"]) == (400, 300)
    assert is_close(corners(opened(tmp_path)), COLOURS)
    with pytest.raises(Refused) as refusal:
        read(tmp_path, photo("PNG", large), longest=400)
    assert refusal.value.reason == "too_large"


def test_place_and_time_are_read(tmp_path: Path) -> None:
    for kind in FORMATS:
        found = read(tmp_path, photo(kind, place=(-0.1275, 51.5072)))
        assert found["place"] == pytest.approx((-0.1275, 51.5072), abs=1e-5), kind
        assert datetime.fromisoformat(found["taken_at"]) == datetime(2026, 5, 3, 12, 10, tzinfo=UTC)
    assert read(tmp_path, photo(zone=""))["taken_at"] == "2026-05-03T12:10:00+00:00"


@pytest.mark.parametrize(
    "exif",
    [
        {"place": None},
        {"place": (0.0, 0.0)},
        {"place": (9.0, 91.0)},
        {"place": (181.0, 52.0)},
    ],
)
def test_a_place_that_is_none_is_not_found(tmp_path: Path, exif: dict[str, Any]) -> None:
    assert read(tmp_path, photo(**exif))["place"] is None


@pytest.mark.parametrize(
    "taken", [None, "0000:00:00 00:00:00", "gestern", "1899:01:01 00:00:00", "9999:12:31 23:59:59"]
)
def test_a_time_that_is_none_is_not_found(tmp_path: Path, taken: str | None) -> None:
    found = read(tmp_path, photo(taken=taken))
    assert (found["taken_at"], found["format"]) == (None, "JPEG")


def test_a_table_of_nonsense_places(tmp_path: Path) -> None:
    gps = ExifTags.GPS
    for latitude, longitude in (
        ((52,), (9,)),
        (("a", 1, 2), (9, 0, 0)),
        ((float("nan"), 0.0, 0.0), (9.0, 0.0, 0.0)),
    ):
        exif = Image.Exif()
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({gps.GPSLatitude: latitude, gps.GPSLongitude: longitude})
        file = io.BytesIO()
        try:
            quarters(64, 48).save(file, "JPEG", exif=exif)
        except Exception:
            continue
        assert read(tmp_path, file.getvalue())["place"] is None


def test_a_blur_leaves_nothing_to_recognise() -> None:
    """Stripes of 4 pixels become even inside the box and stay as they were outside."""
    stripes = np.zeros((200, 300, 3), np.uint8)
    stripes[:, (np.arange(300) // 4) % 2 == 0] = 255
    after = np.asarray(blurred(Image.fromarray(stripes), [{"x": 0.4, "y": 0.4, "w": 0.2, "h": 0.2}]), int)
    inside, outside = after[85:115, 130:170], after[:40]
    assert np.ptp(inside) < 70
    assert (outside == stripes[:40]).all()
    assert (np.asarray(blurred(Image.fromarray(stripes), []), int) == stripes).all()


@pytest.mark.parametrize(
    "box", [(0, 0, 1, 1), (0.999, 0.999, 0.001, 0.001), (0, 0, 1e-9, 1e-9), (1, 1, 1, 1)]
)
def test_a_blur_at_the_edge(box: tuple[float, ...]) -> None:
    given = dict(zip("xywh", box, strict=True))
    assert blurred(quarters(10, 10), [given]).size == (10, 10)


@pytest.mark.shared_data
def test_real_photos(tmp_path: Path) -> None:
    """Real tags of real devices: none comes along; every orientation of the samples is upright."""
    folder = shared_file("photos")
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
    ]
    assert len(paths) > 30
    refused = set()
    for path in paths:
        try:
            found = read(tmp_path, path.read_bytes())
        except Refused:
            refused.add(path.name)
            continue
        for name in ("whole.jpg", "preview.jpg"):
            assert_bare(tmp_path / name)
        if path.name.startswith("Landscape"):
            assert found["width"] > found["height"], path.name
        if path.parent.name == "gps_walk":
            assert (found["place"] is not None) == ("_ok_" in path.name), path.name
    assert refused == {"truncated_image.png", "truncated_jpeg.jpg"}


@pytest.mark.shared_data
def test_faces_that_look_into_the_camera_are_suggested_and_blurred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The process of the tests has reckoned longer than any child may.
    monkeypatch.setattr(finding, "MOST_SECONDS", 1e9)
    folder = shared_file("photos") / "faces"
    for name, middle in (("astronaut.png", (0.437, 0.224)), ("grace_hopper.jpg", (0.51, 0.36))):
        found = read(tmp_path, (folder / name).read_bytes(), looks=True)
        faces = [box for box in found["redactions"] if box["kind"] == "face"]
        assert any(
            box["x"] < middle[0] < box["x"] + box["w"] and box["y"] < middle[1] < box["y"] + box["h"]
            for box in faces
        ), name
        assert_bare(tmp_path / found["public"])
        assert (tmp_path / found["public"]).read_bytes() != (tmp_path / "whole.jpg").read_bytes()
