"""Prepares an installation for benchmarks.surveys: the demo town's survey, many who may answer it, and a copy.

Prints what clients need. The copy is for the plain page: the same tables, indexes and people, and in a file the rows
that one sitting wrote, so that the page can write the same.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import select

from app import create_app
from app.base.database import db, new_id, prepare_sqlite, transaction
from app.demo.load import load_process, load_town, load_voices
from app.demo.load_survey import load_survey
from app.demo.process import CAMPAIGN, SURVEY
from app.demo.survey_answers import survey_answers
from app.participants.services import join_direct
from app.processes.models import Process
from app.processes.queries import activity_by_slug
from app.surveys.queries import survey_by_slug
from app.surveys.services import record_answers

PEOPLE = int(os.environ.get("PEOPLE") or 6000)
"""Everybody answers once: more than all rounds together need."""


def prepare(copy: Path, rows: Path) -> dict[str, object]:
    """`copy` and `rows` are written; the answer is the plan of `benchmarks.load`."""
    prepare_sqlite()
    flask_migrate.upgrade()
    with transaction():
        load_town()
        process = load_process()
        load_voices(process, activity_by_slug(process.id, CAMPAIGN))
        load_survey(process)
        tokens = [_token(process) for _number in range(PEOPLE)]
        one = join_direct(process_id=process.id, age_band="a14_15").participant.id
    own = Path(str(db.engine.url.database))
    _copy(own, copy)
    sitting, answers = new_id(), _complete()
    with transaction():
        survey = survey_by_slug(db.session.scalars(select(Process)).one().id, SURVEY)
        record_answers(survey=survey, submission_id=sitting, participant_id=one, language="de", raw=answers)
        plan = {"activity": str(survey.activity_id), "version": 1, "answers": answers, "tokens": tokens}
    db.session.remove()
    rows.write_text(repr((sitting.hex, one.hex, _new_rows(own, copy, sitting.hex))), encoding="utf-8")
    return plan


def _token(process: Process) -> str:
    return join_direct(process_id=process.id, age_band="a14_15", gender="f").session_token


def _complete() -> dict[str, Any]:
    """Every question answered, each as somebody of the demo town did who said much."""
    found: dict[str, Any] = {}
    for one in sorted((one.raw for one in survey_answers()), key=_said):
        found |= {key: answer for key, answer in one.items() if answer}
    return found


def _said(raw: dict[str, Any]) -> int:
    """How much somebody answered: every row of a grid and every choice is one thing said."""
    return sum(len(one) if isinstance(one, (dict, list)) else 1 for one in raw.values() if one)


def _copy(own: Path, copy: Path) -> None:
    with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")


def _new_rows(own: Path, before: Path, sitting: str) -> list[tuple[str, list[Any]]]:
    """Table and values of each row of the sitting and of its contributions, in an order that keeps references."""
    with closing(sqlite3.connect(own)) as now:
        now.execute("ATTACH ? AS before", (str(before),))
        tables = [name for (name,) in now.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        found = [
            (name, _numberless(now, name, row))
            for name in tables
            for row in now.execute(f'SELECT * FROM main."{name}" EXCEPT SELECT * FROM before."{name}"')  # noqa: S608
        ]
    ids = {sitting, *(row[0] for name, row in found if name == "contribution")}
    return [(name, row) for name, row in found if ids & {value for value in row if isinstance(value, str)}]


def _numberless(now: sqlite3.Connection, table: str, row: tuple[Any, ...]) -> list[Any]:
    """The row without the number that SQLite gives by itself."""
    columns = now.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    return [
        None if is_key and kind == "INTEGER" else value
        for value, (_at, _name, kind, _required, _default, is_key) in zip(row, columns, strict=True)
    ]


if __name__ == "__main__":
    with create_app().app_context():
        json.dump(prepare(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
