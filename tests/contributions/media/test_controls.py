"""The controls: each takes one protection of files away and shows what then happens.

When one of these stops failing inside, the test it names proves nothing any more.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import Select, insert, select
from sqlalchemy.exc import DBAPIError

from app.base.database import db, new_id, transaction
from app.contributions.media import api_views, queries
from app.contributions.media.models import Attachment
from app.contributions.media.services import announcing
from app.contributions.models import Contribution, Submission
from app.contributions.review.media import services
from app.contributions.review.media.services import Seen
from app.contributions.review.media.vocabulary import REJECTED
from app.participants import consents
from app.participants.services import join_direct, withdraw_consent
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment
from tests.contributions.media.deciding import (
    BOX,
    NOBODY,
    act,
    address,
    age,
    consent,
    everybody,
    release_words,
)
from tests.contributions.media.samples import photo
from tests.contributions.media.senders import Sender

AT_ONCE = 4


@contextmanager
def without_lock() -> Iterator[None]:
    """What `transaction` would be without the lock in front: reads first, writes when it wants to."""
    yield
    db.session.commit()


def test_a_photo_announced_by_many_at_once_is_there_once(app: APIFlask, town: Town, phone: Sender) -> None:
    """R10: the same announcement from four tabs; the full count stands in tests/faults/test_media.py."""
    answers = announced_at_once(app, town, phone.contribute(), new_id())
    assert Counter(getattr(answer, "status_code", repr(answer)) for answer in answers) == {201: 1, 200: 3}


def test_control_without_lock_and_conflict_clause_photos_collide(
    app: APIFlask, town: Town, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Barrier(AT_ONCE)

    def insert_blindly(draft: Any, process_id: UUID) -> bool:
        looked.wait(timeout=20)
        row = {name: getattr(draft, name) for name in ("id", *announcing._SAID)}
        made = Attachment(**row, process_id=process_id, announced_at=announcing.now())
        values = {column.key: getattr(made, column.key) for column in Attachment.__table__.columns}
        given = {key: value for key, value in values.items() if value is not None}
        db.session.execute(insert(Attachment.__table__), [given | {"version": 1, "redactions": []}])
        return True

    def look_without_holding(_: UUID, contribution_id: UUID) -> UUID:
        return db.session.scalars(
            select(Contribution.process_id).where(Contribution.id == contribution_id)
        ).one()

    contribution_id = phone.contribute()
    monkeypatch.setattr(api_views, "transaction", without_lock)
    monkeypatch.setattr(announcing, "_hold", look_without_holding)
    monkeypatch.setattr(announcing, "_insert", insert_blindly)
    answers = announced_at_once(app, town, contribution_id, new_id())
    assert sum(isinstance(answer, DBAPIError) for answer in answers) == AT_ONCE - 1


def announced_at_once(app: APIFlask, town: Town, contribution_id: UUID, attachment_id: UUID) -> list[Any]:
    content, start = photo(), threading.Barrier(AT_ONCE)
    answers: list[Any] = []
    senders = [Sender(app, town) for _ in range(AT_ONCE)]

    def announce(sender: Sender) -> None:
        start.wait()
        try:
            answers.append(sender.announce(attachment_id, contribution_id, content))
        except Exception as error:  # what a thread raised is what the test asks for
            answers.append(error)

    threads = [threading.Thread(target=announce, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_control_without_the_digest_garbled_parts_are_taken_as_whole(
    app: APIFlask, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of test_wrong_bytes_begin_anew (test_api.py)."""
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.announce(attachment_id, contribution_id, content)
    garbled = content[:-1] + bytes([content[-1] ^ 1])
    with monkeypatch.context() as patched:
        patched.setattr(api_views.incoming, "digest_of", lambda _: attachment(app, attachment_id).sha256)
        assert phone.part(attachment_id, 0, garbled).status_code == 200
    assert phone.standing(attachment_id)["state"] != "pending"


