"""The whole river on Ellerbrück: loaded through the services, counted, protected, frozen; the oracle F9 in scope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from apiflask import APIFlask

from app.areas.queries import set_at
from app.contributions.queries import frame, placements
from app.demo.load import freeze_first_release
from app.demo.process import AREA_SET, SLUG
from app.indicators import preview, queries, releases
from app.processes.models import Process
from app.processes.queries import process_by_slug
from tests.demo.factories import ellerbrueck, voices

F1 = pd.DataFrame(
    [
        ("SR01", 4900, 560, 14.2, 21, 318, 52),
        ("SR02", 5600, 900, 31.5, 44, 352, 139),
        ("SR03", 2700, 380, 12.8, 17, 286, 61),
        ("SR04", 6300, 1150, 22.6, 61, 214, 58),
        ("SR05", 3600, 520, 9.4, 19, 121, 22),
        ("SR06", 4700, 760, 18.9, 28, 148, 47),
        ("SR07", 5900, 1240, 34.1, 66, 241, 102),
        ("SR08", 4100, 560, 5.2, 24, 166, 27),
        ("SR09", 5200, 1130, 8.7, 39, 92, 34),
        ("SR10", 4400, 700, 15.3, 22, 71, 23),
        ("SR11", 3300, 510, 11.0, 16, 54, 21),
        ("SR12", 2400, 350, 4.9, 4, 11, 3),
        ("SR13", 3700, 560, 6.8, 15, 34, 14),
        ("SR14", 3500, 540, 7.7, 12, 32, 19),
    ],
    columns=["area_id", "residents", "young", "k06", "contributors", "marks", "unease"],
).set_index("area_id")


@pytest.fixture(scope="module")
def town(built_app: APIFlask) -> Iterator[Any]:
    """The demo town, loaded once for the checks below."""

    def fill(process: Process) -> None:
        voices(process)
        freeze_first_release(process_by_slug(SLUG))

    with ellerbrueck(built_app, fill) as process:
        yield process


def column(rows: pd.DataFrame, indicator: str, age_group: str = "all") -> pd.DataFrame:
    return rows[(rows["indicator_id"] == indicator) & (rows["age_group"] == age_group)].set_index("area_id")


def test_the_river_carries_what_the_demo_town_says(town: Any) -> None:
    inside = preview.unprotected(town, set_at(AREA_SET))
    release = queries.latest_release(town.id)
    assert release is not None
    rows = releases.rows(release.id)

    counted = column(inside, "N01")["value"]
    assert counted.drop("all").to_dict() == F1["marks"].astype(float).to_dict()
    assert counted["all"] == 2140
    assert column(inside, "K01")["value"].drop("all").to_dict() == F1["residents"].astype(float).to_dict()
    assert column(rows, "K06")["value"].to_dict() == F1["k06"].to_dict()

    reach = column(inside, "D01", "r06_21")
    assert reach["numerator"].drop("all").to_dict() == F1["contributors"].astype(float).to_dict()
    assert round(reach.loc["SR07", "value"], 1) == 5.3
    assert (reach.loc["all", "numerator"], reach.loc["all", "denominator"]) == (388, 9860)

    unease = column(inside, "D07")
    assert unease["numerator"].drop("all").to_dict() == F1["unease"].astype(float).to_dict()
    assert [round(unease.loc[area, "value"], 1) for area in ("SR02", "SR07", "all")] == [39.5, 42.3, 29.1]


def test_the_release_hides_the_smallest_and_the_next_and_keeps_the_rest(town: Any) -> None:
    release = queries.latest_release(town.id)
    assert release is not None
    reach = column(releases.rows(release.id), "D01", "r06_21")

    assert reach.loc["SR12", ["obs_status", "conf_status"]].tolist() == ["Q", "A"]
    assert reach.loc["SR14", ["obs_status", "conf_status"]].tolist() == ["Q", "D"]
    assert (
        reach.loc[["SR12", "SR14"], ["value", "numerator", "denominator", "n_persons", "ci_low"]]
        .isna()
        .all(axis=None)
    )
    shown = reach.drop(["SR12", "SR14"])
    assert (shown["obs_status"] == "A").all()
    assert round(shown.loc["SR07", "value"], 1) == 5.3
    assert round(shown.loc["all", "value"], 1) == 3.9


def test_every_mark_lies_in_one_area_of_every_vintage(town: Any) -> None:
    said = frame(town.id)
    assert len(said) == 2140
    assert said["person_key"].nunique() == 405

    newest = set_at(AREA_SET)
    now_in = placements(town.id, newest.id).set_index("contribution_id")["area_code"]
    assert now_in.notna().all()
    older = placements(town.id, set_at(AREA_SET, newest.valid_from.replace(year=2020)).id)
    then_in = older.set_index("contribution_id")["area_code"]
    moved = now_in[then_in.reindex(now_in.index) != now_in]
    assert set(moved) == {"SR09"}
    assert set(then_in[moved.index]) == {"SR10"}
