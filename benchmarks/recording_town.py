"""Prepares an installation for benchmarks.recording: Ellerbrück and many participants; prints what clients need."""

from __future__ import annotations

import json
import sys
from uuid import UUID

import flask_migrate
from sqlalchemy import select, text

from app import create_app
from app.areas.queries import areas_of, set_at
from app.base.database import db, prepare_sqlite, transaction
from app.demo.load import load_process, load_town
from app.demo.process import AREA_SET, CAMPAIGN
from app.maps.queries import campaign_by_slug
from app.participants.services import join_direct
from app.processes.models import Process

PEOPLE = 2500


def prepare() -> dict[str, object]:
    prepare_sqlite()
    flask_migrate.upgrade()
    with transaction():
        load_town()
        process = load_process()
        # Nobody reaches the limit of three needles in one measurement: people take turns.
        tokens = [
            join_direct(process_id=process.id, age_band="a14_15", gender="f").session_token
            for _ in range(PEOPLE)
        ]
    process = db.session.scalars(select(Process)).one()
    campaign = campaign_by_slug(process.id, CAMPAIGN)
    shapes = [area.geometry.bounds for area in areas_of(set_at(AREA_SET).id)]
    wests, souths, easts, norths = zip(*shapes, strict=True)
    return {
        "activity": str(campaign.activity_id),
        "questions": [{"key": q.key, "quality": q.qualities[0]} for q in campaign.questions],
        "box": [min(wests), min(souths), max(easts), max(norths)],
        "tokens": tokens,
    }


def stored() -> dict[str, object]:
    """Ids of the sittings whose contribution is stored with its place in a vintage, and SQLite's own checks."""
    query = (
        "SELECT DISTINCT submission_id FROM contribution JOIN placement ON contribution_id = contribution.id"
    )
    ids = [str(UUID(str(one))) for one in db.session.execute(text(query)).scalars()]
    faults: list[str] = []
    if db.engine.dialect.name == "sqlite":
        faults += [
            str(row[0]) for row in db.session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"
        ]
        faults += [f"dangling {row}" for row in db.session.execute(text("PRAGMA foreign_key_check"))]
    return {"ids": ids, "check": "; ".join(faults[:3]) or "ok"}


if __name__ == "__main__":
    app = create_app()
    with app.app_context():
        if sys.argv[1:] == ["ids"]:
            json.dump(stored(), sys.stdout)
        else:
            json.dump(prepare(), sys.stdout)
