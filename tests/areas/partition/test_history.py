"""A repair is stored as it was seen, once, with what was before; places follow; taking it back restores everything."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import select

from app.areas.models import AreaSet
from app.areas.partition import services
from app.areas.partition.findings import SPLIT, findings
from app.areas.partition.queries import changes_of, newest_repair, report_of
from app.areas.preparing import measured
from app.areas.queries import area_set_by_id, areas_of
from app.areas.services import import_area_set
from app.areas.validation import check_partition
from app.base.audit import AuditEvent
from app.base.database import db, transaction
from app.base.errors import Conflict
from app.contributions.models import Placement
from app.contributions.services import place_missing, record
from tests.contributions.conftest import Town, draft_of
from tests.page_client import PageClient
from tests.staff import make_user, sign_in

DAY = date(2025, 1, 1)


def overlapping() -> list[Any]:
    return measured(
        [
            ("A", "Alt", shapely.box(9.0, 52.0, 9.05, 52.04)),
            ("B", "Neu", shapely.box(9.04, 52.0, 9.08, 52.04)),
        ]
    )


def store(name: str = "Quartiere") -> UUID:
    with transaction():
        imported = import_area_set(name=name, valid_from=DAY, areas=overlapping(), report=None)
        return imported.area_set.id


def only_key(area_set_id: UUID) -> str:
    sizes = {area.code: area.area_m2 for area in areas_of(area_set_id)}
    [finding] = findings(report_of(area_set_id), sizes)
    return finding.key


def mend(area_set_id: UUID, decision: str = "assign:B") -> UUID:
    seen = area_set_by_id(area_set_id).content_hash
    repair = services.proposed(area_set_id=area_set_id, decisions={only_key(area_set_id): decision})
    with transaction():
        change = services.apply_repair(
            area_set_id=area_set_id, repair=repair, seen_hash=seen, actor="command"
        )
        return change.id


@pytest.mark.usefixtures("db_session")
def test_a_repair_is_a_new_content_with_history() -> None:
    area_set_id = store()
    before = area_set_by_id(area_set_id).content_hash
    mend(area_set_id)
    area_set = area_set_by_id(area_set_id)
    assert area_set.content_hash != before
    assert area_set.file_hash == before
    assert (area_set.gap_count, area_set.overlap_count) == (0, 0)
    [change] = changes_of(area_set_id)
    assert [step["method"] for step in change.steps] == ["assign"]
    assert [size["name"] for size in change.sizes] == ["Alt"]
    assert change.sizes[0]["after_m2"] < change.sizes[0]["before_m2"]
    assert "area_set.repaired" in db.session.scalars(select(AuditEvent.action)).all()


@pytest.mark.usefixtures("db_session")
def test_taking_it_back_restores_every_point() -> None:
    area_set_id = store()
    shapes = [area.geometry.wkb for area in areas_of(area_set_id)]
    content = area_set_by_id(area_set_id).content_hash
    change_id = mend(area_set_id, SPLIT)
    assert [area.geometry.wkb for area in areas_of(area_set_id)] != shapes
    with transaction():
        services.undo(change_id=change_id, actor="command")
    assert [area.geometry.wkb for area in areas_of(area_set_id)] == shapes
    assert area_set_by_id(area_set_id).content_hash == content
    assert area_set_by_id(area_set_id).overlap_count == 1
    assert changes_of(area_set_id)[0].undone_at is not None
    with pytest.raises(Conflict, match="neueste"), transaction():
        services.undo(change_id=change_id, actor="command")


@pytest.mark.usefixtures("db_session")
def test_the_same_file_after_a_repair_changes_nothing() -> None:
    area_set_id = store()
    mend(area_set_id)
    repaired = area_set_by_id(area_set_id).content_hash
    with transaction():
        again = import_area_set(name="Quartiere", valid_from=DAY, areas=overlapping())
        assert again.outcome == "unchanged"
    assert area_set_by_id(area_set_id).content_hash == repaired


@pytest.mark.usefixtures("db_session")
def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    area_set_id = store()
    seen = area_set_by_id(area_set_id).content_hash
    repair = services.proposed(area_set_id=area_set_id, decisions={only_key(area_set_id): SPLIT})
    mend(area_set_id)
    with pytest.raises(Conflict, match="inzwischen geändert"), transaction():
        services.apply_repair(area_set_id=area_set_id, repair=repair, seen_hash=seen, actor="command")


@pytest.mark.usefixtures("db_session")
def test_a_gap_called_right_is_no_fault_until_taken_back() -> None:
    ring = shapely.box(9.0, 52.0, 9.1, 52.1) - shapely.box(9.04, 52.04, 9.06, 52.06)
    halves = [ring & shapely.box(9.0, 52.0, 9.05, 52.1), ring & shapely.box(9.05, 52.0, 9.1, 52.1)]
    areas = measured([("A", "West", halves[0]), ("B", "Ost", halves[1])])
    with transaction():
        area_set_id = import_area_set(name="Ring", valid_from=DAY, areas=areas).area_set.id
    change_id = mend(area_set_id, "keep")
    assert report_of(area_set_id).is_full
    assert len(report_of(area_set_id).holes) == 1
    with transaction():
        services.undo(change_id=change_id, actor="command")
    assert len(report_of(area_set_id).gaps) == 1


@pytest.mark.usefixtures("db_session")
def test_a_replaced_vintage_keeps_its_history_and_what_was_called_right() -> None:
    ring = shapely.box(9.0, 52.0, 9.1, 52.1) - shapely.box(9.04, 52.04, 9.06, 52.06)
    west, east = ring & shapely.box(9.0, 52.0, 9.05, 52.1), ring & shapely.box(9.05, 52.0, 9.1, 52.1)
    with transaction():
        areas = measured([("A", "West", west | shapely.box(9.045, 52.0, 9.055, 52.02)), ("B", "Ost", east)])
        first = import_area_set(name="Ring", valid_from=DAY, areas=areas).area_set.id
    keys = {one.fault.kind: one.key for one in findings(report_of(first), {"A": 1.0, "B": 1.0})}
    for decisions in ({keys["gap"]: "keep"}, {keys["overlap"]: SPLIT}):
        seen = area_set_by_id(first).content_hash
        repair = services.proposed(area_set_id=first, decisions=decisions)
        with transaction():
            services.apply_repair(area_set_id=first, repair=repair, seen_hash=seen, actor="command")
    north, south = shapely.box(9.0, 52.05, 9.1, 52.1), shapely.box(9.0, 52.0, 9.1, 52.05)
    parts = [("A", "West", west), ("C", "Nordost", east & north), ("D", "Südost", east & south)]
    with transaction():
        replaced = import_area_set(
            name="Ring",
            valid_from=DAY,
            areas=measured(parts),
            replace=True,
            report=check_partition(measured(parts)),
            actor="command",
        )
        assert replaced.outcome == "replaced"
        second = replaced.area_set.id
    assert db.session.get(AreaSet, first) is None
    changes = changes_of(second)
    assert [change.kind for change in changes] == ["replaced", "repair", "repair"]
    told = {(step["kind"], tuple(step["old"]), tuple(step["new"])) for step in changes[0].steps}
    assert ("split", ("Ost",), ("Nordost", "Südost")) in told
    assert [size["name"] for size in changes[0].sizes] == ["West"], "the repair had moved its edge"
    assert report_of(second).is_full, "the gap is still right"
    assert area_set_by_id(second).gap_count == 0
    standing = newest_repair(area_set_by_id(second), changes)
    assert standing is not None
    assert standing.id == changes[2].id, "a repair of shapes that are gone cannot be taken back, a gap can"
    content = area_set_by_id(second).content_hash
    with pytest.raises(Conflict), transaction():
        services.undo(change_id=changes[1].id, actor="command")
    with transaction():
        services.undo(change_id=changes[2].id, actor="command")
    assert area_set_by_id(second).content_hash == content
    assert len(report_of(second).gaps) == 1


def test_the_page_tells_of_the_replacement(app: APIFlask, admin: PageClient) -> None:
    with app.app_context():
        store()
        with transaction():
            areas = measured([("A", "Alt", shapely.box(9.0, 52.0, 9.08, 52.04))])
            merged = import_area_set(
                name="Quartiere", valid_from=DAY, areas=areas, replace=True, actor="command"
            ).area_set.id
    page = admin.get(f"/verwaltung/raeume/{merged}/pruefung").page  # type: ignore[attr-defined]
    assert "Die Räume dieses Standes ausgetauscht: 1 zusammengelegt." in " ".join(page.text.split())
    assert "zusammengelegt: Alt, Neu → Alt" in page.text
    told = app.test_cli_runner().invoke(args=["areas", "changes", "Quartiere"]).output
    assert "ausgetauscht: 1 zusammengelegt" in told


def test_places_follow_the_repair_and_its_undoing(app: APIFlask, town: Town) -> None:
    with app.app_context():
        with transaction():
            old = db.session.get(AreaSet, town.area_set_id)
            assert old is not None
            name = old.name
            new = import_area_set(name=name, valid_from=DAY, areas=overlapping()).area_set.id
        inside = draft_of(geometry=shapely.Point(9.045, 52.02))
        with transaction():
            record(town.sitting(inside, draft_of(geometry=shapely.Point(9.01, 52.02))))
        place_missing([new])
        codes = {area.id: area.code for area in areas_of(new)}

        def placed() -> list[str]:
            query = select(Placement.area_id).where(Placement.area_set_id == new)
            return sorted(codes[area_id] for area_id in db.session.scalars(query) if area_id)

        assert placed() == ["A", "A"]
        change_id = mend(new, "assign:B")
        assert placed() == ["A", "B"]
        assert changes_of(new)[0].placements == 1
        with transaction():
            services.undo(change_id=change_id, actor="command")
        assert placed() == ["A", "A"]


@pytest.fixture
def admin(app: APIFlask) -> PageClient:
    with app.app_context():
        make_user("admin@example.org", name="Ada Amt", is_admin=True)
        make_user("plan@example.org")
    return sign_in(app, "admin@example.org")


def test_pages_from_the_finding_to_its_undoing(app: APIFlask, admin: PageClient) -> None:
    with app.app_context():
        area_set_id = store()
        key = only_key(area_set_id)
    address = f"/verwaltung/raeume/{area_set_id}/pruefung"
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "Alt, Neu" in page.text
    hidden = {one.get("name"): one.get("value") for one in page.all("input") if one.get("type") == "hidden"}
    nothing = admin.post(address, data=hidden)
    assert nothing.status_code == 422
    assert "mindestens einer" in nothing.page.text  # type: ignore[attr-defined]
    preview = admin.post(address, data={**hidden, f"fund-{key}": SPLIT})
    text = preview.page.text  # type: ignore[attr-defined]
    assert "Noch ist nichts geändert" in text
    assert "vollständig und ohne Überlappung" in text
    with app.app_context():
        assert not changes_of(area_set_id)
    stored = admin.post(f"{address}/uebernehmen", data={**hidden, f"fund-{key}": SPLIT})
    assert stored.status_code == 302
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "Ada Amt" in page.text
    assert "2 Räume geändert" in page.text
    stale = admin.post(f"{address}/uebernehmen", data={**hidden, f"fund-{key}": SPLIT})
    assert stale.status_code == 409
    with app.app_context():
        change_id = changes_of(area_set_id)[0].id
    back = f"/verwaltung/raeume/{area_set_id}/aenderungen/{change_id}/zuruecknehmen"
    assert admin.post(back, data=hidden).status_code == 302
    assert "Zurückgenommen am" in admin.get(address).page.text  # type: ignore[attr-defined]


def test_one_decision_for_all_of_them(app: APIFlask, admin: PageClient) -> None:
    with app.app_context():
        area_set_id = store()
    address = f"/verwaltung/raeume/{area_set_id}/pruefung"
    page = admin.get(address).page  # type: ignore[attr-defined]
    hidden = {one.get("name"): one.get("value") for one in page.all("input") if one.get("type") == "hidden"}
    assert admin.post(address, data={**hidden, "all": "split", "up_to_ha": "viel"}).status_code == 422
    answer = admin.post(address, data={**hidden, "all": "split", "up_to_ha": "1.000,5"})
    assert answer.status_code == 200
    planner = sign_in(app, "plan@example.org")
    page = planner.get(address).page  # type: ignore[attr-defined]
    assert not [one for one in page.all("select") if (one.get("name") or "").startswith("fund-")]
