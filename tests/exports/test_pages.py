"""»Herunterladen«: who may take what, small files at once, large ones as a job with a file for its owner."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.audit import AuditEvent
from app.base.database import db
from app.exports import contributions, staff_views
from tests.contributions.conftest import Town
from tests.contributions.desk import staff, token
from tests.page_client import PageClient

PATH = "/verwaltung/verfahren/stadt/herunterladen"


def ask(client: PageClient, **values: Any) -> Any:
    given = {"door": "internal", "format_name": "csv", "quality": "", "area": "", **values}
    return client.post(PATH, data={"csrf_token": token(client), **given})


def texts(answer: Any) -> set[str]:
    return {row["text"] for row in csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline=""))}


def test_planners_take_the_words_and_the_protocol_knows(app: APIFlask, full_town: Town) -> None:
    client = staff(app, full_town, "planner")
    page = client.get(PATH)
    assert "Alle gezählten Beiträge" in page.get_data(as_text=True)
    answer = ask(client)

    assert answer.status_code == 200
    assert "Schulweg" in texts(answer)
    assert "stadt_beitraege_intern_" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        found = list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == "export.internal")))
    assert len(found) == 1


@pytest.mark.parametrize("role", ["viewer", "statistics", "dpo", "recorder", "safeguard"])
def test_others_get_what_is_released_only(app: APIFlask, full_town: Town, role: str) -> None:
    client = staff(app, full_town, role)

    assert "Alle gezählten" not in client.get(PATH).get_data(as_text=True)
    assert ask(client).status_code == 403
    answer = ask(client, door="released")
    assert answer.status_code == 200
    assert texts(answer) == set()


def test_an_estimate_before_the_file(app: APIFlask, full_town: Town) -> None:
    client = staff(app, full_town, "planner")
    answer = ask(client, action="estimate", quality="way")

    text = answer.get_data(as_text=True)
    assert "<strong>1 Beitrag</strong>" in text
    assert "0,1 MB" in text


def test_wrong_days_are_said_at_the_field(app: APIFlask, full_town: Town) -> None:
    answer = ask(staff(app, full_town, "planner"), since="2026-05-02", until="2026-05-01")

    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Anfang." in answer.get_data(as_text=True)


def test_filters_by_area_and_state(app: APIFlask, full_town: Town) -> None:
    client = staff(app, full_town, "planner")

    assert texts(ask(client, area=f"{full_town.area_set_id} B")) == {"Mein Viertel"}
    assert texts(ask(client, states=["released"])) == set()


def test_a_large_one_becomes_a_job_with_a_file_for_its_owner(
    app: APIFlask, full_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_views, "SMALL", 3)
    client = staff(app, full_town, "planner")
    answer = ask(client, format_name="xlsx")

    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "14 Beiträge" in page.get_data(as_text=True)
    with client.get(f"{answer.location}/datei") as file:
        book = openpyxl.load_workbook(io.BytesIO(file.get_data()))
    assert book["Beiträge"].max_row == 15
    assert staff(app, full_town, "editor").get(f"{answer.location}/datei").status_code == 404


def test_files_are_german_for_readers_of_english_pages(app: APIFlask, full_town: Town) -> None:
    client = staff(app, full_town, "planner")
    client.set_cookie("language", "en")
    head = ask(client, format_name="csv-de").get_data(as_text=True).splitlines()[0]

    assert "Nummer des Beitrags" in head
    assert contributions.SMALL == 5_000
