"""Pages of subjective maps without a script: words and a photo by a form; staff set up, preview and look at maps."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from apiflask import APIFlask
from PIL import Image
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions.media.models import Attachment
from app.contributions.media.services import attach
from app.contributions.services import record
from app.maps.subjective.drawing import checked
from app.maps.subjective.queries import task_of
from app.participants.services import join_direct
from tests.maps.subjective.factories import a_map, drawing, make_open_sheet, make_task, sitting, telling
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

URL = "/verfahren/zeig-dein-viertel/zeichnen/meine-karte"
STAFF = "/verwaltung/verfahren/zeig-dein-viertel/zeichnen"


@pytest.fixture
def joined(app: APIFlask, client: PageClient) -> Iterator[PageClient]:
    """A phone whose person has joined by the code of an open drawing activity."""
    with app.app_context():
        with transaction():
            code = make_open_sheet()
        client.submit("/mitmachen", {"code": code["typed"]})
        client.submit("/mitmachen/angaben", {"age_band": "a14_15"})
        client.submit("/mitmachen/beleg")
        yield client
        db.session.remove()


def test_a_map_in_words_keeps_the_questions_and_can_be_sent_twice_only_as_another(joined: PageClient) -> None:
    assert joined.get("/mitmachen/los").location == URL
    page = joined.get(f"{URL}?ansicht=worte").page
    assert page.h1 == "Meine Karte vom Viertel"
    assert "zu Hause – gezeichnet, nicht als Adresse –" in page.text
    said = {"title": "Mein Weg", "start_point": "school", "ways": "Am Fluss entlang.", "borders": "Bahnhof"}
    assert joined.submit(URL, said).location == f"{URL}/fertig"
    assert "Du hast uns 1 Karte geschickt." in joined.get(f"{URL}/fertig").page.text
    own = joined.get("/mein").page.text
    assert "Welche Wege nimmst du? Am Fluss entlang." in " ".join(own.split())


def test_nothing_typed_is_lost_when_it_is_too_long(joined: PageClient) -> None:
    answer = joined.submit(URL, {"places": "x" * 1001, "ways": "Am Fluss entlang."})
    assert answer.status_code == 422
    assert "Bitte höchstens 1.000 Zeichen." in answer.page.text
    assert "Am Fluss entlang." in answer.page.text


def test_a_photo_of_paper_is_enough_without_a_script(joined: PageClient) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(photo, "JPEG")
    photo.seek(0)
    assert joined.submit(URL, {"photo": (photo, "blatt.jpg", "image/jpeg")}).location == f"{URL}/fertig"
    file = db.session.scalars(select(Attachment)).one()
    assert (file.kind, file.position) == ("scan", 1)
    assert file.state in {"received", "in_review"}


def staff(app: APIFlask, process_id: UUID, role: str) -> PageClient:
    with app.app_context():
        user_id = make_user(f"{role}@example.org", name=role)
        give_role(process_id, user_id, role)
    return sign_in(app, f"{role}@example.org")


def test_staff_set_up_what_is_asked(app: APIFlask, db_session: object) -> None:
    with transaction():
        task = make_task(is_open=False)
        activity_id, process_id = task.activity_id, task.activity.process_id
    desk = staff(app, process_id, "coordinator")
    assert desk.get(f"{STAFF}/neu").page.h1 == "Neue subjektive Landkarte"
    made = desk.submit(f"{STAFF}/neu", {"title": "Unsere Straße", "slug": "strasse"})
    assert made.location == f"{STAFF}/strasse"
    url = f"{STAFF}/meine-karte"
    answer = desk.submit(url, {"start_hint": "Fang am Treff an.", "ratings": ["like", "wish"]}, action=url)
    assert answer.location == f"{STAFF}/meine-karte"
    db.session.expire_all()
    found = task_of(activity_id)
    assert found is not None
    assert (found.start_hint, found.ratings) == ("Fang am Treff an.", ["like", "wish"])
    preview = desk.get(f"{STAFF}/meine-karte/vorschau").page.text
    assert "Fang am Treff an." in preview
    assert "Langweilig" not in preview
    stale = desk.submit(url, {"version": "1", "title": "Anders"}, action=url)
    assert stale.status_code == 409
    wrong = desk.submit(url, {"title": ""}, action=url)
    assert wrong.status_code == 422


def test_the_gallery_shows_drawings_by_stage_and_no_cry_for_help(app: APIFlask, db_session: object) -> None:
    with transaction():
        task = make_task()
        process_id = task.activity.process_id
        person = join_direct(process_id=process_id, age_band="a14_15").participant
        drawn, hidden = (
            a_map(title="<b>Mein Viertel</b>"),
            a_map(title="Hilfe", text="Mein Vater schlägt mich."),
        )
        record(sitting(task, person, drawn, telling(drawn.id, text="Der Weg ist lang.")))
        record(sitting(task, person, hidden))
        attach(
            contribution_id=drawn.id,
            participant_id=person.id,
            kind="drawing",
            stream=io.BytesIO(json.dumps(drawing()).encode()),
            media_type="application/json",
        )
    with transaction():
        file = db.session.scalars(select(Attachment)).one()
        file.state, file.data = "received", None
    desk = staff(app, process_id, "planner")
    address = f"{STAFF}/meine-karte/karten"
    assert "Die Zeichnung wird vorbereitet." in desk.get(address).page.text
    with transaction():
        file = db.session.scalars(select(Attachment)).one()
        file.state, file.data = "in_review", checked(drawing()).as_json()
    page = desk.get(address)
    assert "<b>Mein Viertel</b>" in page.page.text
    assert "Der Weg ist lang." in page.page.text
    assert "Hilfe" not in page.page.text
    assert "gallery--stage-3" in page.get_data(as_text=True)
    assert "gallery--stage-1" in desk.get(f"{address}?stufe=1").get_data(as_text=True)
    with transaction():
        db.session.scalars(select(Attachment)).one().state = "locked"
    assert '<svg class="drawn"' not in desk.get(address).get_data(as_text=True)
