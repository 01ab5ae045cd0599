"""R09: boundaries are imported again and again while people submit; nothing is lost, nothing dangles.

Every contribution stands in every vintage in force, in the area that a point-in-polygon test of the recorded shapes
finds. Small counts in the suite; STREIFZUG_FULL=1: 20 runs at 50 submissions a second, a broken file in five of them,
and 100,000 points reassigned at once.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import select, text, update

from app.areas.models import Area, AreaSet
from app.areas.partition import services as partition
from app.areas.partition.findings import ASSIGN, findings
from app.areas.partition.queries import report_of
from app.areas.queries import area_set_by_id, areas_of, set_at
from app.base.database import db, new_id, transaction
from app.contributions.models import Contribution, Placement
from app.contributions.services import record_many
from app.participants.services import join_direct
from tests.areas.files import feature, write_geojson
from tests.conftest import POSTGRES
from tests.contributions.conftest import Town, draft_of
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.phones import Phone, body, said
from tests.faults.forked import FULL

RUNS, PER_SECOND, BROKEN = (20, 50, 5) if FULL else (1, 20, 1)
PHONES, POINTS = (10, 100_000) if FULL else (4, 2000)
DAY = date(2020, 1, 1)
pytestmark = pytest.mark.skipif(bool(POSTGRES), reason="a file database with one writer at a time")


def box(west: float, east: float, south: float = 52.0, north: float = 52.04) -> shapely.Polygon:
    return shapely.box(west, south, east, north)


def maps(shift: float) -> dict[str, dict[str, shapely.Polygon]]:
    """The town as each office would send it; `shift` makes every run's borders its own."""
    m = 9.04 + shift
    return {
        "split": {"A1": box(9.0, 9.02 + shift), "A2": box(9.02 + shift, m), "B": box(m, 9.08)},
        "merged": {"AB": box(9.0, 9.08)},
        "deleted": {"B": box(m, 9.08)},
        "moved": {"A": box(9.0, m + 0.01), "B": box(m + 0.01, 9.08)},
        "overlapping": {"A": box(9.0, m + 0.01), "B": box(m, 9.08)},
    }


def write(path: Path, areas: dict[str, shapely.Polygon]) -> Path:
    return write_geojson(
        path, [feature(shape, nr=code, name=f"Raum {code}") for code, shape in areas.items()]
    )


def bring(app: APIFlask, path: Path, day: str = "2020-01-01") -> Any:
    """`flask areas import`, as an office does it."""
    command = ["areas", "import", str(path), "--set", "Viertel", "--valid-from", day, "--code-field", "nr"]
    result = app.test_cli_runner().invoke(args=[*command, "--name-field", "name", "--replace"])
    print(result.output)
    return result


