"""What a yes that is missing or taken back means for photos and voices (E04–E06, E14, E19)."""

from __future__ import annotations

from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import db, new_id, transaction
from app.base.errors import NotFound
from app.contributions.review.media import safeguarding, services
from app.contributions.review.media.services import Seen
from app.participants.consents import log_of
from app.participants.models import JoinCode
from app.participants.services import join, mark_slips, unmark_slips, withdraw_consent
from app.processes.models import Process
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment, stored
from tests.contributions.media.deciding import (
    NOBODY,
    act,
    address,
    age,
    consent,
    everybody,
    release_words,
)
from tests.contributions.media.samples import photo, voice
from tests.contributions.media.senders import Sender
from tests.participants.factories import make_code


def test_a_yes_taken_back_hides_the_photo_at_once_and_removes_its_bytes(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one, other = phone.upload(photo()), phone.upload(voice(), kind="audio")
    release_words(app, town, one)
    act(app, services.release, one, town, editor, seen=NOBODY)
    assert everybody(app, one) == 200
    before, known = set(stored(app)), address(app, one)
    with app.app_context():
        [yes] = [said.consent.id for said in log_of(town.participant_id) if said.consent.purpose == "photo"]
        with transaction():
            withdraw_consent(participant_id=town.participant_id, consent_id=yes)
    assert app.test_client().get(known).status_code == 404
    assert attachment(app, one).state == "withdrawn"
    assert attachment(app, other).state == "in_review", "other yeses hold"
    assert len(stored(app)) < len(before)


def test_without_the_yes_to_the_voice_or_the_people_it_is_looked_at_again(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    age(app, town, "a18_21")
    picture, sound = phone.upload(photo()), phone.upload(voice(), kind="audio")
    yeses = [consent(app, town, "photo_people", picture), consent(app, town, "audio_public")]
    consent(app, town, "quote")
    for user in (editor, second):
        act(app, services.release, picture, town, user, seen=Seen(has_people=True))
        act(app, services.release, sound, town, user, seen=Seen(text="Schön.", with_sound=True))
    assert {attachment(app, one).state for one in (picture, sound)} == {"released"}
    with app.app_context():
        for yes in yeses:
            with transaction():
                withdraw_consent(participant_id=town.participant_id, consent_id=yes)
    assert {attachment(app, one).state for one in (picture, sound)} == {"in_review"}


def test_a_child_sends_a_photo_with_a_slip_only_and_without_it_still_takes_part(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    with app.app_context(), transaction():
        code = make_code(db.session.get_one(Process, town.process_id))
        child = Sender(app, town, join(code_id=code.id, age_band="a12_13").session_token)
        code_id = code.id
    content = photo()
    mine = child.contribute()
    refused = child.announce(new_id(), mine, content)
    assert refused.status_code == 422
    assert "Eltern" in refused.get_json()["message"]
    with app.app_context(), transaction():
        mark_slips(code=db.session.get_one(JoinCode, code_id), count=1, purposes=["photo"], user_id=editor)
    one = child.upload(content, mine)
    assert attachment(app, one).state == "in_review"
    with app.app_context(), transaction():
        unmark_slips(code=db.session.get_one(JoinCode, code_id), user_id=editor)
    assert attachment(app, one).state == "withdrawn"


def test_a_phone_cannot_say_yes_for_the_parents(app: APIFlask, town: Town, phone: Sender) -> None:
    age(app, town, "a10_11")
    mine, content = phone.contribute(), photo()
    for giver in ("guardian", "self"):
        claim = {"purpose": "photo", "giver": giver, "text_version": "2026-11-30"}
        assert phone.announce(new_id(), mine, content, consents=[claim]).status_code == 422


def test_safeguarding_gives_back_or_removes_for_good(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    one, other = phone.upload(photo()), phone.upload(photo("PNG"))
    for locked in (one, other):
        act(app, services.reject, locked, town, editor, reason="nudity")
    assert act(app, safeguarding.unlock, one, town, second).state == "in_review"
    gone = act(app, safeguarding.destroy, other, town, second)
    assert (gone.state, gone.digest, gone.preview, gone.public_digest) == ("rejected", None, None, None)
    with app.app_context(), pytest.raises(NotFound), transaction():
        safeguarding.locked_one(town.process_id, one)
