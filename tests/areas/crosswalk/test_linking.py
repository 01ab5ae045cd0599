"""Links, names and carried values on squares whose answers are known by hand."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from apiflask import APIFlask
from hypothesis import given
from hypothesis import strategies as st

from app.areas.crosswalk.interpolating import carry_counts, carry_rates
from app.areas.crosswalk.linking import CELLS, NEW, NONE, OLD, Cell, Link, link
from app.areas.crosswalk.naming import units
from app.areas.preparing import PreparedArea, measured


def strip(code: str, west: float, east: float, name: str | None = None) -> tuple[str, str, Any]:
    return code, name or f"Raum {code}", shapely.box(9 + west / 100, 52, 9 + east / 100, 52.02)


OLDS = measured([strip("1", 0, 4), strip("2", 4, 6), strip("3", 6, 8), strip("4", 8, 12), strip("5", 12, 13)])
NEWS = measured(
    [
        strip("1a", 0, 1), strip("1b", 1, 4), strip("23", 4, 8), strip("4", 8, 11.5), strip("6", 11.5, 12),
        strip("7", 14, 15),
    ]
)  # fmt: skip


def names(areas: list[PreparedArea]) -> dict[str, str]:
    return {area.code: area.name for area in areas}


def test_each_kind_of_change_is_named(app: APIFlask) -> None:
    with app.test_request_context():
        found = {
            unit.kind: (unit.old, unit.new) for unit in units(link(OLDS, NEWS)[0], names(OLDS), names(NEWS))
        }
        assert found["merged"] == (("2", "3"), ("23",))
        assert found["gone"] == (("5",), ())
        assert found["new"] == ((), ("7",))
        same = measured(
            [strip("1", 0, 4), strip("8", 4, 6, "Raum 2"), strip("3", 6, 8, "Neuer Name"), strip("4", 8, 11)]
        )
        texts = [unit.text for unit in units(link(OLDS[:4], same)[0], names(OLDS[:4]), names(same))]
    assert texts == [
        "Die Grenze von Raum 4 ist verschoben: 75,0 % der alten und 100,0 % der neuen Fläche sind gemeinsam.",
        "Raum 2 hat jetzt die Kennung 8 (vorher 2).",
        "Raum 3 heißt jetzt Neuer Name.",
        "Raum 1 ist unverändert.",
    ]


def test_people_come_from_the_best_source_there_is() -> None:
    old_people, new_people = {"1": 400}, {"1a": 300, "1b": 100}
    cells = [
        Cell(shapely.box(9.001, 52.001, 9.002, 52.002), 90.0),
        Cell(shapely.box(9.02, 52.001, 9.021, 52.002), 10.0),
    ]

    def share(**given: Any) -> tuple[float | None, str]:
        links, basis = link(OLDS[:1], NEWS[:2], **given)
        return links[0].share_pop, basis

    assert share() == (None, NONE)
    assert share(old_people=old_people) == (pytest.approx(0.25, abs=1e-4), OLD)
    assert share(old_people=old_people, new_people=new_people) == (pytest.approx(0.75), NEW)
    assert share(old_people=old_people, new_people=new_people, cells=cells) == (pytest.approx(0.9), CELLS)


def test_counts_are_shared_out_and_marked() -> None:
    links, _basis = link(OLDS[:2], measured([strip("1a", 0, 1), strip("1b", 1, 4), strip("2", 4, 6)]),
                         new_people={"1a": 300, "1b": 100, "2": 50})  # fmt: skip
    carried = {one.code: one for one in carry_counts({"1": 80.0, "2": 7.0}, links)}
    assert carried["1a"].value == pytest.approx(60)
    assert carried["1b"].value == pytest.approx(20)
    assert (carried["1a"].obs_status, carried["2"].obs_status) == ("E", "A")
    assert carried["2"].value == pytest.approx(7)
    rates = {one.code: one.value for one in carry_rates({"1": 12.5, "2": 40.0}, links)}
    assert rates == {"1a": pytest.approx(12.5), "1b": pytest.approx(12.5), "2": pytest.approx(40)}


def test_what_a_source_withholds_is_not_computed_back() -> None:
    links, _basis = link(OLDS[:3], NEWS[:3])
    carried = {one.code: one for one in carry_counts({"1": None, "2": 5.0, "3": 6.0}, links, {"1": "Q"})}
    assert (carried["1a"].value, carried["1a"].obs_status) == (None, "Q")
    assert carried["23"].value == pytest.approx(11)
    assert carry_rates({"1": 1.0, "2": None, "3": 6.0}, links)[2].obs_status == "O"


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from("vwxyz")), st.floats(1, 1e6), min_size=1
    ),
    st.lists(st.floats(0, 1e7), min_size=5, max_size=5),
)
def test_carried_counts_keep_their_total(ground: dict[tuple[str, str], float], counts: list[float]) -> None:
    olds = {code: sum(m2 for (old, _new), m2 in ground.items() if old == code) for code, _new in ground}
    news = {code: sum(m2 for (_old, new), m2 in ground.items() if new == code) for _old, code in ground}
    links = [Link(old, new, m2, m2 / olds[old], m2 / news[new]) for (old, new), m2 in sorted(ground.items())]
    values = dict(zip(sorted(olds), counts, strict=False))
    carried = carry_counts(values, links)
    assert sum(one.value or 0 for one in carried) == pytest.approx(sum(values.values()))
