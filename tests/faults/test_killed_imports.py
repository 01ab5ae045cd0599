"""kill -9 in the middle of every kind of import: all is as before, or the import is finished; no file stays."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.services import create_user
from app.areas import population_reading, uploads
from app.areas.inspecting import Options, inspect_file
from app.areas.models import AreaSet
from app.areas.preparing import PreparedArea
from app.areas.queries import area_set_by_id
from app.areas.services import import_area_set
from app.areas.table_jobs import READ, STORE
from app.base import jobs
from app.base.database import db, transaction
from app.base.jobs.models import Job
from app.base.jobs.running import bury_dead
from app.config import Settings
from app.contributions.importing import records, staging, tasks, wizard
from app.contributions.models import Contribution, ContributionImport
from app.indicators import values_reading
from app.processes.services import create
from tests.areas.files import EAST, WEST, two_areas, write_geojson
from tests.base.test_child import ends
from tests.faults import held_worker
from tests.ready_made import put_empty
from tests.shared_run import folder_of_run

_RECORDS = {"job", "contribution_import", "audit_event"}
_MANY = 700


@dataclass
class Place:
    """An installation of its own with two areas, a process, and an administrator."""

    app: Flask
    data: Path
    environment: dict[str, str]
    user_id: UUID
    process_id: UUID
    area_set_id: UUID

    def begin(self, kind: str, **arguments: Any) -> UUID:
        given = {"language": "de", "url": "/", "next": "/", **arguments}
        with transaction():
            return jobs.start(
                kind=kind, title="Probe", arguments=given, user_id=self.user_id, process_id=self.process_id
            )

    @contextmanager
    def worker(self, step: str | None = None) -> Iterator[BaseProcess]:
        db.session.remove()
        db.engine.dispose()
        self.app.extensions["streifzug_jobs"][0].storage.close()
        process = held_worker.start(self.environment, step)
        try:
            yield process
        finally:
            process.kill()
            process.join()

    def killed_at(self, step: str, job_id: UUID) -> Job:
        """Kill a worker that stands still in the middle of this step; the job after somebody looked for dead ones."""
        with self.worker(step) as process:
            until(lambda: (self.data / "held").exists())
            process.kill()
            process.join()
        assert bury_dead() == 1
        db.session.expire_all()
        return db.session.get_one(Job, job_id)

    def files(self) -> set[str]:
        """Everything that could be left of reading: jobs' folders, half readings, tables of contributions."""
        places = ("jobs/*", "readings/*/reading-*", "imports/*/table")
        return {str(found.relative_to(self.data)) for place in places for found in self.data.glob(place)}


@pytest.fixture
def place(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    environment = {"STREIFZUG_DATA": str(tmp_path / "data"), "SECRET_KEY": "only-for-tests-" * 4}
    put_empty(folder_of_run(tmp_path_factory.getbasetemp()), tmp_path / "data")
    app = create_app(Settings.from_environment(environment))
    areas = [PreparedArea("01", "Altstadt", WEST, 1.0), PreparedArea("02", "Grünau", EAST, 1.0)]
    with app.app_context():
        with transaction():
            user_id = create_user(email="a@example.org", name="A", password="vier ganz lange worte").id
            area_set_id = import_area_set(
                name="Ortsteile", valid_from=date(2020, 1, 1), areas=areas
            ).area_set.id
            process_id = create(slug="stadt", title="Stadt", area_set_names=["Ortsteile"]).id
        yield Place(app, tmp_path / "data", environment, user_id, process_id, area_set_id)
        db.session.remove()
        db.engine.dispose()
        app.extensions["streifzug_jobs"][0].storage.close()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        db.session.rollback()
        time.sleep(0.05)


def counts() -> dict[str, int]:
    """Rows of every table but the records of what was tried."""
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in db.metadata.sorted_tables
        if table.name not in _RECORDS
    }


def upload(place: Place, path: Path) -> uploads.Upload:
    with path.open("rb") as stream:
        return uploads.keep(stream, name=path.name, owner=place.user_id)


def earlier(place: Place, rows: int = _MANY) -> dict[str, str]:
    """A file of earlier contributions, ready to be taken over: the arguments of its job."""
    lines = "".join(f"{n};Hier fehlt Licht an der Bank {n};9,05;52,01\n" for n in range(rows))
    text = "Nr;Text;Länge;Breite\n" + lines
    staged = staging.keep(io.BytesIO(text.encode()), name="a.csv", process_id=place.process_id)
    fields = {"0": "id", "1": "text", "2": "lon", "3": "lat"}
    wizard.keep_choices(staged, wizard.Choices(fields=fields))
    with transaction():
        import_id = records.begin(
            process_id=place.process_id, user_id=None, file_name="a.csv", sha256=staged.sha256
        )
    return {"token": staged.token, "process_id": str(place.process_id), "import_id": str(import_id)}


