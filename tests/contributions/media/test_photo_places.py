"""R21: photos as they come, with a place or without: each can be completed, and no place in a file moves anything.

Every kind of place, format and way of holding the phone; a part of them in the suite, 300 with STREIFZUG_FULL=1.
"""

from __future__ import annotations

import os
import random
from itertools import product

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions.models import Contribution
from app.participants.services import join_direct
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment
from tests.contributions.media.samples import photo
from tests.contributions.media.senders import Sender

FULL = os.environ.get("STREIFZUG_FULL") == "1"
COUNT = 300 if FULL else 6
OF_ONE = 20
"""Photos of one participant: nobody sends 300."""

CHOSEN = (9.03, 52.03)
"""Where the person says it is; longitude, latitude."""
PLACES = {
    "none": None,
    "near": (9.05, 52.02),
    "exactly zero": (0.0, 0.0),
    "wrong town": (9.73, 52.37),
    "other continent": (-70.6, -33.4),
    "beyond the pole": (9.0, 91.0),
}
CASES = list(product(PLACES, ("JPEG", "AVIF", "PNG", "WEBP"), range(1, 9)))


@pytest.fixture
def cases() -> list[tuple[str, str, int]]:
    """So many of all combinations, always the same; each at least once in full."""
    chance = random.Random(21)
    shuffled = chance.sample(CASES, len(CASES))
    return [shuffled[number % len(shuffled)] for number in range(COUNT)]


def test_every_photo_can_be_completed_and_its_place_is_only_a_question(
    app: APIFlask, town: Town, phone: Sender, cases: list[tuple[str, str, int]]
) -> None:
    for number, (place, kind, orientation) in enumerate(cases):
        if number % OF_ONE == 0:
            with app.app_context(), transaction():
                joined = join_direct(process_id=town.process_id, age_band="a16_17")
                sender = Sender(app, town, joined.session_token)
        case = f"{place}, {kind}, held as {orientation}"
        content = photo(kind, place=PLACES[place], orientation=orientation)
        contribution_id = sender.contribute(geometry={"type": "Point", "coordinates": list(CHOSEN)})
        found = attachment(app, sender.upload(content, contribution_id))
        assert found.state == "in_review", case
        assert (found.found_place is not None) == (place == "near"), case
        with app.app_context():
            shape = db.session.get_one(Contribution, contribution_id).geometry
            assert shape is not None, case
            assert (shape.x, shape.y) == pytest.approx(CHOSEN), case
