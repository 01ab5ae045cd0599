"""Tables as files: German Excel and machines read the same values, and nothing in them runs as a formula."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from app.exports.tables import write_csv, write_csv_de, write_parquet, write_xlsx

TABLE = pd.DataFrame(
    {
        "area_id": ["05314000", "007", "-5"],
        "name": ["Groß Ahlen; Süd", 'Zum „Anker"\nHafen', "=1+1"],
        "value": [12.5, None, -3.25],
        "n_persons": pd.array([40, None, 12], dtype="Int64"),
        "period_start": [date(2026, 3, 2)] * 3,
    }
)


def test_machine_csv_is_plain_utf8_with_points(tmp_path: Path) -> None:
    write_csv(TABLE, tmp_path / "t.csv")

    raw = (tmp_path / "t.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines(keepends=True)))
    assert [row["value"] for row in rows] == ["12.5", "", "-3.25"]
    assert [row["n_persons"] for row in rows] == ["40", "", "12"]
    assert rows[0]["area_id"] == "05314000"
    assert rows[0]["period_start"] == "2026-03-02"
    assert rows[1]["name"] == 'Zum „Anker"\nHafen'


def test_german_csv_has_a_mark_semicolons_and_commas(tmp_path: Path) -> None:
    write_csv_de(TABLE, tmp_path / "t.csv")

    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert [row["value"] for row in rows] == ["12,5", "", "-3,25"]
    assert rows[0]["name"] == "Groß Ahlen; Süd"
    assert rows[0]["area_id"] == "05314000"


@pytest.mark.parametrize("write", [write_csv, write_csv_de])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_text_that_could_run_is_guarded_and_can_be_restored(
    tmp_path: Path, write: object, start: str
) -> None:
    text = f"{start}cmd|'/c calc'!A0"
    write(pd.DataFrame({"name": [text]}), tmp_path / "t.csv")  # type: ignore[operator]

    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        cell = list(csv.reader(file, delimiter=";"))[1][0]
    assert cell == "'" + text


@pytest.mark.parametrize("write", [write_csv, write_csv_de])
def test_a_semicolon_in_a_text_begins_no_formula(tmp_path: Path, write: object) -> None:
    """German Excel ends a cell there when it opens the comma file, quotes or not."""
    write(pd.DataFrame({"code": ["A"], "name": ["Süd;=1+1;@x"]}), tmp_path / "t.csv")  # type: ignore[operator]

    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert "Süd;'=1+1;'@x" in text


def test_negative_numbers_and_codes_are_not_guarded(tmp_path: Path) -> None:
    write_csv(TABLE, tmp_path / "t.csv")

    rows = list(csv.DictReader((tmp_path / "t.csv").read_text().splitlines(keepends=True)))
    assert rows[2]["area_id"] == "-5"
    assert rows[2]["value"] == "-3.25"


def test_workbook_keeps_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    write_xlsx({"Werte": TABLE}, tmp_path / "t.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Werte"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("area_id", "name", "value", "n_persons", "period_start")
    assert rows[1] == ("05314000", "Groß Ahlen; Süd", 12.5, 40, "2026-03-02")
    assert rows[2][2] is None
    assert sheet["B4"].data_type == "s"
    assert sheet["B4"].value == "=1+1"


def test_parquet_round_trip(tmp_path: Path) -> None:
    write_parquet(TABLE, tmp_path / "t.parquet")

    again = pd.read_parquet(tmp_path / "t.parquet")
    assert again["area_id"].tolist() == TABLE["area_id"].tolist()
    assert again["n_persons"].isna().tolist() == [False, True, False]
    assert again["period_start"].tolist() == TABLE["period_start"].tolist()


def test_the_line_of_the_whole_town_and_notes_at_headings(tmp_path: Path) -> None:
    frame = pd.DataFrame({"area_id": ["01", "all"], "name": ["Hafen", "gesamt"], "N02": [1234.0, 5678.0]})
    write_xlsx({"Räume": frame}, tmp_path / "t.xlsx", notes={"Räume": {"N02": "Beitragende"}})

    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Räume"]
    assert sheet["C1"].comment is not None
    assert "Beitragende" in sheet["C1"].comment.text
    assert (sheet["C3"].value, sheet["C3"].font.b, sheet["C2"].font.b) == (5678, True, False)
    assert sheet["C2"].number_format == "#,##0"
    assert sheet.freeze_panes == "C2"
