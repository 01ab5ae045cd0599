"""Opens photographs and scans (JPEG, PNG, WebP, HEIC, PDF), upright and without what a camera wrote into them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pi_heif
import pypdfium2
from flask_babel import gettext as _
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from app.base.errors import DomainError

Picture = NDArray[Any]
LONGEST_SIDE = 5200
"""More pixels than this say nothing more about a sheet of paper."""
MOST_PIXELS = 120_000_000
MOST_PAGES = 60
_SCAN_DPI = 200

pi_heif.register_heif_opener()


class NoPicture(DomainError):
    """The file is no photograph or scan that can be opened."""

    def __init__(self) -> None:
        super().__init__(_("Die Datei ist kein Foto und kein Scan, den wir öffnen können."))


def pages(path: Path) -> Iterator[Picture]:
    """Each page as blue, green, red, shape (height, width, 3); a photograph has one."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        yield from _pdf_pages(path)
        return
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise DomainError(_("Das Bild hat zu viele Bildpunkte. Bitte fotografieren Sie mit weniger."))
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NoPicture from error
    yield _bgr(upright)


def _pdf_pages(path: Path) -> Iterator[Picture]:
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise NoPicture from error
    if count > MOST_PAGES:
        raise DomainError(
            _("Der Scan hat mehr als %(limit)s Seiten. Bitte teilen Sie ihn.", limit=MOST_PAGES)
        )
    with document:
        for number in range(count):
            page = document[number]
            scale = min(_SCAN_DPI / 72, LONGEST_SIDE / max(page.get_size()))
            yield _bgr(page.render(scale=scale).to_pil().convert("RGB"))


def _bgr(image: Image.Image) -> Picture:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR).astype(np.uint8)


def opened(path: str, *, grey: bool = False) -> Picture:
    """A picture that we wrote ourselves."""
    found = cv2.imread(path, cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR)
    if found is None:
        raise NoPicture
    return found


def keep(picture: Picture, path: Path, quality: int = 88) -> None:
    """Write a JPEG that has nothing but its pixels."""
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, quality])


def wide_mean(values: Any, spread: float) -> Any:
    """Nearly a Gaussian blur of this spread in pixels, by two box filters, whose cost does not grow with it."""
    side = 2 * max(1, round(spread * 1.22)) + 1
    return cv2.blur(cv2.blur(values, (side, side)), (side, side))
