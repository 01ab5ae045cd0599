"""Repairs in the plane: what each way of mending does to which area, and real towns made whole."""

from __future__ import annotations

import os

import pytest
import shapely
from apiflask import APIFlask

from app.areas.errors import ImportRefused
from app.areas.partition.findings import ASSIGN, SPLIT, Finding, bulk, findings, steps
from app.areas.partition.repairing import Repair, repair
from app.areas.preparing import PreparedArea, measured, prepare
from app.areas.reading import read_layer
from app.areas.validation import check_partition
from tests.shared_data import shared_file

FULL = os.environ.get("STREIFZUG_FULL") == "1"
METRE = 1 / 111_195
"""Degrees of latitude; the squares below lie far north of where it matters that degrees of longitude are shorter."""

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def words(built_app: APIFlask) -> object:
    with built_app.test_request_context():
        yield


def found(areas: list[PreparedArea]) -> list[Finding]:
    return findings(check_partition(areas), {area.code: area.area_m2 for area in areas})


def repaired(areas: list[PreparedArea], **decisions: str) -> Repair:
    """Decide by kind: gap=…, overlap=…"""
    chosen = {one.key: decisions[one.fault.kind] for one in found(areas) if one.fault.kind in decisions}
    return repair(areas, steps(found(areas), chosen))


def change(result: Repair) -> dict[str, float]:
    return {area.code: area.after_m2 - area.before_m2 for area in result.changed}


def overlapping() -> list[PreparedArea]:
    """Two squares that share a strip of a hundredth of a degree."""
    return measured(
        [
            ("A", "Alt", shapely.box(9.0, 52.0, 9.05, 52.04)),
            ("B", "Neu", shapely.box(9.04, 52.0, 9.08, 52.04)),
        ]
    )


def with_gap() -> list[PreparedArea]:
    """A ring of four around a hole."""
    return measured(
        [
            ("A", "West", shapely.box(9.00, 52.00, 9.04, 52.12)),
            ("B", "Ost", shapely.box(9.08, 52.00, 9.12, 52.12)),
            ("C", "Süd", shapely.box(9.04, 52.00, 9.08, 52.04)),
            ("D", "Nord", shapely.box(9.04, 52.08, 9.08, 52.12)),
        ]
    )


def test_an_overlap_goes_to_the_area_that_was_chosen() -> None:
    strip = found(overlapping())[0].fault.m2
    result = repaired(overlapping(), overlap="assign:B")
    assert result.report.is_full
    assert change(result) == pytest.approx({"A": -strip}, rel=1e-6)


def test_an_overlap_is_divided_in_its_middle() -> None:
    strip = found(overlapping())[0].fault.m2
    result = repaired(overlapping(), overlap=SPLIT)
    assert result.report.is_full
    assert change(result) == pytest.approx({"A": -strip / 2, "B": -strip / 2}, rel=0.01)


def test_a_gap_is_shared_by_who_is_nearest() -> None:
    hole = found(with_gap())[0]
    assert {choice.value for choice in hole.choices} == {SPLIT, *(f"assign:{c}" for c in "ABCD"), "keep"}
    result = repaired(with_gap(), gap=SPLIT)
    assert result.report.is_full
    assert sum(change(result).values()) == pytest.approx(hole.fault.m2, rel=1e-6)
    assert set(change(result)) == set("ABCD")
    middle = shapely.Point(9.041, 52.06)
    west = next(area for area in result.areas if area.code == "A")
    assert west.geometry.covers(middle)


def test_a_gap_goes_to_one_neighbour_or_stays() -> None:
    hole = found(with_gap())[0].fault.m2
    assert change(repaired(with_gap(), gap="assign:C")) == pytest.approx({"C": hole}, rel=1e-6)
    kept = repaired(with_gap(), gap="keep")
    assert kept.report.is_full
    assert not kept.changed
    assert kept.report.holes[0].m2 == pytest.approx(hole)


def crossing() -> list[PreparedArea]:
    """Two areas whose common edge was drawn twice: three metres over, three metres short."""
    d = 3 * METRE
    one = shapely.Polygon(
        [(9, 52), (9.04, 52), (9.04 + d, 52.01), (9.04 - d, 52.03), (9.04, 52.04), (9, 52.04)]
    )
    other = shapely.box(9.04, 52.0, 9.08, 52.04)
    return measured([("A", "Alt", one), ("B", "Neu", other)])