class Crowd:
    """People who keep sending places all over the town and a little beyond; `heard` are the ids the server answered."""

    def __init__(self, app: APIFlask, town: Town) -> None:
        with app.app_context(), transaction():
            tokens = [
                join_direct(process_id=town.process_id, age_band="a14_15").session_token
                for _ in range(PHONES)
            ]
        self.phones = [Phone(app, token) for token in tokens]
        self.town, self.heard, self.faults = town, list[str](), list[str]()
        self._stop = threading.Event()

    def _send(self, phone: Phone, seed: int) -> None:
        chance = random.Random(seed)
        while not self._stop.is_set():
            begin = time.monotonic()
            place = {
                "type": "Point",
                "coordinates": [chance.uniform(8.99, 9.09), chance.uniform(51.99, 52.05)],
            }
            one = said(geometry=place)
            answer = phone.put(new_id(), body(self.town, one))
            if answer.status_code == 201:
                self.heard.append(one["id"])
            else:
                self.faults.append(f"{answer.status_code} {answer.get_data(as_text=True)[:200]}")
            self._stop.wait(max(0.0, len(self.phones) / PER_SECOND - (time.monotonic() - begin)))

    @contextmanager
    def talking(self) -> Iterator[None]:
        threads = [
            threading.Thread(target=self._send, args=(phone, seed)) for seed, phone in enumerate(self.phones)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
            self._stop.clear()

    def wait_for_more(self, count: int = 3) -> None:
        """Until so many more were heard, so that something really arrives between two files."""
        wanted, end = len(self.heard) + count, time.monotonic() + 60
        while len(self.heard) < wanted and not self.faults and time.monotonic() < end:
            time.sleep(0.01)


def wrong_placements(app: APIFlask) -> list[str]:
    """Everything that is not as it should be, by a plain point-in-polygon test against the stored shapes."""
    with app.app_context():
        db.session.rollback()
        faults = [f"dangling: {row}" for row in db.session.execute(text("PRAGMA foreign_key_check"))]
        geometry = {
            row.id: row.geometry for row in db.session.execute(select(Contribution.id, Contribution.geometry))
        }
        ids = list(geometry)
        points = np.array([geometry[one] for one in ids], dtype=object)
        for area_set in db.session.scalars(select(AreaSet)):
            areas = areas_of(area_set.id)
            expected: dict[UUID, UUID | None] = dict.fromkeys(ids)
            for area in reversed(areas):  # the lowest code is asked last and wins
                inside = shapely.covers(area.geometry, points)
                expected.update({ids[at]: area.id for at in np.flatnonzero(inside)})
            query = select(Placement.contribution_id, Placement.area_id).where(
                Placement.area_set_id == area_set.id
            )
            found = {row.contribution_id: row.area_id for row in db.session.execute(query)}
            faults += [f"not placed in {area_set.vintage}: {one}" for one in expected.keys() - found.keys()]
            faults += [
                f"misplaced in {area_set.vintage}: {one}"
                for one in expected.keys() & found.keys()
                if expected[one] != found[one]
            ]
        return faults


def shapes_now(app: APIFlask) -> list[Any]:
    with app.app_context():
        db.session.rollback()
        query = select(Area.id, Area.code, Area.name, Area.area_m2, AreaSet.id, AreaSet.content_hash).join(
            AreaSet
        )
        return sorted(tuple(row) for row in db.session.execute(query))


def repaired_and_back(app: APIFlask) -> None:
    """The overlap is given to one area, then the repair is taken back and done again."""
    for _ in range(2):
        with app.app_context():
            area_set_id = set_at("Viertel", DAY).id
            sizes = {area.code: area.area_m2 for area in areas_of(area_set_id)}
            seen = area_set_by_id(area_set_id).content_hash
            decisions = {one.key: f"{ASSIGN}:B" for one in findings(report_of(area_set_id), sizes)}
            repair = partition.proposed(area_set_id=area_set_id, decisions=decisions)
            with transaction():
                change_id = partition.apply_repair(
                    area_set_id=area_set_id, repair=repair, seen_hash=seen, actor="command"
                ).id
        if not _:
            with app.app_context(), transaction():
                partition.undo(change_id=change_id, actor="command")


def test_boundaries_change_while_people_submit(app: APIFlask, town: Town, tmp_path: Path) -> None:
    crowd = Crowd(app, town)
    broken = tmp_path / "broken.geojson"
    begin = time.monotonic()
    with crowd.talking():
        for run in range(RUNS):
            for name, areas in maps(run * 1e-4).items():
                path = write(tmp_path / f"{name}.geojson", areas)
                crowd.wait_for_more()
                assert bring(app, path).exit_code == 0
                crowd.wait_for_more()
                before = shapes_now(app)
                again = bring(app, path)
                assert "Unverändert" in again.output
                assert shapes_now(app) == before
            repaired_and_back(app)
            if run < BROKEN:
                before = shapes_now(app)
                whole = write(tmp_path / "whole.geojson", maps(0.5e-4)["split"]).read_bytes()
                broken.write_bytes(whole[: len(whole) * 2 // 3])
                assert bring(app, broken).exit_code != 0
                doubled = [
                    feature(box(9.0, 9.02), nr="A", name="Eins"),
                    feature(box(9.02, 9.04), nr="A", name="Zwei"),
                ]
                assert bring(app, write_geojson(broken, doubled)).exit_code != 0
                assert shapes_now(app) == before
            vintage = f"{2021 + run}-01-01"
            assert (
                bring(app, write(tmp_path / "new.geojson", maps(run * 1e-4)["moved"]), vintage).exit_code == 0
            )
            crowd.wait_for_more()
    seconds = time.monotonic() - begin
    print(
        f"{RUNS} runs, {len(crowd.heard)} submissions in {seconds:.0f} s ({len(crowd.heard) / seconds:.0f} a second)"
    )
    assert crowd.faults == []
    with app.app_context():
        stored = {str(one) for one in db.session.scalars(select(Contribution.id))}
    assert set(crowd.heard) == stored
    assert len(stored) > 20 * RUNS
    assert wrong_placements(app) == []


def test_the_check_itself_sees_a_wrong_place(app: APIFlask, town: Town) -> None:
    with app.app_context(), transaction():
        record_many([town.sitting(draft_of())])
    assert wrong_placements(app) == []
    with app.app_context(), transaction():
        db.session.execute(update(Placement).values(area_id=None))
    assert len(wrong_placements(app)) == 1


def test_many_points_find_their_new_area(app: APIFlask, town: Town, tmp_path: Path) -> None:
    chance = random.Random(9)
    with app.app_context(), transaction():
        record_many(
            town.sitting(
                *(
                    draft_of(geometry=shapely.Point(chance.uniform(8.99, 9.09), chance.uniform(51.99, 52.05)))
                    for _ in range(20)
                )
            )
            for _ in range(POINTS // 20)
        )
    grid = {
        f"{column:02}{row:02}": box(
            9 + column * 0.004, 9.004 + column * 0.004, 52 + row * 0.004, 52.004 + row * 0.004
        )
        for column in range(20)
        for row in range(10)
    }
    begin = time.monotonic()
    assert bring(app, write(tmp_path / "grid.geojson", grid)).exit_code == 0
    print(f"{POINTS} points reassigned in {time.monotonic() - begin:.1f} s")
    assert wrong_placements(app) == []
    with app.app_context():
        inside = db.session.scalars(select(Placement.area_id).where(Placement.area_id.is_not(None))).all()
    assert POINTS * 0.4 < len(inside) < POINTS * 0.7
