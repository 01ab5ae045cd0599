"""Very large processes: figures and releases come from jobs, say what small ones say, never stale in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from apiflask import APIFlask
from pandas.testing import assert_frame_equal
from sqlalchemy import func, select

from app.areas.models import PopulationCount
from app.base import jobs
from app.base.database import db, transaction
from app.base.jobs.models import Job
from app.indicators import kept, preview, releases
from app.indicators.models import Release, ReleaseProposal
from app.indicators.watch import UNWATCHED
from app.processes.queries import area_sets_of, process_by_id
from tests.indicators.conftest import Town
from tests.page_client import PageClient
from tests.staff import sign_in

BASE = "/verwaltung/verfahren/stadt"
FIGURES = f"{BASE}/kennzahlen"
RELEASES = f"{BASE}/veroeffentlichungen"


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE", 0)


def job_of(client: PageClient, answer: object) -> PageClient:
    """The page of the job an answer leads to; jobs of tests are done by then."""
    assert answer.status_code == 303  # type: ignore[attr-defined]
    assert "/verwaltung/auftraege/" in answer.location  # type: ignore[attr-defined]
    return client.get(answer.location)  # type: ignore[attr-defined, no-any-return]


def started() -> int:
    return db.session.scalar(select(func.count()).select_from(Job)) or 0


def test_figures_come_from_a_job_and_stay_until_something_changes(app: APIFlask, town: Town) -> None:
    client = sign_in(app, town.planner)
    asked = f"{FIGURES}?kennzahl=N02%7Call"
    done = job_of(client, client.get(asked))
    assert "Die Kennzahlen sind berechnet." in done.page.text  # type: ignore[attr-defined]
    assert "kennzahl=N02" in done.get_data(as_text=True)  # type: ignore[attr-defined]
    page = client.get(asked)
    assert page.status_code == 200
    assert "Stand der Zahlen" not in page.page.text
    assert client.get(f"{asked}&sicht=intern").status_code == 200
    with app.app_context():
        assert started() == 1


def test_kept_rows_are_those_that_would_be_computed(app: APIFlask, town: Town) -> None:
    with app.test_request_context():
        process = process_by_id(town.process_id)
        area_set = area_sets_of(process)[0]
        preview.prepare(process, area_set, UNWATCHED)
        for internal, make in ((False, preview.protected), (True, preview.inside)):
            found = preview.kept_view(process, area_set, internal=internal)
            assert found is not None
            assert found.is_current
            now, then = (rows.drop(columns="computed_at") for rows in (make(process, area_set), found.rows))
            assert_frame_equal(then, now, check_dtype=False)


def test_new_numbers_are_never_shown_late(app: APIFlask, town: Town) -> None:
    client = sign_in(app, town.planner)
    client.get(FIGURES)
    assert client.get(FIGURES).status_code == 200
    with app.app_context(), transaction():
        count = db.session.scalars(select(PopulationCount).order_by(PopulationCount.id)).first()
        assert count is not None
        count.count += 1
    assert client.get(FIGURES).status_code == 303
    assert client.get(FIGURES).status_code == 200


def test_new_voices_are_told_of_and_computed_on_request(app: APIFlask, town: Town) -> None:
    client = sign_in(app, town.planner)
    client.get(FIGURES)
    with app.app_context(), transaction():
        town.speak("A1", 10)
    page = client.get(FIGURES)
    assert page.status_code == 200
    assert "Seitdem sind Beiträge dazugekommen" in page.page.text
    assert client.get(f"{FIGURES}?neu=1").status_code == 303
    assert "Stand der Zahlen" not in client.get(f"{FIGURES}?neu=1").page.text


def test_old_figures_of_a_changed_process_are_not_shown(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(app, town.planner)
    client.get(FIGURES)
    with app.app_context(), transaction():
        town.speak("A1", 10)
    monkeypatch.setattr(kept, "FRESH", -kept.FRESH)
    assert client.get(FIGURES).status_code == 303


def test_two_people_release_by_jobs(app: APIFlask, town: Town) -> None:
    planner, dpo = sign_in(app, town.planner), sign_in(app, town.dpo)
    assert planner.submit(RELEASES, {"title": ""}, action="").status_code == 422
    done = job_of(planner, planner.submit(RELEASES, {"title": "Märzwerte"}, action=""))
    assert "Vorgeschlagen" in done.page.text  # type: ignore[attr-defined]
    assert "Was gesperrt ist und warum" in dpo.get(f"{RELEASES}/freigeben").page.text
    done = job_of(dpo, dpo.submit(f"{RELEASES}/freigeben", {}))
    assert "Veröffentlichung 1 ist eingefroren." in done.page.text  # type: ignore[attr-defined]
    with app.app_context():
        release = db.session.scalars(select(Release)).one()
        assert release.content_hash == releases.dataset(town.process_id).content_hash
        assert db.session.scalar(select(func.count()).select_from(ReleaseProposal)) == 0


def test_a_job_freezes_only_what_was_seen(app: APIFlask, town: Town) -> None:
    planner, dpo = sign_in(app, town.planner), sign_in(app, town.dpo)
    planner.submit(RELEASES, {"title": "Märzwerte"}, action="")
    form = dpo.get(f"{RELEASES}/freigeben").page.form()
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    with app.app_context(), transaction():
        town.speak("A1", 10)
    refused = job_of(dpo, dpo.post(f"{RELEASES}/freigeben", data=fields))
    assert "noch einmal" in refused.page.text  # type: ignore[attr-defined]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Release)) == 0
    refused = job_of(planner, planner.submit(f"{RELEASES}", {"title": "Neu"}, action=""))
    own = dpo.get(f"{RELEASES}/freigeben")
    assert own.status_code == 200


def test_a_cancelled_proposal_leaves_nothing_behind(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stops it while contributions are read."""
    monkeypatch.setattr(jobs.JobHandle, "cancelled", lambda _job: True)
    planner = sign_in(app, town.planner)
    stopped = job_of(planner, planner.submit(RELEASES, {"title": "Märzwerte"}, action=""))
    assert "Es wurde nichts übernommen" in stopped.page.text  # type: ignore[attr-defined]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ReleaseProposal)) == 0
        assert not list(Path(app.config["SETTINGS"].data).glob(f"figures/{town.process_id}/*"))


def test_nobody_starts_a_job_to_approve_their_own(app: APIFlask, town: Town) -> None:
    dpo = sign_in(app, town.dpo)
    dpo.submit(RELEASES, {"title": "Allein"}, action="")
    token = next(field for field in dpo.get(RELEASES).page.all("input") if field.get("name") == "csrf_token")
    fields = {"csrf_token": token.get("value"), "seen": "0" * 64}
    refused = job_of(dpo, dpo.post(f"{RELEASES}/freigeben", data=fields))
    assert "zweite Person" in refused.page.text  # type: ignore[attr-defined]
