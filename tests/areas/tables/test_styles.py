"""25 styles of tables: what is read equals what they were made from, added up by pandas and not by our code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.areas.counting import count_residents
from app.areas.matching import MatchesNeeded
from app.areas.sheets import read_sheet
from tests.areas.tables.styles import AREAS, STYLES, Style

DAY = date(2024, 12, 31)

pytestmark = pytest.mark.usefixtures("db_session")


def read(path: Path, style: Style, **options: Any) -> Any:
    file = path / style.name
    file.write_bytes(style.content)
    return count_residents(read_sheet(file), AREAS, reference_date=DAY, **options)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_the_counts_behind_the_table_come_back(tmp_path: Path, style: Style) -> None:
    if style.confirmed:
        with pytest.raises(MatchesNeeded) as asked:
            read(tmp_path, style)
        assert {found.text: found.code for found in asked.value.proposals} == style.confirmed
    found = read(tmp_path, style, confirmed=style.confirmed)
    got = pd.DataFrame([vars(row) for row in found.rows])
    mine = got.groupby(["area_code", "age_band", "sex"])["count"].sum()
    truth = style.truth.groupby(["area", "band", "sex"])["count"].sum()
    assert mine.to_dict() == truth.to_dict()
    assert all(check.fits for check in found.checks)
    assert set(got["obs_status"]) == {"A"}


def test_there_are_enough_styles() -> None:
    assert len(STYLES) >= 25
