"""Makes parts of a picture unrecognisable: a few large tiles, softened, so that nothing can be reckoned back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from app.contributions.media.decoding.computing import limit_computing
from app.contributions.media.decoding.saving import save

TILES = 6
"""Tiles along the longer side of a box: a face is left with fewer than 40 values."""
MARGIN = 0.15
"""Around each box, in parts of its size: a cascade's box ends at the chin."""
SECONDS = 5


def blurred(picture: Image.Image, boxes: Sequence[dict[str, Any]]) -> Image.Image:
    """A copy of an RGB picture with all boxes ({x, y, w, h} in parts of 1) as tiles."""
    copy = picture.copy()
    for box in boxes:
        left, top, right, bottom = _pixels(box, picture.size)
        part = picture.crop((left, top, right, bottom))
        longer = max(part.size)
        few = max(1, round(part.width * TILES / longer)), max(1, round(part.height * TILES / longer))
        # Box averages the tiles of the original; the softening afterwards only hides their edges.
        tiles = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
        copy.paste(tiles.filter(ImageFilter.GaussianBlur(longer / TILES / 3)), (left, top))
    return copy


def blur_file(arguments: dict[str, Any], folder: Path, _report: Callable[..., None]) -> dict[str, str]:
    """Whole and preview of one of our own pictures with boxes blurred."""
    limit_computing(SECONDS)
    with Image.open(arguments["path"], formats=["JPEG", "PNG", "WEBP"]) as image:
        picture = blurred(image.convert("RGB"), arguments["boxes"])
    return save(picture, folder, "public-")


def _pixels(box: dict[str, Any], size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    across, along = box["w"] * MARGIN, box["h"] * MARGIN
    left, top = max(0.0, box["x"] - across), max(0.0, box["y"] - along)
    right, bottom = min(1.0, box["x"] + box["w"] + across), min(1.0, box["y"] + box["h"] + along)
    x, y = min(int(left * width), width - 1), min(int(top * height), height - 1)
    return (
        x,
        y,
        max(x + 1, min(width, round(right * width + 0.5))),
        max(y + 1, min(height, round(bottom * height + 0.5))),
    )
