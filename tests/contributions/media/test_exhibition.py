"""What others may see of photos, drawings and voices: the exhibition, the map of others, addresses (E17, E18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from PIL import Image

from app.base.database import db, transaction
from app.contributions import public, review
from app.contributions.exhibition import wall
from app.contributions.media.models import Attachment
from app.contributions.models import Contribution
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment
from tests.contributions.media.samples import photo, voice
from tests.contributions.media.senders import Sender
from tests.page_client import PageClient
from tests.participants.factories import say_all_yeses

PATH = "/verfahren/stadt/ausstellung"


def release(
    app: APIFlask, town: Town, attachment_id: UUID, *, words: bool = True, **values: Any
) -> Attachment:
    """Released by the desk, with its words or without."""
    found = attachment(app, attachment_id)
    with app.app_context(), transaction():
        one = db.session.get_one(Attachment, attachment_id)
        one.state = "released"
        for name, value in values.items():
            setattr(one, name, value)
        if words:
            say_all_yeses(town.participant_id)
            review.release(process_id=town.process_id, versions={found.contribution_id: None}, user_id=None)
    return attachment(app, attachment_id)


def picture(colour: str) -> bytes:
    return photo(image=Image.new("RGB", (64, 48), colour))


def test_the_wall_shows_what_was_released_with_its_sentence_and_nothing_of_a_person(
    app: APIFlask, town: Town, phone: Sender, client: PageClient
) -> None:
    assert "Hier hängt noch nichts." in client.get(PATH).page.text  # type: ignore[attr-defined]
    one = phone.upload(picture("red"), phone.contribute(text="Die Bank in der Sonne."))
    waiting = phone.upload(picture("blue"), phone.contribute(text="Noch nicht gelesen."))
    without_words = phone.upload(picture("green"), phone.contribute(text="Nicht freigegeben."))
    shown = release(app, town, one)
    release(app, town, without_words, words=False)
    page = client.get(PATH).page  # type: ignore[attr-defined]
    assert "Die Bank in der Sonne." in page.text
    assert "Noch nicht gelesen." not in page.text
    assert "Nicht freigegeben." not in page.text
    [image] = page.all("img")
    assert image.get("src") == f"/medien/{shown.public_digest}/whole"
    source = client.get(PATH).get_data(as_text=True)
    for secret in (one, waiting, shown.contribution_id, town.participant_id, shown.digest, shown.sha256):
        if secret != shown.public_digest:
            assert str(secret) not in source
    with client.get(image.get("src")) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"is_secret": True},
        {"quality": "avoid"},
        {"text": "Mein Vater schlägt mich."},
    ],
)
def test_secret_places_negative_marks_and_danger_never_hang(
    app: APIFlask, town: Town, phone: Sender, said: dict[str, Any]
) -> None:
    one = phone.upload(picture("red"), phone.contribute(**said))
    contribution_id = attachment(app, one).contribution_id
    release(app, town, one, words=False)
    with app.app_context():
        with transaction():
            # As if a decision had gone wrong: nothing else stands between these and the public.
            db.session.get_one(Contribution, contribution_id).state = "released"
        assert wall(town.process_id) == ([], "")


def test_a_photo_without_a_mark_may_complain(app: APIFlask, town: Town, phone: Sender) -> None:
    mine = phone.contribute(
        kind="photo", quality="avoid", geometry=None, place_text="am Bahnhof", text="Hier nervt es."
    )
    release(app, town, phone.upload(picture("red"), mine))
    with app.app_context():
        [shown] = wall(town.process_id)[0]
        assert shown.sentence == "Hier nervt es."


def test_a_voice_is_read_and_heard_only_when_the_sound_was_released(
    app: APIFlask, town: Town, phone: Sender, client: PageClient
) -> None:
    one = phone.upload(voice(), kind="audio")
    found = release(app, town, one, text="Am See ist es still.", public_digest=None)
    page = client.get(PATH).page  # type: ignore[attr-defined]
    assert "Am See ist es still." in page.text
    assert page.all("audio") == []
    release(app, town, one, public_digest=found.digest)
    assert len(client.get(PATH).page.all("audio")) == 1  # type: ignore[attr-defined]


def test_the_points_of_others_carry_the_address_of_a_photo_and_the_open_data_does_not(
    app: APIFlask, town: Town, phone: Sender
) -> None:
    one = phone.upload(picture("red"), phone.contribute(text="Mit Bild."))
    phone.contribute(text="Ohne Bild.")
    shown = release(app, town, one)
    with app.app_context():
        [point] = public.points_with_photos(town.process_id)
        assert point["photo"] == shown.public_digest
        assert "photo" not in public.points(town.process_id)[0]
        with transaction():
            db.session.get_one(Attachment, one).state = "withdrawn"
        assert "photo" not in public.points_with_photos(town.process_id)[0]


def test_many_hang_on_pages_and_in_no_order_of_time(
    app: APIFlask, town: Town, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.contributions.exhibition.PER_PAGE", 2)
    sent = [
        phone.upload(picture(colour), phone.contribute(text=colour)) for colour in ("red", "blue", "green")
    ]
    digests = sorted(release(app, town, one).digest or "" for one in sent)
    with app.app_context():
        first, following = wall(town.process_id)
        second, end = wall(town.process_id, following)
    assert (len(first), len(second), end) == (2, 1, "")
    assert following == digests[1]
