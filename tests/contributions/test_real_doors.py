"""Every file of the open data we test with is in a table of the guide; what belongs nowhere is refused in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.reading import read_layer
from app.base.errors import DomainError
from app.contributions.importing.reading import read_table
from tests.shared_data import SHARED_DATA, shared_file

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/real-data.md"
READ = "gelesen"


def listed(text: str, root: Path) -> set[str]:
    """The files that rows of tables name, patterns resolved."""
    patterns = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return {path.relative_to(SHARED_DATA).as_posix() for path in found}


def door(read: Any, path: Path) -> str:
    try:
        read(path)
    except DomainError as error:
        return str(error.message).partition("\n")[0]
    return READ


def test_every_file_is_in_a_table() -> None:
    root = shared_file("MANIFEST.md").parent
    text = GUIDE.read_text("utf-8")
    told = listed(text, root / "boundaries") | listed(text, root / "indicators") | listed(text, root)
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert sorted(files - told - {"MANIFEST.md"}) == []


@pytest.mark.filterwarnings("ignore")
def test_what_belongs_nowhere_is_refused_as_the_guide_says(app: APIFlask) -> None:
    root = shared_file("MANIFEST.md").parent
    table = GUIDE.read_text("utf-8").partition("| Dateien | als Grenzen | als Beiträge |")[2]
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    assert len(rows) > 10
    faults = []
    with app.test_request_context():
        for pattern, areas, voices in rows:
            paths = sorted(path for path in root.glob(pattern) if path.is_file())
            assert paths, pattern
            for path in paths:
                for read, said in ((read_layer, areas.strip()), (read_table, voices.strip())):
                    came = door(read, path)
                    fits = came == READ if said.startswith(READ) else said in came
                    if not fits or "Traceback" in came:
                        faults.append(f"{path.name}: the guide says {said!r}, it was {came!r}")
    assert "\n".join(faults) == ""
