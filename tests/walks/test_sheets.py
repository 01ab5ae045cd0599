"""Observation sheets are typed in, one after the other: each once, a tenth of them twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.base.errors import Problems
from app.contributions.models import Contribution, Submission, SubmissionAttribute
from app.participants.models import Participant
from app.walks.book.models import ObservationSheet
from app.walks.book.services import give_out
from app.walks.models import Walk
from app.walks.queries import stops_of
from app.walks.sheets.models import TypedSheet
from app.walks.sheets.typing import typed
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in
from tests.walks.brought import make_walk

HERE = "/verwaltung/verfahren/zeig-dein-viertel/spaziergang/hafenrunde/boegen"
SHEET = {
    "number": "7", "stop": "2", "what": "2", "text": "Kein Schatten am Kai", "valence": "3",
    "hands_plus": "3", "hands_zero": "", "hands_minus": "11",
}  # fmt: skip


@pytest.fixture
def two(app: APIFlask) -> Iterator[tuple[PageClient, PageClient]]:
    """Two recorders who are signed in."""
    with app.app_context():
        with transaction():
            process_id = make_walk().activity.process_id
        people = ("eins@stadt.example", "zwei@stadt.example")
        for person in people:
            give_role(process_id, make_user(person), "recorder")
        yield sign_in(app, people[0]), sign_in(app, people[1])
        db.session.remove()


def enter(client: PageClient, **values: str) -> Any:
    db.session.rollback()
    return client.submit(HERE, {**SHEET, **values}, action=HERE)


def test_a_sheet_becomes_entries_of_the_group_and_the_next_is_ready(
    two: tuple[PageClient, PageClient],
) -> None:
    answer = enter(two[0])
    assert (answer.status_code, answer.location) == (303, f"{HERE}?weiter=7.2&halt=2")
    page = two[0].get(answer.location).page  # type: ignore[attr-defined]
    assert "Bogen 7.1 ist eingetragen." in page.text
    form = page.form(HERE)
    assert form.find(".//input[@name='number']").get("value") == "7.2"
    assert form.find(".//input[@name='stop']").get("value") == "2"
    db.session.rollback()
    (said,) = db.session.query(Contribution).all()
    assert (said.kind, said.text, said.valence) == ("walk_observation", "Kein Schatten am Kai", "neg")
    answers = {
        one.key: one.value_number
        for one in db.session.query(SubmissionAttribute)
        if one.value_number is not None
    }
    assert answers == {"hands.plus": 3, "hands.zero": 0, "hands.minus": 11}
    sittings = db.session.query(Submission).all()
    assert {one.source for one in sittings} == {"paper"}
    (group,) = {one.participant_id for one in sittings}
    person = db.session.get_one(Participant, group)
    assert (person.role, person.age_band) == ("youth", "a14_15")


def test_a_number_typed_twice_is_told_and_recorded_once(two: tuple[PageClient, PageClient]) -> None:
    enter(two[0])
    answer = enter(two[1], text="Etwas anderes")
    assert answer.status_code == 409
    assert "Bogen 7.1 ist schon eingetragen." in answer.page.text
    assert "Etwas anderes" in answer.text
    db.session.rollback()
    assert db.session.query(Contribution).count() == 1


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"number": "0"}, "number"),
        ({"number": "sieben"}, "number"),
        ({"stop": "9"}, "stop"),
        ({"stop": ""}, "stop"),
        ({"what": "9"}, "what"),
        ({"what": ""}, "what"),
        ({"text": ""}, "text"),
        ({"valence": "gut"}, "valence"),
        ({"hands_plus": "-1"}, "hands_plus"),
        ({"hands_plus": "viele"}, "hands_plus"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    two: tuple[PageClient, PageClient], values: dict[str, str], name: str
) -> None:
    answer = enter(two[0], **values)
    assert answer.status_code == 422
    assert f'id="e-{name}"' in answer.text
    assert "11" in answer.text
    db.session.rollback()
    assert db.session.query(Submission).count() == 0


def test_hands_alone_and_words_alone_will_do(two: tuple[PageClient, PageClient]) -> None:
    assert enter(two[0], what="", text="", valence="").status_code == 303
    empty = {"hands_plus": "", "hands_minus": "", "stop": "", "valence": ""}
    assert enter(two[0], number="8", **empty).status_code == 303
    db.session.rollback()
    assert db.session.query(Submission).count() == 2


def test_a_tenth_is_typed_twice_by_somebody_else(two: tuple[PageClient, PageClient]) -> None:
    enter(two[0])
    db.session.rollback()
    again = f"{HERE}/{db.session.query(TypedSheet).one().id}/doppelt"
    assert "Eine zweite Person" in two[0].get(again).page.text  # type: ignore[attr-defined]
    second = {name: value for name, value in SHEET.items() if name != "number"}
    db.session.rollback()
    answer = two[1].submit(
        again, second | {"text": "Kein Schatten am  Kai", "hands_minus": "12"}, action=again
    )
    assert answer.status_code == 303
    page = two[1].get(again).page  # type: ignore[attr-defined]
    assert "Ein Feld von 7 weicht ab." in page.text
    assert "Hände: Nicht gut" in page.text
    assert "1 von 7 Feldern" in two[1].get(HERE).page.text  # type: ignore[attr-defined]


def test_an_empty_sheet_is_none(two: tuple[PageClient, PageClient]) -> None:
    db.session.rollback()
    with pytest.raises(Problems) as raised:
        typed({}, stops_of(db.session.query(Walk).one().trail))
    assert set(raised.value.problems) == {"text"}


def test_a_sheet_has_several_entries_and_its_hands_once(two: tuple[PageClient, PageClient]) -> None:
    assert enter(two[0], number="7.1").status_code == 303
    answer = enter(two[0], number="7.2")
    assert answer.status_code == 409
    assert "Die Hände dieses Bogens sind schon eingetragen." in answer.page.text
    assert enter(two[0], number="7,2", hands_plus="", hands_minus="").status_code == 303
    db.session.rollback()
    assert [one.label for one in db.session.query(TypedSheet).order_by(TypedSheet.entry)] == ["7.1", "7.2"]


def test_only_numbers_that_were_printed_and_the_paper_is_back(two: tuple[PageClient, PageClient]) -> None:
    with transaction():
        printed = give_out(walk=db.session.query(Walk).one(), number=2)
        second = printed[1].id
    assert enter(two[0], number="3").status_code == 422
    assert enter(two[0], number="2").status_code == 303
    db.session.rollback()
    assert db.session.get_one(ObservationSheet, second).returned_at is not None
