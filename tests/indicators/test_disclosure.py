"""Attacks on protected tables: nothing hidden can be computed, nothing shown is changed, the attack itself works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.indicators.catalogue import CATALOGUE
from app.indicators.compute import compute, compute_all
from app.indicators.disclosure import PUBLIC, Rule, audit, protect
from app.indicators.frames import CONTRIBUTION_COLUMNS, Frames
from app.indicators.tidy import FIGURES
from tests.indicators import ellerbrueck

WITHOUT_COMPLEMENT = replace(PUBLIC, complementary=False)
BANDS = ("a06_09", "a10_11", "a12_13", "a14_15", "a16_17", "a18_21")


def town(counts: np.ndarray, bands: tuple[str, ...] = BANDS[:3]) -> Frames:
    """A town in which counts[area, band] persons live and take part, one mark each, in their own area."""
    areas = [f"A{i:02}" for i in range(counts.shape[0])]
    lines = [
        (area, band, person)
        for i, area in enumerate(areas)
        for j, band in enumerate(bands)
        for person in range(counts[i, j])
    ]
    table = pd.DataFrame(lines, columns=["home_area_code", "age_band", "n"])
    table["person_key"] = table["home_area_code"] + table["age_band"] + table["n"].astype(str)
    table["contribution_id"] = table["person_key"]
    table["participant_id"] = table["person_key"]
    table["quality"] = table["age_band"].map(dict(zip(bands, ("fav", "meet", "uneasy"), strict=False)))
    table["valence"] = table["quality"].map(ellerbrueck.VALENCE)
    table = table.assign(home_area_set="set", kind="mark", is_secret=False, lon=9.0, lat=53.0)
    placements = pd.DataFrame(
        {"contribution_id": table["contribution_id"], "area_code": table["home_area_code"]}
    )
    residents = [(area, band, 400) for area in areas for band in BANDS]
    register = pd.DataFrame(residents, columns=["area_code", "age_band", "count"])
    return Frames(
        contributions=table.reindex(columns=list(CONTRIBUTION_COLUMNS)).astype(object),
        placements=placements,
        population=register.assign(sex="all", reference_date=date(2025, 12, 31)),
        areas=pd.DataFrame({"code": areas, "name": areas}),
        imported=pd.DataFrame(columns=["indicator_id", "area_set", "area_vintage"]),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 1, 31),
        area_set="set",
        area_vintage="2024-01-01",
        home_area_set="set",
    )


def subtract(
    protected: pd.DataFrame, indicator: str, column: str, truth: pd.DataFrame
) -> list[tuple[str, str]]:
    """A plain attacker: wherever one count is missing under a shown total, he subtracts and checks his result.

    A zero is no find: nobody stands behind it, and zeros may be shown (E22).
    """
    found = []
    mine = protected[protected["indicator_id"] == indicator]
    true = truth[truth["indicator_id"] == indicator].set_index(["area_id", "age_group"])[column].astype(float)
    grid = mine.pivot(index="area_id", columns="age_group", values=column).astype(float)
    for along in (grid, grid.T):
        total = next((name for name in ("all", "r06_21") if name in along.index), None)
        if total is None or len(along) < 2:
            continue
        parts = along.drop(index=total)
        for name in along.columns:
            missing = parts.index[parts[name].isna()]
            if len(missing) == 1 and not np.isnan(along.loc[total, name]):
                area, age = (missing[0], name) if along is grid else (name, missing[0])
                guess = along.loc[total, name] - parts[name].sum()
                assert guess == true[area, age]
                found += [(area, age)] if guess else []
    return found


def shows(protected: pd.DataFrame, indicator: str, area: str, age: str) -> bool:
    mine = protected[(protected["indicator_id"] == indicator) & (protected["area_id"] == area)]
    return bool((mine[mine["age_group"] == age]["obs_status"] != "Q").any())


grids = st.integers(2, 6).flatmap(
    lambda rows: st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=rows, max_size=rows)
)


def test_people_with_one_contribution_each_are_the_same_count_as_their_contributions() -> None:
    observations = compute_all([CATALOGUE["N01"], CATALOGUE["N02"]], town(np.array([[2, 8, 10], [9, 9, 12]])))
    protected = protect(observations)
    hidden = protected["obs_status"] == "Q"
    by_kind = [
        set(protected[hidden & protected["indicator_id"].str.startswith(name)]["area_id"])
        for name in ("N01:quality=fav", "N02:quality=fav")
    ]
    assert by_kind[0] == by_kind[1]
    assert {"A00", "A01"} <= by_kind[0]


def test_under_a_total_of_few_people_every_part_is_hidden() -> None:
    observations = compute_all([CATALOGUE["N01"], CATALOGUE["N02"]], town(np.array([[1, 1, 0], [9, 9, 12]])))
    protected = protect(observations)
    assert set(protected[protected["area_id"] == "A00"]["obs_status"]) == {"Q"}
    assert audit(protected, observations).exposed == []


@settings(max_examples=20, deadline=None)
@given(grids)
def test_no_hidden_cell_can_be_computed_and_no_shown_cell_is_changed(grid: list[list[int]]) -> None:
    definitions = [CATALOGUE[name] for name in ("N01", "N02", "D01", "D07", "D08", "K01")]
    observations = compute_all(definitions, town(np.array(grid)))
    protected = protect(observations)
    for indicator, column in (
        ("N01", "value"),
        # Everybody gave one mark here, so people add up over areas as marks do.
        ("N02", "value"),
        ("N02:quality=fav", "value"),
        ("D01", "numerator"),
        ("D07", "numerator"),
        ("D07", "denominator"),
    ):
        found = subtract(protected, indicator, column, observations)
        # What D08 shows for the same place, everybody with one mark, is no secret of D07.
        assert [cell for cell in found if indicator != "D07" or not shows(protected, "D08", *cell)] == []
    assert audit(protected, observations).exposed == []
    shown = (protected["obs_status"] != "Q").to_numpy()
    for name in FIGURES:
        expected = pd.to_numeric(observations.loc[shown, name]).astype("float64")
        pd.testing.assert_series_equal(
            protected.loc[shown, name].astype("float64"), expected, check_names=False
        )
        assert protected.loc[~shown, name].isna().all()
    assert not protected.loc[shown, "n_persons"].between(1, 4).any()
    assert set(protected.loc[~shown, "conf_status"]) <= {"A", "D"}


def test_the_attack_succeeds_without_complementary_suppression() -> None:
    observations = compute(CATALOGUE["D01"], ellerbrueck.frames())
    naive = protect(observations, WITHOUT_COMPLEMENT)
    assert subtract(naive, "D01", "numerator", observations) == [("SR12", "r06_21")]
    verdict = audit(naive, observations)
    assert not verdict.is_safe
    assert any("SR12" in cell for cell in verdict.exposed)


def test_audit_finds_what_only_a_system_of_sums_gives_away() -> None:
    """A cell is fixed although every row and column of the table hides two or more (a bridge between two blocks)."""
    grid = np.full((6, 6), 20)
    frames = town(grid, BANDS)
    by_band = replace(CATALOGUE["D01"], age_groups=("r06_21", *BANDS), town_age_groups=())
    observations = compute(by_band, frames)
    protected = protect(observations)
    assert (protected["obs_status"] != "Q").all()
    block = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)]
    for i, j in block:
        cell = (protected["area_id"] == f"A{i:02}") & (protected["age_group"] == BANDS[j])
        protected.loc[cell, "obs_status"] = "Q"
    exposed = audit(protected, observations).exposed
    assert any(f"A01 {BANDS[2]}" in cell for cell in exposed)
    assert not any(f"A00 {BANDS[0]}" in cell for cell in exposed)


def test_hidden_ones_are_not_given_away_by_their_number() -> None:
    """Two areas with one person each under a remainder of two: both would be exactly one."""
    counts = np.array([[1, 0, 0], [1, 0, 0], [12, 0, 0], [30, 0, 0]])
    observations = compute(CATALOGUE["N02"], town(counts))
    assert audit(protect(observations), observations).is_safe
    observations = compute(CATALOGUE["N01"], town(counts))
    assert "A00" in " ".join(audit(protect(observations, WITHOUT_COMPLEMENT), observations).exposed)
    assert audit(protect(observations), observations).is_safe


def test_sums_of_pin_kinds_do_not_give_a_sensitive_share_away() -> None:
    """Seven people with an uneasy place are hidden in D07; the counts by pin kind must not add up to them."""
    counts = np.array([[20, 20, 7], [20, 20, 25], [30, 30, 30], [25, 25, 26]])
    observations = compute_all([CATALOGUE[name] for name in ("N01", "D07")], town(counts))
    protected = protect(observations)
    assert (
        protected[(protected["indicator_id"] == "D07") & (protected["area_id"] == "A00")]["obs_status"].item()
        == "Q"
    )
    kinds = protected[(protected["area_id"] == "A00") & protected["indicator_id"].str.startswith("N01")]
    total, fav, meet, uneasy = (
        kinds.set_index("indicator_id")["value"].get(name)
        for name in ("N01", "N01:quality=fav", "N01:quality=meet", "N01:quality=uneasy")
    )
    assert np.isnan(uneasy)
    assert np.isnan(total) or np.isnan(fav) or np.isnan(meet)


@pytest.mark.parametrize("persons, shown", [(0, True), (1, False), (4, False), (5, True)])
def test_small_counts_are_hidden_and_zero_is_shown(persons: int, shown: bool) -> None:
    counts = np.array([[persons, 0, 0], [40, 0, 0], [50, 0, 0], [60, 0, 0]])
    row = (
        protect(compute(CATALOGUE["N02"], town(counts)))
        .query("area_id == 'A00' and indicator_id == 'N02'")
        .iloc[0]
    )
    assert (row["obs_status"] != "Q") == shown
    assert row["conf_status"] == ("F" if shown else "A")


@pytest.mark.parametrize(
    "uneasy, calm, status",
    [
        (0, 40, "U"),
        (9, 40, "Q"),
        (10, 40, "A"),
        (40, 9, "Q"),
        (40, 10, "A"),
        (10, 10, "U"),
        (9, 9, "Q"),
        (60, 0, "A"),
    ],
)
def test_sensitive_shares_need_ten_people_on_both_sides(uneasy: int, calm: int, status: str) -> None:
    counts = np.array([[0, calm, uneasy], [0, 60, 60], [0, 60, 60]])
    table = protect(compute(CATALOGUE["D08"], town(counts)))
    assert table[table["area_id"] == "A00"]["obs_status"].item() == status


def test_one_busy_person_does_not_make_a_published_number() -> None:
    frames = town(np.array([[6, 0, 0], [60, 0, 0], [60, 0, 0], [60, 0, 0]]))
    busy = frames.contributions[frames.contributions["home_area_code"] == "A00"].iloc[[0] * 39].copy()
    busy["contribution_id"] = [f"busy{i}" for i in range(39)]
    marks = pd.concat([frames.contributions, busy])
    places = pd.concat(
        [frames.placements, pd.DataFrame({"contribution_id": busy["contribution_id"], "area_code": "A00"})]
    )
    observations = compute_all(
        [CATALOGUE["N01"], CATALOGUE["N02"]], replace(frames, contributions=marks, placements=places)
    )
    first = observations[observations["area_id"] == "A00"].set_index("indicator_id")
    assert (first.loc["N01", "value"], first.loc["N01", "n_persons"]) == (45, 6)
    protected = protect(observations)
    area = protected[protected["area_id"] == "A00"].set_index("indicator_id")
    assert area.loc["N01", "conf_status"] == "A"
    assert area.loc["N02", "value"] == 6


def growing(extra: int) -> pd.DataFrame:
    counts = np.array([[10 + extra, 0, 0], [40, 0, 0], [50, 0, 0], [60, 0, 0]])
    return compute(CATALOGUE["N02"], town(counts))


@pytest.mark.parametrize("extra, shown", [(0, True), (1, False), (4, False), (5, True)])
def test_the_difference_of_two_releases_shows_nobody(extra: int, shown: bool) -> None:
    first = protect(growing(0))
    second = protect(growing(extra), earlier=first)
    row = second[(second["area_id"] == "A00") & (second["indicator_id"] == "N02")].iloc[0]
    assert (row["obs_status"] != "Q") == shown
    if not shown:
        assert row["conf_status"] == "D"
        assert "früheren Veröffentlichung" in row["quality_note"]


def test_without_the_check_the_difference_would_show_somebody() -> None:
    naive = Rule(differencing=False)
    first, second = protect(growing(0), naive), protect(growing(1), naive, earlier=protect(growing(0), naive))
    value = [
        table.query("area_id == 'A00' and indicator_id == 'N02'")["value"].item() for table in (first, second)
    ]
    assert value[1] - value[0] == 1
