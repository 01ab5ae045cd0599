"""Places of others on the page of thanks: all of few, of very many those nearest to one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, transaction
from app.contributions import public, review
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.services import record_many
from app.maps.models import CHANNEL
from app.maps.queries import campaign_of
from app.participants.models import Participant
from app.participants.services import join_direct
from app.processes.queries import activities_of, process_by_slug
from tests.maps.factories import make_open_map
from tests.page_client import PageClient
from tests.participants.factories import say_all_yeses

SLUG = "zeig-dein-viertel"
URL = f"/verfahren/{SLUG}/karte/nadelkarte"


def mark(text: str, lon: float) -> ContributionDraft:
    return ContributionDraft(id=new_id(), quality="fav", text=text, geometry=shapely.Point(lon, 52.01))


@pytest.fixture
def joined(app: APIFlask, client: PageClient) -> Iterator[PageClient]:
    """A phone whose person set a mark in the east, among six released ones from west to east."""
    with app.app_context():
        with transaction():
            code = make_open_map()
        client.submit("/mitmachen", {"code": code["typed"]})
        client.submit("/mitmachen/angaben", {"age_band": "a14_15"})
        client.submit("/mitmachen/beleg")
        with transaction():
            person = db.session.scalars(select(Participant)).one()
            process = process_by_slug(SLUG)
            [activity] = activities_of(process.id)
            another = join_direct(process_id=process.id).participant.id
            found = campaign_of(activity.id)
            assert found is not None
            found.reveal = True
            mine, *others = [mark("meins", 9.03), *(mark(f"Ort {n}", 9.0 + n * 0.005) for n in range(6))]
            sittings: list[dict[str, Any]] = [
                {"participant_id": person.id, "person_key": str(person.id), "contributions": [mine]},
                {"participant_id": another, "person_key": "jemand", "contributions": others},
            ]
            record_many(
                [
                    SubmissionDraft(
                        id=new_id(), process_id=process.id, activity_id=activity.id, channel=CHANNEL, **one
                    )
                    for one in sittings
                ]
            )
            say_all_yeses(another)
            released = dict.fromkeys(other.id for other in others)
            review.release(process_id=process.id, versions=released, user_id=None)
        yield client
        db.session.remove()


def test_few_come_as_a_list(joined: PageClient) -> None:
    found = joined.get(f"{URL}/andere.json").get_json()
    assert {point["text"] for point in found} == {f"Ort {number}" for number in range(6)}


def test_of_many_the_nearest_come_with_how_many_there_are(
    joined: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "MOST", 2)
    monkeypatch.setattr(public.near, "__defaults__", (2,))
    found = joined.get(f"{URL}/andere.json").get_json()
    assert found["total"] == 6
    assert [point["text"] for point in found["points"]] == ["Ort 4", "Ort 5"]
    assert set(found["points"][0]) == {"lon", "lat", "quality", "text", "month"}
