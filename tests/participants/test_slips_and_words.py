"""Slips are counted, yeses of many are asked for at once, and those to words come with the words (E02, E04)."""

from __future__ import annotations

import pytest

from app.base.database import new_id, transaction
from app.base.errors import DomainError
from app.participants.consents import (
    consented_among,
    ever_said,
    is_consented,
    log_of,
    slips_of,
    yes_of,
)
from app.participants.services import CodeIsFull, mark_slips, say_yes_to, withdraw_consent
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS
from tests.participants.factories import make_code, make_process
from tests.participants.test_consents import joined, say_yes
from tests.staff import make_user


def test_a_code_takes_as_many_people_as_there_are_slips(db_session: object) -> None:
    with transaction():
        code = make_code(make_process())
        user = make_user("leitung@example.org")
        joined("a10_11", code)
        joined("a10_11", code)
        with pytest.raises(DomainError, match="2 Personen") as refused:
            mark_slips(code=code, count=1, purposes=["audio"], user_id=user)
        assert refused.value.field == "count"
        assert slips_of([code.id]) == {}
        mark_slips(code=code, count=3, purposes=["audio"], user_id=user)
        joined("a10_11", code)
        with pytest.raises(CodeIsFull):
            joined("a10_11", code)


def test_many_are_asked_at_once_as_one_by_one(db_session: object) -> None:
    with transaction():
        process = make_process()
        with_slip, without = make_code(process), make_code(process)
        people = [
            joined(band, code)
            for band in ("a12_13", "na", "a16_17", "a18_21")
            for code in (with_slip, without)
        ]
        said_16 = joined("na", without)
        say_yes(said_16, AGE_16)
        silent = joined("a18_21", without)
        mark_slips(code=with_slip, count=9, purposes=["quote"], user_id=make_user("leitung@example.org"))
        things = {new_id(): person for person in [*people, said_16]}
        for thing, person in things.items():
            say_yes(person, "quote", subject_id=thing)
        at_large = joined("a18_21", without)
        say_yes(at_large, "quote")
        things |= {new_id(): silent, new_id(): at_large, new_id(): people[-1]}
        owners = {thing: person.id for thing, person in things.items()} | {new_id(): None}
    expected = {thing for thing, owner in owners.items() if is_consented(owner, "quote", thing)}
    assert consented_among("quote", owners) == expected
    assert len(expected) == 8


def test_the_yes_to_words_comes_with_them_and_only_in_the_words_of_today(db_session: object) -> None:
    with transaction():
        person = joined("a18_21", make_code(make_process()))
        one, other, late = new_id(), new_id(), new_id()
        version = CONSENT_TEXTS["quote"].version
        for _time in range(2):
            say_yes_to(
                participant_id=person.id, purpose="quote", subject_ids=[one, other], text_version=version
            )
        say_yes_to(participant_id=person.id, purpose="quote", subject_ids=[late], text_version="2020-01-01")
        say_yes_to(participant_id=person.id, purpose="audio", subject_ids=[late], text_version=version)
    assert yes_of("quote", [one, other, late]) == {one: version, other: version}
    [line] = log_of(person.id)
    assert (line.count, line.consent.withdrawn_at) == (2, None)
    with transaction():
        withdraw_consent(participant_id=person.id, consent_id=line.consent.id)
    assert yes_of("quote", [one, other]) == {}
    assert [line.count for line in log_of(person.id)] == [2]
    assert ever_said("quote", person.id) == {one, other}
