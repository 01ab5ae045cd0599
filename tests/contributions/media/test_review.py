"""The media desk: who may be shown, four eyes, locks, taking back (E11–E13, E20)."""

from __future__ import annotations

from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.audit import AuditEvent
from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError, NotAllowed, NotFound
from app.contributions.review.media import queries, safeguarding, services
from app.contributions.review.media.models import AttachmentDecision
from app.contributions.review.media.services import Seen
from app.contributions.review.media.vocabulary import LOCKED, REJECTED
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment
from tests.contributions.media.deciding import (
    BOX,
    NOBODY,
    act,
    age,
    consent,
    everybody,
    release_words,
)
from tests.contributions.media.samples import photo, voice
from tests.contributions.media.senders import Sender


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
    with pytest.raises(NotAllowed) as unsaid:
        act(app, services.release, one, town, editor, seen=said)
    assert unsaid.value.field == "consent", "showing somebody's words needs a yes of its own (E02)"
    consent(app, town, "quote")
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
        assert (task.attachment.id, task.is_handed_over) == (one, False)
        assert task.due_at > task.locked_at
        with transaction():
            undone = services.undo(process_id=town.process_id, user_id=editor)
        assert undone.state == "locked", "only safeguarding unlocks; an older decision may be taken back"
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
