"""The oracle of the demo town (F9): published numbers of D01, D07, D10 and D12, and what must stay hidden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from app.indicators.catalogue import CATALOGUE
from app.indicators.compute import compute, compute_all
from app.indicators.compute.shares import ambivalence_by_cell
from app.indicators.disclosure import audit, protect
from tests.indicators import ellerbrueck


def cell(table: pd.DataFrame, indicator: str, area: str, age: str = "all") -> pd.Series:
    found = table[
        (table["indicator_id"] == indicator) & (table["area_id"] == area) & (table["age_group"] == age)
    ]
    assert len(found) == 1
    return found.iloc[0]


@pytest.fixture(scope="module")
def reach() -> pd.DataFrame:
    return compute(CATALOGUE["D01"], ellerbrueck.frames())


def test_reach_of_lindenhof_and_the_town(reach: pd.DataFrame) -> None:
    lindenhof = cell(reach, "D01", "SR07", "r06_21")
    assert (lindenhof["numerator"], lindenhof["denominator"]) == (66, 1240)
    assert round(lindenhof["value"], 1) == 5.3
    assert lindenhof["ci_low"] < lindenhof["value"] < lindenhof["ci_high"]
    town = cell(reach, "D01", "all", "r06_21")
    assert (town["numerator"], town["denominator"], round(town["value"], 1)) == (388, 9860, 3.9)
    assert "17 außerhalb" in town["quality_note"]


def test_four_people_of_deichhausen_stay_hidden_and_moorwiek_covers_them(reach: pd.DataFrame) -> None:
    protected = protect(reach)
    deichhausen, moorwiek = (cell(protected, "D01", code, "r06_21") for code in ("SR12", "SR14"))
    assert (deichhausen["obs_status"], deichhausen["conf_status"]) == ("Q", "A")
    assert (moorwiek["obs_status"], moorwiek["conf_status"]) == ("Q", "D")
    assert "SR12" in moorwiek["quality_note"]
    hidden = protected[protected["obs_status"] == "Q"]
    assert set(hidden["area_id"]) == {"SR12", "SR14"}
    assert (
        hidden[["value", "numerator", "denominator", "n_persons", "ci_low", "ci_high"]].isna().all(axis=None)
    )
    assert cell(protected, "D01", "all", "r06_21")["numerator"] == 388
    assert audit(protected, reach).is_safe


@pytest.mark.parametrize(
    "area, numerator, denominator, percent",
    [("SR02", 139, 352, 39.5), ("SR07", 102, 241, 42.3), ("all", 622, 2140, 29.1)],
)
def test_share_of_avoided_places(area: str, numerator: int, denominator: int, percent: float) -> None:
    observations = compute_all(CATALOGUE.values(), ellerbrueck.frames())
    for table in (observations, protect(observations)):
        row = cell(table, "D07", area)
        assert (row["numerator"], row["denominator"], round(row["value"], 1)) == (
            numerator,
            denominator,
            percent,
        )


def lindenplatz() -> pd.DataFrame:
    """74 marks at one place: youth 39 + and 9 −, seniors 9 + and 17 −."""
    sides = [("a14_15", "pos", 39), ("a14_15", "neg", 9), ("a65_79", "pos", 9), ("a65_79", "neg", 17)]
    table = pd.DataFrame(
        [(age, valence) for age, valence, count in sides for _ in range(count)],
        columns=["age_band", "valence"],
    )
    table["quality"] = np.where(table["valence"] == "pos", "meet", "uneasy")
    table["contribution_id"] = [f"l{i}" for i in range(len(table))]
    table["person_key"] = [f"q{i % 40}" for i in range(len(table))]
    cell_id = "CRS3035RES100mN3300000E4300000"
    table = table.assign(kind="mark", is_secret=False, cell_100m=cell_id, place="SR07", lon=9.9, lat=53.1)
    return table.reindex(columns=ellerbrueck.contributions().columns).astype(object)


def test_lindenplatz_is_contested() -> None:
    frames = ellerbrueck.frames(lindenplatz())
    by_cell = ambivalence_by_cell(frames)
    assert by_cell[["positive", "negative"]].values.tolist() == [[48, 26]]
    assert round(by_cell["value"].item(), 3) == 0.703
    assert round(cell(compute(CATALOGUE["D12"], frames), "D12", "SR07")["value"], 3) == 0.703
    balance = cell(compute(CATALOGUE["D10"], frames), "D10", "SR07")
    assert balance["value"] == pytest.approx((48 - 26) / (48 + 26), abs=1e-6)
    assert (balance["numerator"], balance["denominator"]) == (22, 74)


def test_secret_places_do_not_show_below_an_area() -> None:
    table = lindenplatz()
    table["is_secret"] = True
    assert ambivalence_by_cell(ellerbrueck.frames(table)).empty
    assert cell(compute(CATALOGUE["N01"], ellerbrueck.frames(table)), "N01", "SR07")["value"] == 74


def test_whole_town_is_protected_and_survives_the_attack() -> None:
    observations = compute_all(CATALOGUE.values(), ellerbrueck.frames(bands=True))
    protected = protect(observations)
    verdict = audit(protected, observations)
    assert verdict.exposed == []
    assert verdict.hidden > 0
    shown = protected["obs_status"] != "Q"
    assert shown.mean() > 0.5
    for name in ("value", "numerator", "denominator"):
        pd.testing.assert_series_equal(
            protected.loc[shown, name], observations.loc[shown, name].astype("float64"), check_names=False
        )
