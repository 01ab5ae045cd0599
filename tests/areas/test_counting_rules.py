"""Rules of counting residents: withheld numbers, sums, groups across bands, doubtful rows, years as columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.areas.folding import BandsCross
from app.areas.matching import MatchesNeeded
from app.areas.splitting import Method
from tests.areas.test_counting import as_tuples, counted

pytestmark = pytest.mark.usefixtures("db_session")


def test_an_area_without_any_number_is_left_out_and_named(tmp_path: Path) -> None:
    found = counted(tmp_path, "Raum;Einwohner\n01;5\n02;\n")
    assert as_tuples(found) == [("01", "all", "all", 5)]
    assert any("02 (Zeile 3)" in note for note in found.notes)


def test_withheld_numbers_are_never_zero(tmp_path: Path) -> None:
    found = counted(tmp_path, "Raum;Einwohner;6-9;10-11\n01;100;*;30\n02;50;20;30\n")
    assert as_tuples(found) == [
        ("01", "a10_11", "all", 30),
        ("01", "na", "all", 70),
        ("02", "a06_09", "all", 20),
        ("02", "a10_11", "all", 30),
    ]
    assert found.suppressed == [(2, "01", "6-9", "*")]
    for sign in ("*", ".", "/", "x", "<5", "0 bis 2", "…"):
        alone = counted(tmp_path, f"Raum;6-9;10-11\n01;{sign};30\n02;20;30\n")
        assert {row.area_code for row in alone.rows} == {"02"}
        assert any("zurückhält" in note for note in alone.notes)


def test_sums_are_checked_and_not_counted(tmp_path: Path) -> None:
    found = counted(tmp_path, "Raum;Einwohner\n01;5\n02;6\nBezirk Mitte zusammen;11\n11;7\nInsgesamt;19\n")
    assert sum(row.count for row in found.rows) == 18
    assert [(check.printed, check.computed) for check in found.checks] == [(11, 11), (19, 18)]


def test_groups_across_bands_are_shared_out_only_when_asked(tmp_path: Path) -> None:
    text = "Raum;6-15;15-18;65 u. ä.\n01;90;30;100\n"
    with pytest.raises(BandsCross):
        counted(tmp_path, text)
    even = counted(tmp_path, text, method=Method("even"))
    assert {row.age_band: row.count for row in even.rows} == {
        "a06_09": 40, "a10_11": 20, "a12_13": 20, "a14_15": 20, "a16_17": 20, "a65_79": 50, "a80p": 50,
    }  # fmt: skip
    assert {row.obs_status for row in even.rows} == {"E"}
    assert "gleichmäßig" in even.rows[0].quality_note
    town = Method("reference", {"a65_79": 300.0, "a80p": 100.0}, "Stadt 2024")
    like = {row.age_band: row for row in counted(tmp_path, text, method=town).rows}
    assert (like["a65_79"].count, like["a80p"].count) == (75, 25)
    assert "Stadt 2024" in like["a80p"].quality_note


def test_a_row_that_is_two_areas_is_asked(tmp_path: Path) -> None:
    text = "Nr;Raum;Einwohner\n01;Altstadt;5\n02;Hafen;6\n11;Hafen;7\n"
    with pytest.raises(MatchesNeeded) as asked:
        counted(tmp_path, text)
    (question,) = asked.value.proposals
    assert question.code is None
    assert [code for code, _name in question.candidates] == ["02", "11"]


def test_years_as_columns_are_days_of_their_own(tmp_path: Path) -> None:
    found = counted(tmp_path, "Raum;2022;2023;31.12.2024\n01;5;6;7\n02;8;9;10\n", reference_date=None)
    assert [(row.area_code, row.reference_date.year, row.count) for row in found.rows] == [
        ("01", 2022, 5), ("01", 2023, 6), ("01", 2024, 7), ("02", 2022, 8), ("02", 2023, 9), ("02", 2024, 10),
    ]  # fmt: skip
    one = counted(tmp_path, "Raum;2022;2023\n01;5;6\n02;8;9\n", reference_date=date(2023, 12, 31))
    assert [row.count for row in one.rows] == [6, 9]
