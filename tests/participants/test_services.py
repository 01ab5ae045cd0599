"""Codes, joining, coming back: what is stored, what is derived, what is refused."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import timedelta
from threading import Thread

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, now, transaction
from app.base.errors import DomainError
from app.base.tokens import CODE_ALPHABET, token_hash
from app.participants import work
from app.participants.models import GuessCount, Participant, ParticipantSession
from app.participants.queries import (
    codes_of,
    failures_this_hour,
    find_code,
    home_areas,
    normalised_code,
    normalised_receipt,
    participant_by_session,
)
from app.participants.services import (
    UnknownCode,
    UnknownReceipt,
    count_failure,
    join,
    join_direct,
    leave,
    qr_token,
    renew_code,
    resume,
    revoke_code,
)
from tests.participants.factories import make_code, make_process


def test_a_code_is_eight_signs_and_its_token_is_derived_but_stored_as_hash_only(db_session: object) -> None:
    with transaction():
        code = make_code(make_process())
    assert len(code.code) == 8
    assert set(code.code) <= set(CODE_ALPHABET)
    token = qr_token(code)
    assert len(token) == 22
    assert qr_token(code) == token, "the poster can be printed again"
    assert code.token_hash == token_hash(token) != token
    assert find_code(token) == find_code(code.code) == code
    assert find_code(f"https://stadt.example/m/{token}") == code


@pytest.mark.parametrize(
    "typed", ["k7pm 2rxa", "K7PM-2RXA", "  k7 pm\t2rxa ", "K7PM–2RXA", "K1PM2RXA", "KIPM2RXA"]
)
def test_spaces_dashes_capitals_and_misread_signs_are_forgiven(typed: str) -> None:
    assert normalised_code(typed) == "K7PM2RXA"


def test_signs_that_no_code_has_are_read_as_their_look_alikes() -> None:
    assert normalised_code("o0su") == "QQ5V"
    assert normalised_receipt("abcd efg0 1238") == "ABCD-EFGO-I23B"


def test_renewing_ends_the_old_code_and_the_old_picture(db_session: object) -> None:
    with transaction():
        code = make_code(make_process())
    typed, token = code.code, qr_token(code)
    with transaction():
        renew_code(code=db.session.merge(code))
    assert find_code(typed) is None
    assert find_code(token) is None
    assert find_code(code.code) == find_code(qr_token(code)) == code


def test_expired_revoked_early_and_unknown_codes_are_all_simply_not_there(db_session: object) -> None:
    with transaction():
        process = make_process()
        late = make_code(process, valid_from=now() - timedelta(days=2), valid_to=now() - timedelta(days=1))
        early = make_code(process, valid_from=now() + timedelta(days=1))
        revoked = revoke_code(code=make_code(process))
    for text in (late.code, early.code, revoked.code, qr_token(revoked), "22222222", "", "x" * 5000):
        assert find_code(text) is None
    with pytest.raises(UnknownCode), transaction():
        join(code_id=late.id)
    assert {summary.state for summary in codes_of(process.id)} == {"expired", "early", "revoked"}


def test_joining_stores_no_secret_and_nothing_that_names_the_person(
    app: APIFlask, db_session: object
) -> None:
    with transaction():
        process = make_process()
        code = make_code(process, preset_role="school")
        joined = [
            join(code_id=code.id, age_band="a12_13", gender="f", home_area_code="SR02") for _ in range(20)
        ]
    first = joined[0].participant
    assert (first.age_band, first.gender, first.role) == ("a12_13", "f", "school")
    assert (first.home_area_set, first.home_area_code) == (process.area_set_names[0], "SR02")
    assert len({one.receipt for one in joined}) == 20
    assert all(len(one.receipt.replace("-", "")) == 16 for one in joined), "80 bits"
    assert codes_of(process.id)[0].participants == 20
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(db.engine.url.database or "")) as copy:
            dump = "\n".join(copy.iterdump())
        for one in joined:
            for secret in (one.receipt, one.receipt.replace("-", ""), one.session_token, qr_token(code)):
                assert secret not in dump


def test_everything_but_the_code_may_be_left_out(db_session: object) -> None:
    with transaction():
        joined = join(code_id=make_code(make_process()).id)
    person = joined.participant
    assert (person.age_band, person.gender, person.role, person.home_area_code) == ("na", "na", "youth", None)
    assert person.information_version


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"age_band": "13"}, "age_band"),
        ({"gender": "x"}, "gender"),
        ({"role": "boss"}, "role"),
        ({"home_area_code": "SR99"}, "home_area_code"),
    ],
)
def test_words_outside_the_lists_are_refused(db_session: object, values: dict[str, str], field: str) -> None:
    with pytest.raises(DomainError) as caught, transaction():
        join_direct(process_id=make_process().id, **values)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_homes_come_from_the_first_area_set_by_name(db_session: object) -> None:
    with transaction():
        process = make_process()
    assert home_areas(process) == [("SR01", "Altstadt"), ("SR02", "Hafen")]
    with transaction():
        outside = join_direct(process_id=process.id, home_area_code="outside").participant
    assert outside.home_area_code == "outside"


def test_the_receipt_leads_back_however_it_is_typed_and_leaving_ends_one_phone(db_session: object) -> None:
    with transaction():
        joined = join_direct(process_id=make_process().id)
    with transaction():
        back = resume(receipt=joined.receipt.lower().replace("-", " "))
    assert back.participant.id == joined.participant.id
    for token in (joined.session_token, back.session_token):
        assert participant_by_session(token) is not None
    with transaction():
        leave(session_token=joined.session_token)
    assert participant_by_session(joined.session_token) is None
    assert participant_by_session(back.session_token) is not None
    with pytest.raises(UnknownReceipt), transaction():
        resume(receipt="AAAA-BBBB-CCCC-DDDD")


def test_a_session_ends_after_ninety_days_and_with_withdrawal(db_session: object) -> None:
    with transaction():
        joined = join_direct(process_id=make_process().id)
    session = db.session.scalars(select(ParticipantSession)).one()
    assert timedelta(days=89) < session.expires_at - now() <= timedelta(days=90)
    with transaction():
        db.session.scalars(select(ParticipantSession)).one().expires_at = now() - timedelta(seconds=1)
    assert participant_by_session(joined.session_token) is None
    with transaction():
        db.session.scalars(select(ParticipantSession)).one().expires_at = now() + timedelta(days=1)
        db.session.scalars(select(Participant)).one().withdrawn_at = now()
    assert participant_by_session(joined.session_token) is None


def test_failures_are_counted_once_each_from_many_threads(app: APIFlask) -> None:
    def guess() -> None:
        with app.app_context():
            for _ in range(10):
                with transaction():
                    count_failure(kind="code")

    threads = [Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        with transaction():
            count_failure(kind="receipt")
        assert failures_this_hour() == 41
        rows = db.session.scalars(select(GuessCount).order_by(GuessCount.kind)).all()
        assert [(row.kind, row.failures) for row in rows] == [("code", 40), ("receipt", 1)]


def test_work_is_bound_to_what_was_typed_and_to_our_own_challenge(app: APIFlask) -> None:
    with app.app_context():
        challenge = work.new_challenge()
        stamp = solve(challenge, "K7PM2RXA")
        assert work.is_done(challenge, "k7pm-2rxa", stamp)
        assert not work.is_done(challenge, "K7PM2RXB", stamp)
        assert not work.is_done(challenge[:-1], "K7PM2RXA", stamp)
        assert not work.is_done("", "K7PM2RXA", "")


def solve(challenge: str, typed: str) -> str:
    """What the script on the phone does."""
    for stamp in range(10_000_000):
        digest = hashlib.sha256(f"{challenge}:{work.subject(typed)}:{stamp}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - work.BITS) == 0:
            return str(stamp)
    raise AssertionError("no stamp found")