def test_control_without_asking_whose_it_is_others_read_and_delete_it(
    app: APIFlask, town: Town, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of test_nobody_sees_or_changes_what_is_not_theirs (test_api.py) and of one's own files (test_files.py)."""
    attachment_id = phone.upload(photo())
    with app.app_context(), transaction():
        other = Sender(app, town, join_direct(process_id=town.process_id, age_band="a16_17").session_token)
    mine = f"/mein/medien/{attachment_id}/whole"
    assert other.client.get(mine).status_code == 404

    def anybodys(query: Select[Any], _: UUID) -> Select[Any]:
        joined = query.select_from(Attachment).join(
            Contribution, Attachment.contribution_id == Contribution.id
        )
        return joined.join(Submission, Contribution.submission_id == Submission.id)

    monkeypatch.setattr(queries, "_own", anybodys)
    assert other.client.get(mine).status_code == 200
    assert other.send("DELETE", f"/attachments/{attachment_id}").status_code == 204
    assert attachment(app, attachment_id).state == "withdrawn"


def test_control_without_asking_for_the_yes_it_would_be_shown(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of test_without_the_yes_to_show_it_a_drawing_or_scan_stays_inside (test_review.py)."""
    one = phone.upload(photo(), kind="scan", consents=[])
    release_words(app, town, one)
    monkeypatch.setattr(services, "is_consented", lambda *_: True)
    assert act(app, services.release, one, town, editor, seen=NOBODY).state == "released"
    assert everybody(app, one) == 200


def test_control_without_the_rule_of_ages_a_child_sends_photos_alone(
    app: APIFlask, town: Town, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of test_a_child_sends_a_photo_with_a_slip_only_and_without_it_still_takes_part (test_lost_consents.py)."""
    age(app, town, "a12_13")
    contribution_id, content = phone.contribute(), photo()
    assert phone.announce(new_id(), contribution_id, content).status_code == 422
    monkeypatch.setattr(consents, "_lacks_guardian", lambda *_: False)
    assert phone.announce(new_id(), contribution_id, content).status_code == 201


def test_control_when_a_yes_taken_back_tells_nobody_the_photo_stays(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of test_a_yes_taken_back_hides_the_photo_at_once_and_removes_its_bytes (test_lost_consents.py)."""
    one = phone.upload(photo())
    release_words(app, town, one)
    act(app, services.release, one, town, editor, seen=NOBODY)
    with app.app_context():
        [yes] = [
            said.consent.id
            for said in consents.log_of(town.participant_id)
            if said.consent.purpose == "photo"
        ]
        monkeypatch.setattr("app.participants.services.consents.consent_lost", lambda _: None)
        with transaction():
            withdraw_consent(participant_id=town.participant_id, consent_id=yes)
    assert app.test_client().get(address(app, one)).status_code == 200


def test_control_without_the_second_person_one_yes_is_enough(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the tests of two persons (test_review.py): each part of the rule by itself."""
    age(app, town, "a18_21")
    people = Seen(has_people=True)

    def waiting() -> UUID:
        one = phone.upload(photo())
        consent(app, town, "photo_people", one)
        assert act(app, services.release, one, town, editor, seen=people).state == "in_review"
        return one

    # Who it was is not asked: the same person says yes twice.
    known = services._first_yes
    one = waiting()
    with monkeypatch.context() as patched:
        patched.setattr(services, "_first_yes", lambda found: _by_nobody_known(known(found)))
        assert act(app, services.release, one, town, editor, seen=people).state == "released"
    # What was seen is not asked: the second looks at something else.
    one = waiting()
    with monkeypatch.context() as patched:
        patched.setattr(services, "_seal", lambda *_: known_seal(one))
        changed = replace(people, boxes=[BOX])
        assert act(app, services.release, one, town, second, seen=changed).state == "released"


def _by_nobody_known(first: Any) -> Any:
    """The first yes as if somebody else had said it."""
    if first is not None:
        db.session.expunge(first)
        first.user_id = new_id()
    return first


def known_seal(attachment_id: UUID) -> str:
    first = services._first_yes(attachment_id)
    assert first is not None
    return first.seal


def test_control_without_the_version_a_stale_page_decides(
    app: APIFlask, town: Town, phone: Sender, editor: UUID, second: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the conflict between two at the desk (test_review.py): the later click would win without having seen."""
    one = phone.upload(photo())
    stale = attachment(app, one).version
    act(app, services.reject, one, town, editor, reason=min(REJECTED))
    monkeypatch.setattr(Attachment, "expect_version", lambda *_: None)
    assert act(app, services.release, one, town, second, seen=NOBODY, version=stale).state == "released"
