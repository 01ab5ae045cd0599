"""One's own photos at /mein: seen, taken back, their place said yes or no to; erased and taken along with the rest."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, new_id, transaction
from app.contributions.media import incoming, services
from app.contributions.media.drafts import ConsentDraft
from app.contributions.media.models import Attachment
from app.contributions.media.places import NEAR
from app.contributions.models import Contribution
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment, stored
from tests.contributions.media.samples import photo, quarters, voice
from tests.contributions.media.senders import Sender
from tests.page_client import PageClient


@pytest.fixture
def mine(app: APIFlask, town: Town) -> PageClient:
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], town.session_token)
    return client


def page(client: PageClient, path: str = "/mein") -> Any:
    return client.get(path).page  # type: ignore[attr-defined]


def place_of(app: APIFlask, contribution_id: UUID) -> tuple[float, float] | None:
    with app.app_context():
        shape = db.session.get_one(Contribution, contribution_id).geometry
        return None if shape is None else (shape.x, shape.y)  # type: ignore[attr-defined]


def test_the_list_shows_photo_and_voice_with_their_state(phone: Sender, mine: PageClient) -> None:
    contribution_id = phone.contribute()
    picture = phone.upload(photo(), contribution_id, text="Die Bank am Teich")
    sound = phone.upload(voice(), contribution_id, kind="audio")
    broken = phone.upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", contribution_id, position=2)
    found = page(mine)
    sources = [element.get("src") for element in found.all("img")]
    assert f"/mein/medien/{picture}/preview" in sources
    assert [element.get("src") for element in found.all("audio")] == [f"/mein/medien/{sound}/whole"]
    assert "angekommen, wird bald angesehen" in found.text
    assert "SVG-Bilder nehmen wir nicht an." in found.text
    assert "Die Bank am Teich" in found.text
    assert f"/mein/medien/{broken}/preview" not in sources


def test_taking_one_back_asks_first(app: APIFlask, phone: Sender, mine: PageClient) -> None:
    contribution_id = phone.contribute()
    picture = phone.upload(photo(image=quarters(800, 600)), contribution_id)
    assert "Diese Datei zurücknehmen?" in page(mine, f"/mein/medien/{picture}/zuruecknehmen").text
    assert len(stored(app)) == 2
    answer = mine.submit(f"/mein/medien/{picture}/zuruecknehmen", {})
    assert answer.status_code == 302
    assert stored(app) == []
    found = page(mine)
    assert "Die Datei ist gelöscht." in found.text
    assert str(picture) not in str(found.all("a"))
    assert mine.get(f"/mein/medien/{picture}/zuruecknehmen").status_code == 404
    assert mine.get(f"/mein/medien/{new_id()}/zuruecknehmen").status_code == 404


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_place_in_a_photo_is_asked_about_and_forgotten(
    app: APIFlask, phone: Sender, mine: PageClient, answer: str
) -> None:
    """R21: shown for confirmation, never silent."""
    contribution_id = phone.contribute(geometry={"type": "Point", "coordinates": [9.03, 52.03]})
    picture = phone.upload(photo(place=(9.05, 52.02)), contribution_id)
    assert place_of(app, contribution_id) == pytest.approx((9.03, 52.03))
    text = page(mine).text
    assert "Das Foto sagt, wo du warst: Raum B (52.02000, 9.05000)" in " ".join(text.split())
    sent = mine.submit("/mein", {"answer": answer}, action=f"/mein/medien/{picture}/ort")
    assert sent.status_code == 302
    wanted = (9.05, 52.02) if answer == "yes" else (9.03, 52.03)
    assert place_of(app, contribution_id) == pytest.approx(wanted, abs=1e-5)
    assert attachment(app, picture).found_place is None
    assert "Das Foto sagt" not in page(mine).text


@pytest.mark.parametrize(
    ("place", "is_asked"),
    [
        (None, False),
        ((0.0, 0.0), False),
        ((-70.6, -33.4), False),
        ((9.04, 52.02), True),
        ((9.04, 52.04 + NEAR / 111_320 * 0.95), True),
        ((9.04, 52.04 + NEAR / 111_320 * 1.05), False),
    ],
)
def test_only_places_nearby_are_worth_a_question(
    app: APIFlask, phone: Sender, place: tuple[float, float] | None, is_asked: bool
) -> None:
    assert (attachment(app, phone.upload(photo(place=place))).found_place is not None) == is_asked


def test_a_place_without_yes_or_no(phone: Sender, mine: PageClient) -> None:
    picture = phone.upload(photo())
    token = page(mine).all("input")[0].get("value")
    answer = mine.post(f"/mein/medien/{picture}/ort", data={"csrf_token": token, "answer": "vielleicht"})
    assert answer.status_code == 422


def test_taking_back_a_contribution_takes_its_files(app: APIFlask, phone: Sender) -> None:
    first, second = phone.contribute(), phone.contribute()
    phone.upload(photo(image=quarters(800, 600)), first)
    half, content = new_id(), photo()
    phone.announce(half, first, content)
    phone.part(half, 0, content[:100])
    kept = phone.upload(photo(image=quarters(640, 480)), second)
    assert phone.send("DELETE", f"/contributions/{first}").status_code == 204
    with app.app_context():
        assert db.session.scalars(select(Attachment.id)).all() == [kept]
        assert not incoming.path_of(half).exists()
    assert {path.name for path in stored(app)} == {
        attachment(app, kept).digest,
        attachment(app, kept).preview,
    }
    assert phone.part(half, 100, content[100:]).status_code == 404


def test_erasing_everything_leaves_no_byte_and_no_row(app: APIFlask, phone: Sender, mine: PageClient) -> None:
    phone.upload(photo(image=quarters(800, 600)))
    phone.upload(voice(), kind="audio")
    assert mine.submit("/mein/alles-loeschen/sicher", {"sure": "y"}).status_code == 302
    assert stored(app) == []
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0
        assert list(incoming.folder().iterdir()) == []


def test_the_download_lists_files(phone: Sender, mine: PageClient) -> None:
    picture = phone.upload(photo(), text="Bank")
    [said] = mine.get("/mein/daten.json").get_json()["contributions"]
    [told] = said["media"]
    assert (told["id"], told["kind"], told["text"], told["state"]) == (
        str(picture),
        "photo",
        "Bank",
        "in_review",
    )
    assert told["found_place"]["coordinates"] == pytest.approx([9.01, 52.01], abs=1e-5)
    assert mine.get(told["file"].removeprefix("http://localhost:8000")).mimetype == "image/jpeg"


def test_attach_for_pages_without_script(app: APIFlask, town: Town, phone: Sender) -> None:
    contribution_id = phone.contribute()
    with app.app_context():
        with transaction():
            standing = services.attach(
                contribution_id=contribution_id,
                participant_id=town.participant_id,
                kind="photo",
                stream=BytesIO(photo()),
                media_type="image/jpeg",
                consents=(ConsentDraft("photo", "2026-11-30"),),
            )
        assert standing.state == "received"
    found = attachment(app, standing.id)
    assert (found.state, found.contribution_id) == ("in_review", contribution_id)
