"""The pages that bring in areas, at their harder turns: several files, no system, invalid shapes, large files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import shapely
from apiflask import APIFlask

from app.areas import import_views, queries, taking_over, uploads
from app.areas.landing import KnownPlace, distance_words
from app.areas.reading.cities import near_what
from app.base.jobs import Cancelled
from tests.areas.files import EAST, WEST, feature, frame, two_areas, write_geojson, write_shapefile
from tests.page_client import PageClient
from tests.staff import make_user, sign_in

NEW = "/verwaltung/raeume/neu"


@pytest.fixture
def admin(app: APIFlask) -> PageClient:
    with app.app_context():
        make_user("admin@example.org", is_admin=True)
    return sign_in(app, "admin@example.org")


def send(client: PageClient, *files: tuple[str, bytes]) -> str:
    streams = [(io.BytesIO(content), name) for name, content in files]
    answer = client.submit(NEW, {"file": streams}, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.page.text  # type: ignore[attr-defined]
    return answer.headers["Location"]


def token(client: PageClient, address: str) -> dict[str, str]:
    page = client.get(address).page  # type: ignore[attr-defined]
    return {"csrf_token": next(f.get("value") for f in page.all("input") if f.get("name") == "csrf_token")}


def take_over(client: PageClient, address: str, **values: str) -> Any:
    given = {"name": "Ortsteile", "valid_from": "2024-01-01", "action": "import", **values}
    return client.post(address, data={**token(client, address), **given})


def test_a_file_for_each_area_is_one_set(app: APIFlask, admin: PageClient) -> None:
    files = [("305_altstadt.json", WEST), ("306_grünau.json", EAST)]
    address = send(admin, *((name, shapely.to_geojson(shape).encode()) for name, shape in files))
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "2 Dateien: 305_altstadt.json, 306_grünau.json" in page.text
    assert "2 Räume können übernommen werden" in page.text
    assert take_over(admin, address).status_code == 302
    with app.app_context():
        areas = queries.areas_of(queries.set_at("Ortsteile").id)
        assert [(area.code, area.name) for area in areas] == [("305", "Altstadt"), ("306", "Grünau")]


def test_loose_parts_without_a_system_are_placed_by_a_click(admin: PageClient, tmp_path: Path) -> None:
    parts = sorted(write_shapefile(tmp_path / "s").parent.iterdir())
    address = send(admin, *((part.name, part.read_bytes()) for part in parts if part.suffix != ".prj"))
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "Wo liegen die Räume?" in page.text
    choices = {button.get("value") for button in page.all("button") if button.get("name") == "take_crs"}
    assert choices == {"25832", "25833"}
    assert "35 km östlich von Bielefeld (52,02° Nord, 9,04° Ost)" in page.text
    answer = admin.post(address, data={**token(admin, address), "take_crs": "25832", "nr": "x"})
    assert "von Ihnen angegeben" in answer.page.text  # type: ignore[attr-defined]
    assert "2 Räume können übernommen werden" in answer.page.text  # type: ignore[attr-defined]


def test_one_part_alone_says_what_is_missing(admin: PageClient, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "s")
    text = admin.get(send(admin, ("a.shp", path.read_bytes()))).page.text  # type: ignore[attr-defined]
    assert "Zur Shapefile fehlt die Datei .shx, .dbf" in text
    text = admin.get(send(admin, ("a.dbf", b"x"))).page.text  # type: ignore[attr-defined]
    assert "Teil einer Shapefile" in text


def test_a_repair_is_shown_before_anybody_agrees(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    bow = shapely.Polygon([(9, 52), (9.1, 52.1), (9.1, 52), (9, 52.1)])
    path = write_geojson(tmp_path / "a.geojson", [feature(bow, nr="1", name="Schleife")])
    address = send(admin, ("a.geojson", path.read_bytes()))
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "So sähen sie nach der Reparatur aus" in page.text
    assert len(page.all("figure")) == 3
    assert take_over(admin, address).status_code == 422
    with app.app_context():
        assert queries.area_sets() == []
    assert take_over(admin, address, repair="y").status_code == 302


def test_metres_without_a_system_are_asked_for(admin: PageClient, tmp_path: Path) -> None:
    rows = frame(25832)
    shapes = [feature(shape, nr=nr, name="A") for shape, nr in zip(rows.geometry, rows["nr"], strict=True)]
    path = write_geojson(tmp_path / "a.geojson", shapes)
    page = admin.get(send(admin, ("a.geojson", path.read_bytes()))).page  # type: ignore[attr-defined]
    assert "keine Grad, sondern wohl Meter" in page.text
    assert "ETRS89 / UTM 32N (EPSG:25832)" in page.text


def test_swapped_degrees_are_offered_the_right_way_round(admin: PageClient, tmp_path: Path) -> None:
    swapped = [
        feature(shapely.transform(shape, lambda points: points[:, ::-1]), nr=nr, name=nr)
        for shape, nr in ((WEST, "1"), (EAST, "2"))
    ]
    path = write_geojson(tmp_path / "a.geojson", swapped)
    address = send(admin, ("a.geojson", path.read_bytes()))
    assert "Achsen vertauscht" in admin.get(address).page.text  # type: ignore[attr-defined]
    answer = admin.post(address, data={**token(admin, address), "take_crs": "4326-vertauscht"})
    assert "2 Räume können übernommen werden" in answer.page.text  # type: ignore[attr-defined]


def test_a_large_file_is_read_in_the_background(
    app: APIFlask, admin: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_views, "LARGE", 10)
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    address = send(admin, ("a.geojson", path.read_bytes()))
    answer = admin.get(address)
    assert answer.status_code == 303
    job = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert "Die Datei ist gelesen." in job.text
    assert admin.get(address).status_code == 200, "what the job read is found again"
    with app.app_context():
        kept = uploads.readings(address.rpartition("/")[2])
        assert len(list(kept.iterdir())) == 1
    admin.post(f"{address}/abbrechen", data=token(admin, address))
    assert not kept.exists()


def test_many_areas_are_stored_by_a_job(
    app: APIFlask, admin: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_over, "MANY_AREAS", 1)
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    address = send(admin, ("a.geojson", path.read_bytes()))
    answer = take_over(admin, address)
    assert answer.status_code == 303
    job = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert "2 Räume übernommen." in job.text
    with app.app_context():
        area_set = queries.set_at("Ortsteile")
        place = f"/verwaltung/raeume/{area_set.id}"
        assert (area_set.gap_count, area_set.overlap_count) == (0, 0)
        name = address.rpartition("/")[2]
        assert not uploads.readings(name).exists()
        assert not list(uploads.folder().glob(f"{name}*"))
    assert place in [link.get("href") for link in job.all("a")]
    changed = write_geojson(tmp_path / "b.geojson", [feature(WEST, nr="1", name="Anders")])
    monkeypatch.setattr(taking_over, "MANY_AREAS", 0)
    answer = take_over(admin, send(admin, ("b.geojson", changed.read_bytes())))
    assert answer.status_code == 422, "what can be said at once is said at once"
    assert "anderem Inhalt" in answer.page.text


def test_a_stopped_job_stores_no_areas_and_leads_back(
    app: APIFlask, admin: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_over, "MANY_AREAS", 1)
    monkeypatch.setattr(taking_over, "import_area_set", _stopped(taking_over.import_area_set))
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    answer = take_over(admin, send(admin, ("a.geojson", path.read_bytes())))
    job = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert "Abgebrochen. Es wurde nichts übernommen." in job.text
    with app.app_context():
        assert queries.area_sets() == []
    back = next(link.get("href") for link in job.all("a") if "Zurück zur Datei" in "".join(link.itertext()))
    page = admin.get(back).page  # type: ignore[attr-defined]
    assert "2 Räume können übernommen werden" in page.text
    assert {field.get("value") for field in page.all("input")} >= {"Ortsteile", "2024-01-01"}


def _stopped(work: Any) -> Any:
    """Everything is written, then somebody presses the button."""

    def stopped(**given: Any) -> Any:
        work(**given)
        raise Cancelled

    return stopped


def test_places_in_words(app: APIFlask) -> None:
    with app.test_request_context():
        assert near_what(7.1, 50.73) == "bei Bonn"
        assert near_what(9.99, 48.7) == "33 km nördlich von Ulm"
        assert "von Deutschland entfernt" in near_what(-70.0, 10.0)
        known = [KnownPlace("Ortsteile", 7.1, 50.7)]
        assert distance_words(7.1, 50.8, known) == "bei Ihren Räumen »Ortsteile«"
        assert distance_words(13.4, 52.5, known).startswith("47")
        assert distance_words(7.1, 50.8, []) == ""
