"""Some 200 files that somebody might send to hurt: bombs, polyglots, broken and lying files, markup, endless tables."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.contributions.media.samples import SECRET, exif_of, photo, quarters

SCRIPT = b"<script>alert(document.cookie)</script>"
NAMES = (
    "../../etc/passwd.jpg",
    "..\\..\\windows.jpg",
    "foto\x00.php.jpg",
    "\u202egpj.exe",
    "a" * 300 + ".jpg",
    "CON.jpg",
    "foto.jpg/../../x",
)
"""Names nobody may meet again; what is stored has a name of its own."""


def files() -> Iterator[tuple[str, bytes]]:
    """(what it is, bytes), always the same ones."""
    yield from _markup()
    yield from _not_pictures()
    yield from _polyglots()
    yield from _bombs()
    yield from _tables()
    yield from _cut()
    yield from _noise()


def _markup() -> Iterator[tuple[str, bytes]]:
    inside = (
        b"<script>alert(1)</script>",
        b"<foreignObject><iframe src='javascript:alert(1)'/></foreignObject>",
        b"<image href='http://127.0.0.1/x.png'/>",
        b"<use href='data:image/svg+xml;base64,PHN2Zy8+#x'/>",
        b"<set onbegin='alert(1)' attributeName='x' to='0'/>",
    )
    for index, part in enumerate(inside):
        svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + part + b"</svg>"
        yield f"svg-{index}", svg
        yield f"svg-declared-{index}", b"<?xml version='1.0'?>\n" + svg
        yield f"svg-utf16-{index}", svg.decode().encode("utf-16")
    entity = b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>"
    lol = b"<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><svg>&b;</svg>"
    yield "svg-entity", entity
    yield "svg-billion", lol
    yield "html", b"<!DOCTYPE html><html>" + SCRIPT
    yield "html-spaces", b"\n\n   <html>" + SCRIPT
    yield "svgz", b"\x1f\x8b\x08\x00" + zlib.compress(entity)


def _not_pictures() -> Iterator[tuple[str, bytes]]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../evil.jpg", photo())
    yield "empty", b""
    yield "one-byte", b"\xff"
    yield "zip", archive.getvalue()
    yield "pdf", b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
    yield "postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file"
    yield "php", b"<?php system($_GET['c']); ?>"
    yield "elf", b"\x7fELF" + bytes(60)
    yield "mz", b"MZ" + bytes(60)
    yield "text", "Hier ist es schön.".encode()
    yield "playlist", b"#EXTM3U\nfile:///etc/passwd\n"
    yield "concat", b"ffconcat version 1.0\nfile '/etc/passwd'\n"
    yield "mvg", b"push graphic-context\nfill 'url(https://example.com/x.jpg\"|ls \"-la)'"
    yield "matroska", b"\x1a\x45\xdf\xa3" + bytes(200)
    yield "mp4", struct.pack(">I", 24) + b"ftypisom" + bytes(4) + b"isomavc1" + bytes(200)
    yield "riff", b"RIFF" + struct.pack("<I", 40) + b"AVI LIST" + bytes(40)
    for name in ("TIFF", "BMP", "ICO", "PPM", "TGA", "PCX"):
        file = io.BytesIO()
        quarters(64, 64).save(file, name)
        yield f"format-{name}", file.getvalue()


def _polyglots() -> Iterator[tuple[str, bytes]]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("x.html", SCRIPT)
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        body = photo(kind)
        yield f"{kind}-then-zip", body + archive.getvalue()
        yield f"{kind}-then-html", body + SCRIPT
        yield f"{kind}-then-php", body + b"<?php system('id'); ?>"
        yield f"{kind}-after-html", SCRIPT + body
    yield "gif-js", b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)//" + bytes(40)
    jpeg = photo()
    comment = SCRIPT * 20
    yield "jpeg-comment", jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + jpeg[2:]


def _bombs() -> Iterator[tuple[str, bytes]]:
    for width, height in ((50_000, 50_000), (2**31 - 1, 1), (1, 2**31 - 1), (65_535, 65_535), (0, 0), (0, 5)):
        yield f"png-says-{width}x{height}", png(width, height, zlib.compress(bytes(100)))
        yield f"gif-says-{width & 0xFFFF}x{height & 0xFFFF}", (
            b"GIF89a" + struct.pack("<HH", width & 0xFFFF, height & 0xFFFF) + b"\x80\x00\x00" + bytes(6)
            + b"," + struct.pack("<HHHH", 0, 0, width & 0xFFFF, height & 0xFFFF) + b"\x00\x02\x02\x4c\x01\x00;"
        )  # fmt: skip
        jpeg = bytearray(photo())
        at = jpeg.index(b"\xff\xc0") + 5
        jpeg[at : at + 4] = struct.pack(">HH", min(height, 65_535), min(width, 65_535))
        yield f"jpeg-says-{width}x{height}", bytes(jpeg)
    yield "png-flood", png(20_000, 20_000, zlib.compress(bytes(20_000 * 2_501), 9), depth=1, colour=0)
    yield "png-many-frames", apng(3000)
    yield "gif-many-frames", many_frames(5000)
    yield (
        "png-text-bomb",
        png(8, 8, zlib.compress(bytes(8 * 25)), chunks=[(b"zTXt", b"a\x00\x00" + _zeros(80))]),
    )
    yield (
        "png-itxt-bomb",
        png(8, 8, zlib.compress(bytes(8 * 25)), chunks=[(b"iTXt", b"a\x00\x01\x00\x00\x00" + _zeros(80))]),
    )
    yield (
        "png-icc-bomb",
        png(8, 8, zlib.compress(bytes(8 * 25)), chunks=[(b"iCCP", b"a\x00\x00" + _zeros(80))]),
    )
    yield "png-many-texts", png(8, 8, zlib.compress(bytes(8 * 25)), chunks=[(b"tEXt", b"k\x00v")] * 20_000)
    for size in (100, 70_000, 900_000):
        file = io.BytesIO()
        quarters(64, 64).save(file, "JPEG", icc_profile=b"\x00" * size)
        yield f"jpeg-icc-{size}", file.getvalue()
        file = io.BytesIO()
        quarters(64, 64).save(file, "WEBP", xmp=b"<x>" * (size // 3), icc_profile=b"acsp" * (size // 4))
        yield f"webp-xmp-{size}", file.getvalue()
    file = io.BytesIO()
    quarters(64, 64).save(file, "JPEG", xmp=b"<a>" * 20_000)
    yield "jpeg-xmp-deep", file.getvalue()


def _tables() -> Iterator[tuple[str, bytes]]:
    """Exif that lies about where and how much."""
    good = exif_of().tobytes()
    rng = random.Random(7)
    for number in range(60):
        broken = bytearray(good)
        for _ in range(1 + number % 12):
            broken[rng.randrange(6, len(broken))] = rng.randrange(256)
        file = io.BytesIO()
        quarters(64, 48).save(file, "JPEG", exif=bytes(broken))
        yield f"exif-broken-{number}", file.getvalue()
    loop = (
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00"
        + struct.pack("<HHII", 0x8769, 4, 1, 8)
        + struct.pack("<I", 8)
    )
    endless = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff" + struct.pack("<HHII", 0x010E, 2, 2**32 - 1, 8)
    for name, exif in (("loop", loop), ("endless", endless)):
        file = io.BytesIO()
        quarters(64, 48).save(file, "JPEG", exif=exif)
        yield f"exif-{name}", file.getvalue()


def _cut() -> Iterator[tuple[str, bytes]]:
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        body = photo(kind)
        for part in (0.02, 0.1, 0.5, 0.9, 0.99):
            yield f"{kind}-cut-{part}", body[: int(len(body) * part)]


def _noise() -> Iterator[tuple[str, bytes]]:
    rng = random.Random(3)
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        for number in range(6):
            body = bytearray(photo(kind))
            for _ in range(20 * (number + 1)):
                body[rng.randrange(12, len(body))] = rng.randrange(256)
            yield f"{kind}-noise-{number}", bytes(body)


def png(
    width: int,
    height: int,
    data: bytes,
    *,
    depth: int = 8,
    colour: int = 2,
    chunks: list[tuple[bytes, bytes]] | None = None,
) -> bytes:
    """A PNG whose header says what it likes."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [(b"IHDR", head), *(chunks or []), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def apng(frames: int) -> bytes:
    file = io.BytesIO()
    first, *others = (Image.new("RGB", (4, 4), (index % 256, 0, 0)) for index in range(50))
    first.save(file, "PNG", save_all=True, append_images=others * (frames // 50))
    return file.getvalue()


def many_frames(count: int) -> bytes:
    """A GIF of so many frames of one pixel."""
    frame = b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + frame * count + b";"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()


def has_secret(data: bytes) -> bool:
    """Something of the tags of a sample, in any of the ways text is written."""
    text = SECRET.decode()
    return any(form in data for form in (SECRET, text.encode("utf-16-le"), text.encode("utf-16-be")))
