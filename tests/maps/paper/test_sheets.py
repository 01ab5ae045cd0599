"""Printed sheets: measured on the page, refused when they cannot work, in as many copies as wanted."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2
import pytest

from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import MARKS_OF_A_LAYOUT, PAPERS, Layout, layout_of, layout_of_mark
from app.maps.paper import storage
from app.maps.paper.printing.making import PDF
from app.maps.paper.reading import marks
from tests.maps.paper.conftest import BASE, make_printed_sheet
from tests.maps.paper.photographs import printed
from tests.page_client import PageClient

pytestmark = pytest.mark.one_database


def test_a_printed_sheet_is_true_to_the_millimetre(recorder: PageClient) -> None:
    sheet = make_printed_sheet(recorder, paper="A3", landscape="1")
    layout = Layout.from_json(sheet.layout)
    document = pypdfium2.PdfDocument(storage.sheet_folder(sheet.id) / PDF)
    width, height = (side / 72 * 25.4 for side in document[0].get_size())
    assert (round(width, 2), round(height, 2)) == (420.0, 297.0)
    dots = 300 / 25.4
    page = np.ascontiguousarray(document[0].render(scale=300 / 72).to_numpy()[..., :3])
    seen = marks.find(page)
    assert seen.kind == ("A3", True)
    assert len(seen.marks) == len(layout.marks) == 8
    for mark in layout.marks:
        # A corner found in a picture is the middle of a pixel.
        away = (seen.marks[mark.id] + 0.5) / dots - np.array(mark.corners())
        assert np.abs(away).max() < 0.12, (mark, away)


def test_pages_are_tagged_titled_and_numbered(recorder: PageClient) -> None:
    sheet = make_printed_sheet(recorder, copies="3")
    pages = storage.sheet_folder(sheet.id) / PDF
    document = pypdfium2.PdfDocument(pages)
    assert len(document) == 3
    assert document.get_metadata_value("Title") == "Wo bist du gern? Wo triffst du andere?"
    assert b"pdfuaid" in pages.read_bytes()
    words = document[1].get_textpage().get_text_bounded()
    assert "Lieblingsort" in words
    assert "Maßstab 1:3.000" in words
    layout = Layout.from_json(sheet.layout)
    for number in range(3):
        page = printed(pages, number)
        seen = marks.find(page)
        plane = marks.plane(seen.marks, layout)
        assert plane is not None
        assert marks.read_code(page, plane[0], layout.code) == f"SZ1:{sheet.code}-{number + 1:03}"
    with recorder.get(f"{BASE}/blatt/{sheet.id}.pdf") as answer:
        assert answer.mimetype == "application/pdf"
        assert answer.get_data() == pages.read_bytes()


def test_colours_are_only_in_the_legend(recorder: PageClient) -> None:
    """The map itself is grey, so that whatever is coloured on it was put there by somebody."""
    sheet = make_printed_sheet(recorder)
    layout = Layout.from_json(sheet.layout)
    page = printed(storage.sheet_folder(sheet.id) / PDF)
    dots, frame = 170 / 25.4, layout.frame
    shown = page[
        round(frame.y * dots) : round((frame.y + frame.height) * dots),
        round(frame.x * dots) : round((frame.x + frame.width) * dots),
    ]
    assert int((shown.max(axis=2) - shown.min(axis=2)).max()) <= 2
    grey = cv2.cvtColor(shown, cv2.COLOR_BGR2GRAY)
    assert float((grey > 170).mean()) > 0.8, "a light ground for dots and pens"
    assert float(grey.std()) > 12, "yet a map that can be read"


def test_what_cannot_work_is_said_before_it_is_printed(recorder: PageClient) -> None:
    url = f"{BASE}/neu"
    page = recorder.submit(url, {"area": "town", "scale": "1000", "paper": "A4"}, action=url)
    assert page.status_code == 422
    assert "passt das Gebiet nicht auf A4" in page.page.text  # type: ignore[attr-defined]
    page = recorder.submit(url, {"question": "", "colours": "group"}, action=url)
    assert page.status_code == 422
    assert "genau eine Frage" in page.page.text  # type: ignore[attr-defined]
    page = recorder.submit(url, {"copies": "500"}, action=url)
    assert page.status_code == 422


def test_an_area_is_printed_as_large_as_its_paper_allows(recorder: PageClient) -> None:
    sheet = make_printed_sheet(recorder, area="town", scale="0", paper="A2", landscape="1", colours="group")
    assert sheet.landscape
    assert sheet.colours == "group"
    assert [entry["ink"] for entry in sheet.legend][:2] == ["red", "blue"]
    assert not Layout.from_json(sheet.layout).ticks


def test_numbers_of_marks_tell_the_paper() -> None:
    for paper in PAPERS:
        for landscape in (False, True):
            layout = layout_of(paper, landscape)
            assert len(layout.marks) <= MARKS_OF_A_LAYOUT
            assert {layout_of_mark(mark.id) for mark in layout.marks} == {(paper, landscape)}
    assert layout_of_mark(MARKS_OF_A_LAYOUT * 10) is None


def test_paper_and_ground_lead_to_each_other() -> None:
    layout = layout_of("A1", False)
    ground = Ground.around(9.3005, 52.7005, 5000)
    middle = ground.paper_of(np.array([[9.3005, 52.7005]]), layout)[0]
    assert np.allclose(middle, layout.frame.middle, atol=0.01)
    east = ground.paper_of_metres(np.array([[ground.x + 500, ground.y]]), layout)[0]
    assert np.isclose(east[0] - layout.frame.middle[0], 100)
