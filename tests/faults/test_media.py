"""R10 and R11 for files: sent twenty times at once and stored once; cut anywhere, resumed, and none lost.

20 senders in 4 processes, through the HTTP interface. Counts are small in the suite; STREIFZUG_FULL=1 sends 1,500
photos of 500 sittings and cuts 100 photos of 8 MB at 10 places each. The control keeps no lock, and must lose bytes.
"""

from __future__ import annotations

import hashlib
import io
import random
import threading
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from apiflask import APIFlask
from PIL import Image
from sqlalchemy import func, select

from app.base.database import db, new_id, now, transaction
from app.contributions.media import incoming, services, tasks
from app.contributions.media import store as storing
from app.contributions.media.models import Attachment
from app.contributions.media.vocabulary import PART
from app.contributions.models import Submission
from app.participants.services import join_direct
from tests.contributions.conftest import Town
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.media.conftest import attachment
from tests.contributions.media.conftest import no_files as no_files
from tests.contributions.media.conftest import phone as phone
from tests.contributions.media.samples import announced, photo
from tests.contributions.media.senders import Sender
from tests.contributions.phones import body, said
from tests.faults.forked import FULL, PATIENCE, Barrier, together

PROCESSES, THREADS = 4, 5
SITTINGS, CHANGED = (500, 100) if FULL else (3, 2)
PHOTOS, SIZE = (100, 8_000_000) if FULL else (2, 1_500_000)
CUTS = 10
DIFFERENT = 20
"""Sittings of one participant: more photos than that nobody may send."""


