"""What a file is by its first bytes; names and announced types say nothing."""

from __future__ import annotations

import re
from pathlib import Path

PICTURES = {"JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF"}
_HEAD = 4096
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|!--|svg|html|script|head|body)", re.IGNORECASE
)
_UTF16_MARKUP = re.compile(rb"^(?:\xff\xfe\s*<\x00|\xfe\xff\x00<)")


def format_of(path: Path) -> str:
    """One of PICTURES, or a code of `vocabulary.FAILURES`: empty, svg, document, video, unknown."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return "empty"
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF"):
        return "WEBP" if head[8:12] == b"WEBP" else "video"
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video"
    if head.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        return "document"
    if head.startswith(b"\x1f\x8b") or _MARKUP.match(head) or _UTF16_MARKUP.match(head):
        return "svg" if b"svg" in head.lower() or head.startswith(b"\x1f\x8b") else "document"
    return "unknown"


def _brand(head: bytes) -> str:
    """ISO base media files (ISO/IEC 14496-12): pictures say so among their brands, everything else is a video."""
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))}
    if brands & _AVIF:
        return "AVIF"
    return "HEIF" if brands & _HEIF else "video"
