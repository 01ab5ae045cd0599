"""Photos and tracks arrive: each file for itself, kept bare, known again, deleted when nobody wants them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.walks.bringing import services
from app.walks.bringing.models import Bringing, BroughtPhoto
from app.walks.bringing.queries import placed, track_of
from app.walks.bringing.services import photos as photo_services
from tests.contributions.media.hostile import has_secret
from tests.contributions.media.samples import photo, quarters
from tests.page_client import PageClient
from tests.walks.bringing.sending import (
    HERE,
    LATER,
    folder,
    photos,
    send,
    send_track,
    the_walk,
)
from tests.walks.brought import FIRST


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


def test_deleting_takes_the_files_along(app: APIFlask, recorder: PageClient) -> None:
    send(recorder, photo())
    (one,) = photos()
    place = folder(app, one)
    assert place.is_dir()
    assert recorder.submit(HERE, {}, action=f"{HERE}/foto/{one.id}/loeschen").status_code == 303
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
