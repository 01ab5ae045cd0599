"""Photos find their places, the clock is corrected, and what is confirmed becomes entries that wait for review."""

from __future__ import annotations

from datetime import timedelta

import pytest
from apiflask import APIFlask

from app.base.database import db, now
from app.base.retention import due, expire
from app.contributions.media.models import Attachment
from app.contributions.models import Attribute, Contribution, Submission
from app.participants.consents import is_consented
from app.walks.bringing.models import Bringing
from app.walks.bringing.words import KEPT_PHOTOS, KEPT_TRACK
from app.walks.entries import part_id
from app.walks.queries import stops_of
from tests.contributions.media.samples import photo, quarters
from tests.page_client import PageClient
from tests.walks.bringing.sending import (
    AT_START,
    HERE,
    LATER,
    desk,
    folder,
    photos,
    send,
    send_track,
    the_walk,
    yes,
)
from tests.walks.brought import SECOND


def test_the_clock_is_found_by_one_photo_whose_stop_is_known(recorder: PageClient) -> None:
    send_track(recorder)
    send(recorder, photo(place=None, taken="2026:05:03 15:20:00"), "kai.jpg")
    send(recorder, photo(place=None, taken="2026:05:03 15:10:00", image=quarters(400, 300)), "weg.jpg")
    way, quay = photos()
    second = stops_of(the_walk().trail)[1]
    answer = desk(recorder, {f"stop-{quay.id}": str(second.id)}, f"match:{quay.id}")
    assert answer.status_code == 303
    db.session.rollback()
    assert db.session.get_one(Bringing, the_walk().activity_id).offset == pytest.approx(-3600, abs=1)
    told = recorder.get(f"{HERE}/orte.json?versatz=-3600").json["photos"]  # type: ignore[index]
    assert [line["by"] for line in told] == ["track", "track"]
    assert told[0]["place"] == pytest.approx([52.7, 9.302])
    assert told[0]["id"] == str(way.id)
    assert recorder.get(f"{HERE}/orte.json?versatz=0").json["photos"][0]["place"] is None  # type: ignore[index]
    assert recorder.get(f"{HERE}/orte.json?versatz=x").status_code == 422


def test_the_clock_is_found_by_all_photos_with_a_place(recorder: PageClient) -> None:
    send_track(recorder)
    for number in (2, 8, 15):
        send(
            recorder,
            photo(
                place=(9.3 + number * 0.0002, 52.7),
                taken=f"2026:05:03 16:{number:02}:30",
                image=quarters(300 + number, 200),
            ),
        )
    answer = desk(recorder, action="match_all")
    assert answer.status_code == 303
    db.session.rollback()
    assert db.session.get_one(Bringing, the_walk().activity_id).offset == pytest.approx(-7230, abs=2)


def test_a_clock_cannot_be_set_without_a_place_or_a_number(recorder: PageClient) -> None:
    send_track(recorder)
    send(recorder, photo(place=None, taken=LATER))
    (one,) = photos()
    assert desk(recorder, action=f"match:{one.id}").status_code == 422
    answer = desk(recorder, {"offset": "bald"})
    assert answer.status_code == 422
    assert 'value="bald"' in answer.text
    answer = desk(recorder, {f"place-{one.id}": "Marktplatz"})
    assert answer.status_code == 422
    assert "Ein Ort besteht aus zwei Zahlen" in answer.page.text
    assert 'value="Marktplatz"' in answer.text


