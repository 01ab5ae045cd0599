"""flask indicators and flask releases as a planner's administrator types them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from apiflask import APIFlask
from click.testing import Result
from openpyxl import Workbook

from app.base import commands
from app.indicators.models import COLUMNS
from tests.indicators.conftest import Town

Run = Callable[..., Result]


@pytest.fixture
def run(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; the schema of the test database is not a migrated one."""
    monkeypatch.setattr(commands, "ensure_database", lambda: None)
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


def import_words(file: Path, *more: str) -> list[str]:
    words = [
        "indicators",
        "import",
        str(file),
        "--indicator",
        "K06",
        "--set",
        "viertel",
        "--source",
        "SGB II 2025",
    ]
    dates = ["--period-start", "2025-12-31", "--period-end", "2025-12-31"]
    return [*words, *dates, "--provider", "Bundesagentur für Arbeit", "--licence", "dl-de/by-2-0", *more]


def test_internal_file_is_marked_in_every_row(run: Run, town: Town, tmp_path: Path) -> None:
    out = tmp_path / "intern.csv"
    result = run(
        "indicators", "compute", "--process", "stadt", "--set", "viertel", "--internal", "--out", out
    )
    assert result.exit_code == 0, result.output
    assert "nicht geschützt" in result.output
    content = out.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    table = pd.read_csv(out, dtype={"quality_note": str})
    assert list(table.columns) == list(COLUMNS)
    assert set(table["conf_status"]) == {"N"}
    assert table["quality_note"].str.startswith("intern").all()
    small = table[(table["indicator_id"] == "N02") & (table["area_id"] == "A4")]
    assert small["value"].item() == 3


def test_protected_preview_hides_small_cells(run: Run, town: Town, tmp_path: Path) -> None:
    out = tmp_path / "preview.csv"
    assert "N02" in run("indicators", "compute", "--process", "stadt", "--set", "viertel").output
    result = run("indicators", "compute", "--process", "stadt", "--set", "viertel", "--out", out)
    assert result.exit_code == 0, result.output
    table = pd.read_csv(out)
    small = table[(table["indicator_id"] == "N02") & (table["area_id"] == "A4")]
    assert small["obs_status"].item() == "Q"
    assert small["value"].isna().all()


def test_unknown_set_is_one_clear_line(run: Run, town: Town) -> None:
    result = run("indicators", "compute", "--process", "stadt", "--set", "nirgends")
    assert result.exit_code == 1
    assert "Raumgliederung" in result.output


def test_freeze_list_and_compare(run: Run, town: Town) -> None:
    freeze = ["releases", "freeze", "--process", "stadt", "--approve", town.planner, "--approve"]
    refused = run(*freeze, town.planner)
    assert refused.exit_code == 1
    assert "zwei verschiedenen" in refused.output
    assert run(*freeze, "niemand@example.org").exit_code == 1
    result = run(*freeze, town.dpo, "--note", "Erste")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Veröffentlichung 1 eingefroren: ")
    assert "bezirke, schief" in result.output
    assert run(*freeze, town.dpo).exit_code == 0
    assert "stadt" in run("releases", "list").output
    assert "Keine Unterschiede" in run("releases", "compare", "1", "2").output


def test_import_keeps_the_marks_of_the_source(run: Run, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "k06.csv"
    file.write_text("Raum;Quote;NEF\nA1;14,2;1.234\nA2;*;\nA3;x;\nA4;(9,5);12\n", encoding="utf-8")
    words = import_words(file, "--map", "area=Raum", "--map", "value=Quote", "--map", "numerator=NEF")
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert "4 neu" in result.output
    assert "4 unverändert" in run(*words).output
    out = tmp_path / "out.csv"
    run("indicators", "compute", "--process", "stadt", "--set", "viertel", "--out", out)
    table = pd.read_csv(out)
    rows = table[table["indicator_id"] == "K06"].set_index("area_id")
    assert (rows.loc["A1", "value"], rows.loc["A1", "numerator"]) == (14.2, 1234)
    assert rows["obs_status"].to_dict() == {"A1": "A", "A2": "Q", "A3": "M", "A4": "U"}
    assert rows.loc["A2", "conf_status"] == "A"
    assert rows.loc[["A2", "A3"], "value"].isna().all()
    assert set(rows["source_id"]) == {"sgb-ii-2025"}


def test_import_reads_excel_and_changes_values(run: Run, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "k06.xlsx"
    for value in (14.2, 15.5):
        book = Workbook()
        for row in (("area_id", "value"), ("A1", value), ("A2", "–")):
            book.active.append(row)
        book.save(file)
        result = run(*import_words(file))
        assert result.exit_code == 0, result.output
    assert "1 geändert, 1 unverändert" in result.output


@pytest.mark.parametrize(
    "content, message",
    [
        ("area_id;value\nA1;1,0\nZ9;2,0\n", "Zeile 3: »Z9«"),
        ("area_id;value\nA1;1,0\nA1;2,0\n", "keine Personenzeilen"),
        ("Vorname;area_id;value\nMia;A1;1,0\nBen;A2;2,0\n", "einzelnen Personen"),
        ("area_id;value\nA1;viel\nA2;1\n", "Zeile 2: »viel«"),
        ("area_id;wert;zahl\nA1;1;2\nA2;1;2\n", "welche den Wert enthält: wert, zahl"),
    ],
)
def test_import_refuses_what_it_cannot_trust(
    run: Run, town: Town, tmp_path: Path, content: str, message: str
) -> None:
    file = tmp_path / "k06.csv"
    file.write_text(content, encoding="utf-8")
    result = run(*import_words(file))
    assert result.exit_code == 1
    assert message in result.output


def test_internal_licence_never_leaves(run: Run, town: Town, tmp_path: Path) -> None:
    file = tmp_path / "k06.csv"
    file.write_text("area_id;value\nA1;14,2\nA2;12,0\n", encoding="utf-8")
    words = import_words(file)
    words[words.index("dl-de/by-2-0")] = "intern"
    assert run(*words).exit_code == 0
    out = tmp_path / "out.csv"
    run("indicators", "compute", "--process", "stadt", "--set", "viertel", "--out", out)
    assert "K06" not in set(pd.read_csv(out)["indicator_id"])
