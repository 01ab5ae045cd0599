"""Proposals come from contributions, quote nobody, and every refusal has a reason and a public answer (C5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.atlas.outcomes import outcomes_of
from app.base.database import db, transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.contributions.choosing import choosable
from app.contributions.models import Contribution
from app.contributions.services import withdraw
from app.measures import services
from app.measures.models import Proposal
from app.measures.queries import answered_proposals, count_open, proposal_by_id, proposals_from
from app.participants.models import Participant
from app.processes.queries import process_by_id
from tests.page_client import PageClient
from tests.staff import give_role, make_process, make_user, sign_in
from tests.walks.evaluating import Walked, walked

DESK = "/verwaltung/verfahren/mein-viertel/vorschlaege"
BOARD = "/verfahren/mein-viertel/vorschlaege"
ANSWER = "Der Ausschuss hat zwei neue Lampen beschlossen; sie kommen im Herbst."


def id_of(text: str) -> UUID:
    return db.session.scalars(select(Contribution.id).where(Contribution.text == text)).one()


def proposed(made: Walked, *texts: str) -> Proposal:
    with transaction():
        return services.propose(
            process_id=made.process_id, text="Mehr Beleuchtung an Haltestellen.", theme="Licht",
            contribution_ids=[id_of(text) for text in texts],
        )  # fmt: skip


def test_a_proposal_knows_its_origins_and_outlives_them(db_session: Any) -> None:
    made = walked()
    made.note("quote", 0, by=1, text="Da fürchte ich mich.")
    said = id_of("Da fürchte ich mich.")
    found = proposed(made, "Eine Lampe ist kaputt.", "Da fürchte ich mich.")
    assert [one.id for one in proposals_from([said])[said]] == [found.id]
    with transaction():
        services.add_origins(process_id=made.process_id, proposal_id=found.id, contribution_ids=[said])
    assert len(proposal_by_id(made.process_id, found.id).origins) == 2
    with transaction():
        withdraw(contribution_id=said, participant_id=made.people[1][0])
    assert count_open(made.process_id) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "Neue Lampen.", "contribution_ids": [UUID(int=5)]}, "contribution_ids"),
    ],
)
def test_what_is_no_proposal_is_refused(db_session: Any, values: dict[str, Any], field: str) -> None:
    process_id = make_process()
    with pytest.raises(DomainError) as refused, transaction():
        services.propose(process_id=process_id, **values)
    assert refused.value.field == field


def test_contributions_of_other_processes_and_own_words_are_refused(db_session: Any) -> None:
    made = walked()
    other = make_process("woanders")
    with pytest.raises(DomainError) as refused, transaction():
        services.propose(process_id=other, text="x", contribution_ids=[id_of("Eine Lampe ist kaputt.")])
    assert refused.value.field == "contribution_ids"
    with pytest.raises(DomainError, match="nicht Ja gesagt"), transaction():
        services.propose(
            process_id=made.process_id, text="Hier ist es abends zu dunkel, sagten viele.",
            contribution_ids=[id_of("Hier ist es abends zu dunkel.")],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"status": "declined", "answer_text": ANSWER}, "reason_code"),
        ({"status": "deferred", "answer_text": ANSWER, "reason_code": "weil"}, "reason_code"),
        ({"status": "declined", "answer_text": "Nein.", "reason_code": "budget"}, "answer_text"),
        ({"status": "adopted", "answer_text": "Ja."}, "answer_text"),
        ({"status": "open", "answer_text": ANSWER}, "status"),
    ],
)
def test_no_decision_without_reason_and_answer(db_session: Any, values: dict[str, str], field: str) -> None:
    made = walked()
    found = proposed(made)
    with pytest.raises(DomainError) as refused, transaction():
        services.answer_proposal(process_id=made.process_id, proposal_id=found.id, **values)
    assert refused.value.field == field
    assert answered_proposals(made.process_id) == []


def test_an_answer_is_public_once_and_stale_ones_are_refused(db_session: Any) -> None:
    made = walked()
    found = proposed(made)
    version = found.version
    values: dict[str, Any] = {"process_id": made.process_id, "proposal_id": found.id, "version": version}
    with transaction():
        services.answer_proposal(status="declined", reason_code="budget", answer_text=ANSWER, **values)
    with pytest.raises(Conflict), transaction():
        services.answer_proposal(status="adopted", answer_text=ANSWER, **values)
    (answered,) = answered_proposals(made.process_id)
    assert (answered.status, answered.reason_code) == ("declined", "budget")
    with transaction():
        services.answer_proposal(
            process_id=made.process_id, proposal_id=found.id, status="adopted", answer_text=ANSWER,
            reason_code="budget",
        )  # fmt: skip
    assert answered_proposals(made.process_id)[0].reason_code == "", "a yes needs no reason"
    with pytest.raises(NotFound):
        proposal_by_id(make_process("woanders"), found.id)


def test_who_said_it_reads_what_became_of_it(app: APIFlask, db_session: Any) -> None:
    made = walked()
    made.note("quote", 0, by=1, text="Da fürchte ich mich.")
    found = proposed(made, "Da fürchte ich mich.")
    person = db.session.get_one(Participant, made.people[1][0])

    def lines() -> list[str]:
        with app.test_request_context():
            told = outcomes_of(person, process_by_id(made.process_id))
            return [line.text for one in told for line in one.lines if line.about == "proposed"]

    assert lines() == ["Daraus wurde ein Vorschlag. Er wird noch geprüft: Mehr Beleuchtung an Haltestellen."]
    with transaction():
        services.answer_proposal(
            process_id=made.process_id, proposal_id=found.id, status="adopted", answer_text=ANSWER
        )
    assert [ANSWER in line for line in lines()] == [True]


def test_choosing_filters_by_activity_stop_and_word_and_hides_secrets(db_session: Any) -> None:
    made = walked()
    everything, total = choosable(made.process_id)
    assert total == len(everything) > 5
    assert not any("Versteck" in one.text for one in everything)
    here, _total = choosable(made.process_id, activity_id=made.activity_id, stop=made.stops[0])
    assert {one.text for one in here} == {"Hier ist es abends zu dunkel.", "Eine Lampe ist kaputt."}
    assert choosable(made.process_id, search="LAMPE")[1] == 1
    assert choosable(make_process("woanders"))[1] == 0


def test_from_ticked_words_to_the_public_board(app: APIFlask, client: PageClient) -> None:
    with app.app_context():
        made = walked()
        give_role(made.process_id, make_user("planner@example.org"), "planner")
        ticked = str(id_of("Eine Lampe ist kaputt."))
    staff = sign_in(app, "planner@example.org")
    address = f"{DESK}/neu?aktivitaet=runde&halt={made.stops[0]}"
    assert "Halt" in staff.get(address).page.text
    empty = staff.submit(address, {"text": "", "contribution_ids": [ticked]})
    assert empty.status_code == 422
    assert [one.get("value") for one in empty.page.all("input") if one.get("checked") is not None] == [ticked]
    made_one = staff.submit(address, {"text": "Neue Lampen.", "contribution_ids": [ticked]})
    assert made_one.status_code == 302
    one = made_one.location
    assert "Eine Lampe ist kaputt." in staff.get(one).page.text
    refused = staff.submit(one, {"status": "declined", "answer_text": ANSWER}, action=f"{one}/antwort")
    assert refused.status_code == 422
    assert "Bitte wählen Sie einen" in refused.page.text
    assert ANSWER in refused.page.text
    assert "Ein Vorschlag wartet noch" in client.get(BOARD).page.text
    values = {"status": "declined", "answer_text": ANSWER, "reason_code": "budget"}
    assert staff.submit(one, values, action=f"{one}/antwort").status_code == 302
    board = client.get(BOARD).page
    assert ANSWER in board.text
    assert "Grund: Geld fehlt" in board.text
    assert "Eine Lampe ist kaputt." not in board.text, "nobody has released these words"
