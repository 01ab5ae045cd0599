"""A photo beside a place, without any script (R22): its yes, its people, what comes back, and who may not send one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.base.database import db, transaction
from app.contributions.media.models import Attachment
from app.participants.models import Consent
from app.participants.vocabulary import CONSENT_TEXTS
from tests.maps.factories import make_open_map
from tests.page_checks import Page
from tests.page_client import PageClient
from tests.photos import jpeg, upright

URL = "/verfahren/zeig-dein-viertel/karte/nadelkarte?ansicht=liste"
PLACE = {"quality": "meet", "place_text": "Bank am Fluss", "pin.gern_pin_text": "Da sind alle"}
Join = Callable[[str], PageClient]


@pytest.fixture
def join(app: APIFlask, client: PageClient) -> Iterator[Join]:
    """A phone whose person has said an age."""
    with app.app_context():
        with transaction():
            code = make_open_map()

        def joined(age_band: str) -> PageClient:
            client.submit("/mitmachen", {"code": code["typed"]})
            client.submit("/mitmachen/angaben", {"age_band": age_band})
            client.submit("/mitmachen/beleg")
            return client

        yield joined
        db.session.remove()


def photo(name: str = "IMG_1.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(jpeg(upright(300, 200), place=(52.7, 9.3))), name


def shown(answer: TestResponse) -> Page:
    page: Page = answer.page  # type: ignore[attr-defined]
    return page


def sent() -> list[Attachment]:
    return list(db.session.scalars(select(Attachment).order_by(Attachment.id)))


def with_photo(**values: Any) -> dict[str, Any]:
    return {**PLACE, "photo": photo(), "photo_people": "no", "photo_yes": "y", **values}


def test_a_place_by_words_and_a_photo(join: Join) -> None:
    client = join("a16_17")
    answer = client.submit(URL, with_photo(photo_text="Die Bank"))
    assert answer.status_code == 302
    (found,) = sent()
    assert (found.kind, found.text, found.media_type) == ("photo", "Die Bank", "image/jpeg")
    assert found.data == {"has_people": False}
    assert found.state in {"received", "in_review"}
    (consent,) = db.session.scalars(select(Consent))
    assert (consent.purpose, consent.subject_id) == ("photo", found.id)
    assert consent.text_version == CONSENT_TEXTS["photo"].version
    page = shown(client.get(URL))
    assert "Bank am Fluss – Da sind alle" in page.text
    assert "Foto: angekommen" in page.text


def test_a_place_without_a_photo_asks_nothing_more(join: Join) -> None:
    assert join("a16_17").submit(URL, PLACE).status_code == 302
    assert sent() == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"photo_yes": None}, "Bitte hak noch an, dass wir das Foto haben dürfen."),
        ({"photo_people": ""}, "Bitte sag noch, ob Leute zu erkennen sind."),
        ({"photo_people": "yes"}, "Bitte nimm ein Foto, auf dem niemand zu erkennen ist"),
        ({"place_text": ""}, "Bitte zeige oder beschreibe den Ort."),
        ({"photo": (io.BytesIO(b""), "leer.jpg")}, "Die Datei ist leer."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(
    join: Join, values: dict[str, Any], message: str
) -> None:
    client = join("a16_17")
    given = {name: value for name, value in with_photo(**values).items() if value is not None}
    answer = client.submit(URL, given)
    assert answer.status_code == 422
    text = shown(answer).text
    assert message in text
    assert "Bitte wähl auch das Foto noch einmal aus" in text
    assert "Da sind alle" in text
    assert sent() == []
    assert "0 von 3 Nadeln" in shown(client.get(URL)).text


def test_people_who_said_yes_are_a_consent_of_their_own(join: Join) -> None:
    client = join("a18_21")
    assert client.submit(URL, with_photo(photo_people="yes", people_yes="y")).status_code == 302
    assert {one.purpose for one in db.session.scalars(select(Consent))} == {"photo", "photo_people"}


def test_the_same_page_twice_is_one_photo(join: Join) -> None:
    client = join("a16_17")
    identity = next(f.get("value") for f in shown(client.get(URL)).all("input") if f.get("name") == "id")
    for _turn in range(2):
        assert client.submit(URL, with_photo(id=identity), action=URL.split("?")[0]).status_code == 302
    assert len(sent()) == 1


def test_children_without_their_parents_yes_take_part_without_a_photo(join: Join) -> None:
    client = join("a12_13")
    page = shown(client.get(URL))
    assert "Dafür müssen auch deine Eltern Ja sagen" in page.text
    assert not [field for field in page.all("input") if field.get("type") == "file"]
    assert client.submit(URL, PLACE).status_code == 302
    answer = client.post(URL, data={**PLACE, "id": "01a22a00-bbf4-77ac-a575-4643871eb653", "photo": photo()})
    assert answer.status_code in {400, 422}
    assert sent() == []
