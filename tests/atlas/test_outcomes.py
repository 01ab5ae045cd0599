"""What became of one's own contributions: the release and figures they count in, nothing of others, nothing hidden."""

from __future__ import annotations

from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.atlas import counted_in, outcomes
from app.atlas.outcomes import Line
from app.base.database import db, now, transaction
from app.base.tokens import token_hash
from app.contributions.own import own
from app.indicators import releases
from app.participants.models import Participant, ParticipantSession
from app.participants.vocabulary import SESSION_DAYS
from app.processes.queries import process_by_id
from tests.indicators.conftest import Town
from tests.indicators.conftest import town as town
from tests.page_client import PageClient


def person_in(town: Town, area: str) -> Participant:
    query = select(Participant).where(
        Participant.process_id == town.process_id, Participant.home_area_code == area
    )
    return db.session.scalars(query.order_by(Participant.id)).first()  # type: ignore[return-value]


def freeze(town: Town) -> None:
    with transaction():
        releases.freeze(process_id=town.process_id, approvals=town.approvals)


def phone_of(app: APIFlask, person_id: UUID) -> PageClient:
    with app.app_context(), transaction():
        expires = now().replace(year=now().year + 1)
        assert SESSION_DAYS < 365
        db.session.add(
            ParticipantSession(participant_id=person_id, token_hash=token_hash("phone"), expires_at=expires)
        )
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], "phone")
    return client


def lines_in(app: APIFlask, town: Town, area: str) -> list[str]:
    with app.test_request_context("/mein/was-wurde-daraus"):
        mine = own(person_in(town, area).id)
        found = counted_in.lines_of(process_by_id(town.process_id), mine)
        return [line.text for one in mine for line in found.get(one.id, [])]


def test_before_a_release_nothing_counts_yet(app: APIFlask, town: Town) -> None:
    assert lines_in(app, town, "A1") == []
    with app.app_context():
        person_id = person_in(town, "A1").id
    page = phone_of(app, person_id).get("/mein/was-wurde-daraus").get_data(as_text=True)
    assert "Noch sind keine Zahlen veröffentlicht." in page


def test_a_place_names_the_release_and_its_figures(app: APIFlask, town: Town) -> None:
    with app.app_context():
        freeze(town)
    found = lines_in(app, town, "A1")
    assert sum(line.startswith("Gezählt in Veröffentlichung Nr. 1 vom ") for line in found) == 2
    assert "Raum A1: 30 Personen haben etwas gezeigt. Du bist eine davon." in found
    assert "Raum A1: 30 Orte »Lieblingsort«. Einer davon ist deiner." in found
    assert any("nannten einen Ort, an dem es ihnen nicht gut geht" in line for line in found)


def test_a_hidden_number_stays_hidden_from_those_behind_it(app: APIFlask, town: Town) -> None:
    with app.app_context():
        freeze(town)
    found = lines_in(app, town, "A4")
    figures = [line for line in found if line.startswith("Raum A4")]
    assert figures
    assert all("bleibt verborgen" in line for line in figures)
    assert not [line for line in figures if ": 3" in line]


def test_the_newest_release_counts_and_what_came_later_waits(app: APIFlask, town: Town) -> None:
    with app.app_context():
        freeze(town)
        freeze(town)
        with transaction():
            town.speak("A2", 1)
        late = db.session.scalars(select(Participant).order_by(Participant.id.desc())).first()
        assert late is not None
        late_id = late.id
    assert "Nr. 2" in lines_in(app, town, "A1")[0]
    with app.test_request_context("/"):
        assert counted_in.lines_of(process_by_id(town.process_id), own(late_id)) == {}


def test_the_page_is_for_one_person_only(app: APIFlask, town: Town) -> None:
    with app.app_context():
        freeze(town)
        person_id = person_in(town, "A1").id
        mine = {str(one.id) for one in own(person_id)}
        others = {str(one.id) for one in own(person_in(town, "A2").id)}
    page = phone_of(app, person_id).get("/mein/was-wurde-daraus").get_data(as_text=True)
    assert all(key in page for key in mine)
    assert not [key for key in others if key in page]
    assert PageClient(app).get("/mein/was-wurde-daraus").location == "/mitmachen"


def test_later_packages_add_their_line(app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    class Measures:
        def lines_of(self, process: object, mine: list[object]) -> dict[UUID, list[Line]]:
            return {mine[0].id: [Line("Die Lampen sind neu.")]}  # type: ignore[attr-defined]

    monkeypatch.setitem(app.extensions, "atlas_outcomes", (counted_in, Measures()))
    with app.test_request_context("/"):
        person = person_in(town, "A1")
        found = outcomes.outcomes_of(person, process_by_id(town.process_id))
    assert [line.text for line in found[0].lines] == ["Die Lampen sind neu."]
    assert found[1].lines == []


def test_the_results_lead_there_by_the_receipt(app: APIFlask, town: Town) -> None:
    page = PageClient(app).get("/verfahren/stadt/ergebnisse").get_data(as_text=True)
    assert "/weiter?weiter=/mein/was-wurde-daraus" in page.replace("%2F", "/")
