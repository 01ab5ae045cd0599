"""Values of other offices come in by a planner's browser: choose, confirm, compare, take over, versions, own ones."""

from __future__ import annotations

import io
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.deliveries import deliveries_of
from app.areas.queries import set_at
from app.base.database import db
from app.indicators.models import ExternalIndicator, Observation
from tests.indicators.conftest import SET, Town
from tests.page_client import PageClient
from tests.staff import sign_in

BASE = "/verwaltung/verfahren/stadt/kennzahlen"
TABLE = "Titel;;\n;;\nRaum;Quote 2023;Quote 2024\nRaum A1;10,5;11,5\nRaum A2;*;12,5\nRaum-A3;13,5;(9,5)\n"


@pytest.fixture
def planner(app: APIFlask, town: Town) -> PageClient:
    return sign_in(app, town.planner)


def send(client: PageClient, text: str, **values: str) -> Any:
    given = {
        "area_set": f"{SET}@2024-01-01",
        "indicator": "K05",
        "unit": "%",
        "ref": "residence",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "source": "BA",
        "provider": "Bundesagentur",
        "licence": "dl-de/by-2-0",
        **values,
    }
    file = (io.BytesIO(text.encode()), "quoten.csv")
    return client.submit(f"{BASE}/einlesen", {"file": file, **given}, content_type="multipart/form-data")


def form_to(page: Any, ending: str) -> tuple[str, dict[str, str]]:
    form = next(f for f in page.all("form") if f.get("action", "").endswith(ending))
    return form.get("action"), {i.get("name"): i.get("value", "") for i in form.iter("input")}


def take_over(client: PageClient, text: str, value: str, **values: str) -> Any:
    address = send(client, text, **values).headers["Location"]
    page = client.get(f"{address}&value={value}").page  # type: ignore[attr-defined]
    if "Welche Räume sind gemeint?" in page.text:
        action, data = form_to(page, "/zuordnung")
        address = client.post(action, data={**data, "all": "1"}).headers["Location"]
        page = client.get(address).page  # type: ignore[attr-defined]
    action, data = form_to(page, address.partition("?")[0].rpartition("/")[2])
    return client.post(action, data=data)


def test_years_in_columns_become_periods(app: APIFlask, planner: PageClient) -> None:
    assert take_over(planner, TABLE, "*").status_code == 302
    with app.app_context():
        rows = {
            (row.area_id, row.period_end.year): (row.value, row.obs_status)
            for row in db.session.query(Observation)
        }
        db.session.remove()
    assert rows == {
        ("A1", 2023): (10.5, "A"), ("A2", 2023): (None, "Q"), ("A3", 2023): (13.5, "A"),
        ("A1", 2024): (11.5, "A"), ("A2", 2024): (12.5, "A"), ("A3", 2024): (9.5, "U"),
    }  # fmt: skip


def test_a_new_delivery_is_a_new_version(app: APIFlask, planner: PageClient) -> None:
    take_over(planner, TABLE, "Quote 2024")
    take_over(planner, TABLE, "Quote 2024")
    take_over(planner, TABLE.replace("11,5", "11,7"), "Quote 2024")
    with app.app_context():
        kept = deliveries_of(set_at(SET), "K05")
        assert [(found.version, found.rows[0][1]) for found in kept] == [(2, 11.7), (1, 11.5)]
        db.session.remove()


def test_an_own_indicator_that_stays_inside(app: APIFlask, planner: PageClient) -> None:
    own = {"indicator": "own", "name": "Spielplatzfläche", "unit": "m²", "ref": "place"}
    assert send(planner, TABLE, **{**own, "name": ""}).status_code == 422
    take_over(planner, "Raum;Fläche\nRaum A1;1.200\nRaum A2;900\nInsgesamt;2.100\n", "Fläche", **own)
    with app.app_context():
        (found,) = db.session.query(ExternalIndicator)
        assert (found.code, found.ref, found.is_public) == ("X01", "place", False)
        assert {row.conf_status for row in db.session.query(Observation)} == {"N"}
        assert {row.area_id: row.value for row in db.session.query(Observation)} == {"A1": 1200, "A2": 900}
        db.session.remove()


def test_a_public_own_indicator_has_a_figure(planner: PageClient) -> None:
    own = {"indicator": "own", "name": "Bäume", "unit": "count", "ref": "place", "is_public": "y"}
    take_over(planner, "Raum;Bäume\nRaum A1;1.200\nRaum A2;900\n", "Bäume", **own)
    page = planner.get(f"{BASE}?kennzahl=X01|all").page.text  # type: ignore[attr-defined]
    assert "Bäume" in page
    assert "1.200" in page


def test_tables_about_persons_are_deleted(planner: PageClient) -> None:
    address = send(planner, "Raum;Vorname;Wert\nRaum A1;Mia;1\n").headers["Location"]
    assert planner.get(address).headers["Location"].endswith("/einlesen")
    assert planner.get(address).status_code == 404
