"""The pages of jobs: only the owner sees them, they say what happens, cancelling works without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.base.jobs.models import Job
from app.base.jobs.queries import folder_of, this_worker
from tests.page_client import PageClient
from tests.staff import make_user, sign_in


@pytest.fixture
def owner(app: APIFlask) -> UUID:
    with app.app_context():
        make_user("b@example.org")
        return make_user("a@example.org")


@pytest.fixture
def client(app: APIFlask, owner: UUID) -> PageClient:
    return sign_in(app, "a@example.org")


def make(app: APIFlask, owner: UUID, **about: Any) -> UUID:
    with app.app_context(), transaction():
        job = Job(kind="tests.pages", title="Ortsteile einlesen", user_id=owner, **about)
        db.session.add(job)
        db.session.flush()
        return job.id


def test_a_running_job_tells_how_far_it_is(app: APIFlask, client: PageClient, owner: UUID) -> None:
    job_id = make(
        app, owner, state="running", worker=_here(app), done=1200, total=5000, message="Lese Zeilen"
    )
    page = client.get(f"/verwaltung/auftraege/{job_id}")
    assert "Lese Zeilen" in page.text
    assert "1.200 von 5.000" in page.text
    assert "Stand neu laden" in page.text, "without a script the state is one tap away"
    status = client.get(f"/verwaltung/auftraege/{job_id}/status").json
    assert status == {
        "state": "running",
        "done": 1200,
        "total": 5000,
        "message": "Lese Zeilen",
        "is_open": True,
    }
    assert "Ortsteile einlesen" in client.get("/verwaltung/auftraege").text


def test_cancelling_asks_the_worker_to_stop(app: APIFlask, client: PageClient, owner: UUID) -> None:
    job_id = make(app, owner, state="running", worker=_here(app))
    address = f"/verwaltung/auftraege/{job_id}"
    answer = client.submit(address, action=f"{address}/abbrechen")
    assert answer.status_code == 303
    assert "Wird abgebrochen" in client.get(f"/verwaltung/auftraege/{job_id}").text


def test_an_ended_job_says_what_came_of_it(app: APIFlask, client: PageClient, owner: UUID) -> None:
    done = make(
        app, owner, state="done", message="5 Räume.", result={"url": "/verwaltung/raeume/", "file": "R.csv"}
    )
    failed = make(app, owner, state="failed", message="Die Datei ist leer.\nBitte prüfen.")
    with app.app_context():
        folder = folder_of(done)
    folder.mkdir(parents=True)
    (folder / "R.csv").write_text("a;b")
    page = client.get(f"/verwaltung/auftraege/{done}").text
    assert "5 Räume." in page
    assert 'href="/verwaltung/raeume/"' in page
    assert "Stand neu laden" not in page
    answer = client.get(f"/verwaltung/auftraege/{done}/datei")
    assert answer.data == b"a;b"
    assert "attachment" in answer.headers["Content-Disposition"]
    answer.close()
    (folder / "R.csv").unlink()
    assert client.get(f"/verwaltung/auftraege/{done}/datei").status_code == 404
    assert "Die Datei ist leer." in client.get(f"/verwaltung/auftraege/{failed}").text


def test_a_result_names_no_file_outside_its_folder(
    app: APIFlask, client: PageClient, owner: UUID, tmp_path: Path
) -> None:
    job_id = make(app, owner, state="done", result={"file": "../../secret_key"})
    assert client.get(f"/verwaltung/auftraege/{job_id}/datei").status_code == 404


def test_a_job_whose_worker_died_is_not_waited_for(app: APIFlask, client: PageClient, owner: UUID) -> None:
    job_id = make(app, owner, state="running", worker=_here(app) + "1")
    assert "weil das Programm beendet wurde" in client.get(f"/verwaltung/auftraege/{job_id}").text


def test_others_do_not_see_it(app: APIFlask, client: PageClient, owner: UUID) -> None:
    job_id = make(app, owner, state="running", worker=_here(app))
    other = sign_in(app, "b@example.org")
    for address in ("", "/status", "/datei"):
        assert other.get(f"/verwaltung/auftraege/{job_id}{address}").status_code == 404
    assert "Ortsteile einlesen" not in other.get("/verwaltung/auftraege").text


def _here(app: APIFlask) -> str:
    with app.app_context():
        return this_worker()
