"""Reads a GPX file (Topografix GPX 1.0 and 1.1) as real devices write it, broken ones as far as that makes sense.

Runs in the child that reads files of strangers (`read_track`). The reading itself is gpxpy's; here is what it does
not forgive: other encodings, prefixes, files cut off by an empty battery, signs that no XML may hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

import gpxpy
from charset_normalizer import from_bytes
from gpxpy.gpx import GPX, GPXException

MOST_POINTS = 30_000
"""Points that are kept; a day at one each second. Longer files are thinned evenly."""
LONGEST = 20 * 1024 * 1024
"""Bytes of a file."""
_DEEPEST = 60
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:(\w[\w.-]{0,40}):)?gpx[\s>]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_POINT = re.compile(r"<(trkpt|rtept|wpt)\b([^<>]{0,400}?)(/?)>")
_NUMBERS = re.compile(
    r"<(bounds|ele|speed|course|magvar|geoidheight|[hvp]dop|sat)\b[^<>]{0,200}(?:/>|>[^<>]{0,60}</\1>)"
)
"""What gpxpy reads as numbers and nobody needs here."""
_POINTS = ("trkpt", "rtept", "wpt")
_COMMA = re.compile(r"\b(lat|lon)\s*=\s*([\"'])\s*([+-]?\d{1,3}),(\d{1,12})\s*\2")
_DEGREES = {name: re.compile(rf"\b{name}\s*=\s*[\"']\s*([^\"']{{1,40}})[\"']") for name in ("lat", "lon")}
_OTHERS = (("<kml", "kml"), ("<TrainingCenterDatabase", "tcx"), ("<html", "html"), ("<svg", "unknown"))
Point = tuple[float | None, float, float]
_BEGIN, _NOTHING = datetime(1970, 1, 1), timedelta()  # noqa: DTZ001 - in UTC, as all that is set against it


class Refused(Exception):
    """The file is no track; `reason` is a code of `words.TRACK_REFUSED`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_track(arguments: dict[str, Any], _folder: Path, _report: Callable[..., None]) -> dict[str, Any]:
    """Answer for the parent: what `read` gives for the file at `path`, or {"refused": code}."""
    try:
        return read(Path(arguments["path"]).read_bytes())
    except Refused as refusal:
        return {"refused": refusal.reason}
    except (MemoryError, RecursionError):
        return {"refused": "too_large"}


def read(data: bytes) -> dict[str, Any]:
    """{"kind", "segments", "notes"} of a GPX file; Refused.

    `kind` is "track" or "route". A segment is a list of [seconds since 1970 or None, longitude, latitude] in degrees.
    `notes` are codes of `words.TRACK_NOTES`: what had to be mended or is missing.
    """
    if not data.strip():
        raise Refused("empty")
    if len(data) > LONGEST:
        raise Refused("too_large")
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\x0e\x10", b"\x0c\x10")) or data[8:12] == b".FIT":
        raise Refused("unknown")
    text, notes = _text(data), set[str]()
    gpx = _parsed(text, notes)
    segments = [_points(part.points) for track in gpx.tracks for part in track.segments]
    kind = "track"
    if not any(segments):
        kind, segments = "route", [_points(route.points) for route in gpx.routes]
    segments = [part for part in segments if part]
    if sum(map(len, segments)) < 2:
        raise Refused("only_waypoints" if gpx.waypoints else "no_points")
    times = sum(point[0] is not None for part in segments for point in part)
    count = sum(map(len, segments))
    if times < 2:
        notes.add("no_time")
    elif times < count:
        notes.add("some_time")
    if len(segments) > 1:
        notes.add("segments")
    if count > MOST_POINTS:
        notes.add("thinned")
        segments = _thinned(segments, count)
    return {"kind": kind, "segments": segments, "notes": sorted(notes)}


