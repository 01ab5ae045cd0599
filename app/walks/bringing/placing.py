"""Where a photo was taken: along a recorded track by its time, and how wrong the camera's clock was.

Pure functions. Places are (longitude, latitude) in degrees, times seconds since 1970 in UTC, distances metres on a
local plane (error below 0.1 % within a town).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import shapely

Place = tuple[float, float]
LONGEST_GAP = 300.0
"""Seconds between two points of a track between which nobody knows where the camera was."""
EDGE = 30.0
"""So many seconds before the first and after the last point a photo stands at it: devices take a moment."""
NEAR = 60.0
"""Metres: so near a photo belongs to a stop, and a track passes a place."""
TOLERANCE = 5.0
"""Metres by which a simplified track may differ."""
_DEGREE = 111_320.0
_MOST_CANDIDATES = 400


@dataclass(frozen=True)
class Track:
    """A recorded track: segments of (seconds or None, longitude, latitude)."""

    segments: Sequence[Sequence[tuple[float | None, float, float]]]

    @cached_property
    def timed(self) -> list[tuple[float, float, float]]:
        """All points with a time in their order; of several at one second the first."""
        points = sorted(
            (point[0], point[1], point[2]) for part in self.segments for point in part if point[0] is not None
        )
        return [one for number, one in enumerate(points) if number == 0 or one[0] > points[number - 1][0]]

    @cached_property
    def times(self) -> list[float]:
        return [point[0] for point in self.timed]


def metres(one: Place, other: Place) -> float:
    """Distance of two places that are not far apart."""
    east = (other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, other[1] - one[1]) * _DEGREE


def place_at(track: Track, moment: float) -> Place | None:
    """Where the track is at a moment, between its points in a straight line; None in gaps and outside."""
    points, times = track.timed, track.times
    if not points:
        return None
    after = bisect_left(times, moment)
    if after < len(points) and times[after] == moment:
        return points[after][1:]
    if after == 0:
        return points[0][1:] if times[0] - moment <= EDGE else None
    if after == len(points):
        return points[-1][1:] if moment - times[-1] <= EDGE else None
    (t1, x1, y1), (t2, x2, y2) = points[after - 1], points[after]
    if t2 - t1 > LONGEST_GAP:
        return None
    share = (moment - t1) / (t2 - t1)
    return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share


def passes(track: Track, place: Place) -> list[float]:
    """Moments at which the track passes a place within NEAR, the nearest moment of each time it comes by."""
    found: list[tuple[float, float]] = []
    best: tuple[float, float] | None = None
    for first, second in zip(track.timed, track.timed[1:], strict=False):
        if metres(first[1:], place) > NEAR:
            _ended(found, best)
            best = None
        if second[0] - first[0] > LONGEST_GAP:
            _ended(found, best)
            best = None
            continue
        away, moment = _nearest(first, second, place)
        if away <= NEAR and (best is None or away < best[0]):
            best = away, moment
    _ended(found, best)
    return [moment for _away, moment in found]


def offset_of(track: Track, place: Place, moment: float) -> list[float]:
    """Seconds to add to a camera's times so that a photo taken at `moment` by it stands at `place`; likeliest first.

    Empty when the track never comes by. Of several the smallest correction is the likeliest.
    """
    return sorted((one - moment for one in passes(track, place)), key=lambda offset: (abs(offset), offset))


def common_offset(track: Track, known: Sequence[tuple[float, Place]]) -> tuple[float, float] | None:
    """The correction that fits photos whose places are known (moment, place), and its median error in metres.

    Each pass of each photo is a candidate; the one with the least median distance over all photos wins. None when
    there is none at which they fall onto the track within NEAR.
    """
    candidates = sorted(
        {offset for moment, place in known for offset in offset_of(track, place, moment)}, key=abs
    )
    best: tuple[float, float] | None = None
    for offset in candidates[:_MOST_CANDIDATES]:
        places = [(place_at(track, moment + offset), place) for moment, place in known]
        errors = [metres(found, place) for found, place in places if found is not None]
        error = median([*errors, *[math.inf] * (len(known) - len(errors))])
        if error <= NEAR and (best is None or error < best[1]):
            best = offset, error
    return best


def nearest_stop(place: Place, stops: Sequence[tuple[str, Place]]) -> str | None:
    """The id of the nearest stop within NEAR."""
    away = sorted((metres(place, where), stop_id) for stop_id, where in stops)
    return away[0][1] if away and away[0][0] <= NEAR else None


def simplified(
    track: Track, begin: float | None = None, end: float | None = None
) -> shapely.LineString | None:
    """The track as one line within TOLERANCE, only its part from `begin` to `end` when it has times; None for a dot."""
    points = [point for part in track.segments for point in part]
    timed = [
        point
        for point in points
        if point[0] is not None and (begin is None or begin <= point[0]) and (end is None or point[0] <= end)
    ]
    kept = [(point[1], point[2]) for point in (timed if len(timed) >= 2 else points)]
    if len(set(kept)) < 2:
        return None
    shrink = math.cos(math.radians(kept[0][1]))
    flat = shapely.LineString([(x * shrink * _DEGREE, y * _DEGREE) for x, y in kept])
    line = shapely.simplify(flat, TOLERANCE)
    return shapely.LineString(
        [(round(x / shrink / _DEGREE, 6), round(y / _DEGREE, 6)) for x, y in line.coords]
    )


def _ended(found: list[tuple[float, float]], best: tuple[float, float] | None) -> None:
    if best is not None:
        found.append(best)


def _nearest(
    first: tuple[float, float, float], second: tuple[float, float, float], place: Place
) -> tuple[float, float]:
    """Distance of a place from the straight line between two points, and when one is nearest to it."""
    shrink = math.cos(math.radians(place[1]))
    x, y = ((second[1] - first[1]) * shrink * _DEGREE, (second[2] - first[2]) * _DEGREE)
    px, py = ((place[0] - first[1]) * shrink * _DEGREE, (place[1] - first[2]) * _DEGREE)
    length = x * x + y * y
    share = max(0.0, min(1.0, (px * x + py * y) / length)) if length else 0.0
    return math.hypot(px - share * x, py - share * y), first[0] + share * (second[0] - first[0])
