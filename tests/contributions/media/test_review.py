"""The media desk: who may be shown, four eyes, locks, taking back; and what a lost yes hides (E06, E11–E14, E20)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.audit import AuditEvent
from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError, NotAllowed, NotFound
from app.contributions import review
from app.contributions.media.models import Attachment
from app.contributions.review.media import queries, safeguarding, services
from app.contributions.review.media.models import AttachmentDecision
from app.contributions.review.media.services import Seen
from app.contributions.review.media.vocabulary import LOCKED, REJECTED
from app.participants.consents import log_of
from app.participants.models import JoinCode, Participant
from app.participants.services import join, mark_slips, record_consent, unmark_slips, withdraw_consent
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes.models import Process
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment, stored
from tests.contributions.media.samples import photo, voice
from tests.contributions.media.senders import Sender
from tests.participants.factories import make_code
from tests.staff import make_user

BOX = {"kind": "face", "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.2, "source": "review"}
NOBODY = Seen(has_people=False)


@pytest.fixture
def editor(app: APIFlask, town: Town) -> UUID:
    with app.app_context(), transaction():
        return make_user("redaktion@example.org", name="Rea Redaktion")


@pytest.fixture
def second(app: APIFlask, town: Town) -> UUID:
    with app.app_context(), transaction():
        return make_user("zweite@example.org", name="Zoe Zweite")


def act(app: APIFlask, do: Any, attachment_id: UUID, town: Town, user_id: UUID, **values: Any) -> Attachment:
    """Decide as the desk does; the attachment as it stands then."""
    with app.app_context():
        version = values.pop("version", attachment(app, attachment_id).version)
        with transaction():
            do(
                process_id=town.process_id,
                attachment_id=attachment_id,
                version=version,
                user_id=user_id,
                **values,
            )
    return attachment(app, attachment_id)


def consent(app: APIFlask, town: Town, purpose: str, subject_id: UUID | None = None) -> UUID:
    with app.app_context(), transaction():
        return record_consent(
            participant_id=town.participant_id,
            purpose=purpose,
            text_version=CONSENT_TEXTS[purpose].version,
            subject_id=subject_id,
        ).id


def age(app: APIFlask, town: Town, band: str) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Participant, town.participant_id).age_band = band


def release_words(app: APIFlask, town: Town, attachment_id: UUID) -> None:
    contribution_id = attachment(app, attachment_id).contribution_id
    with app.app_context(), transaction():
        review.release(process_id=town.process_id, versions={contribution_id: None}, user_id=None)


def address(app: APIFlask, attachment_id: UUID) -> str:
    return f"/medien/{attachment(app, attachment_id).public_digest or '0' * 64}/whole"


def everybody(app: APIFlask, attachment_id: UUID) -> int:
    with app.test_client().get(address(app, attachment_id)) as answer:
        return answer.status_code


def test_releasing_the_words_releases_no_photo_and_the_photo_waits_for_its_own_yes(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo())
    release_words(app, town, one)
    assert attachment(app, one).state == "in_review"
    assert everybody(app, one) == 404
    released = act(app, services.release, one, town, editor, seen=NOBODY)
    assert (released.state, released.has_people, released.reviewed_by) == ("released", False, editor)
    assert everybody(app, one) == 200
    with app.app_context():
        assert queries.waiting(town.process_id) == 0


def test_a_photo_is_not_public_before_its_words_are(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo())
    act(app, services.release, one, town, editor, seen=NOBODY)
    assert everybody(app, one) == 404
    release_words(app, town, one)
    assert everybody(app, one) == 200


def test_boxes_are_blurred_before_others_see_it_and_the_whole_stays_inside(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo())
    before = attachment(app, one)
    seen = Seen(has_people=False, boxes=[BOX])
    after = act(app, services.release, one, town, editor, seen=seen)
    assert [box["x"] for box in after.redactions] == [0.1]
    assert after.digest == before.digest
    assert after.public_digest not in (None, after.digest, before.public_digest)
    again = act(app, services.release, one, town, editor, seen=seen)
    assert again.public_digest == after.public_digest, "the same boxes are not blurred anew"


def test_whether_people_can_be_recognised_has_to_be_said(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo())
    with pytest.raises(DomainError) as caught:
        act(app, services.release, one, town, editor, seen=Seen())
    assert caught.value.field == "has_people"
    assert attachment(app, one).state == "in_review"


def test_people_need_their_yes_or_an_exception_with_its_reason_and_two_persons(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    one = phone.upload(photo())
    with pytest.raises(NotAllowed) as caught:
        act(app, services.release, one, town, editor, seen=Seen(has_people=True))
    assert caught.value.field == "exception"
    with pytest.raises(DomainError) as caught_note:
        act(app, services.release, one, town, editor, seen=Seen(True, "accessory", "kurz"))
    assert caught_note.value.field == "note"
    reason = Seen(True, "accessory", "Zwei Leute klein im Hintergrund vor der Halle.")
    assert act(app, services.release, one, town, editor, seen=reason).state == "in_review"
    assert act(app, services.release, one, town, editor, seen=reason).state == "in_review", (
        "one person is one"
    )
    assert act(app, services.release, one, town, second, seen=reason).state == "released"
    with app.app_context():
        notes = db.session.scalars(select(AttachmentDecision.note)).all()
    assert set(notes) == {reason.note}


def test_with_the_yes_of_the_people_two_persons_decide_and_both_see_the_same(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    age(app, town, "a18_21")
    one = phone.upload(photo())
    consent(app, town, "photo_people", one)
    people = Seen(has_people=True)
    assert act(app, services.release, one, town, editor, seen=people).state == "in_review"
    blurred = Seen(has_people=True, boxes=[BOX])
    assert act(app, services.release, one, town, second, seen=blurred).state == "in_review", (
        "it looks other now"
    )
    assert act(app, services.release, one, town, editor, seen=blurred).state == "released"


def test_without_the_yes_to_show_it_a_drawing_or_scan_stays_inside(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo(), kind="scan", consents=[])
    with pytest.raises(NotAllowed) as caught:
        act(app, services.release, one, town, editor, seen=NOBODY)
    assert caught.value.field == "consent"
    assert act(app, services.keep_internal, one, town, editor, seen=NOBODY).state == "internal"
    consent(app, town, "drawing")
    assert act(app, services.release, one, town, editor, seen=NOBODY).state == "released"


def test_a_voice_is_read_first_and_heard_only_with_its_own_yes_and_two_persons(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    one = phone.upload(voice(), kind="audio")
    with pytest.raises(DomainError) as caught:
        act(app, services.release, one, town, editor, seen=Seen())
    assert caught.value.field == "text"
    said = Seen(text="Hier ist es\u0000 schön.")
    read = act(app, services.release, one, town, editor, seen=said)
    assert (read.state, read.text, read.public_digest) == ("released", "Hier ist es schön.", None)
    release_words(app, town, one)
    assert everybody(app, one) == 404
    loud = Seen(text="Hier ist es schön.", with_sound=True)
    with pytest.raises(NotAllowed) as refused:
        act(app, services.release, one, town, editor, seen=loud)
    assert refused.value.field == "with_sound"
    consent(app, town, "audio_public")
    first = act(app, services.release, one, town, editor, seen=loud)
    assert first.state == "in_review", "what was released for reading is not heard by one person's yes"
    assert everybody(app, one) == 404
    assert act(app, services.release, one, town, second, seen=loud).state == "released"
    assert everybody(app, one) == 200


def test_nothing_of_a_secret_place_and_nothing_of_danger_is_released(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    secret = phone.upload(photo(), phone.contribute(is_secret=True))
    with pytest.raises(NotAllowed):
        act(app, services.release, secret, town, editor, seen=NOBODY)
    danger = phone.upload(photo(), phone.contribute(text="Mein Vater schlägt mich."))
    for do in (services.release, services.keep_internal, services.save):
        with pytest.raises(NotFound):
            act(app, do, danger, town, editor, seen=NOBODY)
    with app.app_context():
        assert queries.next_waiting(town.process_id) == secret, "what sounds like danger is not at this desk"


@pytest.mark.parametrize("reason", sorted(REJECTED))
def test_a_rejection_says_why(app: APIFlask, town: Town, phone: Sender, editor: UUID, reason: str) -> None:
    one = phone.upload(photo())
    found = act(app, services.reject, one, town, editor, reason=reason)
    assert (found.state, found.reason) == ("rejected", reason)


@pytest.mark.parametrize("reason", sorted(LOCKED))
def test_what_must_not_be_seen_is_locked_for_safeguarding(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, reason: str
) -> None:
    one = phone.upload(photo())
    act(app, services.release, one, town, editor, seen=NOBODY)
    found = act(app, services.reject, one, town, editor, reason=reason)
    assert (found.state, found.reason) == ("locked", reason)
    assert phone.client.get(f"/mein/medien/{one}/whole").status_code == 404
    with pytest.raises(NotFound):
        act(app, services.release, one, town, editor, seen=NOBODY)
    with app.app_context():
        [task] = safeguarding.locked(town.process_id)
        assert (task.attachment.id, task.is_handed_over, task.is_overdue) == (one, False, False)
        assert task.due_at > task.locked_at
        assert db.session.scalar(
            select(AuditEvent.object_id).where(AuditEvent.action == "attachment.lock")
        ) == str(one)


def test_a_reason_that_does_not_exist_is_refused(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo())
    with pytest.raises(DomainError) as caught:
        act(app, services.reject, one, town, editor, reason="")
    assert caught.value.field == "reason"


def test_decisions_are_taken_back_and_never_straight_to_everybody(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    one = phone.upload(photo())
    act(app, services.release, one, town, editor, seen=NOBODY)
    act(app, services.reject, one, town, editor, reason="private")
    with app.app_context():
        with pytest.raises(NotFound), transaction():
            services.undo(process_id=town.process_id, user_id=second)
        with transaction():
            services.undo(process_id=town.process_id, user_id=editor)
    assert (attachment(app, one).state, attachment(app, one).reason) == ("in_review", "")
    act(app, services.keep_internal, one, town, second, seen=NOBODY)
    with app.app_context(), transaction():
        services.undo(process_id=town.process_id, user_id=editor)
    assert attachment(app, one).state == "internal", "what somebody else decided since stays"


def test_of_two_who_decide_at_once_the_second_is_told(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID
) -> None:
    one = phone.upload(photo())
    version = attachment(app, one).version
    act(app, services.keep_internal, one, town, editor, seen=NOBODY, version=version)
    with pytest.raises(Conflict):
        act(app, services.release, one, town, second, seen=NOBODY, version=version)
    assert attachment(app, one).state == "internal"


def test_foreign_and_unknown_files_are_not_there(
    app: APIFlask, town: Town, phone: Sender, editor: UUID
) -> None:
    one = phone.upload(photo())
    for process_id, attachment_id in ((new_id(), one), (town.process_id, new_id())):
        with app.app_context(), pytest.raises(NotFound), transaction():
            services.release(
                process_id=process_id, attachment_id=attachment_id, version=None, user_id=editor, seen=NOBODY
            )


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
        mark_slips(code=db.session.get_one(JoinCode, code_id), purposes=["photo"], user_id=editor)
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
