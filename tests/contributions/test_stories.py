"""The story of one's own contribution: what happened, on which day, in plain words, and what a release counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import now, transaction
from app.contributions import review
from app.contributions.own import own
from app.contributions.services import correct
from app.contributions.stories import counted_at, decided, stories
from tests.contributions.conftest import Town
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.desk import put
from tests.page_client import PageClient


def decide(app: APIFlask, town: Town, name: str, contribution_id: UUID, **values: Any) -> None:
    which: dict[str, Any] = {"versions": {contribution_id: None}}
    if name == "redact":
        which = {"contribution_id": contribution_id, "version": None}
    with app.app_context(), transaction():
        getattr(review, name)(process_id=town.process_id, user_id=None, **which, **values)


def told(app: APIFlask, town: Town) -> list[str]:
    with app.test_request_context("/mein"):
        mine = own(town.participant_id)
        return [step.text for step in stories(mine)[mine[0].id]]


def test_what_has_just_arrived_waits_to_be_read(app: APIFlask, town: Town) -> None:
    put(app, town, "Schön hier")
    assert told(app, town) == ["Angekommen.", "Bald liest es jemand vom Team."]


@pytest.mark.parametrize(
    ("decision", "values", "wanted"),
    [
        ("release", {}, "Gelesen und freigegeben."),
        ("redact", {"text": "Schön"}, "Gelesen und gekürzt."),
        ("keep_internal", {}, "nur das Planungsteam"),
        ("reject", {"reason": "third_party"}, "Es geht um eine andere Person, die man erkennen kann."),
    ],
)
def test_each_decision_has_its_sentence(
    app: APIFlask, town: Town, decision: str, values: dict[str, Any], wanted: str
) -> None:
    (identity,) = put(app, town, "Schön hier")
    decide(app, town, decision, identity, **values)
    steps = told(app, town)
    assert len(steps) == 2
    assert wanted in steps[1]


def test_an_uneasy_place_is_said_to_be_a_number_only(app: APIFlask, town: Town) -> None:
    (identity,) = put(app, town, "Hier ist es dunkel", quality="uneasy")
    decide(app, town, "release", identity)
    assert "nur als Zahl" in told(app, town)[1]


def test_what_was_changed_is_read_again(app: APIFlask, town: Town) -> None:
    (identity,) = put(app, town, "Schön hier")
    decide(app, town, "release", identity)
    with app.app_context(), transaction():
        correct(contribution_id=identity, participant_id=town.participant_id, changes={"text": "Sehr schön"})
    assert told(app, town)[1:] == ["Du hast es danach geändert.", "Bald liest es jemand vom Team."]


def test_a_count_knows_what_had_arrived_and_was_not_refused_by_then(app: APIFlask, town: Town) -> None:
    early, refused = put(app, town, "früh", "weg")
    decide(app, town, "reject", refused, reason="off_topic")
    with app.app_context():
        mine = own(town.participant_id)
        assert counted_at(mine, now() - timedelta(hours=1), decided(mine)) == set()
        assert counted_at(mine, now(), decided(mine)) == {early}


def test_the_page_tells_the_story(app: APIFlask, town: Town) -> None:
    put(app, town, "Schön hier")
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], town.session_token)
    page = client.get("/mein").get_data(as_text=True)
    assert "Was ist damit passiert?" in page
    assert "Bald liest es jemand vom Team." in page
    assert "/mein/was-wurde-daraus" in page