def test_confirmed_photos_become_entries_that_wait_for_review(app: APIFlask, recorder: PageClient) -> None:
    send_track(recorder)
    send(recorder, photo(place=SECOND, taken=AT_START), "gps.jpg")
    send(recorder, photo(place=None, taken=LATER, image=quarters(400, 300)), "spur.jpg")
    send(recorder, photo(place=None, taken=None, image=quarters(500, 300)), "hand.jpg")
    gps, track, hand = photos()
    values = {f"ok-{one.id}": "y" for one in (gps, track, hand)}
    values |= {f"place-{hand.id}": "52,70002; 9,30001", f"text-{hand.id}": "Die Mauer"}
    assert desk(recorder, values, "confirm").status_code == 422
    answer = desk(recorder, values | yes(), "confirm")
    assert (answer.status_code, answer.location) == (303, HERE)
    db.session.rollback()
    first, second = stops_of(the_walk().trail)
    said = {one.id: one for one in db.session.query(Contribution).all()}
    assert len(said) == 3
    for one, place, stop in (
        (gps, SECOND, second),
        (track, (9.302, 52.7), None),
        (hand, (9.30001, 52.70002), first),
    ):
        contribution = said[part_id(one.id, "said")]
        assert (contribution.kind, contribution.state) == ("photo", "submitted")
        assert contribution.geometry is not None
        assert (contribution.geometry.x, contribution.geometry.y) == pytest.approx(place, abs=1e-5)
        kept = (
            db.session.query(Attribute).filter_by(contribution_id=contribution.id, key="stop").one_or_none()
        )
        assert (kept.value_text if kept else None) == (str(stop.id) if stop else None)
        attachment = db.session.get_one(Attachment, one.id)
        assert (attachment.state, attachment.contribution_id) == ("in_review", contribution.id)
        assert (attachment.found_place, attachment.taken_at) == (None, None)
        assert not folder(app, one).exists()
        sitting = db.session.get_one(Submission, one.id)
        assert sitting.source == "camera"
        assert is_consented(sitting.participant_id, "photo", attachment.id)
        assert not is_consented(sitting.participant_id, "photo_people", attachment.id)
    assert said[part_id(hand.id, "said")].text == "Die Mauer"
    assert len({one.participant_id for one in db.session.query(Submission)}) == 1
    for one in photos():
        assert (one.state, one.taken_at, one.found_place, one.place, one.found) == (
            "recorded",
            None,
            None,
            None,
            None,
        )
    assert [one["state"] for one in recorder.get(f"{HERE}/stand.json").json["photos"]] == ["recorded"] * 3  # type: ignore[index]
    assert recorder.get(f"{HERE}/foto/{gps.id}/klein.jpg").status_code == 404


def test_confirming_twice_records_once_and_without_a_place_nothing(recorder: PageClient) -> None:
    send(recorder, photo(place=None, taken=None))
    (one,) = photos()
    answer = desk(recorder, {f"ok-{one.id}": "y"} | yes(), "confirm")
    assert answer.status_code == 422
    assert "hat noch keinen Ort" in answer.page.text
    values = {f"ok-{one.id}": "y", f"stop-{one.id}": str(stops_of(the_walk().trail)[0].id)} | yes()
    page = recorder.get(f"{HERE}/orte").page  # type: ignore[attr-defined]
    token = page.form(f"{HERE}/orte").find(".//input[@name='csrf_token']").get("value")
    sent = {"csrf_token": token, "offset": "0", f"place-{one.id}": "", "action": "confirm", **values}
    db.session.rollback()
    assert recorder.post(f"{HERE}/orte", data=sent).status_code == 303
    assert recorder.post(f"{HERE}/orte", data=sent).status_code == 422
    db.session.rollback()
    assert db.session.query(Contribution).count() == 1
    assert db.session.query(Attachment).count() == 1


def test_a_place_outside_of_the_town_is_not_taken(recorder: PageClient) -> None:
    send(recorder, photo(place=(2.35, 48.85)))
    (one,) = photos()
    assert one.found_place is None
    answer = desk(recorder, {f"place-{one.id}": "48.85, 2.35", f"ok-{one.id}": "y"} | yes(), "confirm")
    assert answer.status_code == 422
    assert "zu weit weg" in answer.page.text
    db.session.rollback()
    assert db.session.query(Contribution).count() == 0


def test_what_nobody_confirms_goes_by_itself(app: APIFlask, recorder: PageClient) -> None:
    send_track(recorder)
    send(recorder, photo())
    (one,) = photos()
    place = folder(app, one)
    walk_id = the_walk().activity_id
    db.session.rollback()
    assert not [line for line in due(now()) if line.kind.startswith("walk_")]
    expire(now() + KEPT_TRACK + timedelta(minutes=1))
    db.session.rollback()
    assert db.session.get_one(Bringing, walk_id).track is None
    assert place.is_dir()
    db.session.rollback()
    expire(now() + KEPT_PHOTOS + timedelta(minutes=1))
    assert photos() == []
    assert not place.exists()
