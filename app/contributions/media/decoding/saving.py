"""Writes pictures as JPEG of two sizes, made from pixels only."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

PREVIEW = 400
"""Longest side of a preview in pixels."""
QUALITY = 82


def save(picture: Image.Image, folder: Path, prefix: str) -> dict[str, str]:
    """Write whole and preview of an RGB picture; their names."""
    small = picture.copy()
    small.thumbnail((PREVIEW, PREVIEW), Image.Resampling.LANCZOS, reducing_gap=2.0)
    names = {}
    for role, one in (("whole", picture), ("preview", small)):
        names[role] = f"{prefix}{role}.jpg"
        # A new picture has no info that Pillow could write along, such as a comment.
        clean = Image.new("RGB", one.size)
        clean.paste(one)
        clean.save(folder / names[role], "JPEG", quality=QUALITY, optimize=True)
    return names
