"""The test town in small: as many contributions as wished, in areas without gaps, the same for the same seed."""

from __future__ import annotations

import shapely
from apiflask import APIFlask
from sqlalchemy import func, select

from app.areas.queries import areas_of, vintages
from app.areas.validation import check_partition
from app.base.database import db
from app.contributions.models import Contribution, Placement, PointIndex, PointLayer
from app.demo.large import AREA_SET, SLUG, load_large
from app.demo.large_areas import residents, small_areas
from app.processes.queries import process_by_slug


def test_the_areas_fit_and_are_the_same_each_time() -> None:
    areas = small_areas(40, seed=3)
    assert [area.geometry.wkb for area in areas] == [area.geometry.wkb for area in small_areas(40, seed=3)]
    assert len({area.code for area in areas}) == len({area.name for area in areas}) == 40
    assert all(area.geometry.is_valid and area.area_m2 > 0 for area in areas)
    report = check_partition(areas)
    assert not report.overlaps
    assert {row.area_code for row in residents(areas, seed=3)} == {area.code for area in areas}


def test_a_small_test_town(app: APIFlask) -> None:
    told: list[int] = []
    with app.app_context():
        load_large(contributions=600, areas=20, seed=3, told=told.append)
        process = process_by_slug(SLUG)
        rows = db.session.execute(select(Contribution.state, Contribution.geometry)).all()
        assert told[-1] == len(rows) == 600
        assert len({row.state for row in rows}) == 5
        assert all(isinstance(row.geometry, shapely.Point) for row in rows)
        inside = db.session.scalar(select(func.count()).where(Placement.area_id.is_not(None)))
        assert (inside or 0) > 500
        assert len(areas_of(vintages(AREA_SET)[0].id)) == 20
        layer = select(PointLayer.id).where(
            PointLayer.process_id == process.id, PointLayer.is_public.is_(False)
        )
        assert db.session.scalar(select(func.count()).where(PointIndex.layer_id.in_(layer))) == 600
