"""Questions of needle maps go down to the old table and come up again as the same questionnaires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import flask_migrate
import pytest
from apiflask import APIFlask
from sqlalchemy import text

from app.base.database import db, transaction
from app.maps.models import NeedleCampaign
from app.maps.services import create_campaign
from app.maps.template import DEFAULT_QUESTIONS, DRAWING_QUESTIONS, CampaignDraft
from app.questions.content import Questionnaire
from app.questions.queries import content_of
from app.questions.reading import fingerprint
from app.questions.services import create_questionnaire
from tests.participants.factories import make_process

BEFORE = "0017"


@pytest.fixture
def kept(app: APIFlask) -> Iterator[APIFlask]:
    """A map with questions of each kind, one of them in English too; another questionnaire has its name."""
    first = replace(
        DEFAULT_QUESTIONS[0], said={"en": "Where do you like to be?"}, ask_photo="first", ask_voice=False
    )
    second = replace(DEFAULT_QUESTIONS[1], ask_time=False, ask_photo="none", max_pins=7)
    with app.app_context():
        with transaction():
            process = make_process()
            create_campaign(
                process_id=process.id,
                slug="karte",
                draft=CampaignDraft("Karte", 9.3, 52.7, questions=(first, second, *DRAWING_QUESTIONS)),
            )
        yield app
        db.session.remove()
        flask_migrate.upgrade()


def test_down_and_up_again_are_the_same_questions(kept: APIFlask) -> None:
    before = db.session.query(NeedleCampaign).one().questions
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)

    rows = db.session.execute(text("SELECT * FROM needle_question ORDER BY position")).mappings().all()
    assert [row["task"] for row in rows] == ["needle", "needle", "felt_area", "way"]
    assert [row["ask_photo"] for row in rows] == ["first", "none", "offered", "offered"]
    assert [bool(row["ask_voice"]) for row in rows] == [False, True, True, True]
    assert [row["max_pins"] for row in rows] == [3, 7, 1, 3]
    wordings = db.session.execute(text("SELECT language, text FROM wording")).all()
    assert [tuple(row) for row in wordings] == [("en", "Where do you like to be?")]
    assert db.session.execute(text("SELECT count(*) FROM questionnaire")).scalar_one() == 0
    db.session.remove()

    flask_migrate.upgrade()
    with kept.test_request_context():
        campaign = db.session.query(NeedleCampaign).one()
        assert campaign.questions == before
        version = campaign.answered
        assert (version.number, version.state, campaign.questionnaire.key) == (1, "published", "karte")
        assert version.fingerprint == fingerprint(content_of(version))
    assert db.session.execute(text("SELECT count(*) FROM wording")).scalar_one() == 0


def test_another_questionnaire_of_that_name_keeps_it(kept: APIFlask) -> None:
    process_id = db.session.query(NeedleCampaign).one().activity.process_id
    db.session.remove()
    flask_migrate.downgrade(revision=BEFORE)
    with transaction():
        create_questionnaire(process_id=process_id, key="karte", title="Umfrage", content=Questionnaire())
    db.session.remove()
    flask_migrate.upgrade()
    assert db.session.query(NeedleCampaign).one().questionnaire.key == "karte-2"
