"""Beside the box for own words stands whose yes is needed besides: to those under 16 without a counted slip (E02)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.participants.consents import allowed
from app.participants.models import JoinCode, Participant
from app.participants.services import mark_slips
from tests.maps.factories import make_drawing_map
from tests.maps.subjective.factories import make_open_sheet
from tests.page_checks import Page, text_of
from tests.page_client import PageClient
from tests.staff import make_user

MAP = "/verfahren/mein-viertel-zeichnen/karte/viertel"
SHEET = "/verfahren/zeig-dein-viertel/zeichnen/meine-karte"
PARENTS = "Andere sehen das erst, wenn auch deine Eltern Ja gesagt haben, auf einem Zettel."
WITHOUT = "Ohne dieses Häkchen sieht nur das Team deine Karte."
Joining = Callable[[Callable[[], dict[str, str]], str], PageClient]


@pytest.fixture
def join(app: APIFlask, client: PageClient) -> Iterator[Joining]:
    """Join an activity, made by the function given, as somebody of an age band."""

    def joined(make: Callable[[], dict[str, str]], age_band: str) -> PageClient:
        with transaction():
            code = make()
        client.submit("/mitmachen", {"code": code["typed"]})
        client.submit("/mitmachen/angaben", {"age_band": age_band})
        client.submit("/mitmachen/beleg")
        return client

    with app.app_context():
        yield joined
        db.session.remove()


def said_at(page: Page, box: str) -> list[str]:
    """What a screen reader adds to the label of a box that may stand on a page: its description."""
    ids = [(one.get("aria-describedby") or "").split() for one in page.all("input") if one.get("id") == box]
    assert len(ids) == 1, f"one box {box}"
    told = [text_of(one) for one in page.all("p") if one.get("id") in ids[0]]
    return [one for one in told if one != WITHOUT]


def notes_of_the_map(phone: PageClient, border: str) -> list[list[str]]:
    """On the sheet of a needle, on that of the border, in a form without script, at the border, in one's own list."""
    page = phone.get(MAP).page
    found = [said_at(page, "may-quote"), said_at(page, "border-quote")]
    pages = [f"{MAP}?frage=2&ansicht=liste", border, f"/mein/{UUID(border.split('/')[-1])}/aendern"]
    return [*found, *(said_at(phone.get(url).page, "quote") for url in pages)]


def notes_of_the_sheet(phone: PageClient) -> list[list[str]]:
    page = phone.get(SHEET).page
    found = [said_at(page, box) for box in ("may-show", "may-quote", "quote")]
    return [*found, said_at(phone.get(f"{SHEET}?ansicht=worte").page, "quote")]


def count_slips() -> None:
    with transaction():
        [code] = db.session.scalars(select(JoinCode))
        user = make_user("leitung@example.org")
        mark_slips(code=code, count=9, purposes=["quote", "drawing"], user_id=user)


@pytest.mark.parametrize(("age_band", "note"), [("a14_15", [PARENTS]), ("a16_17", []), ("a18_21", [])])
def test_the_map_tells_of_the_slip_until_it_is_counted(join: Joining, age_band: str, note: list[str]) -> None:
    phone = join(make_drawing_map, age_band)
    border = phone.submit(f"{MAP}?ansicht=liste", {"place_text": "vom Fluss bis zur Bahn"}).location
    assert notes_of_the_map(phone, border) == [note] * 5
    count_slips()
    assert notes_of_the_map(phone, border) == [[]] * 5


@pytest.mark.parametrize(("age_band", "note"), [("a12_13", [PARENTS]), ("a16_17", [])])
def test_the_sheet_tells_of_the_slip_until_it_is_counted(
    join: Joining, age_band: str, note: list[str]
) -> None:
    phone = join(make_open_sheet, age_band)
    assert notes_of_the_sheet(phone) == [note] * 4
    count_slips()
    assert notes_of_the_sheet(phone) == [[]] * 4


def test_who_says_no_age_reads_how_to_say_it(join: Joining) -> None:
    phone = join(make_open_sheet, "na")
    [person] = db.session.scalars(select(Participant))
    reason = allowed(person, "quote").reason
    assert "16 oder älter" in reason
    assert notes_of_the_sheet(phone) == [[reason]] * 4
