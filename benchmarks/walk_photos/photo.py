"""A 12-megapixel photo as a camera makes it, drawn: clouds of colour, edges, grain; about 3 MB, with place and time."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageDraw

WIDTH, HEIGHT = 4000, 3000


def draw(path: Path, number: int) -> None:
    """Write one photo, held upright or turned in turns."""
    chance = random.Random(number)  # noqa: S311 - the same photos each time
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    for size in (8, 40, 200):
        noise = Image.frombytes("RGB", (size, size * 3 // 4), chance.randbytes(size * (size * 3 // 4) * 3))
        layer = noise.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        picture = Image.blend(picture, layer, 0.5)
    pen = ImageDraw.Draw(picture)
    for _one in range(120):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        colour = tuple(chance.randrange(256) for _channel in range(3))
        pen.rectangle((x, y, x + chance.randrange(30, 500), y + chance.randrange(30, 500)), fill=colour)
    grain = Image.effect_noise((WIDTH, HEIGHT), 7).convert("RGB")
    picture = ImageChops.add(picture, grain, scale=1, offset=-128)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = (1, 6, 3, 8)[number % 4]
    exif[ExifTags.Base.DateTime] = "2026:05:03 14:10:00"
    table = exif.get_ifd(ExifTags.IFD.GPSInfo)
    table[ExifTags.GPS.GPSLatitudeRef], table[ExifTags.GPS.GPSLatitude] = "N", (52, 42, 0)
    table[ExifTags.GPS.GPSLongitudeRef], table[ExifTags.GPS.GPSLongitude] = "E", (9, 18, 0)
    picture.save(path, "JPEG", quality=84, exif=exif)
