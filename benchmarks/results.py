"""The file of results: every benchmark writes its own section and leaves those of the others alone."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEAD = "# Results\n\nWritten by the scripts beside this file; each names its reference, measured in the same run.\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a Markdown table."""
    return [
        f"| {' | '.join(columns)} |",
        f"|{'---|' * len(columns)}",
        *(f"| {' | '.join(str(value) for value in row)} |" for row in rows),
    ]


def write_section(title: str, lines: Sequence[str]) -> None:
    """Replace (or add) the section with this heading, with the day and the machine, and print it."""
    cores = f"{platform.machine()}, Python {platform.python_version()}"
    body = "\n".join([f"## {title}", "", f"{datetime.now(UTC):%Y-%m-%d}, {cores}.", "", *lines, ""])
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _HEAD
    parts = re.split(r"(?m)^(?=## )", before)
    kept = [part for part in parts if not part.startswith(f"## {title}\n")]
    text = "\n\n".join(part.strip() for part in [*kept, body]) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(body + "\n")
