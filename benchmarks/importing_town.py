"""Prepares an installation for benchmarks.importing and does there what a click would: town, start, undo, state."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app import create_app
from app.accounts.queries import find_user
from app.base import jobs
from app.base.database import db, transaction
from app.base.jobs.models import Job
from app.contributions.importing import records, staging, tasks, wizard
from app.contributions.models import Contribution, ContributionImport
from app.demo.staff import STAFF
from app.processes.models import Process
from benchmarks.recording_town import prepare

HEAD = "Nr;Titel;Beschreibung;Länge;Breite;Kategorie;Datum\n"
FIELDS = ("id", "title", "text", "lon", "lat", "code", "created")


def write_table(path: Path, rows: int, box: list[float]) -> None:
    """A table of earlier contributions, each with words of its own inside the town."""
    west, south, east, north = box
    chance = random.Random(7)  # noqa: S311 - places of a benchmark
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(rows):
            lon, lat = chance.uniform(west, east), chance.uniform(south, north)
            said = f"Am Weg Nummer {number} fehlt nachts Licht, und die Bank dort ist schon lange kaputt."
            file.write(f"{number};Bank {number};{said};{lon:.6f};{lat:.6f};Licht;18.10.2017\n")


def start(path: Path) -> dict[str, Any]:
    process = db.session.scalars(select(Process)).one()
    user = find_user(STAFF[0].email)
    with path.open("rb") as stream:
        staged = staging.keep(stream, name=path.name, process_id=process.id)
    fields = {str(index): name for index, name in enumerate(FIELDS)}
    wizard.keep_choices(staged, wizard.Choices(fields=fields))
    with transaction():
        import_id = records.begin(
            process_id=process.id, user_id=user.id, file_name=path.name, sha256=staged.sha256
        )
        arguments = {"token": staged.token, "process_id": str(process.id), "import_id": str(import_id)}
        job_id = jobs.start(
            kind=tasks.WRITE, title="Messung", arguments={**arguments, "next": "/"}, user_id=user.id,
            process_id=process.id,
        )  # fmt: skip
    return {"job": str(job_id), "import": str(import_id)}


def undo(import_id: UUID) -> dict[str, Any]:
    process = db.session.scalars(select(Process)).one()
    user = find_user(STAFF[0].email)
    arguments = {"process_id": str(process.id), "import_id": str(import_id), "next": "/"}
    with transaction():
        job_id = jobs.start(
            kind=tasks.UNDO, title="Messung", arguments=arguments, user_id=user.id, process_id=process.id
        )
    return {"job": str(job_id)}


def state(job_id: UUID) -> dict[str, Any]:
    job = db.session.get_one(Job, job_id)
    counts = db.session.execute(select(Contribution.state, func.count()).group_by(Contribution.state))
    imports = db.session.scalars(select(ContributionImport.state)).all()
    return {
        "state": job.state,
        "message": job.message,
        "done": job.done,
        "total": job.total,
        "counts": dict(counts.tuples().all()),
        "imports": list(imports),
    }


if __name__ == "__main__":
    with create_app().app_context():
        what, *words = sys.argv[1:]
        ways = {
            "town": lambda: prepare(),
            "table": lambda path, rows, *box: write_table(Path(path), int(rows), [float(one) for one in box]),
            "start": lambda path: start(Path(path)),
            "undo": lambda import_id: undo(UUID(import_id)),
            "state": lambda job_id: state(UUID(job_id)),
        }
        json.dump(ways[what](*words), sys.stdout)
