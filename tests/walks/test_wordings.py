"""What staff wrote for a walk, to be said in other languages: the stops of sister walks once."""

from __future__ import annotations

from apiflask import APIFlask

from app.base.database import transaction
from app.walks.channel import texts
from app.walks.services import StopDraft, create_trail, create_walk
from tests.staff import make_process


def test_stops_that_two_walks_share_are_said_once(app: APIFlask) -> None:
    with app.test_request_context():
        process_id = make_process()
        with transaction():
            stop = StopDraft("Haltestelle", prompts="Was passiert hier?")
            trail = create_trail(process_id=process_id, title="Weg", stops=[stop])
            walks = [
                create_walk(trail=trail, slug=slug, title=slug, focus="Wie?") for slug in ("eins", "zwei")
            ]
        fields = [[one.field for one in texts(walk.activity)] for walk in walks]
        assert fields == [["focus", "prompts"], ["focus"]]
