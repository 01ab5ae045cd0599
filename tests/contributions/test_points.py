"""The index of points: kept with every write, exact by Morton ranges, tiles that a library reads the same."""

from __future__ import annotations

from uuid import UUID

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from apiflask import APIFlask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions import public, review
from app.contributions.models import PointIndex, PointLayer
from app.contributions.points import index, morton, mvt, reading
from app.contributions.services import correct, erase_participant, withdraw
from tests.contributions.conftest import Town
from tests.contributions.desk import put
from tests.page_client import PageClient
from tests.participants.factories import say_all_yeses

WHOLE = (9.0, 52.0, 9.08, 52.04)
EXACT = (9.0123456, 52.0123456)
TILE = "/kacheln/orte/stadt/10/537/338"


def stored(*, of_public: bool) -> list[tuple[float, float, str]]:
    query = select(PointIndex.lon, PointIndex.lat, PointIndex.state).join(
        PointLayer, PointLayer.id == PointIndex.layer_id
    )
    return [tuple(row) for row in db.session.execute(query.where(PointLayer.is_public.is_(of_public)))]


def decoded(content: bytes) -> list[dict[str, int]]:
    if not content:
        return []
    found = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})["points"]
    assert found["extent"] == mvt.EXTENT
    return [
        {"x": row["geometry"]["coordinates"][0], "y": row["geometry"]["coordinates"][1], **row["properties"]}
        for row in found["features"]
    ]


def decide(app: APIFlask, town: Town, what: str, *ids: UUID) -> None:
    with app.app_context(), transaction():
        say_all_yeses(town.participant_id)
        versions = dict.fromkeys(ids)
        getattr(review, what)(process_id=town.process_id, versions=versions, user_id=None)


def test_a_new_point_is_for_the_staff_only_and_released_rounded(app: APIFlask, town: Town) -> None:
    [one] = put(app, town, "Schön", geometry=shapely.Point(*EXACT))
    with app.app_context():
        assert stored(of_public=False) == [(*EXACT, "submitted")]
        assert stored(of_public=True) == []
    decide(app, town, "release", one)
    with app.app_context():
        assert stored(of_public=False) == [(*EXACT, "released")]
        [(lon, lat, state)] = stored(of_public=True)
        assert (lon, lat) == tuple(float(v[0]) for v in public.rounded(*(np.array([v]) for v in EXACT)))
        assert state == "released"
    decide(app, town, "keep_internal", one)
    with app.app_context():
        assert stored(of_public=True) == []


def test_what_may_never_be_public_has_no_public_point(app: APIFlask, town: Town) -> None:
    ids = put(app, town, "Unwohl", quality="uneasy")
    ids += put(app, town, "Egal", quality=None)
    ids += put(app, town, "Weg", quality="way", geometry=shapely.LineString([(9.01, 52.01), (9.02, 52.02)]))
    decide(app, town, "release", *ids)
    with app.app_context():
        assert len(stored(of_public=False)) == 3
        assert stored(of_public=True) == []


