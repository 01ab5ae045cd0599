"""Voice: whatever a browser records becomes MP3 (mono, 64 kbit/s), which every browser plays; nothing else stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av

from app.contributions.media.decoding.computing import limit_computing
from app.contributions.media.processing import Refused
from app.contributions.media.vocabulary import LONGEST_AUDIO

SECONDS = 20
RATE, BITS = 44_100, 64_000
_GRACE = 2.0
"""Seconds: recorders stop a moment after they are told to."""
_CONTAINERS = ("matroska", "webm", "ogg", "mp4", "mov", "mp3", "wav", "aac", "flac", "m4a", "caf")


def read_sound(arguments: dict[str, Any], folder: Path, _report: Callable[..., None]) -> dict[str, Any]:
    """The sound of a file as MP3, and how long it is in seconds."""
    limit_computing(SECONDS)
    try:
        return {"whole": "whole.mp3", "duration": convert(Path(arguments["path"]), folder / "whole.mp3")}
    except Refused as refusal:
        return {"refused": refusal.reason}
    except (av.error.FFmpegError, ValueError, OSError, IndexError):
        return {"refused": "damaged"}


def convert(source: Path, target: Path) -> float:
    """Write the sound of `source` as MP3; its seconds. Refused for what is none."""
    if source.stat().st_size == 0:
        raise Refused("empty")
    with source.open("rb") as file:
        head = file.read(16)
    if head[:1] in b"<#%[" or head.startswith(b"ffconcat"):
        # Play lists and other texts, which lead a reader to other files.
        raise Refused("unknown")
    try:
        opened = av.open(str(source), metadata_errors="ignore", options={"protocol_whitelist": "file"})
    except av.error.InvalidDataError as error:
        raise Refused("unknown") from error
    with opened as container:
        if not set(container.format.name.split(",")) & set(_CONTAINERS):
            raise Refused("unknown")
        if not container.streams.audio:
            raise Refused("video" if container.streams.video else "no_sound")
        return _written(container, target)


def _written(container: Any, target: Path) -> float:
    """Decode the first sound track, encode it anew; seconds. A track may be broken at its end, as after a crash."""
    resampler = av.AudioResampler(format="s16p", layout="mono", rate=RATE)
    samples = 0
    options = {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "0", "fflags": "+bitexact"}
    with av.open(str(target), "w", format="mp3", options=options) as output:
        stream = output.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = BITS
        for frame in _frames(container):
            # Times of the source do not matter: what was said is said one after the other.
            frame.pts = None
            for piece in resampler.resample(frame):
                samples += piece.samples
                if samples > (LONGEST_AUDIO + _GRACE) * RATE:
                    raise Refused("too_long")
                piece.pts = None
                output.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            samples += piece.samples
            piece.pts = None
            output.mux(stream.encode(piece))
        if samples == 0:
            raise Refused("no_sound")
        output.mux(stream.encode(None))
    return round(samples / RATE, 2)


def _frames(container: Any) -> Any:
    """Frames of the first sound track until its end or until it breaks."""
    count = 0
    try:
        for frame in container.decode(container.streams.audio[0]):
            count += 1
            yield frame
    except av.error.InvalidDataError:
        if count == 0:
            raise
