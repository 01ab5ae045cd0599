"""From the camera to the review: upload, clock, places, confirmation; each step keeps only what it needs."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.base.database import db, now, transaction
from app.base.retention import due, expire
from app.contributions.media.models import Attachment
from app.contributions.models import Attribute, Contribution, Submission
from app.participants.consents import is_consented
from app.walks.bringing import services
from app.walks.bringing.models import Bringing, BroughtPhoto
from app.walks.bringing.queries import photos_of, placed, track_of
from app.walks.bringing.services import photos as photo_services
from app.walks.bringing.words import KEPT_PHOTOS, KEPT_TRACK
from app.walks.entries import part_id
from app.walks.models import Walk
from app.walks.queries import stops_of
from tests.contributions.media.hostile import has_secret
from tests.contributions.media.samples import photo, quarters
from tests.page_client import PageClient
from tests.walks.brought import FIRST, SECOND, straight

HERE = "/verwaltung/verfahren/zeig-dein-viertel/spaziergang/hafenrunde/einbringen"
SENT = {"accept": "application/json"}
AT_START, LATER = "2026:05:03 14:00:00", "2026:05:03 14:10:00"


def send(client: PageClient, content: bytes, name: str = "IMG_1.jpg", **headers: str) -> Any:
    page = client.get(HERE).page  # type: ignore[attr-defined]
    token = page.form(f"{HERE}/fotos").find(".//input[@name='csrf_token']").get("value")
    data = {"csrf_token": token, "files": [(io.BytesIO(content), name, "image/jpeg")]}
    return client.post(f"{HERE}/fotos", data=data, headers=headers or SENT)


def send_track(client: PageClient, content: bytes = b"", name: str = "weg.gpx") -> Any:
    return client.submit(HERE, {"track": (io.BytesIO(content or straight()), name)}, action=f"{HERE}/spur")


def desk(client: PageClient, values: dict[str, Any] | None = None, action: str = "save") -> Any:
    db.session.rollback()
    return client.submit(f"{HERE}/orte", {**(values or {}), "action": action}, action=f"{HERE}/orte")


def photos() -> list[BroughtPhoto]:
    db.session.rollback()
    return list(photos_of(the_walk().activity_id))


def the_walk() -> Walk:
    return db.session.query(Walk).one()


def folder(app: APIFlask, one: BroughtPhoto) -> Path:
    return Path(app.config["SETTINGS"].data) / "walk_photos" / str(one.id)


def yes() -> dict[str, str]:
    return {"consent": "2026-11-30"}


def test_a_photo_is_read_and_nothing_but_pixels_is_kept(app: APIFlask, recorder: PageClient) -> None:
    content = photo(image=quarters(900, 600), place=FIRST, taken=LATER, orientation=6)
    assert has_secret(content)
    answer = send(recorder, content)
    assert (answer.status_code, answer.json["photos"][0]["isNew"]) == (201, True)
    (one,) = photos()
    assert one.state == "ready"
    assert one.taken_at is not None
    assert one.taken_at.isoformat() == "2026-05-03T12:10:00+00:00"
    assert one.found_place is not None
    assert (one.found_place.x, one.found_place.y) == pytest.approx(FIRST, abs=1e-5)
    files = {path.name: path.read_bytes() for path in folder(app, one).iterdir()}
    assert set(files) == {"whole.jpg", "preview.jpg"}
    assert not any(has_secret(data) or b"Exif" in data for data in files.values())
    told = recorder.get(f"{HERE}/stand.json").json["photos"]  # type: ignore[index]
    assert [(line["name"], line["state"]) for line in told] == [("IMG_1.jpg", "ready")]
    for size in ("klein", "gross"):
        picture = recorder.get(f"{HERE}/foto/{one.id}/{size}.jpg")
        assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")


def test_the_same_bytes_again_are_the_photo_they_are(recorder: PageClient) -> None:
    content = photo()
    first, again = send(recorder, content), send(recorder, content, "Kopie.jpg")
    assert again.json["photos"][0]["id"] == first.json["photos"][0]["id"]
    assert again.json["photos"][0]["isNew"] is False
    assert len(photos()) == 1


def test_one_bad_file_stops_no_other_and_says_why(recorder: PageClient) -> None:
    page = recorder.get(HERE).page  # type: ignore[attr-defined]
    token = page.form(f"{HERE}/fotos").find(".//input[@name='csrf_token']").get("value")
    files = [
        (io.BytesIO(photo()), "gut.jpg", "image/jpeg"),
        (io.BytesIO(photo()[:3000]), "kaputt.jpg", "image/jpeg"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "bild.jpg", "image/jpeg"),
        (io.BytesIO(b""), "leer.jpg", "image/jpeg"),
    ]
    answer = recorder.post(f"{HERE}/fotos", data={"csrf_token": token, "files": files})
    assert answer.status_code == 422
    assert "leer.jpg: Die Datei ist leer." in answer.page.text  # type: ignore[attr-defined]
    assert {one.file_name: (one.state, one.reason) for one in photos()} == {
        "gut.jpg": ("ready", ""),
        "kaputt.jpg": ("refused", "damaged"),
        "bild.jpg": ("refused", "svg"),
    }
    text = recorder.get(HERE).page.text  # type: ignore[attr-defined]
    assert "Das Foto ist beschädigt" in text
    assert "Das ist eine Zeichnung (SVG) und kein Foto." in text


def test_nothing_chosen_and_too_large_are_told(recorder: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert recorder.submit(HERE, {}, action=f"{HERE}/fotos").status_code == 422
    assert recorder.submit(HERE, {}, action=f"{HERE}/spur").status_code == 422
    monkeypatch.setitem(vars(photo_services), "LARGEST", {"photo": 1000})
    answer = send(recorder, photo())
    assert answer.status_code == 413
    assert "20 Megabyte" in answer.json["message"]
    assert photos() == []


def test_a_track_places_photos_by_time_and_goes(recorder: PageClient) -> None:
    assert send_track(recorder).status_code == 303
    send(recorder, photo(place=None, taken=LATER, zone=""), "ohne.jpg")
    (one,) = photos()
    walk = the_walk()
    bringing = db.session.get(Bringing, walk.activity_id)
    (found,) = placed(walk, [one], track_of(bringing), 0.0)
    assert found.by == "track"
    assert found.place == pytest.approx((9.302, 52.7))
    assert found.stop_id is None
    assert "Löschen Sie die Spur, sobald die Fotos bestätigt sind." in recorder.get(HERE).page.text  # type: ignore[attr-defined]
    assert recorder.submit(HERE, {}, action=f"{HERE}/spur/loeschen").status_code == 303
    db.session.rollback()
    assert db.session.get_one(Bringing, walk.activity_id).track is None


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"Hallo", "keine GPX-Datei"), (b"<gpx><wpt lat='1' lon='1'/></gpx>", "Wegpunkte")],
)
def test_a_file_that_is_no_track_is_refused_with_the_reason(
    recorder: PageClient, content: bytes, message: str
) -> None:
    answer = send_track(recorder, content)
    assert answer.status_code == 422
    assert message in answer.page.text


def test_the_track_becomes_the_walked_route_without_the_way_home(recorder: PageClient) -> None:
    send_track(recorder)
    with transaction():
        walk = the_walk()
        assert walk.ends_at is not None
        walk.ends_at -= timedelta(minutes=65)
        walk.starts_at = None
    assert recorder.submit(HERE, {}, action=f"{HERE}/spur/uebernehmen").status_code == 303
    db.session.rollback()
    line = the_walk().walked
    assert line is not None
    assert (line.geom_type, len(line.coords)) == ("LineString", 2)
    assert line.bounds[2] == pytest.approx(9.302)


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


def test_deleting_takes_the_files_along(app: APIFlask, recorder: PageClient) -> None:
    send(recorder, photo())
    (one,) = photos()
    place = folder(app, one)
    assert place.is_dir()
    assert recorder.submit(HERE, {}, action=f"{HERE}/foto/{one.id}/loeschen").status_code == 303
    assert photos() == []
    assert not place.exists()


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


def test_a_photo_whose_worker_died_is_read_again(app: APIFlask, recorder: PageClient) -> None:
    send(recorder, photo())
    (one,) = photos()
    with transaction():
        again = db.session.get_one(BroughtPhoto, one.id)
        again.state, again.found = "waiting", None
    (folder(app, one) / "upload").write_bytes(photo())
    services.tidy()
    assert [line.state for line in photos()] == ["ready"]


def test_others_may_not(app: APIFlask, recorder: PageClient) -> None:
    assert PageClient(app).get(HERE).status_code == 302
