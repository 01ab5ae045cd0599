"""Residents come in by an administrator's browser: understood, names confirmed, sums compared, taken over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas import population_reading, queries, table_reading, uploads
from app.areas.deliveries import deliveries_of
from app.base.database import db
from tests.areas.files import two_areas, write_geojson
from tests.areas.test_pages import admin as admin
from tests.areas.test_pages import bring, kept, send
from tests.page_client import PageClient


def send_table(client: PageClient, path: Path, place: str) -> str:
    """Upload a table of residents; the address of the page that shows it."""
    answer = send(client, path, f"{place}/einwohner", source="Statistikstelle")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def form_to(page: Any, ending: str) -> tuple[str, dict[str, str]]:
    """Address and fields of the form that posts to an address with this ending."""
    form = next(f for f in page.all("form") if f.get("action", "").endswith(ending))
    return form.get("action"), {i.get("name"): i.get("value", "") for i in form.iter("input")}


def test_residents_from_table_to_page(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    place = bring(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    table = tmp_path / "zahlen.csv"
    table.write_text("Raum;6-9 w;6-9 m\n01;1.200;7\n02;3;4\nInsgesamt;1.203;12\n")
    address = send_table(admin, table, place)
    assert "keinen Stichtag" in admin.get(address).page.text  # type: ignore[attr-defined]
    page = admin.get(f"{address}&reference_date=2025-12-31").page  # type: ignore[attr-defined]
    assert "1.214" in page.text
    assert "Summe, nur zur Prüfung" in page.text
    assert "Die Tabelle nennt als Summe 12, die Räume ergeben 11" in page.text
    action, data = form_to(page, address.partition("?")[0].rpartition("/")[2])
    stored = admin.post(action, data=data)
    assert stored.headers["Location"] == place
    assert "1.214" in admin.get(place).page.text  # type: ignore[attr-defined]
    assert kept(app) == []
    with app.app_context():
        area_set = queries.set_at("Ortsteile")
        assert queries.residents_by_area(area_set.id) == {"01": 1207, "02": 7}
        assert [found.version for found in deliveries_of(area_set, "population")] == [1]
        db.session.remove()


def test_names_are_confirmed_once_and_remembered(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    place = bring(
        admin,
        write_geojson(tmp_path / "a.geojson", two_areas()),
        code_field="nr",
        name_field="name",
    ).headers["Location"]
    table = tmp_path / "zahlen.csv"
    table.write_text("Stadtteil;31.12.2024\nAltstadt;5\nGruenau;6\n")
    address = send_table(admin, table, place)
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "Welche Räume sind gemeint?" in page.text
    action, data = form_to(page, "/zuordnung")
    answer = admin.post(action, data={**data, "area-1": "02"})
    page = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert "Die Tabelle ist verstanden" in page.text
    again = admin.get(send_table(admin, table, place)).page  # type: ignore[attr-defined]
    assert "Die Tabelle ist verstanden" in again.text
    known = admin.get(f"{place}/schreibweisen").page  # type: ignore[attr-defined]
    assert "Gruenau" in known.text
    action, data = form_to(known, "/entfernen")
    admin.post(action, data=data)
    asked = admin.get(send_table(admin, table, place)).page  # type: ignore[attr-defined]
    assert "Welche Räume sind gemeint?" in asked.text


def test_person_rows_are_refused_and_deleted(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    place = bring(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    table = tmp_path / "zahlen.csv"
    table.write_text("Raum;Vorname;Alter;Anzahl\n01;Mia;7;1\n")
    answer = admin.get(send_table(admin, table, place))
    assert answer.status_code == 422
    page = answer.page  # type: ignore[attr-defined]
    assert "einzelnen Personen" in page.text
    assert "Mia" not in page.text
    assert kept(app) == []


def test_large_tables_are_read_and_stored_by_jobs(
    app: APIFlask, admin: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_reading, "LARGE", 10)
    monkeypatch.setattr(population_reading, "MANY", 1)
    place = bring(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    table = tmp_path / "zahlen.csv"
    table.write_text("Raum;6-9 w;6-9 m\n01;1.200;7\n02;3;4\n")
    address = f"{send_table(admin, table, place)}&reference_date=2025-12-31"
    answer = admin.get(address)
    assert answer.status_code == 303
    job = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert "Die Tabelle ist gelesen." in job.text
    on = next(link.get("href") for link in job.all("a") if "".join(link.itertext()).strip() == "Weiter")
    assert "reference_date=2025-12-31" in on, "nothing chosen is lost"
    page = admin.get(on).page  # type: ignore[attr-defined]
    assert "Die Tabelle ist verstanden" in page.text
    action, data = form_to(page, address.partition("?")[0].rpartition("/")[2])
    answer = admin.post(action, data=data)
    assert "/auftraege/" in answer.headers["Location"]
    job = admin.get(answer.headers["Location"]).page  # type: ignore[attr-defined]
    assert "1.214 Personen übernommen." in job.text
    assert kept(app) == []
    with app.app_context():
        assert queries.residents_by_area(queries.set_at("Ortsteile").id) == {"01": 1207, "02": 7}
        assert not uploads.readings(address.partition("?")[0].rpartition("/")[2]).exists()
        db.session.remove()


def test_a_table_nobody_can_read_leads_to_another(admin: PageClient, tmp_path: Path) -> None:
    place = bring(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    table = tmp_path / "zahlen.xlsx"
    table.write_bytes(b"\x00\x01 keine Mappe")
    page = admin.get(send_table(admin, table, place)).page  # type: ignore[attr-defined]
    assert "beschädigt" in page.text
    assert [a.get("href") for a in page.all("a") if "Andere Datei wählen" in a.itertext()] == [
        f"{place}/einwohner"
    ]


def test_a_title_spans_the_picture_of_its_table(admin: PageClient, tmp_path: Path) -> None:
    place = bring(admin, write_geojson(tmp_path / "a.geojson", two_areas())).headers["Location"]
    table = tmp_path / "zahlen.csv"
    table.write_text(
        "Bevölkerung nach Räumen am 31.12.2025;;\nRaum;6-9 w;6-9 m\n01;1200;7\n02;3;4\nQuelle: Melderegister;;\n"
    )
    page = admin.get(send_table(admin, table, place)).page  # type: ignore[attr-defined]
    spans = [
        cell.get("colspan")
        for cell in page.all("td")
        if "".join(cell.itertext()).startswith(("Bevölk", "Quelle"))
    ]
    assert spans == ["3", "3"]
