"""Who has to say yes to what, by age; saying yes, taking it back, and slips of guardians (E02, E04–E06, E14)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.areas.age_bands import AGE_BANDS
from app.base.audit import AuditEvent
from app.base.database import db, new_id, transaction
from app.base.errors import DomainError, NotFound
from app.participants.consents import (
    NEEDED,
    ONLY_TO_SHOW,
    allowed,
    counts_of,
    for_page,
    is_consented,
    log_of,
)
from app.participants.models import Consent, JoinCode, Participant
from app.participants.services import (
    join,
    mark_slips,
    record_consent,
    renew_code,
    unmark_slips,
    withdraw_consent,
    withdraw_for,
)
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS, PURPOSES, SLIP_VERSION
from tests.participants.factories import make_code, make_process
from tests.staff import make_user

PATHS = {
    "a00_05": "GGGGGG",
    "a06_09": "GGGGGG",
    "a10_11": "GGGGGG",
    "a12_13": "GGGGGG",
    "a14_15": "GGGGGG",
    "a16_17": "sssGss",
    "a18_21": "ssssss",
    "a22_26": "ssssss",
    "a27_44": "ssssss",
    "a45_64": "ssssss",
    "a65_79": "ssssss",
    "a80p": "ssssss",
    "na": "GGGGGG",
}
"""By age band, for audio, audio_public, photo, photo_people, quote, drawing: G with a guardian's yes, s own yes."""


def say_yes(person: Participant, purpose: str, **values: object) -> Consent:
    version = CONSENT_TEXTS[purpose].version
    return record_consent(participant_id=person.id, purpose=purpose, text_version=version, **values)  # type: ignore[arg-type]


def joined(age_band: str, code: JoinCode | None = None) -> Participant:
    return join(code_id=(code or make_code(make_process())).id, age_band=age_band).participant


def test_the_table_knows_every_age_and_every_purpose() -> None:
    assert list(PATHS) == list(AGE_BANDS)
    assert tuple(NEEDED) == PURPOSES == tuple(CONSENT_TEXTS)[: len(PURPOSES)]


@pytest.mark.parametrize("age_band", list(PATHS))
def test_who_has_to_say_yes(db_session: object, age_band: str) -> None:
    with transaction():
        code = make_code(make_process())
        person = joined(age_band, code)
        without = {purpose: allowed(person, purpose) for purpose in PURPOSES}
        mark_slips(code=code, count=1, purposes=PURPOSES, user_id=make_user("leitung@example.org"))
        with_slip = {purpose: allowed(person, purpose) for purpose in PURPOSES}
    expected = dict(zip(PURPOSES, PATHS[age_band], strict=True))
    assert {purpose: "G" if rule.needs_guardian else "s" for purpose, rule in without.items()} == expected
    assert [purpose for purpose, rule in without.items() if rule.needs_guardian and rule.is_allowed] == [
        purpose for purpose in ("quote", "drawing") if expected[purpose] == "G"
    ], "words and drawings are made without media, and shown later"
    assert all(bool(rule.reason) is rule.needs_guardian for rule in without.values())
    assert all(rule.is_allowed for rule in with_slip.values()), (
        "slips for the code and the own yes are enough"
    )
    assert not any(is_consented(person.id, purpose) for purpose in PURPOSES), "nothing is ticked in advance"


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_child_without_a_slip_cannot_say_yes_and_with_it_says_yes_itself(
    db_session: object, purpose: str
) -> None:
    with transaction():
        code = make_code(make_process())
        child = joined("a12_13", code)
        if purpose in ONLY_TO_SHOW:
            say_yes(child, purpose)
            assert not is_consented(child.id, purpose), "the child's yes waits for that of a guardian"
        else:
            with pytest.raises(DomainError, match="Eltern"):
                say_yes(child, purpose)
        mark_slips(code=code, count=1, purposes=[purpose], user_id=make_user("leitung@example.org"))
        assert is_consented(child.id, purpose) is (purpose in ONLY_TO_SHOW), (
            "a slip does not speak for the child"
        )
        say_yes(child, purpose)
    assert is_consented(child.id, purpose)
    others = [other for other in PURPOSES if other != purpose]
    assert all(allowed(child, other).needs_guardian for other in others)


def test_who_says_no_age_may_say_to_be_sixteen_on_the_spot(db_session: object) -> None:
    with transaction():
        person = joined("na")
        assert allowed(person, "photo").asks_age
        assert not allowed(person, "photo_people").asks_age, "it would not help"
        age = say_yes(person, AGE_16)
        assert allowed(person, "photo").is_allowed
        assert not allowed(person, "photo_people").is_allowed, "16 is the youngest they can be"
        say_yes(person, "photo")
        assert is_consented(person.id, "photo")
        withdraw_consent(participant_id=person.id, consent_id=age.id)
    assert not is_consented(person.id, "photo")
    said = log_of(person.id)
    assert said
    assert all(one.consent.withdrawn_at for one in said)


def test_nobody_makes_themselves_older(db_session: object) -> None:
    with transaction():
        child = joined("a12_13")
        with pytest.raises(DomainError) as caught:
            say_yes(child, AGE_16)
    assert caught.value.field == "purpose"


