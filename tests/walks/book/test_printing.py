"""The book of a walk: a tagged PDF with everything for the way, sheets with numbers that come again."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.walks.book.models import ObservationSheet
from app.walks.book.printing import book_data, book_pdf
from app.walks.book.queries import sheets_of
from app.walks.book.route_map import ground_of, layout
from app.walks.book.services import give_out
from app.walks.models import TrailNote, Walk
from app.walks.planning.services import Task, ask, update_people
from app.walks.queries import walk_of
from tests.walks.planning.office import Office, make_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return make_office(app)


@pytest.fixture
def walk(app: APIFlask, office: Office) -> Iterator[Walk]:
    with app.test_request_context():
        with transaction():
            found = walk_of(office.walk_id)
            assert found is not None
            update_people(activity_id=office.walk_id, crew=[Task("recorder", "Stadtplanung")], invitations=[])
            ask(activity_id=office.walk_id, code="shipped:walk_stop_youth")
            found.trail.notes = [TrailNote(position=1, kind="bench", text="am Brunnen")]
        yield found


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_book_has_everything_for_the_way(walk: Walk) -> None:
    with transaction():
        made = give_out(walk=walk, number=2, given_to="Protokoll")
    data = book_pdf(walk, made, is_large=False)
    text = "\n".join(pages(data))
    for words in (
        *(
            "Lindenhof zu Fuß",
            "Wo bist du gern?",
            "7. Mai 2026",
            "Stadtplanung",
            "Halt 5",
            "Was ist hier los?",
        ),
        *("am Brunnen", "Maßstab 1 : ", "Wie findest du diesen Ort?", "Beobachtungsbogen 2"),
        made[1].code,
    ):
        assert words in text, words
    assert data.startswith(b"%PDF-1.")
    assert b"pdfuaid" in data or b"StructTreeRoot" in data


def test_sheets_alone_and_large_print(walk: Walk) -> None:
    with transaction():
        made = give_out(walk=walk, number=1)
    alone = pages(book_pdf(walk, made, is_large=False, with_book=False))
    assert "Wo bist du gern?" not in "".join(alone)
    normal, large = (book_data(walk, made, is_large=is_large, with_book=True) for is_large in (False, True))
    assert (normal["size"], large["size"]) == (11, 16)
    assert normal["entries"] > large["entries"]
    assert "am Brunnen" in "".join(pages(book_pdf(walk, made, is_large=True)))


def test_a_walk_without_anything_yet_has_a_book_too(walk: Walk) -> None:
    with transaction():
        walk.trail.stops, walk.trail.notes, walk.trail.route, walk.starts_at = [], [], None, None
    assert "noch offen" in "".join(pages(book_pdf(walk, [], is_large=False)))


def test_the_map_shows_the_whole_trail(walk: Walk) -> None:
    ground = ground_of([walk.trail.route])
    assert ground is not None
    west, south, east, north = ground.bounds(layout())
    left, bottom, right, top = walk.trail.route.bounds
    assert west < left < right < east
    assert south < bottom < top < north


def test_numbers_go_on_and_codes_are_unique(app: APIFlask, office: Office) -> None:
    for number in (3, 2):
        office.client.submit(
            f"{office.at}/heft",
            {"number": str(number), "given_to": "Gruppe"},
            action=f"{office.at}/heft",
        )
    refused = office.client.submit(f"{office.at}/heft", {"number": "41"}, action=f"{office.at}/heft")
    assert refused.status_code == 422
    with app.app_context():
        sheets = sheets_of(office.walk_id)
        assert [sheet.number for sheet in sheets] == [1, 2, 3, 4, 5]
        assert len({sheet.code for sheet in sheets}) == 5
        first = sheets[0].id
    office.client.submit(f"{office.at}/heft", action=f"{office.at}/heft/boegen/{first}")
    assert "4 Bögen sind noch nicht zurück." in office.client.get(f"{office.at}/heft").get_data(as_text=True)
    with app.app_context():
        kept = db.session.scalar(select(ObservationSheet).where(ObservationSheet.id == first))
        assert kept is not None
        assert kept.returned_at is not None


def test_the_pdf_over_the_line(office: Office) -> None:
    answer = office.client.get(f"{office.at}/heft/heft.pdf?gross=1")
    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF")
