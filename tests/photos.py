"""Photos as phones make them, drawn by Pillow: with a place, turned, large; each quarter has its own colour."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw
from PIL.ExifTags import GPS, IFD, Base

QUARTERS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 200, 30))
"""Red, green, blue, yellow: upper left, upper right, lower left, lower right of the upright photo."""

TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that writes this EXIF orientation stores an upright picture."""

MAKER = "Fotoapparat 4711"


def upright(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(picture)
    for number, colour in enumerate(QUARTERS):
        left, top = (number % 2) * width // 2, (number // 2) * height // 2
        pen.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return picture


def noisy(width: int, height: int) -> Image.Image:
    """Full of detail, so that it does not become small by itself."""
    chance = random.Random(12)
    tile = Image.frombytes("RGB", (500, 500), chance.randbytes(500 * 500 * 3))
    picture = Image.new("RGB", (width, height))
    for left in range(0, width, 500):
        for top in range(0, height, 500):
            picture.paste(tile, (left, top))
    return picture


def jpeg(
    picture: Image.Image, *, orientation: int = 1, place: tuple[float, float] | None = None, quality: int = 90
) -> bytes:
    """A JPEG that says which way it was held, who made it and (latitude, longitude) where."""
    turn = TURNS[orientation]
    stored = picture if turn is None else picture.transpose(turn)
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = MAKER
    if place is not None:
        gps = exif.get_ifd(IFD.GPSInfo)
        lat, lon = place
        gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N" if lat >= 0 else "S", _sixtieths(abs(lat))
        gps[GPS.GPSLongitudeRef], gps[GPS.GPSLongitude] = "E" if lon >= 0 else "W", _sixtieths(abs(lon))
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def as_file(content: bytes, name: str = "IMG_0001.jpg", kind: str = "image/jpeg") -> dict[str, object]:
    """For `set_input_files`."""
    return {"name": name, "mimeType": kind, "buffer": content}


def _sixtieths(degrees: float) -> tuple[float, float, float]:
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return whole, minutes, round(((degrees - whole) * 60 - minutes) * 60, 4)
