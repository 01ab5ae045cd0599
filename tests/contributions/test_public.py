"""Public points (E16-E18, R59): only what was released, rounded, without anything that leads to a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np
import pytest
import shapely
from apiflask import APIFlask
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from sqlalchemy import select

from app.areas.grid import cell_center, cell_id, coarsen
from app.base.database import db, transaction
from app.contributions import public, review
from app.contributions.models import Contribution
from app.contributions.review.queries import unflagged_waiting
from app.contributions.vocabulary import PUBLIC_STATES, STATES
from app.processes.models import Process
from tests.contributions.conftest import Town, draft_of
from tests.contributions.desk import DANGER, HOME, THIRD_PARTY, put
from tests.page_client import PageClient

ADDRESS = "/api/public/stadt/points"
TO_METRES = Transformer.from_crs(4326, 25832, always_xy=True)


def points(app: APIFlask) -> list[dict[str, object]]:
    answer = PageClient(app).get(ADDRESS)
    assert answer.status_code == 200
    return [
        {**feature["properties"], "at": feature["geometry"]["coordinates"]}
        for feature in answer.get_json()["features"]
    ]


def set_states(app: APIFlask, state: str) -> None:
    with app.app_context(), transaction():
        for said in db.session.scalars(select(Contribution)):
            said.state, said.released_text = state, said.text


@pytest.mark.parametrize("state", STATES)
def test_only_public_states_are_public(app: APIFlask, town: Town, state: str) -> None:
    put(app, town, "Schön hier")
    set_states(app, state)
    assert [point["text"] for point in points(app)] == (["Schön hier"] if state in PUBLIC_STATES else [])


def test_even_wrongly_released_things_stay_inside(app: APIFlask, town: Town) -> None:
    """Secret, negative, of danger, without valence, lines and areas: no state makes them public points."""
    put(app, town, "Bude", is_secret=True)
    put(app, town, "Unwohl", quality="uneasy")
    put(app, town, "Egal", quality=None)
    put(app, town, DANGER)
    put(app, town, "Viertel", kind="felt_area", geometry=shapely.box(9.01, 52.01, 9.02, 52.02))
    put(app, town, "Weg", quality="way", geometry=shapely.LineString([(9.01, 52.01), (9.02, 52.02)]))
    put(app, town, "Kommentar", kind="online_comment")
    put(app, town, "Ohne Ort", geometry=None, place_text="Park")
    set_states(app, "released")
    assert points(app) == []


def test_a_point_tells_place_quality_words_and_month_and_nothing_else(app: APIFlask, town: Town) -> None:
    said_at = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    [one] = put(
        app, town, "Ruf mich an", attributes={"time_of_day": "dark", "company": "alone"}, said_at=said_at
    )
    with app.app_context(), transaction():
        review.redact(process_id=town.process_id, contribution_id=one, version=1, user_id=None, text="…")
    answer = PageClient(app).get(ADDRESS)
    assert answer.mimetype == "application/geo+json"
    [feature] = answer.get_json()["features"]
    assert feature["properties"] == {"quality": "fav", "text": "…", "month": "2026-04"}
    assert set(feature) == {"type", "geometry", "properties"}
    text = answer.get_data(as_text=True)
    for secret in (str(one), str(town.participant_id), "a14_15", "dark", "alone", "Ruf"):
        assert secret not in text


def test_the_gate_fixtures_never_come_out_as_they_were_said(app: APIFlask, town: Town) -> None:
    ids = put(app, town, THIRD_PARTY, DANGER, HOME)
    with app.app_context():
        flags = {said.id: said.flags for said in db.session.scalars(select(Contribution))}
    assert [flags[one] for one in ids] == [["person"], ["danger", "home"], ["address", "home"]]
    with app.app_context(), transaction():
        assert unflagged_waiting(town.process_id, 10) == []
        at = {"process_id": town.process_id, "user_id": None}
        review.redact(contribution_id=ids[0], version=1, text="", **at)
        review.redact(contribution_id=ids[2], version=1, text="Mir gefällt es.", **at)
    by_text = {str(point["text"]): point["at"] for point in points(app)}
    assert set(by_text) == {"", "Mir gefällt es."}
    home = coarsen(cell_id(9.01, 52.01), 500)
    assert by_text["Mir gefällt es."] == pytest.approx(cell_center(home), abs=1e-6)


def test_the_order_says_nothing_about_who_or_when(app: APIFlask, town: Town) -> None:
    places = [(9.03, "dritter"), (9.01, "erster"), (9.02, "zweiter")]
    for lon, text in places:
        put(app, town, text, geometry=shapely.Point(lon, 52.01))
    set_states(app, "released")
    assert [point["text"] for point in points(app)] == ["erster", "zweiter", "dritter"]


def test_unchanged_points_are_not_sent_again(app: APIFlask, town: Town) -> None:
    put(app, town, "Eins")
    set_states(app, "released")
    client = PageClient(app)
    tag = client.get(ADDRESS).headers["ETag"]
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 304
    set_states(app, "internal")
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


def test_unknown_and_drafted_processes_are_not_found(app: APIFlask, town: Town) -> None:
    assert PageClient(app).get("/api/public/nichts/points").status_code == 404
    with app.app_context(), transaction():
        process = db.session.get(Process, town.process_id)
        assert process is not None
        process.status = "draft"
    assert PageClient(app).get(ADDRESS).status_code == 404


@settings(max_examples=200, deadline=None)
@given(lon=st.floats(5.9, 15.0), lat=st.floats(47.3, 55.0))
def test_rounding_is_stable_and_hides_the_exact_place(lon: float, lat: float) -> None:
    once = public.rounded(np.array([lon]), np.array([lat]))
    again = public.rounded(*once)
    assert (once[0][0], once[1][0]) == pytest.approx((again[0][0], again[1][0]), abs=2e-6)
    x, y = TO_METRES.transform(*once)
    middle = public.GRID / 2
    assert x[0] % public.GRID == pytest.approx(middle, abs=0.2)
    assert y[0] % public.GRID == pytest.approx(middle, abs=0.2)
    there = TO_METRES.transform(lon, lat)
    assert np.hypot(there[0] - x[0], there[1] - y[0]) <= public.GRID * 0.75


def test_points_are_plain_data(app: APIFlask, town: Town) -> None:
    put(app, town, "Eins")
    set_states(app, "released")
    with app.app_context():
        found = public.points(town.process_id)
    assert set(found[0]) == {"lon", "lat", "quality", "text", "month"}
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert draft_of().quality == found[0]["quality"]
