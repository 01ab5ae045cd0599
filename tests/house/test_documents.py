"""Documents tell the truth about files: every path they name exists, every link inside leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:app|docs|script|tests|benchmarks|migrations|deploy)/[\w./-]+\.\w+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_path_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [
        document.parent / link
        for link in LINK.findall(text)
        if "://" not in link and not link.startswith("mailto:")
    ]
    paths = [ROOT / path for path in PATH.findall(text)]

    assert [str(path) for path in (*links, *paths) if not path.exists()] == []