def test_snapping_one_sliver_snaps_the_whole_common_edge() -> None:
    both = found(crossing())
    assert {one.fault.kind for one in both} == {"gap", "overlap"}
    assert all(one.is_sliver for one in both)
    gap, overlap = (next(one for one in both if one.fault.kind == kind) for kind in ("gap", "overlap"))
    result = repair(crossing(), steps(both, {gap.key: "snap:B"}))
    assert result.report.is_full
    assert change(result) == pytest.approx({"A": gap.fault.m2 - overlap.fault.m2}, abs=0.1)


def test_no_area_may_vanish() -> None:
    inside = measured(
        [("A", "Stadt", shapely.box(9, 52, 9.1, 52.1)), ("B", "Wald", shapely.box(9.02, 52.02, 9.04, 52.04))]
    )
    one = found(inside)[0]
    assert [choice.value for choice in one.choices] == ["assign:B"]
    with pytest.raises(ImportRefused, match="passt nicht"):
        steps([one], {one.key: "assign:A"})
    assert repaired(inside, overlap="assign:B").report.is_full


def test_decisions_about_something_else_are_refused() -> None:
    with pytest.raises(ImportRefused, match="gibt es nicht mehr"):
        steps(found(overlapping()), {"0" * 12: SPLIT})
    with pytest.raises(ImportRefused, match="passt nicht"):
        repaired(overlapping(), overlap="keep")


def real(name: str) -> list[PreparedArea]:
    layer = read_layer(shared_file(f"boundaries/click_that_hood/{name}.geojson"))
    return prepare(layer, code_field="cartodb_id", name_field="name").checked()


@pytest.mark.shared_data
@pytest.mark.parametrize("method", [SPLIT, ASSIGN])
def test_braunschweig_becomes_whole(method: str) -> None:
    areas = real("braunschweig")
    all_of_it = found(areas)
    overlap = next(one for one in all_of_it if one.fault.kind == "overlap")
    gaps = sum(one.fault.m2 for one in all_of_it if one.fault.kind == "gap")
    assert overlap.fault.m2 == pytest.approx(383e4, rel=1e-3)
    result = repair(areas, steps(all_of_it, bulk(all_of_it, method, 1e9)))
    assert result.report.is_full
    by_name = {area.name: area.after_m2 - area.before_m2 for area in result.changed}
    # The forest lies in the other district as a whole: dividing it would wipe it out.
    assert by_name["Wabe-Schunter-Beberbach"] == pytest.approx(-overlap.fault.m2, abs=1)
    assert by_name.get("Östliches Ringgebiet", 0) + by_name.get("Nordstadt", 0) == pytest.approx(gaps, abs=1)
    assert shapely.union_all([area.geometry for area in result.areas]).is_valid


@pytest.mark.shared_data
def test_the_north_west_of_brandenburg_becomes_whole() -> None:
    """Simplified borders that fit nowhere; the whole Land by the switch."""
    corner = shapely.box(11.2, 52.9, 12.3, 53.6)
    areas = [one for one in real("brandenburg-municipalities") if one.geometry.intersects(corner)]
    all_of_it = found(areas)
    assert len(all_of_it) > 80
    for method in (SPLIT, ASSIGN):
        assert repair(areas, steps(all_of_it, bulk(all_of_it, method, 1e8))).report.is_full


@pytest.mark.shared_data
@pytest.mark.skipif(not FULL, reason="STREIFZUG_FULL=1 repairs the whole Land, half a minute each")
@pytest.mark.parametrize("method", [ASSIGN, SPLIT])
def test_brandenburg_becomes_whole_around_berlin(method: str) -> None:
    areas = real("brandenburg-municipalities")
    all_of_it = found(areas)
    assert len(all_of_it) > 2000
    berlin = all_of_it[0]
    result = repair(areas, steps(all_of_it, bulk(all_of_it, method, 1e8) | {berlin.key: "keep"}))
    assert result.report.is_full
    assert [round(hole.m2) for hole in result.report.holes] == [round(berlin.fault.m2)]
