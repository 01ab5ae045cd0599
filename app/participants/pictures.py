"""QR pictures, made here and put into the page, so that no code travels to anybody else's server."""

from __future__ import annotations

import segno


def qr_svg(text: str) -> str:
    """An SVG picture as data URI, quiet zone included, error correction M."""
    return str(
        segno.make(text, error="m", micro=False).svg_data_uri(scale=8, border=4, dark="#131525", light="#fff")
    )


def qr_png(text: str) -> str:
    """A PNG picture as data URI, large enough for a photo folder."""
    return str(segno.make(text, error="m", micro=False).png_data_uri(scale=12, border=4))
