"""A walk of an hour with two stops, and tracks that pass them: what photos and sheets are brought into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import shapely

from app.processes.services import open_activity
from app.walks.models import Walk
from app.walks.services import StopDraft, create_trail, create_walk
from tests.participants.factories import make_process

BEGIN = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
"""14:00 in the town."""
FIRST, SECOND = (9.300, 52.700), (9.304, 52.700)


def make_walk(slug: str = "zeig-dein-viertel") -> Walk:
    """A walk of one hour; its stops are 270 m apart."""
    process = make_process(slug)
    trail = create_trail(
        process_id=process.id,
        title="Rund um den Hafen",
        stops=[StopDraft("Brücke", shapely.Point(FIRST)), StopDraft("Kai", shapely.Point(SECOND))],
    )
    walk = create_walk(
        trail=trail,
        slug="hafenrunde",
        title="Hafenrunde",
        group_bands=["a14_15"],
        starts_at=BEGIN,
        ends_at=BEGIN + timedelta(hours=1),
    )
    open_activity(activity_id=walk.activity_id)
    return walk


def gpx(points: Sequence[tuple[datetime | None, float, float]]) -> bytes:
    """A GPX file with one segment of (time, longitude, latitude)."""
    lines = "".join(
        f'<trkpt lat="{lat}" lon="{lon}">{f"<time>{time:%Y-%m-%dT%H:%M:%SZ}</time>" if time else ""}</trkpt>'
        for time, lon, lat in points
    )
    head = '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{lines}</trkseg></trk></gpx>'.encode()


def straight() -> bytes:
    """From FIRST to SECOND in 20 minutes, a point each minute."""
    return gpx([(BEGIN + timedelta(minutes=one), 9.300 + one * 0.0002, 52.700) for one in range(21)])
