"""Tables of residents as town halls write them: long and wide, German numbers, totals, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import Workbook

from app.areas.counting import Counts, count_residents
from app.areas.errors import ImportRefused
from app.areas.labels import Ages, ages, band_of, settle, split_sex, whole_number
from app.areas.matching import MatchesNeeded
from app.areas.sheets import read_sheet
from app.areas.splitting import Method

pytestmark = pytest.mark.usefixtures("db_session")
DAY = date(2025, 12, 31)
AREAS: list[Any] = [
    SimpleNamespace(code="01", name="Altstadt"),
    SimpleNamespace(code="02", name="Grünau"),
    SimpleNamespace(code="11", name="Hafen"),
]


def counted(path: Path, text: str, encoding: str = "utf-8", **options: Any) -> Counts:
    file = path / "zahlen.csv"
    file.write_bytes(text.encode(encoding))
    return count_residents(read_sheet(file), AREAS, **{"reference_date": DAY, **options})


def as_tuples(counts: Counts) -> list[tuple[str, str, str, int]]:
    return [(row.area_code, row.age_band, row.sex, row.count) for row in counts.rows]


def refusal(path: Path, text: str, **options: Any) -> str:
    with pytest.raises(ImportRefused) as caught:
        counted(path, text, **options)
    return str(caught.value)


LONG = [("01", "a06_09", "f", 1234), ("01", "a06_09", "m", 7), ("02", "a80p", "f", 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_long_tables(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = ["Raum;Altersgruppe;Geschlecht;Anzahl;Stichtag", "01;6 bis unter 10;weiblich;1.234;31.12.2025"]
    lines += ["Altstadt;6–9 Jahre;m;7;31.12.2025", "Grünau;80 und älter;w;-;2025-12-31"]
    text = "\r\n".join(lines).replace(";", delimiter)
    text = text.replace("–", "-") if encoding == "cp1252" else text
    found = counted(tmp_path, text, encoding, reference_date=None)
    # Codes and names stand mixed in one column here; both are understood.
    assert as_tuples(found) == LONG
    assert {row.reference_date for row in found.rows} == {DAY}


def test_our_own_names(tmp_path: Path) -> None:
    lines = ["area_id,age_band,sex,count,reference_date", "01,a06_09,f,1234,2025-12-31"]
    text = "\n".join([*lines, "01,a06_09,m,7,2025-12-31", "02,a80p,f,0,2025-12-31"])
    assert as_tuples(counted(tmp_path, text, reference_date=None)) == LONG


def test_wide_tables_with_sexes(tmp_path: Path) -> None:
    text = "Kennung;Name;6-9 w;6-9 m;80+ insgesamt\n01;Altstadt;1 234;7;3\n02;Grünau;1;2;4\nSumme;;1235;9;7\n"
    assert as_tuples(counted(tmp_path, text)) == [
        ("01", "a06_09", "f", 1234),
        ("01", "a06_09", "m", 7),
        ("01", "a80p", "all", 3),
        ("02", "a06_09", "f", 1),
        ("02", "a06_09", "m", 2),
        ("02", "a80p", "all", 4),
    ]


def test_single_years_are_folded_into_bands(tmp_path: Path) -> None:
    years = range(0, 22)
    rows = [f"{area.code};" + ";".join("1" for _ in years) for area in AREAS]
    text = "\n".join(["Raum;" + ";".join(map(str, years)), *rows])
    assert {band: n for a, band, _s, n in as_tuples(counted(tmp_path, text)) if a == "01"} == {
        "a00_05": 6, "a06_09": 4, "a10_11": 2, "a12_13": 2, "a14_15": 2, "a16_17": 2, "a18_21": 4,
    }  # fmt: skip


def test_totals_are_checked_and_what_is_left_counts_as_unknown(tmp_path: Path) -> None:
    found = counted(tmp_path, "Raum;Einwohner;6-9;10-11\n01;100;20;30\n02;7;3;4\n")
    assert as_tuples(found) == [
        ("01", "a06_09", "all", 20),
        ("01", "a10_11", "all", 30),
        ("01", "na", "all", 50),
        ("02", "a06_09", "all", 3),
        ("02", "a10_11", "all", 4),
    ]
    assert any("50 Personen" in note for note in found.notes)
    assert "um 1 kleiner" in refusal(tmp_path, "Raum;Einwohner;6-9;10-11\n01;49;20;30\n02;7;3;4\n")
    sexes = counted(tmp_path, "Raum;Alter;Geschlecht;Anzahl\n01;6-9;w;1\n01;6-9;m;2\n01;6-9;insgesamt;4\n")
    assert as_tuples(sexes) == [("01", "a06_09", "f", 1), ("01", "a06_09", "m", 2), ("01", "a06_09", "na", 1)]


def test_leading_zeros_that_excel_ate_are_proposed_and_confirmed(tmp_path: Path) -> None:
    text = "Nr;Einwohner\n1;5\n2;6\n11;7\n"
    with pytest.raises(MatchesNeeded) as asked:
        counted(tmp_path, text)
    proposed = {found.text: found.code for found in asked.value.proposals}
    assert proposed == {"1": "01", "2": "02"}
    assert "führende Nullen" in str(asked.value)
    found = counted(tmp_path, text, confirmed={text: code for text, code in proposed.items() if code})
    assert [row.area_code for row in found.rows] == ["01", "02", "11"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Raum;Einwohner\n01;5\n99;6\n", "Zeile 3: »99«"),
        ("Raum;Einwohner\n01;5\n02;viele\n", "Zeile 3, Spalte Einwohner: »viele« ist keine Anzahl"),
        ("Raum;6-9;10-11\n01;5;6\n02;5;\n", "Zeile 3, Spalte 10-11"),
        ("Raum;Einwohner\n01;5\n02;-3\n", "Zeile 3, Spalte Einwohner"),
        ("Raum;Einwohner\n01;5\n02;3,5\n", "ist keine Anzahl"),
        ("Raum;Alter;Anzahl\n01;jung;5\n", "Spalte Alter: »jung« ist keine Altersgruppe"),
        ("Raum;Alter;Geschlecht;Anzahl\n01;6-9;x;5\n", "»x« ist kein Geschlecht"),
        ("Raum;Alter;Anzahl\n01;6-9;5\n01;6 bis unter 10;5\n", "Zeile 3 wiederholt die Angabe aus Zeile 2"),
        ("Raum;Alter;Anzahl\n01;6-9;5\n01;6-9;5\n", "Zeile 3 wiederholt die Angabe aus Zeile 2"),
        ("Raum;6-15;15-18\n01;5;5\n", "6-15"),
        ("Raum;6-9;7\n01;5;5\n", "überschneiden"),
        ("Raum;Alter;Anzahl\n01;a06_09;5\n02;7;5\n", "überschneiden"),
        ("Raum;Farbe\n01;blau\n", "keine Einwohnerzahlen"),
        ("Farbe;Ton\nrot;4\nblau;5\n", "Keine Spalte enthält die Kennungen"),
        ("Raum;Alter\n01;6-9\n", "Anzahl"),
        ("", "leer"),
        ("Raum;Einwohner\n", "leer"),
        ("Raum;Einwohner;Einwohner\n01;5;5\n", "zweimal"),
        ("Raum;Einwohner\n01;5;7\n", "mehr Zellen"),
    ],
)
def test_refused_with_line_and_column(tmp_path: Path, text: str, words: str) -> None:
    assert words in refusal(tmp_path, text)


def test_a_date_is_needed_once(tmp_path: Path) -> None:
    assert "Stichtag" in refusal(tmp_path, "Raum;Einwohner\n01;5\n", reference_date=None)
    text = "Raum;Einwohner;Stichtag\n01;5;gestern\n"
    assert "»gestern« ist kein Datum" in refusal(tmp_path, text, reference_date=None)


@pytest.mark.parametrize(
    "text",
    [
        "Raum;Vorname;Alter;Anzahl\n01;Mia;7;1\n",
        "Raum;Geburtsdatum;Anzahl\n01;03.04.2015;1\n",
        "Raum;E-Mail;Einwohner\n01;a@example.org;1\n",
        "Raum;Straße;Einwohner\n01;Am Wall;1\n",
        "Raum;geboren;Einwohner\n01;03.04.2015;1\n01;04.05.2016;1\n02;06.07.2012;1\n02;01.02.2013;1\n",
        "Raum;Name;Einwohner\n01;Mia Krause;1\n01;Ole Hansen;1\n02;Ada Kurt;1\n02;Jan Vogt;1\n",
    ],
)
def test_rows_about_persons_are_refused(tmp_path: Path, text: str) -> None:
    assert "einzelnen Personen" in refusal(tmp_path, text)


def test_only_the_total(tmp_path: Path) -> None:
    found = counted(tmp_path, "Gesamt;6-15;15-18;weiblich;Raum\n100;5;5;50;01\n", method=Method("total"))
    assert as_tuples(found) == [("01", "all", "all", 100)]


def test_columns_without_use_are_told(tmp_path: Path) -> None:
    found = counted(tmp_path, "Raum;Einwohner;weiblich;Hunde\n01;100;51;7\n")
    assert as_tuples(found) == [("01", "all", "all", 100)]
    assert any("weiblich, Hunde" in note for note in found.notes)


def test_excel_with_a_title_above(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["Einwohner nach Alter"],
        [],
        ["Raum", "6-9", "10-11"],
        ["01", 3, 4.0],
        ["02", 5, 6],
        ["Summe", 8, 10],
    ):
        sheet.append(row)
    path = tmp_path / "zahlen.xlsx"
    book.save(path)
    found = count_residents(read_sheet(path), AREAS, reference_date=DAY)
    assert [(row.area_code, row.count) for row in found.rows] == [("01", 3), ("01", 4), ("02", 5), ("02", 6)]


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"PK\x03\x04"), ("a.xlsx", b""), ("a.csv", b"\x00\x01"), ("a.pdf", b"")]
)
def test_broken_tables_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused):
        read_sheet(path)


@pytest.mark.parametrize(
    ("label", "band"),
    [
        ("unter 6", "a00_05"), ("0-5", "a00_05"), ("6–9", "a06_09"), ("6 bis unter 10 Jahre", "a06_09"),
        ("17", "a16_17"),
        ("80 und älter", "a80p"), ("80+", "a80p"), ("a18_21", "a18_21"), ("ab 80", "a80p"), ("über 79 Jahre", "a80p"),
    ],
)  # fmt: skip
def test_age_labels(label: str, band: str) -> None:
    found = ages(label)
    assert found is not None
    assert band_of(found) == band


@pytest.mark.parametrize("label", ["weiblich", "2025", "65 bis 3", "", "x-y", "131"])
def test_what_is_no_age(label: str) -> None:
    assert ages(label) is None


def test_ranges_that_share_their_ends_leave_the_end_out() -> None:
    first, second = Ages(6, 11, loose=True), Ages(10, 15, loose=True)
    assert settle([first, second]) == {first: Ages(6, 10), second: Ages(10, 14)}
    assert settle([first])[first] == Ages(6, 11)


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        ("6-9 w", ("6-9", "f")),
        ("a06_09_f", ("a06_09", "f")),
        ("w 6-9", ("6-9", "f")),
        ("6-9 (männlich)", ("6-9", "m")),
        ("06_09", ("06_09", "all")),
        ("6 bis unter 10 insgesamt", ("6 bis unter 10", "all")),
    ],
)
def test_sexes_in_column_heads(head: str, parts: tuple[str, str]) -> None:
    assert split_sex(head) == parts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234", 1234),
        ("1 234", 1234),
        ("1.234.567", 1234567),
        ("1234,0", 1234),
        ("12.0", 12),
        ("-", 0),
        ("0", 0),
        ("1.234,0", 1234),
        ("12,5", None),
        ("x", None),
        ("", None),
        ("-3", None),
        ("1.23", None),
        (".", None),
    ],
)
def test_counts_in_german_writing(text: str, number: int | None) -> None:
    assert whole_number(text) == number
