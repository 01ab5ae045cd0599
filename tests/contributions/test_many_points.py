"""More released points than anybody can look at: what pages and programs get is bounded, and says so."""

from __future__ import annotations

from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask

from app.base.database import transaction
from app.contributions import public, review
from tests.contributions.conftest import Town
from tests.contributions.desk import put
from tests.page_client import PageClient
from tests.participants.factories import say_all_yeses

ADDRESS = "/api/public/stadt/points"


@pytest.fixture
def row_of_points(app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Twelve released points from west to east, of which one answer takes four."""
    ids = []
    for number in range(12):
        point = shapely.Point(9.0 + number * 0.005, 52.01)
        ids += put(app, town, f"Ort {number}", geometry=point)
    with app.app_context(), transaction():
        say_all_yeses(town.participant_id)
        review.release(process_id=town.process_id, versions=dict.fromkeys(ids), user_id=None)
    monkeypatch.setattr(public, "MOST", 4)
    monkeypatch.setattr(public.near, "__defaults__", (4,))
    return ids


def texts(answer: dict[str, object]) -> set[str]:
    return {feature["properties"]["text"] for feature in answer["features"]}  # type: ignore[index, attr-defined]


def test_few_points_come_all(app: APIFlask, town: Town, row_of_points: list[UUID]) -> None:
    with app.app_context(), transaction():
        review.keep_internal(
            process_id=town.process_id, versions=dict.fromkeys(row_of_points[4:]), user_id=None
        )
    answer = PageClient(app).get(ADDRESS).get_json()
    assert texts(answer) == {"Ort 0", "Ort 1", "Ort 2", "Ort 3"}
    assert "numberMatched" not in answer


def test_of_many_come_those_in_the_middle(app: APIFlask, row_of_points: list[UUID]) -> None:
    answer = PageClient(app).get(ADDRESS).get_json()
    assert texts(answer) == {"Ort 4", "Ort 5", "Ort 6", "Ort 7"}
    assert (answer["numberMatched"], answer["numberReturned"]) == (12, 4)


def test_a_box_is_answered_by_its_own(app: APIFlask, row_of_points: list[UUID]) -> None:
    answer = PageClient(app).get(f"{ADDRESS}?bbox=9.029,52,9.9,52.1").get_json()
    assert answer["numberMatched"] == 6
    assert len(texts(answer)) == 4
    assert texts(answer) <= {f"Ort {number}" for number in range(6, 12)}
    few = PageClient(app).get(f"{ADDRESS}?bbox=9.053,52,9.9,52.1").get_json()
    assert texts(few) == {"Ort 11"}
    assert PageClient(app).get(f"{ADDRESS}?bbox=0,0,1,1").get_json()["features"] == []
    assert PageClient(app).get(f"{ADDRESS}?bbox=unfug").status_code == 404


def test_the_same_fields_in_the_same_words(app: APIFlask, town: Town, row_of_points: list[UUID]) -> None:
    """A point says the same whether it comes with all others or as one of the nearest."""
    with app.app_context():
        everything = public.points(town.process_id)
        layer = public.layer(town.process_id)
        near = public.near(layer, (9.0, 52.01), (8.0, 51.0, 10.0, 53.0), most=100)
        assert sorted(near, key=str) == sorted(everything, key=str)
