"""From a photograph to contributions and back: recognised, confirmed, recorded with origin paper, taken back."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import cv2
import numpy as np
import pytest
from sqlalchemy import text
from werkzeug.test import EnvironBuilder

from app.base.database import db, transaction
from app.base.printed_map.ground import Ground, lonlat_of
from app.base.printed_map.layout import Layout
from app.contributions import review
from app.contributions.homes import is_coarse
from app.contributions.models import Contribution
from app.maps.paper import storage
from app.maps.paper.models import PaperPhoto, PaperSheet
from app.maps.paper.printing.making import PDF
from app.maps.paper.queries import photos_of
from app.processes.services import create_activity
from tests.maps.paper.conftest import BASE, make_printed_sheet
from tests.maps.paper.photographs import Sticker, photograph, printed
from tests.page_client import PageClient, values_of
from tests.participants.factories import make_process


def send(client: PageClient, *files: tuple[bytes, str]) -> Any:
    """Upload files and follow to the job's page."""
    page = client.get(BASE).page  # type: ignore[attr-defined]
    values = values_of(page.form(f"{BASE}/fotos"))
    data = {**values, "files": [(io.BytesIO(content), name) for content, name in files]}
    builder = EnvironBuilder(path=f"{BASE}/fotos", method="POST", data=data)
    environ = builder.get_environ()
    try:
        return client.open(environ)
    finally:
        # A large body lies in a file of the test's own.
        environ["wsgi.input"].close()
        builder.close()


def only_photo(sheet: PaperSheet) -> PaperPhoto:
    db.session.rollback()
    (photo,) = photos_of(sheet.activity_id)
    return photo


def filled(sheet: PaperSheet, **values: Any) -> tuple[bytes, list[Sticker]]:
    """A photograph of the sheet with three stickers and two ticks."""
    layout = Layout.from_json(sheet.layout)
    frame = layout.frame
    stickers = [
        Sticker(frame.x + 40, frame.y + 60, "red"),
        Sticker(frame.x + 120, frame.y + 50, "blue"),
        Sticker(frame.x + 90, frame.y + 140, "green"),
    ]
    shot = photograph(
        printed(storage.sheet_folder(sheet.id) / PDF), layout, 5, stickers=stickers,
        ticks=("age:a14_15", "gender:m"), width=2000, **values,
    )  # fmt: skip
    return shot.jpeg(), stickers


def recorded() -> list[Any]:
    db.session.rollback()
    query = text(
        "SELECT s.source, s.import_key, s.participant_id, c.state, c.quality, c.text, c.id FROM contribution c "
        "JOIN submission s ON s.id = c.submission_id ORDER BY c.quality"
    )
    return list(db.session.execute(query))


def test_a_sheet_comes_back_is_confirmed_recorded_and_taken_back(recorder: PageClient) -> None:
    sheet = make_printed_sheet(recorder)
    photo_bytes, stickers = filled(sheet)
    assert "Ein Blatt erkannt" in recorder.get(send(recorder, (photo_bytes, "blatt.jpg")).location).page.text  # type: ignore[attr-defined]
    photo = only_photo(sheet)
    assert (photo.state, photo.sheet_id, photo.copy) == ("ready", sheet.id, 1)
    assert (photo.age_band, photo.gender) == ("a14_15", "m")
    assert [mark.ink for mark in sorted(photo.marks, key=lambda mark: mark.ink)] == ["blue", "green", "red"]
    assert not (storage.photo_folder(photo.id) / storage.UPLOAD).exists(), "the original does not stay"
    folder_before = sorted(path.name for path in storage.photo_folder(photo.id).iterdir())
    assert folder_before == [storage.PHOTO, storage.STRAIGHT]

    # The same file again changes nothing.
    again = send(recorder, (photo_bytes, "noch einmal.jpg"))
    assert again.location == BASE
    assert only_photo(sheet).id == photo.id

    url = f"{BASE}/foto/{photo.id}"
    with recorder.get(f"{url}/bild.jpg") as shown:
        assert shown.mimetype == "image/jpeg"
    reds = [mark for mark in photo.marks if mark.ink == "red"]
    blues = [mark for mark in photo.marks if mark.ink == "blue"]
    answer = recorder.submit(
        url,
        {
            f"mark-{reds[0].id}-text": "Hier ist es ruhig.",
            f"mark-{blues[0].id}-text": "bei mir zu Hause",
            "action": "record",
        },
        action=url,
    )
    assert answer.status_code == 303, answer.page.text  # type: ignore[attr-defined]
    rows = recorded()
    assert [(row.source, row.state, row.quality) for row in rows] == [
        ("paper", "submitted", "chill"), ("paper", "submitted", "fav"), ("paper", "submitted", "meet"),
    ]  # fmt: skip
    assert {row.import_key for row in rows} == {f"{sheet.code}-1"}
    assert len({row.participant_id for row in rows}) == 1, "one sheet is one person"
    lon, lat = lonlats_on(sheet, stickers)[0]
    shape = shapes()["fav"]
    metres = np.hypot((shape.x - lon) * 67_500, (shape.y - lat) * 111_200)
    assert metres < 3, "one millimetre of this paper is three metres"
    assert is_coarse(shapes()["meet"]), "a home is never a pin (E16)"

    assert recorder.submit(url, action=f"{url}/zuruecknehmen").status_code == 303
    assert recorded() == []
    assert only_photo(sheet).state == "ready"
    assert recorder.submit(url, {"action": "record"}, action=url).status_code == 303
    assert len(recorded()) == 3
    token = values_of(recorder.get(url).page.form(url))["csrf_token"]  # type: ignore[attr-defined]
    assert recorder.post(f"{url}/loeschen", data={"csrf_token": token}).status_code == 303
    assert len(recorded()) == 3, "what is recorded cannot be deleted with its photograph"
    with transaction():
        review.release(process_id=sheet.process_id, versions={UUID(str(recorded()[0].id)): 1}, user_id=None)
    assert recorder.submit(url, action=f"{url}/zuruecknehmen").status_code == 303
    assert len(recorded()) == 3, "what was decided about stays"


