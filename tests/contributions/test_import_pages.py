"""The import in the browser's eyes: file, columns, preview, take over, and back again; nothing chosen is lost."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db
from app.base.jobs import services
from app.contributions.importing import staging
from app.contributions.models import Contribution, ContributionImport
from app.processes.roles import ROLES
from tests.contributions.conftest import Town
from tests.contributions.desk import staff, token

PATH = "/verwaltung/verfahren/stadt/import"
TABLE = (
    "Nr;Titel;Beschreibung;Breite;Länge;Kategorie;Datum\n"
    "1;Bank;Hier fehlt wirklich eine Bank zum Sitzen;52,01;9,01;Möbel;18.10.2017\n"
    "2;Licht;Am Weg ist es nachts zu dunkel für mich;52,01;9,05;Licht;19.10.2017\n"
    "3;Fern;Das liegt gar nicht mehr in unserer Stadt;53,00;10,00;Licht;20.10.2017\n"
)


def send(client: Any, content: str | bytes = TABLE, name: str = "beiträge.csv") -> str:
    """Upload a file; the address of its columns page."""
    data = {
        "csrf_token": token(client),
        "file": (io.BytesIO(content if isinstance(content, bytes) else content.encode()), name),
    }
    answer = client.post(PATH, data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def chosen(page: Any) -> dict[str, str]:
    """What the form of the columns page holds."""
    return {name: value for name, value in page.form_values().items() if name.startswith("column_")}


def confirm(client: Any, address: str, **values: Any) -> Any:
    return client.post(f"{address}/vorschau", data={"csrf_token": token(client), **values})


def columns(client: Any, address: str, action: str = "check", **values: str) -> Any:
    guessed = {
        "column_0": "id",
        "column_1": "title",
        "column_2": "text",
        "column_3": "lat",
        "column_4": "lon",
        "column_5": "code",
        "column_6": "created",
    }
    return client.post(address, data={"csrf_token": token(client), "action": action, **guessed, **values})


def texts(app: APIFlask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(Contribution.text).where(Contribution.state != "draft")))


def test_a_file_goes_all_the_way_and_back(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "planner")
    address = send(client)
    page = client.get(address).get_data(as_text=True)
    for index, field in enumerate(("id", "title", "text", "lat", "lon", "code", "created")):
        select_ = page.split(f'id="column_{index}"')[1].split("</select>")[0]
        assert f'<option selected value="{field}">' in select_, field
    assert "Hier fehlt wirklich eine Bank" in page
    assert columns(client, address).headers["Location"] == f"{address}/vorschau"
    preview = client.get(f"{address}/vorschau").page
    assert "3 Beiträge übernehmen" in preview.text
    assert "2 in Räumen, 1 außerhalb. Zeilen: 4" in preview.text
    places = client.get(f"{address}/orte.geojson").get_json()["features"]
    assert [found["properties"]["outside"] for found in places] == [False, False, True]
    assert texts(app) == []
    answer = confirm(client, address, source="Stadt", licence="CC-BY-4.0")
    assert answer.status_code == 303
    job = client.get(answer.headers["Location"]).page
    assert "3 Beiträge übernommen" in job.text
    assert len(texts(app)) == 3
    with app.app_context():
        found = db.session.scalars(select(ContributionImport)).one()
        assert (found.state, found.new_count, found.source, found.licence) == (
            "done",
            3,
            "Stadt",
            "CC-BY-4.0",
        )
        assert not (staging.folder() / address.rsplit("/", 1)[1]).exists()
        undo = f"{PATH}/{found.id}/zuruecknehmen"
    assert "beiträge.csv" in client.get(PATH).page.text
    assert "Alle Beiträge dieser Datei löschen" in client.get(undo).page.text
    answer = client.post(undo, data={"csrf_token": token(client)})
    assert answer.status_code == 303
    assert "Seine Beiträge sind gelöscht" in client.get(answer.headers["Location"]).page.text
    assert texts(app) == []
    assert client.post(undo, data={"csrf_token": token(client)}).status_code == 409


def test_an_import_cancelled_while_it_waits_is_in_nobodys_way(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = staff(app, town, "planner")
    address = send(client)
    columns(client, address)
    with monkeypatch.context() as patched:
        patched.setattr(services, "enqueue", lambda job_id: None)
        job = confirm(client, address).headers["Location"]
    assert "wartet, bis er an der Reihe ist" in client.get(job).page.text
    answer = confirm(client, address)
    assert answer.status_code == 422
    assert "läuft gerade ein anderer Import" in answer.page.text
    client.post(f"{job}/abbrechen", data={"csrf_token": token(client)})
    assert "Abgebrochen, bevor es losging" in client.get(job).page.text
    with app.app_context():
        assert db.session.scalars(select(ContributionImport.state)).all() == ["cancelled"]
    answer = confirm(client, address)
    assert "3 Beiträge übernommen" in client.get(answer.headers["Location"]).page.text


@pytest.mark.parametrize("role", ROLES)
def test_only_who_plans_brings_files_in(app: APIFlask, town: Town, role: str) -> None:
    expected = 200 if role in ("coordinator", "planner") else 403
    assert staff(app, town, role).get(PATH).status_code == expected


def test_nothing_chosen_is_lost_by_an_error(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "coordinator")
    address = send(client)
    answer = columns(client, address, column_1="text", column_5="place_text")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "»Text des Beitrags« ist zweimal zugeordnet." in page
    for index, field in ((1, "text"), (2, "text"), (5, "place_text")):
        assert (
            f'<option selected value="{field}">'
            in page.split(f'id="column_{index}"')[1].split("</select>")[0]
        )
    again = client.get(address).get_data(as_text=True)
    assert '<option selected value="place_text">' in again.split('id="column_5"')[1].split("</select>")[0]
    assert columns(client, address, column_3="", column_1="title").status_code == 422


def test_exchanged_axes_are_mended_by_one_click(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "planner")
    address = send(client)
    columns(client, address, column_3="lon", column_4="lat")
    assert "wohl vertauscht" in client.get(f"{address}/vorschau").page.text
    assert confirm(client, address).status_code == 422
    answer = client.post(f"{address}/tauschen", data={"csrf_token": token(client)})
    assert answer.headers["Location"] == f"{address}/vorschau"
    assert "3 Beiträge übernehmen" in client.get(f"{address}/vorschau").page.text


def test_bad_lines_are_listed_and_left_out_when_wanted(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "planner")
    address = send(client, TABLE + "4;X;Ohne gute Zahlen steht das hier;abc;9,01;Licht;gestern\n")
    columns(client, address)
    page = client.get(f"{address}/vorschau").page
    assert "»abc« ist keine Zahl." in page.text
    refused = confirm(client, address, source="Woher", licence="intern")
    assert refused.status_code == 422
    assert 'value="Woher"' in refused.get_data(as_text=True)
    listed = client.get(f"{address}/fehler.csv").get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert [line.split(";")[:2] for line in listed[1:]] == [["5", "Breite"], ["5", "Datum"]]
    assert confirm(client, address, skip_invalid="y").status_code == 303
    assert len(texts(app)) == 3


def test_the_meaning_of_columns_is_remembered_for_the_next_such_file(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "planner")
    address = send(client)
    columns(client, address, column_5="", column_1="place_text")
    confirm(client, address)
    second = client.get(send(client)).get_data(as_text=True)
    assert "kam schon einmal" in second
    assert '<option selected value="place_text">' in second.split('id="column_1"')[1].split("</select>")[0]
    assert '<option selected value="">' in second.split('id="column_5"')[1].split("</select>")[0]


def test_what_cannot_be_read_says_where_and_another_way_helps(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "planner")
    answer = client.get(send(client, 'Text;Zahl\n"A;1\n"B";2;3\n'))
    assert answer.status_code == 422
    assert "Zeile" in answer.page.text
    old = client.get(send(client, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "alt.xls"))
    assert "alte Excel-Format" in old.page.text


def test_cancel_and_a_day_leave_nothing_behind(app: APIFlask, town: Town) -> None:
    client = staff(app, town, "planner")
    address = send(client)
    assert client.post(f"{address}/abbrechen", data={"csrf_token": token(client)}).status_code == 303
    assert client.get(address).status_code == 404
    address = send(client)
    with app.app_context():
        place: Path = staging.folder() / address.rsplit("/", 1)[1]
        long_ago = time.time() - staging.KEPT_SECONDS - 10
        os.utime(place / "about.json", (long_ago, long_ago))
        assert client.get(address).status_code == 404
        staging.remove_old()
        assert not place.exists()
    assert client.get(f"{PATH}/datei/{'a' * 22}").status_code == 404
