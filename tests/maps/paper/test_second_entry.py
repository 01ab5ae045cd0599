"""A tenth of the recorded sheets is typed twice (E32): drawn by lot, by another person, compared field by field."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.accounts.queries import find_user
from app.base import retention
from app.base.audit import AuditEvent
from app.base.database import db, new_id, now, transaction
from app.contributions.media.vocabulary import KEPT_DRAWINGS
from app.maps.paper import services, storage
from app.maps.paper.models import PaperMark, PaperPhoto
from app.maps.paper.queries import photos_of
from app.maps.paper.second_entry import KIND
from app.maps.queries import campaign_by_slug
from app.processes.double_entry.models import DoubleEntry
from app.processes.double_entry.queries import checked, drawn
from app.processes.queries import process_by_slug
from tests.maps.paper.conftest import BASE, PERSON
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

SLUG = "zeig-dein-viertel"


def record_sheets(count: int, *, first: int = 0, state: str = "recorded") -> list[UUID]:
    """Sheets as they stand after somebody confirmed and recorded two points of each."""
    campaign = campaign_by_slug(process_by_slug(SLUG).id, "nadelkarte")
    question = campaign.questions[0]
    ids = []
    for number in range(first, first + count):
        photo = PaperPhoto(
            process_id=campaign.activity.process_id,
            activity_id=campaign.activity_id,
            file_name=f"blatt {number}.jpg",
            sha256=f"{number:064}",
            kind="board",
            state=state,
            width=1000,
            height=700,
            question=question.key,
            age_band="a14_15",
            report={"residuals": []},
            crs=25832,
            origin_x=570_000.0,
            origin_y=5_840_000.0,
            pixel=1.0,
            legend=[],
        )
        for mark in (1, 2):
            photo.marks.append(
                PaperMark(
                    number=mark,
                    x=100.0 * mark,
                    y=200.0,
                    state="confirmed",
                    question=question.key,
                    quality=question.qualities[0],
                    text=f"Worte {mark}",
                )
            )
        db.session.add(photo)
        db.session.flush()
        ids.append(photo.id)
    return ids


@pytest.fixture
def other(app: APIFlask, recorder: PageClient) -> PageClient:
    """A second person of the same team."""
    with transaction():
        give_role(process_by_slug(SLUG).id, make_user("zweite@stadt.example"), "recorder")
    return sign_in(app, "zweite@stadt.example")


def test_a_tenth_is_drawn_and_stays_drawn(db_session: object) -> None:
    ids = [new_id() for _number in range(101)]
    for count, expected in ((0, 0), (1, 1), (10, 1), (11, 2), (101, 11)):
        assert len(drawn(KIND, ids[:count])) == expected
    first = drawn(KIND, ids[:10])
    assert first == drawn(KIND, ids[9::-1]), "the lot does not depend on the order"
    unlucky = next(one for one in ids if one not in drawn(KIND, ids))
    assert unlucky in drawn(KIND, ids, [unlucky]), "what was typed twice stays in the sample"
    assert len(drawn(KIND, ids, [unlucky])) == 11
    assert drawn(KIND, ids[:50]) != drawn("survey", ids[:50]), "each kind of paper has its own lots"


def test_a_second_person_types_anew_and_reads_what_differs(recorder: PageClient, other: PageClient) -> None:
    with transaction():
        ids = record_sheets(11)
    index = other.get(BASE).page  # type: ignore[attr-defined]
    assert "Doppelt erfassen" in index.text
    mine = checked(KIND, ids)
    assert (len(mine.drawn), mine.rate) == (2, None)
    url = f"{BASE}/foto/{mine.drawn[0]}/doppelt"
    page = other.get(url).page  # type: ignore[attr-defined]
    assert "Worte 1" not in page.text, "the first entry is not seen"
    assert other.submit(url, {"age_band": "a14_15"}, action=url).status_code == 422
    [photo] = [one for one in photos_of(_activity()) if one.id == mine.drawn[0]]
    kind = f"{photo.marks[0].question}:{photo.marks[0].quality}"
    typed = {
        "age_band": "a14_15",
        "marks": "3",
        "1-kind": kind,
        "1-text": " Worte  1 ",
        "2-text": "Worte zwei",
    }
    answer = other.submit(url, typed, action=url)
    assert answer.location == url
    page = other.get(url).page  # type: ignore[attr-defined]
    assert "3 Felder von 8 weichen ab." in page.text
    for expected in ("Anzahl der Punkte", "Punkt 2: was für ein Ort", "Worte 2", "Worte zwei"):
        assert expected in page.text
    assert "Worte 1" not in page.text, "blanks are no deviation"
    db.session.rollback()
    found = checked(KIND, ids)
    assert (found.fields, found.deviations, found.rate) == (8, 3, 3 / 8)
    assert "3 von 8 Feldern" in other.get(BASE).page.text  # type: ignore[attr-defined]
    again = other.post(
        url, data={**typed, "csrf_token": other.get("/api/teilnahme").get_json()["csrf_token"]}
    )
    assert again.status_code == 409


def test_who_entered_a_sheet_does_not_check_it(recorder: PageClient) -> None:
    with transaction():
        [one] = record_sheets(1)
        user_id = _user()
        db.session.add(
            AuditEvent(
                actor=str(user_id), action="paper.record", object_kind="paper_photo", object_id=str(one)
            )
        )
    url = f"{BASE}/foto/{one}/doppelt"
    page = recorder.get(url).page  # type: ignore[attr-defined]
    assert "Eine zweite Person" in page.text
    token = recorder.get("/api/teilnahme").get_json()["csrf_token"]
    assert recorder.post(url, data={"csrf_token": token, "marks": "2"}).status_code == 403
    assert db.session.scalars(select(DoubleEntry)).all() == []


def test_nobody_chooses_what_is_checked(recorder: PageClient, other: PageClient) -> None:
    with transaction():
        ids = record_sheets(10)
    [lucky] = checked(KIND, ids).drawn
    unlucky = next(one for one in ids if one != lucky)
    assert other.get(f"{BASE}/foto/{unlucky}/doppelt").location == BASE


def test_the_check_goes_with_what_was_recorded(recorder: PageClient, other: PageClient) -> None:
    with transaction():
        [one] = record_sheets(1)
    url = f"{BASE}/foto/{one}/doppelt"
    other.submit(url, {"marks": "2"}, action=url)
    db.session.rollback()
    with transaction():
        photo = db.session.get_one(PaperPhoto, one)
        services.take_back(photo=photo, version=photo.version, actor="command")
    assert db.session.scalars(select(DoubleEntry)).all() == []


def _activity() -> UUID:
    return campaign_by_slug(process_by_slug(SLUG).id, "nadelkarte").activity_id


def _user() -> UUID:
    found = find_user(PERSON)
    assert found is not None
    return found.id


def test_pictures_of_sheets_go_with_their_time_and_what_was_recorded_stays(
    app: APIFlask, recorder: PageClient
) -> None:
    with transaction():
        old, young = record_sheets(2)
        [waiting] = record_sheets(1, first=2, state="ready")
        for one in (old, waiting):
            db.session.get_one(PaperPhoto, one).created_at = now() - KEPT_DRAWINGS - timedelta(hours=1)
        db.session.get_one(PaperPhoto, young).created_at = now() - KEPT_DRAWINGS + timedelta(hours=1)
    for one in (old, young, waiting):
        storage.photo_folder(one).mkdir(parents=True)
        (storage.photo_folder(one) / storage.STRAIGHT).write_bytes(b"jpeg")
    assert {due.id for due in retention.due(now())} == {old, waiting}
    assert retention.expire(now()) == 2
    assert [storage.has_pictures(one) for one in (old, young, waiting)] == [False, True, False]
    assert db.session.get(PaperPhoto, waiting) is None, "nobody recorded it"
    page = recorder.get(f"{BASE}/foto/{old}").page  # type: ignore[attr-defined]
    assert "Das Bild ist gelöscht, weil seine Zeit um ist." in page.text
    assert retention.expire(now()) == 0