def lonlats_on(sheet: PaperSheet, stickers: list[Sticker]) -> list[list[float]]:
    layout, ground = (
        Layout.from_json(sheet.layout),
        Ground(sheet.crs, sheet.center_x, sheet.center_y, sheet.scale),
    )
    left, top = ground.corner(layout)
    points = np.array([[left + one.x * ground.per_mm, top - one.y * ground.per_mm] for one in stickers])
    return list(lonlat_of(ground.crs, points).tolist())


def shapes() -> dict[str, Any]:
    """Places of contributions by kind."""
    db.session.rollback()
    return {str(row.quality): row.geometry for row in db.session.query(Contribution)}


def test_marks_are_moved_dropped_added_and_refused_in_words(recorder: PageClient) -> None:
    sheet = make_printed_sheet(recorder)
    content, _stickers = filled(sheet, turn=180.0)
    send(recorder, (content, "kopf.jpg"))
    photo = only_photo(sheet)
    url, first = f"{BASE}/foto/{photo.id}", photo.marks[0]
    answer = recorder.submit(url, {f"mark-{first.id}-place": "irgendwo", "action": "save"}, action=url)
    assert answer.status_code == 422
    assert "zwei Zahlen" in answer.page.text  # type: ignore[attr-defined]
    assert 'value="irgendwo"' in answer.get_data(as_text=True), "nothing typed is lost"
    values = values_of(recorder.get(url).page.form(url))  # type: ignore[attr-defined]
    del values[f"mark-{first.id}-keep"]
    values |= {
        f"mark-{first.id}-place": "50,5 60", "action": "save",
        "mark-new1-place": "70 80", "mark-new1-keep": "y", "mark-new1-kind": "", "mark-new1-text": "neu",
    }  # fmt: skip
    assert recorder.post(url, data=values).status_code == 303
    photo = only_photo(sheet)
    per_mm = photo.report["per_mm"]
    assert (photo.marks[0].state, photo.marks[0].x / per_mm) == ("dropped", 50.5)
    assert (len(photo.marks), photo.marks[-1].confidence, photo.marks[-1].text) == (4, None, "neu")
    answer = recorder.post(url, data=values)
    assert answer.status_code == 409, "somebody saved in the meantime"
    answer = recorder.submit(url, {"action": "record"}, action=url)
    assert answer.status_code == 422
    assert "was für ein Ort" in answer.page.text  # type: ignore[attr-defined]
    assert recorded() == []
    photo_id = photo.id
    answer = recorder.submit(url, action=f"{url}/loeschen")
    assert answer.status_code == 303
    db.session.rollback()
    assert photos_of(sheet.activity_id) == []
    assert not storage.photo_folder(photo_id).exists()


def test_what_is_no_sheet_of_ours_is_refused_with_a_reason(recorder: PageClient) -> None:
    sheet = make_printed_sheet(recorder)
    layout = Layout.from_json(sheet.layout)
    page = printed(storage.sheet_folder(sheet.id) / PDF)
    noise = np.random.default_rng(1).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    flat = np.full((600, 800, 3), 128, np.uint8)
    hidden = page.copy()
    dots = 170 / 25.4
    cv2.rectangle(
        hidden,
        (round(layout.code.x * dots), round(layout.code.y * dots)),
        (
            round((layout.code.x + layout.code.width) * dots),
            round((layout.code.y + layout.code.height) * dots),
        ),
        (255, 255, 255),
        cv2.FILLED,
    )
    files = [
        (b"kein Bild", "text.jpg", "kein Foto"),
        (jpeg(noise), "wiese.jpg", "keine Marken"),
        (jpeg(flat), "nebel.jpg", "zu unscharf"),
        (jpeg(hidden), "fleck.jpg", "Code ist nicht zu lesen"),
    ]
    send(recorder, *((content, name) for content, name, _reason in files))
    db.session.rollback()
    found = {photo.file_name: photo for photo in photos_of(sheet.activity_id)}
    for _content, name, reason in files:
        assert found[name].state == "refused", name
        assert reason in found[name].reason, found[name].reason
        assert reason in recorder.get(f"{BASE}/foto/{found[name].id}").page.text  # type: ignore[attr-defined]
    # A person reads the letters beside the code.
    url = f"{BASE}/foto/{found['fleck.jpg'].id}"
    wrong = recorder.submit(url, {"code": "AAAA BBBB CCCC"}, action=f"{url}/zuordnen")
    assert wrong.status_code == 422
    right = recorder.submit(
        url, {"code": f"{sheet.code[:4].lower()} {sheet.code[4:]} · 1"}, action=f"{url}/zuordnen"
    )
    assert right.status_code == 303
    db.session.rollback()
    assert db.session.get_one(PaperPhoto, found["fleck.jpg"].id).state == "ready"