def test_areas(place: Place, tmp_path: Path) -> None:
    kept = upload(place, write_geojson(tmp_path / "a.geojson", two_areas()))
    options = {"code_field": "nr", "name_field": "name"}
    inspect_file(kept.path, Options(**options), name=kept.name, place=uploads.readings(kept.token))
    before = counts()
    given = {"name": "Neu", "valid_from": "2024-01-01", "source": "", "replace": False}
    job = place.begin("areas.import", token=kept.token, options=options, **given)
    assert place.killed_at("areas", job).state == "failed"
    assert (counts(), place.files()) == (before, set())


@pytest.mark.parametrize("step", ["residents", "values"])
def test_tables(place: Place, tmp_path: Path, step: str) -> None:
    table = tmp_path / "a.csv"
    table.write_text(
        "Raum;6-9 w;6-9 m\n01;5;7\n02;3;4\n" if step == "residents" else "Raum;Wert\n01;5\n02;3\n"
    )
    kept, area_set = upload(place, table), area_set_by_id(place.area_set_id)
    asked: dict[str, Any] = {"encoding": "", "sheet": "", "head": None, "column": None, "confirmed": {}}
    if step == "residents":
        question = population_reading.question({**asked, "day": "2024-12-31", "method": None})
        kind, about = STORE, {"source": "Amt"}
    else:
        period = ["2024-01-01", "2024-12-31"]
        more = {"columns": {"value": "Wert"}, "period": period, "unit": "%", "internal": False}
        question, kind = values_reading.question({**asked, **more}), values_reading.STORE
        about = {"indicator_id": "K03", "source": "Amt", "provider": "Stadt", "licence": "intern"}
    before = counts()
    job = place.begin(
        kind, token=kept.token, area_set=str(area_set.id), function=question.function,
        question=question.arguments, **about,
    )  # fmt: skip
    assert place.killed_at(step, job).state == "failed"
    assert (counts(), place.files()) == (before, set())


def test_contributions_that_were_only_staged(place: Place) -> None:
    before, given = counts(), earlier(place)
    assert place.killed_at("staging", place.begin(tasks.WRITE, **given)).state == "failed"
    assert counts() == {**before, "point_layer": 2}
    assert db.session.scalars(select(ContributionImport.state)).all() == ["cancelled"]
    with transaction():
        records.begin(process_id=place.process_id, user_id=None, file_name="b.csv", sha256="1" * 64)


def test_contributions_that_were_being_published_are_all_there(place: Place) -> None:
    place.killed_at("publishing", place.begin(tasks.WRITE, **earlier(place)))
    assert db.session.scalars(select(ContributionImport.state)).all() == ["done"]
    assert set(db.session.scalars(select(Contribution.state))) == {"in_review"}
    assert (counts()["contribution"], counts()["point_index"]) == (_MANY, _MANY)


def test_an_undo_goes_on_to_its_end(place: Place) -> None:
    before, given = counts(), earlier(place)
    with place.worker():
        job = place.begin(tasks.WRITE, **given)
        until(lambda: not db.session.get_one(Job, job).is_open)
    assert counts()["contribution"] == _MANY
    del given["token"]
    place.killed_at("undo", place.begin(tasks.UNDO, **given))
    assert counts() == {**before, "point_layer": 2}
    assert place.files() == set()


def reading_child(data: Path) -> int:
    """The process that reads a file: the one that works in a folder of the installation; 0 when there is none."""
    for found in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if found.readlink().is_relative_to(data):
                return int(found.parent.name)
        except OSError:
            continue
    return 0


def test_readers(place: Place, tmp_path: Path) -> None:
    """First the child of each kind of reading is killed, then a worker with its child."""
    shapes = write_geojson(tmp_path / "a.geojson", two_areas() * 30_000)
    table = tmp_path / "a.csv"
    table.write_text("Raum;Alter;31.12.2024\n" + "01;7;3\n02;8;4\n" * 100_000)
    area_set = db.session.get_one(AreaSet, place.area_set_id)
    asked = {"encoding": "", "sheet": "", "head": None, "column": None, "confirmed": {}}
    question = population_reading.question({**asked, "day": None, "method": None})
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("areas.read", {"token": upload(place, shapes).token, "options": {}}),
        (tasks.READ, earlier(place, 200_000)),
        (READ, {"token": upload(place, table).token, "area_set": str(area_set.id),
                "function": question.function, "question": question.arguments}),
    ]  # fmt: skip
    before = counts()
    with place.worker() as process:
        for kind, given in wanted:
            job = place.begin(kind, **given)
            until(lambda: reading_child(place.data))
            os.kill(reading_child(place.data), signal.SIGKILL)
            until(lambda job=job: not db.session.get_one(Job, job).is_open)  # type: ignore[misc]
            assert "zu groß oder zu verwickelt" in db.session.get_one(Job, job).message
            assert place.files() == set()
        place.begin(*wanted[-1][:1], **wanted[-1][1])
        until(lambda: reading_child(place.data))
        child = reading_child(place.data)
        process.kill()
        process.join()
    assert ends(child)
    assert place.files() != set(), "nobody could tidy up yet"
    assert bury_dead() == 1
    assert (counts(), place.files()) == (before, set())
