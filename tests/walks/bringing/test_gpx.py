"""GPX as real devices write it is read or refused with a reason; what is hostile never gets far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.base import child
from app.walks.bringing.gpx import MOST_POINTS, Refused, read, read_track
from app.walks.bringing.tasks import _LIMITS
from app.walks.bringing.words import TRACK_NOTES, TRACK_REFUSED
from tests.shared_data import SHARED_DATA, shared_file
from tests.walks.brought import gpx, straight

START = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
FEW = [(START + timedelta(seconds=one), 9.3 + one / 1e5, 52.7) for one in range(6)]
GOOD = gpx(FEW).decode()

REAL = {
    "another-tour-with-loop.gpx": ("track", 14), "andorra_for_map_matching.gpx": ("track", 21),
    "cerknicko-jezero-no-creator.gpx": ("track", 296), "cerknicko-jezero-with-elevations-zero.gpx": ("track", 296),
    "cerknicko-jezero-without-elevations.gpx": ("track", 296), "cerknicko-without-times.gpx": ("track", 296),
    "custom_schema_locations.gpx": "no_points", "default_schema_locations.gpx": "no_points",
    "first_and_last_elevation.gpx": ("track", 10), "gpx-with-node-with-comments.gpx": "no_points",
    "gpx1.0_with_all_fields.gpx": "only_waypoints", "gpx1.1_with_extensions.gpx": "only_waypoints",
    "gpx_with_garmin_extension.gpx": "only_waypoints", "gpxv1_0.gpx": ("track", 14),
    "korita-zbevnica.gpx": ("track", 871), "Mojstrovka.gpx": ("track", 184), "no_trk.gpx": "no_points",
    "route.gpx": ("route", 55), "tour-with-loop.gpx": ("track", 11), "track-with-empty-segment.gpx": ("track", 9),
    "track-with-less-sec-time.gpx": ("track", 2), "track_with_speed.gpx": ("track", 3),
    "unicode.gpx": "only_waypoints", "unicode2.gpx": "no_points", "unicode_with_bom.gpx": "only_waypoints",
    "validation_gpx11.gpx": "only_waypoints",
}  # fmt: skip
"""What becomes of each real file: kind and points, or why it is refused."""


def told(content: bytes) -> object:
    try:
        found = read(content)
    except Refused as refusal:
        return str(refusal.reason if TRACK_REFUSED[refusal.reason] else "")
    assert set(found["notes"]) <= set(TRACK_NOTES)
    return found["kind"], sum(map(len, found["segments"]))


@pytest.mark.shared_data
def test_every_real_track_is_read_or_refused_with_a_reason() -> None:
    shared_file("gpx")
    files = sorted((SHARED_DATA / "gpx").rglob("*.gpx"))
    assert {path.name: told(path.read_bytes()) for path in files} == REAL


@pytest.mark.shared_data
def test_times_of_a_device_whose_clock_never_ran_are_none() -> None:
    found = read(shared_file("gpx/gpxpy/Mojstrovka.gpx").read_bytes())
    assert found["notes"] == ["no_time"]


def test_a_sound_file_gives_seconds_and_degrees() -> None:
    found = read(GOOD.encode())
    assert (found["kind"], found["notes"]) == ("track", [])
    assert found["segments"][0][1] == (START.timestamp() + 1, 9.30001, 52.7)


def test_a_time_with_a_zone_is_the_same_moment() -> None:
    found = read(GOOD.replace("12:00:00Z", "14:00:00+02:00").encode())
    assert found["segments"][0][0][0] == START.timestamp()


MENDED: dict[str, Callable[[str], bytes]] = {
    "cut": lambda text: text[: text.index("12:00:04")].encode(),
    "bare ampersand": lambda text: text.replace("<trkseg>", "<name>Hin & her</name><trkseg>").encode(),
    "control sign": lambda text: text.replace("<trkseg>", "<name>\x01</name><trkseg>").encode(),
    "decimal comma": lambda text: text.replace('lat="52.7"', 'lat="52,7"').encode(),
    "a point without a place": lambda text: text.replace('lat="52.7"', 'lat="?"', 1).encode(),
    "a height that is none": lambda text: text.replace("<time>", "<ele>hoch</ele><time>", 1).encode(),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_is_broken_is_mended_as_far_as_it_goes(name: str) -> None:
    found = read(MENDED[name](GOOD))
    assert "mended" in found["notes"]
    assert sum(map(len, found["segments"])) >= 4


@pytest.mark.parametrize(
    "content",
    [
        ("﻿" + GOOD).encode(),
        GOOD.replace("UTF-8", "UTF-16").encode("utf-16"),
        GOOD.replace("UTF-8", "ISO-8859-1").replace("<trkseg>", "<name>ä</name><trkseg>").encode("latin-1"),
        GOOD.replace("<trkseg>", "<name>ä</name><trkseg>").encode("cp1252"),
        GOOD.replace("<", "<g:")
        .replace("<g:/", "</g:")
        .replace("<g:?", "<?")
        .replace("xmlns=", "xmlns:g=")
        .encode(),
        GOOD.replace('version="1.1"', 'version="1.0"').encode(),
        GOOD.replace(' version="1.1"', "").encode(),
    ],
)
def test_encodings_prefixes_and_versions(content: bytes) -> None:
    assert told(content) == ("track", 6)


def test_several_segments_and_missing_times_are_told() -> None:
    parts = GOOD.replace("12:00:02Z</time></trkpt>", "12:00:02Z</time></trkpt></trkseg><trkseg>")
    assert read(parts.encode())["notes"] == ["segments"]
    assert len(read(parts.encode())["segments"]) == 2
    assert read(gpx([(None, lon, lat) for _time, lon, lat in FEW]))["notes"] == ["no_time"]
    assert read(gpx([*FEW, (None, 9.4, 52.7)]))["notes"] == ["some_time"]


@pytest.mark.parametrize("bad", [(0.0, 0.0), (9.3, 95.0), (200.0, 52.7), (9.3, float("nan"))])
def test_points_that_cannot_be_true_are_left_out(bad: tuple[float, float]) -> None:
    assert told(gpx([*FEW, (START, *bad)])) == ("track", 6)


def test_very_many_points_are_thinned_and_keep_their_ends() -> None:
    many = [(START + timedelta(seconds=one), 9.3, 52.7 + one / 1e6) for one in range(MOST_POINTS + 10)]
    found = read(gpx(many))
    (segment,) = found["segments"]
    assert found["notes"] == ["thinned"]
    assert len(segment) <= MOST_POINTS
    assert (segment[0][0], segment[-1][0]) == (START.timestamp(), many[-1][0].timestamp())


BOMB = '<!DOCTYPE g [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "billion laughs": (GOOD.replace("<gpx", f"{BOMB}<gpx").replace("<trkseg>", "<name>&b;</name><trkseg>"), "entities"),
    "a file of ours": (GOOD.replace("<gpx", '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx'), "entities"),
    "a foreign table": (GOOD.replace("<gpx", '<!DOCTYPE gpx SYSTEM "http://example.org/x.dtd"><gpx', 1), "entities"),
    "very deep": ("<gpx>" + "<a>" * 50_000 + "</a>" * 50_000 + "</gpx>", "entities"),
    "nothing but brackets": ("<gpx>" + "<" * 200_000, "damaged"),
    "points that never end": ("<gpx>" + '<trkpt lat="1" ' * 50_000, "damaged"),
    "a quote that never ends": ("<gpx " + 'a="' * 50_000, "damaged"),
    "text": ("Guten Tag", "unknown"),
    "nothing": ("  ", "empty"),
    "kml": ('<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', "kml"),
    "tcx": ("<TrainingCenterDatabase/>", "tcx"),
    "page": ("<html><body>Bitte anmelden</body></html>", "html"),
    "zip": ("PK\x03\x04" + "x" * 100, "unknown"),
    "too much": ("<gpx>" + " " * (20 * 1024 * 1024), "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    content, reason = HOSTILE[name]
    assert told(content.encode()) == reason


def test_an_entity_hidden_in_another_encoding_is_found_too() -> None:
    content = HOSTILE["billion laughs"][0].replace("UTF-8", "UTF-16")
    assert told(content.encode("utf-16")) == "entities"


def test_the_child_reads_it_with_nothing_else_in_reach(tmp_path: Path) -> None:
    source = tmp_path / "track.gpx"
    source.write_bytes(straight())
    room = tmp_path / "room"
    room.mkdir()
    name = f"{read_track.__module__}:{read_track.__name__}"
    answer = child.run(name, {"path": str(source)}, folder=room, reads=[source], **_LIMITS)
    assert len(answer["segments"][0]) == 21
    assert list(room.iterdir()) == []