@pytest.mark.parametrize("way", ["withdraw", "erase", "correct", "undo"])
def test_what_is_taken_back_vanishes_at_once(app: APIFlask, town: Town, way: str) -> None:
    """Tiles that were sent before are not confirmed any more, and new ones are empty."""
    [one] = put(app, town, "Schön")
    decide(app, town, "release", one)
    client = PageClient(app)
    before = client.get(TILE)
    assert len(decoded(before.get_data())) == 1
    assert before.headers["Cache-Control"] == "public, no-cache"
    tag = before.headers["ETag"]
    assert client.get(TILE, headers={"If-None-Match": tag}).status_code == 304
    with app.app_context(), transaction():
        if way == "withdraw":
            withdraw(contribution_id=one, participant_id=town.participant_id)
        elif way == "erase":
            erase_participant(participant_id=town.participant_id)
        elif way == "correct":
            correct(contribution_id=one, participant_id=town.participant_id, changes={"text": "Anders"})
        else:
            review.keep_internal(process_id=town.process_id, versions={one: None}, user_id=None)
    after = client.get(TILE, headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert decoded(after.get_data()) == []
    with app.app_context():
        assert len(stored(of_public=False)) == (1 if way in {"correct", "undo"} else 0)


def test_an_unchanged_tile_is_answered_before_anything_is_read(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(app, town, "release", *put(app, town, "Schön"))
    client = PageClient(app)
    tag = client.get(TILE).headers["ETag"]

    def fail(*_args: object) -> bytes:
        raise AssertionError("read although nothing changed")

    monkeypatch.setattr("app.contributions.point_maps.public_views.tile", fail)
    assert client.get(TILE, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(TILE).status_code == 200  # kept in memory


def test_public_words_of_a_place_come_without_anything_of_a_person(app: APIFlask, town: Town) -> None:
    ids = put(app, town, "Erster", "Zweiter")
    decide(app, town, "release", *ids)
    put(app, town, "Noch nicht")
    answer = PageClient(app).get("/verfahren/stadt/orte.json?bbox=9,52,9.08,52.04").get_json()
    assert answer["total"] == 2
    assert [set(item) for item in answer["items"]] == [{"quality", "label", "text", "month"}] * 2
    assert {item["text"] for item in answer["items"]} == {"Erster", "Zweiter"}


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "9.1,52,9,52.1", "nan,1,2,3", "0,0,999,1"])
def test_a_box_that_is_none_is_not_found(app: APIFlask, town: Town, box: str) -> None:
    assert PageClient(app).get(f"/verfahren/stadt/orte.json?bbox={box}").status_code == 404


def test_tiles_outside_of_the_world_are_not_found(app: APIFlask, town: Town) -> None:
    client = PageClient(app)
    assert client.get("/kacheln/orte/stadt/3/8/0").status_code == 404
    assert client.get("/kacheln/orte/stadt/25/0/0").status_code == 404
    assert client.get("/kacheln/orte/nichts/3/0/0").status_code == 404


def test_rebuilding_gives_the_same_index(app: APIFlask, town: Town) -> None:
    decide(app, town, "release", *put(app, town, "Eins", "Zwei"))
    put(app, town, "Drei", quality="uneasy")
    with app.app_context():
        before = [sorted(stored(of_public=which)) for which in (False, True)]
        with transaction():
            assert index.rebuild([town.process_id]) == 3
        assert [sorted(stored(of_public=which)) for which in (False, True)] == before


def test_voices_come_page_by_page_each_once(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PER_PAGE", 3)
    texts = [f"Stimme {number}" for number in range(8)]
    decide(app, town, "release", *put(app, town, *texts), *put(app, town, ""))
    with app.app_context():
        layer = public.layer(town.process_id)
        seen: list[str] = []
        after = None
        while True:
            found, after = public.voices(layer, after)
            seen += [voice["text"] for voice in found]
            if after is None:
                break
    assert sorted(seen) == texts


def test_a_view_is_exact(app: APIFlask, town: Town) -> None:
    random = np.random.default_rng(5)
    places = random.uniform(WHOLE[:2], WHOLE[2:], (60, 2))
    for lon, lat in places.tolist():
        put(app, town, "x", geometry=shapely.Point(lon, lat))
    with app.app_context():
        layer = reading.layer_of(town.process_id, public=False)
        for _ in range(20):
            west, east = sorted(random.uniform(9.0, 9.08, 2))
            south, north = sorted(random.uniform(52.0, 52.04, 2))
            found = {(row[0], row[1]) for row in reading.view(layer, (west, south, east, north))}
            inside = (
                (places[:, 0] >= west)
                & (places[:, 0] <= east)
                & (places[:, 1] >= south)
                & (places[:, 1] <= north)
            )
            assert found == {tuple(place) for place in places[inside].tolist()}


def test_a_tile_counts_each_point_once_at_every_zoom(app: APIFlask, town: Town) -> None:
    random = np.random.default_rng(6)
    for number, (lon, lat) in enumerate(random.uniform(WHOLE[:2], WHOLE[2:], (40, 2)).tolist()):
        put(
            app,
            town,
            "x",
            geometry=shapely.Point(lon, lat),
            quality=("fav", "uneasy", "idea", "way")[number % 4],
        )
    with app.app_context():
        layer = reading.layer_of(town.process_id, public=False)
        for z in (0, 8, 13, 16, 17, 19):
            xs, ys = morton.pixels([WHOLE[0], WHOLE[2]], [WHOLE[3], WHOLE[1]])
            if z > 16:
                points = db.session.execute(select(PointIndex.lon, PointIndex.lat)).all()
                cells = {tuple(int(v[0]) >> 24 - z for v in morton.pixels([p.lon], [p.lat])) for p in points}
            else:
                cells = {
                    (x, y)
                    for x in range(int(xs[0]) >> 24 - z, (int(xs[1]) >> 24 - z) + 1)
                    for y in range(int(ys[0]) >> 24 - z, (int(ys[1]) >> 24 - z) + 1)
                }
            features = [row for x, y in cells for row in decoded(reading.tile(layer, z, x, y))]
            assert sum(row["n"] for row in features) == 40
            assert [sum(row.get(key, 0) for row in features) for key in ("pos", "neg", "idea")] == [
                10,
                10,
                10,
            ]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 4095), st.integers(0, 4095), st.integers(0, 3_000_000), st.integers(0, 200)),
        max_size=50,
    )
)
def test_a_library_reads_what_we_write(rows: list[tuple[int, int, int, int]]) -> None:
    x, y, n, kind = (
        (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        if rows
        else [np.zeros(0, dtype=np.int64)] * 4
    )
    expected = [
        {key: value for key, value in zip(("x", "y", "n", "kind"), row, strict=True) if key in "xy" or value}
        for row in rows
    ]
    assert decoded(mvt.encode("points", x, y, {"n": n, "kind": kind})) == expected


@settings(max_examples=100, deadline=None)
@given(
    lons=st.lists(st.floats(-180, 180), min_size=2, max_size=2),
    lats=st.lists(st.floats(-85, 85), min_size=2, max_size=2),
)
def test_keys_lead_back_to_pixels_and_ranges_hold_the_box(lons: list[float], lats: list[float]) -> None:
    found = morton.keys(lons, lats)
    for there, back in zip(morton.pixels(lons, lats), morton.unpack(found), strict=True):
        assert there.tolist() == back.tolist()
    (west, east), (south, north) = sorted(lons), sorted(lats)
    ranges = morton.box_ranges((west, south, east, north))
    corners = morton.keys([west, east, west, east], [south, south, north, north]).tolist()
    assert all(any(first <= key <= last for first, last, _whole in ranges) for key in corners)
    assert ranges == sorted(ranges)
    columns, rows = morton.pixels([west, east], [north, south])
    for first, last, is_whole in ranges:
        xs, ys = morton.unpack(np.array([first, last]))
        inside = (xs > columns[0]) & (xs < columns[1]) & (ys > rows[0]) & (ys < rows[1])
        assert inside.all() or not is_whole
