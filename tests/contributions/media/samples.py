"""Small files that tests send: photos with everything a phone writes into them, voices, and their descriptions."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import wave
from typing import Any

import av
import numpy as np
from PIL import ExifTags, Image

from app.base.database import new_id

SECRET = b"SECRET-SERIAL-4711"
"""In every tag of the samples, so that one search of bytes tells whether anything came along."""
COLOURS = ((220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 30))
"""Of the quarters of a sample: upper left, upper right, lower left, lower right."""


def quarters(width: int = 320, height: int = 240) -> Image.Image:
    """A picture that shows which way is up."""
    image = Image.new("RGB", (width, height))
    for index, colour in enumerate(COLOURS):
        left, top = (index % 2) * (width // 2), (index // 2) * (height // 2)
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def exif_of(
    *,
    place: tuple[float, float] | None = (9.01, 52.01),
    orientation: int = 1,
    taken: str | None = "2026:05:03 14:10:00",
    zone: str = "+02:00",
) -> Image.Exif:
    """What a phone writes: place (longitude, latitude), time, maker, serial numbers, owner."""
    exif = Image.Exif()
    base, gps = ExifTags.Base, ExifTags.GPS
    exif[base.Orientation] = orientation
    exif[base.Make] = exif[base.Artist] = exif[base.ImageDescription] = exif[base.Copyright] = SECRET.decode()
    photo = exif.get_ifd(ExifTags.IFD.Exif)
    photo[base.BodySerialNumber] = photo[base.CameraOwnerName] = SECRET.decode()
    photo[base.MakerNote] = SECRET * 3
    photo[base.UserComment] = b"ASCII\x00\x00\x00" + SECRET
    if taken:
        photo[base.DateTimeOriginal] = taken
        photo[base.OffsetTimeOriginal] = zone
    if place is not None:
        table = exif.get_ifd(ExifTags.IFD.GPSInfo)
        for value, tag, reference, signs in (
            (place[1], gps.GPSLatitude, gps.GPSLatitudeRef, "NS"),
            (place[0], gps.GPSLongitude, gps.GPSLongitudeRef, "EW"),
        ):
            size = abs(value)
            minutes = (size % 1) * 60
            table[tag] = (int(size), int(minutes), round((minutes % 1) * 60, 4))
            table[reference] = signs[value < 0]
    return exif


def photo(kind: str = "JPEG", image: Image.Image | None = None, **exif: Any) -> bytes:
    """A photo of a format Pillow writes, with tags of all kinds."""
    file = io.BytesIO()
    given: dict[str, Any] = {"exif": exif_of(**exif).tobytes()}
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    if kind in ("JPEG", "WEBP"):
        given["xmp"] = xmp
    if kind == "JPEG":
        given["comment"] = SECRET
    (image or quarters()).save(file, kind, **given)
    return file.getvalue()


def wav(seconds: float = 1.0, rate: int = 8000) -> bytes:
    """A tone as WAV, with a tag."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(tone(seconds, rate).tobytes())
    info = b"INFOIART" + struct.pack("<I", len(SECRET)) + SECRET
    return file.getvalue() + b"LIST" + struct.pack("<I", len(info)) + info


def tone(seconds: float, rate: int) -> np.ndarray:
    """Samples of 440 Hz as int16, shape (seconds * rate,)."""
    steps = np.arange(int(seconds * rate))
    return (np.sin(steps * 2 * math.pi * 440 / rate) * 12_000).astype("<i2")


VOICES = {
    "webm": ("libopus", 48_000),
    "ogg": ("libopus", 48_000),
    "mp4": ("aac", 44_100),
    "mp3": ("libmp3lame", 44_100),
    "wav": ("pcm_s16le", 44_100),
}
"""Containers that browsers and phones record into, with codec and rate."""


def voice(container: str = "webm", seconds: float = 1.0) -> bytes:
    """A recording as a browser makes it, with tags."""
    codec, rate = VOICES[container]
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        output.metadata.update(
            {"title": SECRET.decode(), "artist": SECRET.decode(), "location": "+52.01+009.01/"}
        )
        stream = output.add_stream(codec, rate=rate, layout="mono")
        stream.metadata["comment"] = SECRET.decode()
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=rate, frame_size=stream.frame_size or 1024
        )
        frame = av.AudioFrame.from_ndarray(tone(seconds, rate)[None, :], format="s16", layout="mono")
        frame.sample_rate = rate
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return file.getvalue()


def announced(contribution_id: Any, body: bytes, **values: Any) -> dict[str, Any]:
    """What a phone says before it sends `body`: a photo, unless said otherwise."""
    kind = values.get("kind", "photo")
    return {
        "contribution": str(contribution_id),
        "kind": kind,
        "media_type": "audio/webm" if kind == "audio" else "image/jpeg",
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "position": 0,
        "text": "",
        "consents": [{"purpose": kind, "giver": "self", "text_version": "2026-11-30"}],
        **values,
    }


def new_ids(count: int) -> list[str]:
    return [str(new_id()) for _ in range(count)]
