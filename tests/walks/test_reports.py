"""The public report of a walk: after the minutes are confirmed, with released words only, for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.atlas.outcomes import outcomes_of
from app.base.database import db, transaction
from app.base.errors import DomainError
from app.contributions import review
from app.contributions.models import Contribution
from app.participants.models import Participant
from app.processes.queries import process_by_id
from app.walks.minutes import services as minutes
from app.walks.models import Walk
from app.walks.report import services
from app.walks.report.queries import published_sisters, report_content
from app.walks.services import create_walk
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in
from tests.walks.evaluating import Walked, walked

REPORT = "/verfahren/mein-viertel/spaziergang/runde/bericht"
DESK = "/verwaltung/verfahren/mein-viertel/spaziergang/runde/bericht"


def confirmed(made: Walked) -> Walk:
    with transaction():
        minutes.draft_minutes(walk=made.walk)
        minutes.send_minutes(walk=made.walk)
        minutes.confirm_minutes(walk=made.walk, is_spoken=True)
    return made.walk


def release(made: Walked, user_id: UUID, *texts: str) -> None:
    """Words staff put in place of what was said, so that nobody is quoted without a yes."""
    for text in texts:
        query = select(Contribution.id).where(
            Contribution.process_id == made.process_id, Contribution.text == text
        )
        with transaction():
            review.redact(
                process_id=made.process_id, contribution_id=db.session.scalars(query).one(),
                text=f"Gekürzt: {text.split()[-1]}", user_id=user_id, version=None,
            )  # fmt: skip


def test_only_confirmed_minutes_with_an_introduction_are_published(db_session: Any) -> None:
    made = walked()
    with pytest.raises(DomainError, match="bestätigen"), transaction():
        services.publish_report(walk=made.walk)
    walk = confirmed(made)
    with pytest.raises(DomainError) as refused, transaction():
        services.publish_report(walk=walk)
    assert refused.value.field == "intro"
    with pytest.raises(DomainError, match="nicht Ja gesagt"), transaction():
        services.save_intro(walk=walk, intro="Alle sagten: Hier ist es abends zu dunkel.")
    with transaction():
        services.save_intro(walk=walk, intro="Neun Jugendliche zeigten ihr Viertel.")
        services.publish_report(walk=walk)
    assert (minutes.existing_minutes(made.walk).state) == "published"
    with transaction():
        services.take_in_report(walk=made.walk)
    assert minutes.existing_minutes(made.walk).state == "confirmed"


def test_it_shows_what_was_released_and_nothing_else(app: APIFlask, client: PageClient) -> None:
    with app.app_context():
        made = walked()
        user_id = make_user("facilitator@example.org")
        give_role(made.process_id, user_id, "facilitator")
        confirmed(made)
        release(made, user_id, "Eine Lampe ist kaputt.", "Der Kanal", "Durch den Park, da ist Schatten.")
        content = report_content(made.walk)
        assert [place.said for place in content.stops][:2] == [{"observation": ["Gekürzt: kaputt."]}, {}]
        assert content.tops == {"top_good": ["Gekürzt: Kanal"]}
        assert content.changes == [("Anderer Weg", "Gekürzt: Schatten.")]
    assert client.get(REPORT).status_code == 404
    staff = sign_in(app, "facilitator@example.org")
    assert (
        staff.submit(DESK, {"intro": "Neun Jugendliche zeigten ihr Viertel."}, action=DESK).status_code == 302
    )
    assert staff.submit(DESK, action=f"{DESK}/veroeffentlichen").status_code == 302
    page = client.get(REPORT).page
    assert "Neun Jugendliche zeigten ihr Viertel." in page.text
    assert "Gekürzt: kaputt." in page.text
    for kept in ("Eine Lampe ist kaputt", "Versteck", "abends zu dunkel", "Handzeichen", "Klasse 8b"):
        assert kept not in page.text, kept
    assert staff.submit(DESK, action=f"{DESK}/zurueckziehen").status_code == 302
    assert client.get(REPORT).status_code == 404


def test_the_other_group_is_seen_once_its_report_is_out(db_session: Any) -> None:
    made = walked()
    walk = confirmed(made)
    with transaction():
        sister = create_walk(trail=made.walk.trail, slug="senioren", title="Nordrunde der Älteren")
    assert published_sisters(sister) == []
    with transaction():
        services.save_intro(walk=walk, intro="Neun Jugendliche zeigten ihr Viertel.")
        services.publish_report(walk=walk)
    assert [one.activity_id for one in published_sisters(sister)] == [made.activity_id]
    assert published_sisters(made.walk) == []


def test_who_walked_is_led_to_minutes_and_report(app: APIFlask, db_session: Any) -> None:
    made = walked()
    made.note("quote", 1, by=1, text="Ich mag das Wasser.")
    walk = confirmed(made)
    person = db.session.get_one(Participant, made.people[1][0])
    process = process_by_id(made.process_id)

    def addresses() -> list[str]:
        with app.test_request_context():
            return [line.url for one in outcomes_of(person, process)[:1] for line in one.lines]

    assert addresses() == [REPORT.replace("bericht", "protokoll")]
    with transaction():
        services.save_intro(walk=walk, intro="Neun Jugendliche zeigten ihr Viertel.")
        services.publish_report(walk=walk)
    assert addresses() == [REPORT.replace("bericht", "protokoll"), REPORT]
    with transaction():
        minutes.call_back(walk=made.walk)
    assert addresses() == [REPORT]