def jpeg(picture: Any) -> bytes:
    done, data = cv2.imencode(".jpg", picture)
    assert done
    return bytes(data)


@pytest.mark.parametrize("whose", ["process", "town", "map"])
def test_a_sheet_from_elsewhere_is_refused(recorder: PageClient, whose: str) -> None:
    sheet = make_printed_sheet(recorder)
    content = (storage.sheet_folder(sheet.id) / PDF).read_bytes()
    activity_id, process_id = sheet.activity_id, sheet.process_id
    with transaction():
        if whose == "town":
            db.session.execute(text("UPDATE paper_sheet SET code = 'ZZZZZZZZZZZZ'"))
        elif whose == "process":
            other = make_process("anderswo")
            db.session.get_one(PaperSheet, sheet.id).process_id = other.id
        else:
            second = create_activity(
                process_id=process_id, channel="maps", slug="zweite", title="Zweite Karte"
            )
            db.session.get_one(PaperSheet, sheet.id).activity_id = second.id
    send(recorder, (content, "scan.pdf"))
    db.session.rollback()
    (photo,) = photos_of(activity_id)
    assert photo.state == "refused"
    reasons = {"town": "hier unbekannt", "process": "anderen Verfahren", "map": "Zweite Karte"}
    assert reasons[whose] in photo.reason


def test_a_board_is_laid_on_the_map_by_hand(recorder: PageClient) -> None:
    """A flat picture of the town without marks, its corners known: pins land where they are."""
    sheet = make_printed_sheet(recorder)
    ground = Ground(sheet.crs, sheet.center_x, sheet.center_y, sheet.scale)
    board = np.full((900, 1200, 3), 235, np.uint8)
    cv2.circle(board, (300, 300), 14, (50, 50, 215), cv2.FILLED, cv2.LINE_AA)
    cv2.circle(board, (900, 600), 14, (190, 90, 30), cv2.FILLED, cv2.LINE_AA)
    send(recorder, (jpeg(board), "brett.jpg"))
    photo = only_photo(sheet)
    assert photo.state == "refused"
    url = f"{BASE}/foto/{photo.id}/von-hand"
    corners = [(0, 0), (1200, 0), (1200, 900), (0, 900), (600, 450)]
    metres = np.array([[ground.x + (x - 600) * 0.5, ground.y - (y - 450) * 0.5] for x, y in corners])
    metres[4] += [3.0, 0.0]  # one is set a little beside
    fields: dict[str, str] = {"question": "gern"}
    for number, ((x, y), (lon, lat)) in enumerate(
        zip(corners, lonlat_of(ground.crs, metres).tolist(), strict=True)
    ):
        fields |= {f"points-{number}-x": str(x), f"points-{number}-y": str(y)}
        fields |= {f"points-{number}-lat": f"{lat:.7f}", f"points-{number}-lon": f"{lon:.7f}"}
    few = {name: "" if re.match(r"points-[34]", name) else value for name, value in fields.items()}
    assert recorder.submit(url, few, action=url).status_code == 422
    answer = recorder.submit(url, fields, action=url)
    assert answer.status_code == 303, answer.page.text  # type: ignore[attr-defined]
    photo = only_photo(sheet)
    assert (photo.state, photo.kind) == ("ready", "board")
    assert 0.5 < max(photo.report["residuals"]) < 3.1
    assert sorted(mark.ink for mark in photo.marks) == ["blue", "red"]
    desk = f"{BASE}/foto/{photo.id}"
    assert "m daneben" in recorder.get(desk).page.text  # type: ignore[attr-defined]
    kinds = {f"mark-{mark.id}-kind": "gern:fav" for mark in photo.marks}
    assert recorder.submit(desk, {**kinds, "action": "record"}, action=desk).status_code == 303
    rows = recorded()
    assert len({row.participant_id for row in rows}) == 2, "each colour is a group of its own"
    assert {row.import_key for row in rows} == {f"board-{photo.id}"}
