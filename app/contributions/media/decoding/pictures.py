"""Photos and scans: read at a reduced scale, turned upright, in sRGB, without anything else, as JPEG of two sizes.

Method and quality after Pillow's own measurements of a 12 MP photo (`draft` to the true size, then one resampling):
about 0.1 s and 65 MB. What is written is made from pixels only, so no tag of any kind can come along.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image, ImageCms, ImageFile

from app.contributions.media.decoding.blurring import blurred
from app.contributions.media.decoding.computing import limit_computing
from app.contributions.media.decoding.exif import place_and_time
from app.contributions.media.decoding.finding import people_and_plates
from app.contributions.media.decoding.saving import save
from app.contributions.media.decoding.sniffing import PICTURES, format_of
from app.contributions.media.processing import Refused

SECONDS = 5
WHOLE, SCAN = 1600, 2400
"""Longest side in pixels; marks on a sheet of paper are smaller than what one looks at on a photo."""
MOST_PIXELS = 64_000_000
"""What is decoded at most. A larger JPEG is read at 1/2, 1/4 or 1/8 of its size, as long as that is below."""
_LARGEST_PROFILE = 4 * 1024 * 1024
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ORIENTATION = 0x0112


def read_photo(arguments: dict[str, Any], folder: Path, _report: Callable[..., None]) -> dict[str, Any]:
    """A photo in two sizes, and both again with faces and number plates blurred when some were found."""
    return _answered(Path(arguments["path"]), folder, longest=WHOLE, looks_for_people=True)


def read_scan(arguments: dict[str, Any], folder: Path, _report: Callable[..., None]) -> dict[str, Any]:
    """A sheet of paper in two sizes; nobody is looked for on it."""
    return _answered(Path(arguments["path"]), folder, longest=SCAN, looks_for_people=False)


def _answered(path: Path, folder: Path, *, longest: int, looks_for_people: bool) -> dict[str, Any]:
    limit_computing(SECONDS)
    try:
        return read_picture(path, folder, longest=longest, looks_for_people=looks_for_people)
    except Refused as refusal:
        return {"refused": refusal.reason}


def read_picture(path: Path, folder: Path, *, longest: int, looks_for_people: bool) -> dict[str, Any]:
    """Answer of both functions above; Refused for what is no picture."""
    kind = format_of(path)
    if kind not in PICTURES:
        raise Refused(kind)
    pi_heif.register_heif_opener()
    pi_heif.options.DECODE_THREADS = 1
    # Our own limit, which knows about reduced scales, takes the place of Pillow's.
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(path, formats=[kind]) as image:
            place, taken_at = place_and_time(image)
            orientation = _orientation(image)
            picture = _turned(_plain(_reduced(image, longest)), orientation)
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as error:  # Pillow and its plugins raise whatever a broken file makes them stumble over.
        raise Refused("damaged") from error
    answer: dict[str, Any] = {
        "width": picture.width, "height": picture.height, "place": place, "taken_at": taken_at,
        "turned": orientation, "format": kind,
    }  # fmt: skip
    answer |= save(picture, folder, "")
    boxes = people_and_plates(picture) if looks_for_people else []
    if boxes:
        names = save(blurred(picture, boxes), folder, "public-")
        answer |= {"redactions": boxes, "public": names["whole"], "public_preview": names["preview"]}
    return answer


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    """Decoded and not larger than needed; Refused when that takes more pixels than anything may have."""
    image.seek(0)
    width, height = image.size
    scale = min(1.0, longest / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if image.format == "JPEG":
        # `draft` takes the smallest scale at which both sides are still large enough, so it needs the true ones.
        image.draft(None, size)
    if image.width * image.height > MOST_PIXELS:
        raise Refused("too_large")
    image.load()
    if image.mode in ("P", "PA", "1"):
        image = image.convert("RGBA")
    elif image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _eight_bits(image)
    image.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits as 8 bits; Pillow would cut off what is above 255."""
    grey = image.convert("F") if image.mode != "F" else image
    high = float(grey.getextrema()[1])  # type: ignore[arg-type]
    scale = 1.0 if high <= 255 else 1 / 257 if high <= 65535 else 255 / high
    return grey.point(lambda value: value * scale + 0).convert("L")


def _plain(image: Image.Image) -> Image.Image:
    """RGB in sRGB on white; a profile that nobody can read is left out."""
    profile = image.info.get("icc_profile")
    opaque: Image.Image
    if image.mode in ("RGBA", "LA", "La", "RGBa"):
        rgba = image.convert("RGBA")
        opaque = Image.new("RGB", image.size, "white")
        opaque.paste(rgba, mask=rgba.getchannel("A"))
    else:
        opaque = image
    if (
        isinstance(profile, bytes)
        and 0 < len(profile) <= _LARGEST_PROFILE
        and opaque.mode in ("RGB", "L", "CMYK")
    ):
        try:
            converted = ImageCms.profileToProfile(
                opaque,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return opaque.convert("RGB")


def _orientation(image: Image.Image) -> int:
    """The orientation to apply, 1 to 8; 1 for anything else. Readers of HEIF and AVIF have applied it already."""
    try:
        said = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # as above: a table that cannot be read says nothing
        return 1
    return said if isinstance(said, int) and 1 <= said <= 8 else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    for turn in _TURNS.get(orientation, ()):
        image = image.transpose(turn)
    return image
