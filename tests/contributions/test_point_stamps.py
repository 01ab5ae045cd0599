"""Stamps of tiles: another with every change, never the same again after a restored backup; the index made anew."""

from __future__ import annotations

import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import delete, insert, select

from app.base.database import db, transaction
from app.contributions.models import Contribution, PointIndex, PointLayer
from app.contributions.points import reading
from tests.contributions.conftest import Town
from tests.contributions.desk import put
from tests.contributions.test_points import decide, stored


@pytest.mark.parametrize("of_public", [True, False])
def test_after_a_restored_backup_no_tile_of_the_lost_future_is_confirmed(
    app: APIFlask, town: Town, of_public: bool
) -> None:
    """Back at the same state and on another way from there: the stamps meet where they split, and never again."""
    decide(app, town, "release", *put(app, town, "Schön"))

    def stamp() -> str:
        return reading.layer_of(town.process_id, public=of_public).stamp

    with app.app_context():
        saved = [
            (table, [dict(row) for row in db.session.execute(select(table)).mappings()])
            for table in (PointLayer.__table__, PointIndex.__table__)
        ]
        old = stamp()
    [lost] = put(app, town, "Verloren")
    decide(app, town, "release", lost)
    with app.app_context():
        never = stamp()
    with app.app_context(), transaction():
        for table, rows in saved:
            db.session.execute(delete(table))
            db.session.execute(insert(table), rows)
        db.session.execute(delete(Contribution).where(Contribution.id == lost))
    with app.app_context():
        assert stamp() == old
    [other] = put(app, town, "Anders", geometry=shapely.Point(9.02, 52.02))
    decide(app, town, "release", other)
    with app.app_context():
        assert stamp() not in {old, never}


def test_what_has_no_place_changes_the_stamp_of_the_staff_alone(app: APIFlask, town: Town) -> None:
    put(app, town, "Schön")
    with app.app_context():
        before = [reading.layer_of(town.process_id, public=which).stamp for which in (False, True)]
    put(app, town, "Nur beschrieben", geometry=None, precision="described")
    with app.app_context():
        after = [reading.layer_of(town.process_id, public=which).stamp for which in (False, True)]
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_the_index_can_be_made_anew(app: APIFlask, town: Town) -> None:
    decide(app, town, "release", *put(app, town, "Schön"))
    with app.app_context():
        found = stored(of_public=False), stored(of_public=True)
    with app.app_context(), transaction():
        db.session.execute(delete(PointIndex))
    done = app.test_cli_runner().invoke(args=["contributions", "index", "--process", "stadt"])
    assert "stadt: Ein Punkt" in done.output
    with app.app_context():
        assert (stored(of_public=False), stored(of_public=True)) == found
