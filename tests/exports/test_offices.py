"""The programs of an office open our files: LibreOffice as German Excel would, and shows every text as it was."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.contributions.extracts import Wish
from app.exports.contributions import make
from tests.contributions.conftest import Town
from tests.exports.conftest import HARD_TEXTS

OFFICE = shutil.which("soffice")
FORMATS = {"xlsx": ("xlsx", ""), "csv-de": ("csv", "59,34,76,1,,1031,false")}
"""Ending, and how LibreOffice shall read it: separator, quotes, UTF-8, from line 1, German numbers."""


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed: nobody has opened the files as an office does"
)
@pytest.mark.parametrize("name", FORMATS)
def test_libreoffice_reads_every_text_and_runs_none(
    app: APIFlask, full_town: Town, tmp_path: Path, name: str
) -> None:
    ending, reading = FORMATS[name]
    path = tmp_path / f"b.{ending}"
    with app.app_context():
        make(Wish(process_id=full_town.process_id, internal=True), name, path)
    _convert(path, tmp_path / "out", reading)

    with (tmp_path / "out" / "b.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    texts = {row[head.index("Text")] for row in rows}
    said = {text.replace("\r\n", "\n") for text in HARD_TEXTS}
    if name == "csv-de":
        said.remove(
            "007"
        )  # A CSV has no types: every office takes digits for a number. The workbook keeps them.
    restored = {text.removeprefix("'").replace(";'=", ";=") for text in texts}
    assert said <= restored | texts
    assert "2" not in texts, "a formula ran"
    assert "9,01" in {row[head.index("Länge (Grad)")].replace(".", ",")[:4] for row in rows}


def _convert(path: Path, out: Path, reading: str) -> None:
    """Through LibreOffice into a plain CSV of what it shows."""
    command = [
        str(OFFICE),
        f"-env:UserInstallation=file://{out}/profile",
        "--headless",
        *([f"--infilter=CSV:{reading}"] if reading else []),
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