def _text(data: bytes) -> str:
    """The file as text: by its mark, by what it says of itself, else as it looks like."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    said = _ENCODING.match(data)
    for name in filter(None, (encoding, "utf-8", said and said[1].decode("ascii"))):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    guess = from_bytes(data[:200_000]).best()
    return data.decode(guess.encoding if guess else "cp1252", "replace")


def _parsed(text: str, notes: set[str]) -> GPX:
    """What gpxpy reads, as the file is or after one mending."""
    if _FORBIDDEN.search(text):
        # No device writes one; entities that name each other are how small files become huge.
        raise Refused("entities")
    root = _ROOT.search(text)
    if root is None:
        head = text[:5000]
        raise Refused(next((code for mark, code in _OTHERS if mark.lower() in head.lower()), "unknown"))
    text = _DECLARATION.sub("", text, count=1)
    if root[1]:
        # gpxpy knows elements by their bare names.
        text = re.sub(rf"(</?){re.escape(root[1])}:", r"\1", text)
    try:
        return _gpx(text)
    except Refused:
        raise
    except Exception:  # gpxpy raises whatever it stumbles over
        notes.add("mended")
    try:
        return _gpx(_mended(text))
    except Refused:
        raise
    except Exception as error:
        raise Refused("damaged") from error


def _gpx(text: str) -> GPX:
    _refuse_deep(text)
    version = re.search(r"<gpx\b[^>]{0,4000}?\bversion\s*=\s*[\"'](1\.[01])[\"']", text)
    gpx = gpxpy.parse(text, version=version[1] if version else "1.1")
    if gpx is None:
        raise GPXException("nothing in it")
    return gpx


def _refuse_deep(text: str) -> None:
    """Elements in elements in elements are no track; gpxpy copies them by recursion."""
    _whole_until(text)


def _mended(text: str) -> str:
    """Without signs that XML forbids, points without a place, and cut back to the last whole point."""
    text = _NO_XML.sub("", _BARE.sub("&amp;", text))
    text = _COMMA.sub(r"\1=\2\3.\4\2", _NUMBERS.sub("", text))
    return _closed(_without_bad_points(text))


def _without_bad_points(text: str) -> str:
    parts, at = [], 0
    for found in _POINT.finditer(text):
        if found.start() < at or all(_is_number(_DEGREES[name].search(found[2])) for name in _DEGREES):
            continue
        end = found.end() if found[3] else text.find(f"</{found[1]}>", found.end()) + len(f"</{found[1]}>")
        if end < found.end():
            break
        parts.append(text[at : found.start()])
        at = end
    return "".join([*parts, text[at:]])


def _is_number(found: re.Match[str] | None) -> bool:
    try:
        return found is not None and math.isfinite(float(found[1]))
    except ValueError:
        return False


def _closed(text: str) -> str:
    """The text up to its last whole point with all that is open closed: what an empty battery leaves."""
    end, left = _whole_until(text)
    data = text.encode()
    return data[:end].decode() + "".join(f"</{name}>" for name in reversed(left)) if end else text


def _whole_until(text: str) -> tuple[int, list[str]]:
    """Bytes until the end of the last whole point that expat understands, and which elements are open there."""
    data, open_tags = text.encode(), list[str]()
    safe: tuple[int, list[str]] = (0, [])
    parser = expat.ParserCreate("utf-8")

    def begin(name: str, _attributes: Any) -> None:
        open_tags.append(name)
        if len(open_tags) > _DEEPEST:
            raise Refused("entities")

    def end(name: str) -> None:
        nonlocal safe
        open_tags.pop()
        if name in _POINTS:
            safe = data.find(b">", parser.CurrentByteIndex) + 1, list(open_tags)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with suppress(expat.ExpatError):
        parser.Parse(data, True)
    return safe


def _points(points: Iterable[Any]) -> list[Point]:
    """Points that can be true; (0, 0) is where a device without reception is."""
    found = []
    for one in points:
        lat, lon = one.latitude, one.longitude
        if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
            continue
        if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
            continue
        found.append((_seconds(one.time), round(lon, 7), round(lat, 7)))
    return found


def _seconds(time: Any) -> float | None:
    """Seconds since 1970; a time without a zone is UTC, as the standard says."""
    if time is None:
        return None
    try:
        said = time.replace(tzinfo=None) - (time.utcoffset() or _NOTHING)
        seconds = (said - _BEGIN).total_seconds()
    except (OverflowError, ValueError):
        return None
    return round(seconds, 3) if seconds > 0 else None


def _thinned(segments: list[list[Point]], count: int) -> list[list[Point]]:
    step = math.ceil(count / MOST_POINTS)
    return [[*part[::step], part[-1]] if len(part) % step != 1 else part[::step] for part in segments]
