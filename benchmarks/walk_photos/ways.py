"""The ways to make the two sizes of a photo that are compared, each for one file into one folder."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from PIL import Image, ImageOps

from app.contributions.media.decoding import finding, pictures
from app.contributions.media.decoding.pictures import WHOLE, read_picture
from app.contributions.media.decoding.saving import PREVIEW, QUALITY
from app.contributions.media.processing import process

Way = Callable[[Path, Path], None]


def whole_path(source: Path, folder: Path) -> None:
    """What a worker does: a limited child reads place and time, turns, makes both sizes, looks for faces and plates."""
    process(source, kind="photo", folder=folder)


def without_child(source: Path, folder: Path) -> None:
    """The same in this process, whose past must not count: the search for people ends after some seconds."""
    begin = time.process_time()
    with patch.object(finding, "time", SimpleNamespace(process_time=lambda: time.process_time() - begin)):
        read_picture(source, folder, longest=WHOLE, looks_for_people=True)


def without_looking(source: Path, folder: Path) -> None:
    """Place and time, upright, both sizes; nobody is looked for: what the other ways do."""
    with patch.object(pictures, "people_and_plates", lambda _picture: []):
        read_picture(source, folder, longest=WHOLE, looks_for_people=True)


def bare_pillow(source: Path, folder: Path) -> None:
    """Pillow in draft mode to the true size, upright, both sizes, no tag read."""
    with Image.open(source) as image:
        scale = WHOLE / max(image.size)
        size = round(image.width * scale), round(image.height * scale)
        image.draft(None, size)
        image.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        whole = ImageOps.exif_transpose(image)
        clean = Image.new("RGB", whole.size)
        clean.paste(whole)
        clean.save(folder / "whole.jpg", "JPEG", quality=QUALITY)
        clean.thumbnail((PREVIEW, PREVIEW), Image.Resampling.LANCZOS, reducing_gap=2.0)
        clean.save(folder / "preview.jpg", "JPEG", quality=QUALITY)


def vips(source: Path, folder: Path) -> None:
    """vipsthumbnail once for each size, without tags."""
    for name, size in (("whole", WHOLE), ("preview", PREVIEW)):
        target = f"{folder / name}.jpg[Q={QUALITY},strip]"
        command = ["vipsthumbnail", str(source), "--size", f"{size}x{size}", "-o", target]
        environment = {**os.environ, "VIPS_CONCURRENCY": "1"}
        subprocess.run(command, check=True, env=environment)  # noqa: S603


WAYS: dict[str, Way] = {
    "whole media path": whole_path,
    "the same without a child": without_child,
    "without looking for people": without_looking,
    "bare Pillow, draft": bare_pillow,
    "vipsthumbnail, two calls": vips,
}
