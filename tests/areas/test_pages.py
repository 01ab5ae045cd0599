"""Staff pages about areas: looking for all staff, changing for administrators, files that leave no trace."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from apiflask import APIFlask

from app.areas import queries, uploads
from tests.areas.files import feature, frame, two_areas, write_geojson, write_shapefile, zipped
from tests.page_client import PageClient
from tests.staff import make_user, sign_in


@pytest.fixture
def admin(app: APIFlask) -> PageClient:
    with app.app_context():
        make_user("admin@example.org", is_admin=True)
        uploads.folder()
        for path in uploads.folder().iterdir():
            path.unlink()
    return sign_in(app, "admin@example.org")


@pytest.fixture
def planner(app: APIFlask) -> PageClient:
    with app.app_context():
        make_user("plan@example.org")
    return sign_in(app, "plan@example.org")


def send(client: PageClient, path: Path, url: str = "/verwaltung/raeume/neu", **values: str) -> Any:
    return client.submit(
        url,
        {"file": (io.BytesIO(path.read_bytes()), path.name), **values},
        content_type="multipart/form-data",
    )


def kept(app: APIFlask) -> list[str]:
    with app.app_context():
        return sorted(path.name for path in uploads.folder().iterdir())


def bring(client: PageClient, path: Path, **values: str) -> Any:
    address = send(client, path).headers["Location"]
    given = {"name": "Ortsteile", "valid_from": "2024-01-01", "action": "import", **values}
    return client.post(address, data={**fields(client, address), **given})


def fields(client: PageClient, address: str) -> dict[str, str]:
    page = client.get(address).page  # type: ignore[attr-defined]
    return {"csrf_token": next(f.get("value") for f in page.all("input") if f.get("name") == "csrf_token")}


def test_from_file_to_map(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    assert "Noch gibt es keine Räume" in admin.get("/verwaltung/raeume").page.text  # type: ignore[attr-defined]
    path = zipped(tmp_path / "räume.zip", sorted(write_shapefile(tmp_path / "s").parent.iterdir()))
    address = send(admin, path).headers["Location"]
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "2 Räume können übernommen werden" in page.text
    assert "EPSG:25832" in page.text
    assert "01 · 02" in page.text
    shapes = admin.get(f"{address}/formen.geojson?name_field=name").json
    assert [found["properties"]["name"] for found in shapes["features"]] == ["Altstadt", "Grünau"]
    assert len(kept(app)) == 2
    answer = bring(admin, path)
    assert answer.status_code == 302
    page = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert page.h1 == "Ortsteile"
    assert "Grünau" in page.text
    assert "vollständig" in page.text
    assert len(kept(app)) == 2  # only the first, abandoned one is left
    assert "Ortsteile" in admin.get("/verwaltung/raeume").page.text  # type: ignore[attr-defined]


def test_problems_are_shown_and_nothing_is_lost(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    features = [*two_areas(), feature(shapely.box(9.2, 52, 9.3, 52.1), nr="02", name="Grünau")]
    path = write_geojson(tmp_path / "a.geojson", features)
    answer = bring(admin, path, name="Meine <b>Räume</b>", source="Stadt", code_field="nr", name_field="name")
    assert answer.status_code == 422
    assert "02 Grünau (2×)" in answer.page.text
    assert any(found.get("value") == "Meine <b>Räume</b>" for found in answer.page.all("input"))
    with app.app_context():
        assert queries.area_sets() == []
    answer = bring(admin, path, code_field="nr", name_field="name", dissolve="y")
    assert answer.status_code == 302


def test_a_missing_system_is_asked_for(admin: PageClient, tmp_path: Path) -> None:
    shape = write_shapefile(tmp_path / "s")
    shape.with_suffix(".prj").unlink()
    path = zipped(tmp_path / "a.zip", sorted(shape.parent.iterdir()))
    address = send(admin, path).headers["Location"]
    assert "Bitte geben Sie es an" in admin.get(address).page.text  # type: ignore[attr-defined]
    answer = admin.post(address, data={**fields(admin, address), "crs": "25832", "action": "check"})
    assert answer.status_code == 200
    assert "von Ihnen angegeben" in answer.page.text  # type: ignore[attr-defined]


def test_layers_to_choose_from(admin: PageClient, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    for layer in ("bezirke", "ortsteile"):
        frame().to_file(path, driver="GPKG", layer=layer)
    address = send(admin, path).headers["Location"]
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert {"bezirke", "ortsteile"} <= {option.get("value") for option in page.all("option")}
    answer = admin.post(address, data={**fields(admin, address), "layer": "ortsteile", "action": "check"})
    assert "2 Räume können übernommen werden" in answer.page.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["boese.exe", "leer.geojson", "../../flucht.zip", "ohne"])
def test_any_rubbish_is_refused_in_words(app: APIFlask, admin: PageClient, tmp_path: Path, name: str) -> None:
    answer = admin.submit(
        "/verwaltung/raeume/neu", {"file": (io.BytesIO(b"MZ\x90"), name)}, content_type="multipart/form-data"
    )
    page = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert page.one("h1") is not None
    assert "Bitte prüfen" in page.text
    assert all("/" not in found and ".." not in found for found in kept(app))


def test_no_file_is_a_field_error(admin: PageClient) -> None:
    answer = admin.submit("/verwaltung/raeume/neu", {}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei" in answer.page.text  # type: ignore[attr-defined]


def test_cancel_removes_the_file(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    address = send(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    answer = admin.post(f"{address}/abbrechen", data=fields(admin, address))
    assert answer.status_code == 302
    assert kept(app) == []
    assert admin.get(address).status_code == 404


def test_files_go_after_a_day_and_belong_to_one_person(
    app: APIFlask, admin: PageClient, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    address = send(admin, path).headers["Location"]
    with app.app_context():
        make_user("zweite@example.org", is_admin=True)
        for found in uploads.folder().iterdir():
            assert found.stat().st_mode & 0o077 == 0 or found.suffix == ".about"
    assert sign_in(app, "zweite@example.org").get(address).status_code == 404
    assert admin.get("/verwaltung/raeume/neu/" + "x" * 22).status_code == 404
    with app.app_context():
        for found in uploads.folder().iterdir():
            os.utime(found, (time.time() - 90_000,) * 2)
    assert admin.get(address).status_code == 404
    send(admin, path)
    assert len(kept(app)) == 2


def test_staff_look_and_administrators_change(
    app: APIFlask, admin: PageClient, planner: PageClient, tmp_path: Path
) -> None:
    place = bring(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    for address in ("/verwaltung/raeume", place, f"{place}/pruefung"):
        assert planner.get(address).status_code == 200
        assert "einlesen" not in planner.get(address).page.text  # type: ignore[attr-defined]
    assert planner.get("/verwaltung/raeume/neu").status_code == 403
    assert planner.get(f"{place}/einwohner").status_code == 403
    assert PageClient(app).get(f"{place}/formen.geojson").status_code == 302
    shapes = planner.get(f"{place}/formen.geojson")
    assert shapes.mimetype == "application/geo+json"
    again = planner.get(f"{place}/formen.geojson", headers={"If-None-Match": shapes.headers["ETag"]})
    assert again.status_code == 304


def test_faults_of_a_vintage(admin: PageClient, tmp_path: Path) -> None:
    features = [
        *two_areas(),
        feature(shapely.box(9.07, 52.01, 9.1, 52.03), nr="03", name="<script>alert(1)</script>"),
    ]
    place = bring(admin, write_geojson(tmp_path / "a.geojson", features)).headers["Location"]
    page = admin.get(f"{place}/pruefung").page  # type: ignore[attr-defined]
    assert "Überlappungen: 1 mit zusammen" in page.text
    assert len(admin.get(f"{place}/pruefung.geojson").json["features"]) == 1


def test_unknown_vintages(admin: PageClient) -> None:
    unknown = "/verwaltung/raeume/00000000-0000-0000-0000-000000000007"
    for tail in ("", "/pruefung", "/einwohner", "/formen.geojson"):
        assert admin.get(unknown + tail).status_code == 404
