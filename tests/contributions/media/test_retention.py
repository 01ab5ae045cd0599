"""What goes because its time is over (E08): voices, drawings, places nobody answered about, and nothing younger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask
from PIL import Image
from sqlalchemy import select

from app.base import retention
from app.base.audit import AuditEvent
from app.base.database import db, now, transaction
from app.base.jobs.queue import keep_up
from app.contributions.media.models import Attachment
from app.contributions.media.services import tidy
from app.contributions.media.vocabulary import EXPIRED, KEPT_AUDIO, KEPT_DRAWINGS, KEPT_PLACE
from tests.contributions.conftest import Town
from tests.contributions.desk import staff
from tests.contributions.media.conftest import attachment, stored
from tests.contributions.media.samples import photo, voice
from tests.contributions.media.senders import Sender

HOUR = timedelta(hours=1)


@pytest.fixture
def sent(app: APIFlask, phone: Sender) -> Callable[..., UUID]:
    """Send a file that came so long ago."""

    shades = count(50, 20)

    def send(kind: str, age: timedelta, **values: object) -> UUID:
        # Each has content of its own: equal files are one, and stay as long as one row names them.
        shade = next(shades)
        image = Image.new("RGB", (64, 48), (shade, 80, 80))
        content = voice(seconds=shade / 100) if kind == "audio" else photo(image=image)
        one = phone.upload(content, kind=kind, **({"consents": []} if kind == "scan" else {}))
        with app.app_context(), transaction():
            found = db.session.get_one(Attachment, one)
            found.received_at = now() - age
            for name, value in values.items():
                setattr(found, name, value)
        return one

    return send


def removed(app: APIFlask) -> list[str]:
    with app.app_context():
        return sorted(
            db.session.scalars(select(AuditEvent.object_id).where(AuditEvent.action == "retention.remove"))
        )


def test_what_is_too_old_goes_and_nothing_younger(app: APIFlask, sent: Callable[..., UUID]) -> None:
    old = [sent("audio", KEPT_AUDIO + HOUR), sent("scan", KEPT_DRAWINGS + HOUR)]
    young = [
        sent("audio", KEPT_AUDIO - HOUR),
        sent("scan", KEPT_DRAWINGS - HOUR),
        sent("photo", KEPT_DRAWINGS + HOUR),
        sent("scan", KEPT_DRAWINGS + HOUR, state="locked"),
    ]
    with app.app_context():
        assert {one.id for one in retention.due(now())} == set(old)
    named = [attachment(app, one).digest for one in (*old, *young)]
    keep_up(app)
    for one in old:
        found = attachment(app, one)
        assert (found.digest, found.preview, found.public_digest, found.public_preview) == (None,) * 4
        assert (found.state, found.reason) == ("rejected", EXPIRED)
    for one in young:
        assert attachment(app, one).digest is not None
    left = {path.name for path in stored(app)}
    assert [digest in left for digest in named] == [False] * 2 + [True] * 4
    assert removed(app) == sorted(str(one) for one in old)
    keep_up(app)
    assert removed(app) == sorted(str(one) for one in old), "nothing goes twice"


def test_what_was_written_of_a_voice_stays_as_it_was_decided(
    app: APIFlask, sent: Callable[..., UUID]
) -> None:
    one = sent("audio", KEPT_AUDIO + HOUR, text="Hier ist es laut.", state="released")
    with app.app_context():
        assert retention.expire(now()) == 1
    found = attachment(app, one)
    assert (found.state, found.text, found.digest, found.reason) == (
        "released",
        "Hier ist es laut.",
        None,
        "",
    )


def test_who_was_faster_is_not_overruled(app: APIFlask, sent: Callable[..., UUID]) -> None:
    one = sent("scan", KEPT_DRAWINGS + HOUR)
    with app.app_context():
        listed = retention.due(now())
        with transaction():
            db.session.get_one(Attachment, one).state = "locked"
        assert [due.id for due in listed] == [one]
        assert retention.expire(now()) == 0
    assert attachment(app, one).digest is not None
    assert removed(app) == []


def test_the_desk_is_told_two_weeks_before(app: APIFlask, town: Town, sent: Callable[..., UUID]) -> None:
    sent("audio", KEPT_AUDIO - retention.NOTICE - HOUR)
    client = staff(app, town, "editor")
    queue = "/verwaltung/verfahren/stadt/sichtung"
    assert "gelöscht, weil ihre Zeit um ist" not in client.get(queue).page.text
    sent("audio", KEPT_AUDIO - retention.NOTICE + HOUR)
    assert "wird eine Aufnahme oder Zeichnung gelöscht" in client.get(queue).page.text


def test_an_expired_file_is_told_to_its_owner_and_at_the_desk(
    app: APIFlask, town: Town, phone: Sender, sent: Callable[..., UUID]
) -> None:
    gone = sent("scan", KEPT_DRAWINGS + HOUR)
    voice_gone = sent("audio", KEPT_AUDIO + HOUR, text="Hier ist es laut.")
    with app.app_context():
        retention.expire(now())
    own = phone.client.get("/mein").get_data(as_text=True)
    assert "gelöscht, weil die Zeit zum Aufheben um ist" in own
    assert f"/mein/medien/{gone}/preview" not in own
    page = staff(app, town, "editor").get(f"/verwaltung/verfahren/stadt/sichtung/medien/{voice_gone}").page
    assert "Die Aufnahme ist gelöscht, weil ihre Zeit um ist." in page.text
    assert page.all("audio") == []


def test_a_dry_run_lists_and_removes_nothing(app: APIFlask, sent: Callable[..., UUID]) -> None:
    one = sent("audio", KEPT_AUDIO + HOUR)
    runner = app.test_cli_runner()
    told = runner.invoke(args=["media", "retention", "--dry-run"]).output
    assert str(one) in told
    assert "Eine Datei ist fällig." in told
    assert attachment(app, one).digest is not None
    assert "Eine Datei gelöscht." in runner.invoke(args=["media", "retention"]).output
    assert attachment(app, one).digest is None


def test_a_place_nobody_answered_about_is_forgotten(app: APIFlask, sent: Callable[..., UUID]) -> None:
    place = shapely.Point(9.01, 52.01)
    old = sent("photo", KEPT_PLACE + HOUR, found_place=place)
    young = sent("photo", KEPT_PLACE - HOUR, found_place=place)
    with app.app_context():
        tidy()
    assert attachment(app, old).found_place is None
    assert attachment(app, young).found_place is not None


def test_a_repeat_after_decoding_is_no_clash(app: APIFlask, phone: Sender) -> None:
    mine, content = phone.contribute(), voice()
    given = {"kind": "audio", "data": {"stickers": []}}
    one = phone.upload(content, mine, **given)
    with app.app_context(), transaction():
        found = db.session.get_one(Attachment, one)
        assert found.state == "in_review"
        found.data, found.text = {**(found.data or {}), "seconds": 1}, "Aufgeschrieben"
    assert phone.announce(one, mine, content, **given).status_code == 200
    assert phone.announce(one, mine, voice(seconds=2), **given).status_code == 409
    assert phone.announce(one, mine, content, kind="audio", data={"stickers": [[1]]}).status_code == 409
