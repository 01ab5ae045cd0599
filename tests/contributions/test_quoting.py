"""Own words are shown with a yes only (E02): at release, in other words without one, and when the yes is gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import db, new_id, transaction
from app.base.errors import DomainError
from app.contributions import public, review
from app.contributions.models import Contribution
from app.contributions.quoting import is_quote, quotable
from app.contributions.services import correct, record, withdraw
from app.participants.consents import log_of, yes_of
from app.participants.models import Participant
from app.participants.services import record_consent, withdraw_consent
from app.participants.vocabulary import CONSENT_TEXTS
from tests.contributions.conftest import Town, draft_of
from tests.contributions.desk import decide, look, staff
from tests.contributions.phones import Phone, body, said

SAID = "Abends ist es am alten Hafen viel zu dunkel."
VERSION = CONSENT_TEXTS["quote"].version


@pytest.fixture
def grown_up(app: APIFlask, town: Town) -> Town:
    """The town whose participant decides alone."""
    with app.app_context(), transaction():
        db.session.get_one(Participant, town.participant_id).age_band = "a16_17"
    return town


def say(town: Town, *, quote: str = "", text: str = SAID) -> UUID:
    draft = draft_of(text=text, quote=quote)
    with transaction():
        record(town.sitting(draft))
    return draft.id


def release(town: Town, *ids: UUID) -> None:
    with transaction():
        review.release(process_id=town.process_id, versions=dict.fromkeys(ids), user_id=None)


def redact(town: Town, one: UUID, text: str) -> None:
    with transaction():
        review.redact(process_id=town.process_id, contribution_id=one, version=None, user_id=None, text=text)


def take_back(town: Town, purpose: str = "quote") -> None:
    with transaction():
        [line] = [
            one
            for one in log_of(town.participant_id)
            if one.consent.purpose == purpose and one.consent.withdrawn_at is None
        ]
        withdraw_consent(participant_id=town.participant_id, consent_id=line.consent.id)


def shown(one: UUID) -> str | None:
    return db.session.get_one(Contribution, one, populate_existing=True).released_text


@pytest.mark.parametrize(
    ("public_text", "own", "expected"),
    [
        (SAID, SAID, True),
        ("ABENDS IST ES am alten hafen!", SAID, True),
        ("Jemand sagt: ist es am alten Hafen", SAID, True),
        ("viel zu dunkel", SAID, True),
        ("Hier ist es schön.", "Hier ist es schön.", True),
        ("Es fehlt Licht am alten Hafen.", SAID, False),
        ("Abends fehlt am alten Hafen Licht.", SAID, False),
        ("Hafen", SAID, False),
        ("", SAID, False),
        ("Ein Ort.", "", False),
    ],
)
def test_what_a_quote_is(public_text: str, own: str, expected: bool) -> None:
    assert is_quote(public_text, own) is expected


def test_words_are_shown_with_a_yes_and_the_place_without(app: APIFlask, grown_up: Town) -> None:
    with app.app_context():
        with_yes, without = say(grown_up, quote=VERSION), say(grown_up, text="Hier ist es immer schön ruhig.")
        assert quotable([with_yes, without]) == {with_yes}
        release(grown_up, with_yes, without)
        assert (shown(with_yes), shown(without)) == (SAID, "")
        texts = [point["text"] for point in public.points(grown_up.process_id)]
        assert sorted(texts) == ["", SAID]


def test_a_child_without_a_slip_says_yes_and_is_not_shown(app: APIFlask, town: Town) -> None:
    with app.app_context():
        one = say(town, quote=VERSION)
        assert yes_of("quote", [one]) == {one: VERSION}
        release(town, one)
        assert shown(one) == ""


def test_nobodys_words_are_told_in_other_words_only(app: APIFlask, town: Town) -> None:
    with app.app_context():
        draft = draft_of(text=SAID)
        with transaction():
            record(town.sitting(draft, participant_id=None, person_key="jemand"))
        with pytest.raises(DomainError, match="eigenen Worten") as refused:
            redact(town, draft.id, "Am alten Hafen viel zu dunkel")
        assert refused.value.field == "text"
        redact(town, draft.id, "Es fehlt Licht am alten Hafen.")
        assert shown(draft.id) == "Es fehlt Licht am alten Hafen."


def test_taking_the_yes_back_hides_the_words_at_once(app: APIFlask, grown_up: Town) -> None:
    with app.app_context():
        quoted, shortened, retold = (say(grown_up, quote=VERSION) for _number in range(3))
        release(grown_up, quoted)
        redact(grown_up, shortened, "Am alten Hafen viel zu dunkel.")
        redact(grown_up, retold, "Es fehlt Licht am Wasser.")
        before = db.session.get_one(Contribution, quoted).version
        take_back(grown_up)
        assert [shown(one) for one in (quoted, shortened, retold)] == ["", "", "Es fehlt Licht am Wasser."]
        found = db.session.get_one(Contribution, quoted)
        assert (found.state, found.text, found.version) == ("released", SAID, before + 1)
        assert {point["text"] for point in public.points(grown_up.process_id)} == {
            "",
            "Es fehlt Licht am Wasser.",
        }


def test_what_was_released_before_anybody_was_asked_stays(app: APIFlask, grown_up: Town) -> None:
    with app.app_context():
        old, asked = say(grown_up), say(grown_up, quote=VERSION)
        release(grown_up, old, asked)
        with transaction():
            db.session.get_one(Contribution, old).released_text = SAID
            record_consent(participant_id=grown_up.participant_id, purpose="audio", text_version=VERSION)
        take_back(grown_up, "audio")
        assert shown(old) == SAID, "another yes does not touch it"
        take_back(grown_up)
        assert (shown(old), shown(asked)) == (SAID, "")


def test_a_yes_at_large_taken_back_hides_everything_that_was_asked(app: APIFlask, grown_up: Town) -> None:
    with app.app_context():
        with transaction():
            record_consent(participant_id=grown_up.participant_id, purpose="quote", text_version=VERSION)
        first, second = say(grown_up), say(grown_up, quote=VERSION)
        release(grown_up, first, second)
        assert (shown(first), shown(second)) == (SAID, SAID)
        with transaction():
            [at_large] = [
                line.consent for line in log_of(grown_up.participant_id) if line.consent.subject_id is None
            ]
            withdraw_consent(participant_id=grown_up.participant_id, consent_id=at_large.id)
        assert (shown(first), shown(second)) == ("", SAID), "the yes beside a text holds for that text"


def test_the_yes_is_changed_and_goes_with_its_text(app: APIFlask, grown_up: Town) -> None:
    with app.app_context():
        one = say(grown_up)
        mine = {"contribution_id": one, "participant_id": grown_up.participant_id}
        with transaction():
            correct(changes={"quote": VERSION}, **mine)
        assert yes_of("quote", [one])
        with transaction():
            correct(changes={"text": "Etwas anderes."}, **mine)
        assert yes_of("quote", [one]), "who says nothing of it leaves it as it is"
        with transaction():
            correct(changes={"quote": ""}, **mine)
        assert not yes_of("quote", [one])
        with transaction():
            correct(changes={"quote": VERSION}, **mine)
            withdraw(**mine)
        assert not yes_of("quote", [one])


def test_the_yes_travels_with_the_words_through_the_api(app: APIFlask, grown_up: Town) -> None:
    phone = Phone(app, grown_up.session_token)
    one = said(text=SAID, quote=VERSION)
    sent = body(grown_up, one)
    sitting = new_id()
    assert phone.put(sitting, sent).status_code == 201
    assert phone.put(sitting, sent).status_code == 200
    [told] = phone.send("GET", f"/own/{grown_up.activity_id}").get_json()["contributions"]
    assert told["quote"] == VERSION
    with app.app_context():
        assert quotable([UUID(one["id"])]) == {UUID(one["id"])}


def test_the_desk_says_whose_words_may_be_shown(app: APIFlask, grown_up: Town) -> None:
    with app.app_context():
        allowed, other = say(grown_up, quote=VERSION), say(grown_up, text="Hier fehlt eine Bank.")
    client = staff(app, grown_up, "editor")
    page = client.get(f"/verwaltung/verfahren/stadt/sichtung/{allowed}").page
    assert "Wortlaut erlaubt" in page.text
    page = client.get(f"/verwaltung/verfahren/stadt/sichtung/{other}").page
    assert "kein Ja zum Wortlaut" in page.text
    assert "Nur den Ort freigeben" in page.text
    refused = decide(client, other, "redact", version=1, text="Hier fehlt eine Bank.")
    assert refused.status_code == 422
    assert "in eigenen Worten" in refused.get_data(as_text=True)
    assert decide(client, other, "redact", version=1, text="Wunsch nach Sitzplätzen").status_code == 302
    assert look(app, other).released_text == "Wunsch nach Sitzplätzen"


def test_the_owner_reads_what_others_read_and_says_yes_beside_the_text(
    app: APIFlask, grown_up: Town, client: Any
) -> None:
    with app.app_context():
        one = say(grown_up)
        release(grown_up, one)
    client.set_cookie("teilnahme", grown_up.session_token)
    assert "Nur der Ort, kein Text." in client.get("/mein").page.text
    where = f"/mein/{one}/aendern"
    assert not [box for box in client.get(where).page.all("input") if "checked" in box.attrib]
    assert client.submit(where, {"quote": True}).location == "/mein"
    with app.app_context():
        assert quotable([one]) == {one}
    assert [box.get("name") for box in client.get(where).page.all("input") if "checked" in box.attrib] == [
        "quote"
    ]