def noise(size: int, seed: int = 0) -> bytes:
    """A photo of about so many bytes."""
    side = int((size / 1.3) ** 0.5) + 8
    pixels = np.random.default_rng(seed).integers(0, 255, (side, side, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=75)
    return file.getvalue() + bytes(max(0, size - len(file.getvalue())))


def test_photos_sent_twenty_times_at_once_are_stored_once(app: APIFlask, town: Town, phone: Sender) -> None:
    """Each sitting with its three photos: 20 phones put the sitting, announce, and send every part."""
    content = photo()
    tokens = [town.session_token]
    with app.app_context(), transaction():
        for _ in range(SITTINGS // DIFFERENT):
            tokens.append(join_direct(process_id=town.process_id, age_band="a16_17").session_token)
    sent = []
    for number in range(SITTINGS):
        one = said()
        sent.append((tokens[number // DIFFERENT], new_id(), one, [new_id() for _ in range(3)]))
    moment = Barrier(PROCESSES)

    def send(token: str, sitting: tuple[Any, ...], answers: list[tuple[str, int]]) -> None:
        _token, submission_id, one, ids = sitting
        sender = Sender(app, town, token)
        answers.append(("sitting", sender.put(submission_id, body(town, one)).status_code))
        for attachment_id in ids:
            answers.append(("announce", sender.announce(attachment_id, one["id"], content).status_code))
            answers.append(("part", sender.part(attachment_id, 0, content).status_code))

    def work(_: int) -> list[list[tuple[str, int]]]:
        results = []
        for sitting in sent:
            answers: list[tuple[str, int]] = []
            threads = [
                threading.Thread(target=send, args=(sitting[0], sitting, answers)) for _ in range(THREADS)
            ]
            moment.wait(PATIENCE)
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            results.append(answers)
        return results

    found = together(app, PROCESSES, work)
    assert [failure for failure in found if isinstance(failure, str)] == []
    for index in range(SITTINGS):
        counts = Counter(answer for process in found for answer in process[index])
        senders = PROCESSES * THREADS
        assert counts == {
            ("sitting", 201): 1, ("sitting", 200): senders - 1,
            ("announce", 201): 3, ("announce", 200): 3 * (senders - 1),
            # Whoever comes later learns by 409 that all of it is here.
            ("part", 200): 3, ("part", 409): 3 * (senders - 1),
        }  # fmt: skip
    with app.app_context():
        rows = db.session.execute(select(Attachment.state, func.count()).group_by(Attachment.state)).all()
        assert [tuple(row) for row in rows] == [("in_review", 3 * SITTINGS)]
        assert db.session.scalar(select(func.count()).select_from(Submission)) == SITTINGS
    before = versions(app)
    for token, _submission_id, one, ids in sent[:CHANGED]:
        sender = Sender(app, town, token)
        answers = [
            sender.send(
                "PUT", f"/attachments/{ids[0]}", announced(one["id"], content, sha256=f"{n:064x}")
            ).status_code
            for n in range(PROCESSES * THREADS)
        ]
        assert answers == [409] * len(answers)
    assert versions(app) == before


def versions(app: APIFlask) -> list[tuple[Any, ...]]:
    with app.app_context():
        query = select(Attachment.id, Attachment.sha256, Attachment.digest, Attachment.version)
        return sorted(tuple(row) for row in db.session.execute(query))


def send_with_cuts(sender: Sender, attachment_id: Any, content: bytes, cuts: list[int]) -> int:
    """Send everything; at each of the cuts the connection breaks and the phone asks where to go on. Bytes sent."""
    cuts, sent, offset = sorted(cuts), 0, 0
    while offset < len(content):
        part = content[offset : offset + PART]
        if cuts and offset <= cuts[0] < offset + len(part):
            arrived = part[: cuts.pop(0) - offset]
            # What is on its way when a connection breaks was sent as well.
            sent += min(len(part), len(arrived) + 16 * 1024)
            # The body ends before the length that its head has told, as when a connection breaks.
            sender.send(
                "PATCH",
                f"/attachments/{attachment_id}",
                data=arrived,
                content_type="application/octet-stream",
                environ_overrides={"CONTENT_LENGTH": str(len(part))},
                headers={"Upload-Offset": str(offset)},
            )
            offset = sender.standing(attachment_id)["received"]
            continue
        answer = sender.part(attachment_id, offset, part)
        assert answer.status_code == 200, answer.get_json()
        sent += len(part)
        offset = answer.get_json()["received"]
    return sent


def test_photos_cut_at_random_bytes_arrive_whole(
    app: APIFlask, town: Town, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, arrived = random.Random(11), {}

    def keep_digest(path: Any, **_: Any) -> Any:
        arrived[UUID(path.name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        raise tasks.processing.Refused("damaged")

    monkeypatch.setattr(tasks.processing, "process", keep_digest)
    wanted, sent, size = {}, 0, 0
    for number in range(PHOTOS):
        if number % 5 == 0:
            with app.app_context(), transaction():
                token = join_direct(process_id=town.process_id, age_band="a16_17").session_token
            sender = Sender(app, town, token)
        content, attachment_id = noise(SIZE, number), new_id()
        sender.announce(attachment_id, sender.contribute(), content)
        days = rng.randint(0, 14)
        with app.app_context(), transaction():
            db.session.get_one(Attachment, attachment_id).announced_at = now() - timedelta(days=days)
        with app.app_context():
            # However long the phone was away, what had come is still there.
            services.tidy()
        sent += send_with_cuts(
            sender, attachment_id, content, [rng.randrange(len(content)) for _ in range(CUTS)]
        )
        size += len(content)
        wanted[attachment_id] = hashlib.sha256(content).hexdigest()
    assert arrived == wanted
    assert sent <= 1.2 * size


def test_an_upload_is_given_up_after_fifteen_days_and_not_before(
    app: APIFlask, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, contribution_id = photo(), phone.contribute()
    ids = {days: new_id() for days in (13, 14, 15)}
    for days, attachment_id in ids.items():
        phone.announce(attachment_id, contribution_id, content)
        phone.part(attachment_id, 0, content[:500])
        with app.app_context(), transaction():
            row = db.session.get_one(Attachment, attachment_id)
            row.announced_at = now() - timedelta(days=days, minutes=1)
    monkeypatch.setattr(storing, "FRESH", -1)
    monkeypatch.setattr(incoming, "FRESH", -1)
    stranger = new_id()
    with app.app_context():
        with incoming.held(stranger) as file:
            incoming.write(file, 0, b"left by a form whose transaction was rolled back")
        done = services.tidy()
        assert (done.given_up, done.incoming) == (1, 1)
        assert set(incoming.folder().iterdir()) == {incoming.path_of(ids[13]), incoming.path_of(ids[14])}
        assert db.session.get(Attachment, ids[15]) is None
    assert phone.part(ids[14], 500, content[500:]).get_json()["state"] == "in_review"
    assert phone.announce(ids[15], contribution_id, content).status_code == 201


def test_a_reader_that_died_is_begun_anew(
    app: APIFlask, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = photo()
    with monkeypatch.context() as patched:

        def dies(*_: Any, **__: Any) -> None:
            raise RuntimeError("a fault of ours")

        patched.setattr(tasks.processing, "process", dies)
        attachment_id = phone.upload(content)
    assert phone.standing(attachment_id)["state"] == "received"
    with app.app_context():
        assert services.tidy().restarted == 1
    assert attachment(app, attachment_id).state == "in_review"
    with app.app_context():
        assert services.tidy().restarted == 0


def test_one_part_sent_by_many_at_once_is_written_once(app: APIFlask, phone: Sender) -> None:
    content, attachment_id = noise(700_000), new_id()
    phone.announce(attachment_id, phone.contribute(), content)
    assert race(app, phone, attachment_id, content) == Counter({200: 3, 409: 3 * 7})
    assert phone.standing(attachment_id)["received"] == len(content)
    assert attachment(app, attachment_id).state in ("in_review", "received")


def test_control_without_the_look_under_the_lock_parts_overwrite_each_other(
    app: APIFlask, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this no longer fails inside, the test above proves nothing."""
    content, attachment_id = noise(700_000), new_id()
    phone.announce(attachment_id, phone.contribute(), content)
    looked = threading.Barrier(8)

    def stale(_: Any) -> int:
        looked.wait(timeout=20)
        return 0

    monkeypatch.setattr("app.contributions.media.api_views.queries.received_of", stale)
    monkeypatch.setattr("app.contributions.media.incoming.fcntl.flock", lambda *_: None)
    assert race(app, phone, attachment_id, content, parts=1)[200] > 1


def race(app: APIFlask, phone: Sender, attachment_id: Any, content: bytes, parts: int = 3) -> Counter[int]:
    """Eight phones send each part at the same moment; how they were answered."""
    senders = [Sender(app, phone.town) for _ in range(8)]
    answers: Counter[int] = Counter()
    for offset in range(0, min(len(content), parts * PART), PART):
        start = threading.Barrier(len(senders))

        def send(sender: Sender, offset: int = offset, start: threading.Barrier = start) -> None:
            start.wait()
            answers[sender.part(attachment_id, offset, content[offset : offset + PART]).status_code] += 1

        threads = [threading.Thread(target=send, args=(sender,)) for sender in senders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return answers