def test_a_yes_is_kept_once_with_its_wording_and_goes_when_it_is_taken_back(db_session: object) -> None:
    photo, other = new_id(), new_id()
    with transaction():
        person = joined("a18_21")
        consent = say_yes(person, "photo", subject_id=photo)
        assert say_yes(person, "photo", subject_id=photo).id == consent.id
    assert consent.text_version == CONSENT_TEXTS["photo"].version
    assert is_consented(person.id, "photo", photo)
    assert not is_consented(person.id, "photo", other)
    assert not is_consented(person.id, "photo"), "a yes to one photo is none to photos at large"
    assert [said.consent.id for said in log_of(person.id)] == [consent.id]
    with transaction():
        withdraw_consent(participant_id=person.id, consent_id=consent.id)
        withdraw_consent(participant_id=person.id, consent_id=consent.id)
    assert not is_consented(person.id, "photo", photo)
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "consent.withdraw")).all()
    assert [event.object_id for event in noted] == [str(consent.id)]
    with transaction():
        assert say_yes(person, "photo", subject_id=photo).id != consent.id, "a new yes is a new line"


def test_taking_a_photo_back_takes_its_yes_back_and_no_other(db_session: object) -> None:
    photo = new_id()
    with transaction():
        person = joined("a18_21")
        say_yes(person, "photo", subject_id=photo)
        say_yes(person, "photo_people", subject_id=photo)
        say_yes(person, "audio")
        withdraw_for(subject_ids=[photo])
    assert not is_consented(person.id, "photo", photo)
    assert not is_consented(person.id, "photo_people", photo)
    assert is_consented(person.id, "audio", new_id()), "a yes at large holds for each"


def test_nobody_takes_back_for_another_and_unknown_words_are_refused(db_session: object) -> None:
    with transaction():
        code = make_code(make_process())
        one, other = joined("a18_21", code), joined("a18_21", code)
        consent = say_yes(one, "audio")
        with pytest.raises(NotFound):
            withdraw_consent(participant_id=other.id, consent_id=consent.id)
        with pytest.raises(NotFound):
            record_consent(participant_id=new_id(), purpose="audio", text_version="x")
        with pytest.raises(DomainError) as unknown:
            record_consent(participant_id=one.id, purpose="everything", text_version="x")
        with pytest.raises(DomainError) as old:
            record_consent(participant_id=one.id, purpose="audio", text_version="1999-01-01")
    assert (unknown.value.field, old.value.field) == ("purpose", "text_version")
    assert is_consented(one.id, "audio")
    assert not is_consented(None, "audio"), "what has no owner has nobody's yes"


def test_staff_mark_slips_and_take_the_mark_back(db_session: object) -> None:
    with transaction():
        process = make_process()
        code, other = make_code(process), make_code(process)
        user = make_user("leitung@example.org")
        child, neighbour = joined("a10_11", code), joined("a10_11", other)
        with pytest.raises(DomainError):
            mark_slips(code=code, count=1, purposes=["everything"], user_id=user)
        with pytest.raises(DomainError, match="mindestens einer"):
            mark_slips(code=make_code(process), count=0, purposes=["audio"], user_id=user)
        slip = mark_slips(code=code, count=1, purposes=["audio", "photo"], user_id=user)
        say_yes(child, "audio")
        with pytest.raises(DomainError):
            renew_code(code=code)
        renew_code(code=other)
    assert (slip.purposes, slip.text_version, slip.marked_by) == (["audio", "photo"], SLIP_VERSION, user)
    assert is_consented(child.id, "audio")
    assert not allowed(neighbour, "audio").is_allowed, "slips hold for their own code only"
    with transaction():
        mark_slips(code=code, count=1, purposes=["photo"], user_id=user)
    assert not is_consented(child.id, "audio"), "the newest note says what the slips are for"
    with transaction():
        assert unmark_slips(code=code, user_id=user)
        assert not unmark_slips(code=code, user_id=user)
    assert not allowed(child, "photo").is_allowed
    actions = db.session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == str(code.id))).all()
    assert (actions.count("guardian_slip.mark"), actions.count("guardian_slip.withdraw")) == (2, 1)


def test_staff_learn_counts_and_pages_get_rules_with_words(db_session: object) -> None:
    with transaction():
        code = make_code(make_process())
        one, other = joined("a18_21", code), joined("a18_21", code)
        say_yes(one, "audio", subject_id=new_id())
        say_yes(one, "audio", subject_id=new_id())
        gone = say_yes(other, "audio")
        withdraw_consent(participant_id=other.id, consent_id=gone.id)
    counts = {purpose: (holds, taken_back) for purpose, holds, taken_back in counts_of(code.process_id)}
    assert counts["audio"] == (1, 1)
    assert counts["photo"] == (0, 0)
    with transaction():
        say_yes(one, "photo")
    page = for_page(one)
    assert list(page) == list(PURPOSES)
    assert page["photo"]["isGiven"] is True
    assert page["audio"]["isGiven"] is False
    assert page["audio"]["version"] == CONSENT_TEXTS["audio"].version
    assert page["audio"]["text"].startswith("Ich nehme meine Stimme auf.")
