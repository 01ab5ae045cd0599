"""An uploaded table is read in a limited child; what comes back are lines of text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.areas.grid_tables import lines_of
from app.areas.models import AreaSet
from app.areas.sheets import Line, Sheet, read_sheet
from app.base import child

SECONDS = 60


def read_upload(
    path: Path, area_set: AreaSet, *, encoding: str | None = None, sheet: str | None = None
) -> Sheet:
    """The lines of an uploaded file, a grid table as one of areas; ImportRefused, or TooMuch at a limit."""
    with tempfile.TemporaryDirectory() as folder:
        found = child.run(
            "app.areas.table_reading:read_in_child",
            {"path": str(path.resolve()), "encoding": encoding, "sheet": sheet},
            folder=Path(folder),
            reads=[path],
            seconds=SECONDS,
        )
    lines = [Line(number, cells) for number, cells in found["lines"]]
    return lines_of(Sheet(lines, found["notes"], found["name"], tuple(found["names"])), area_set)


def read_in_child(
    arguments: dict[str, Any], folder: Path, report: Callable[[int, int | None], None]
) -> dict[str, Any]:
    """Runs in the child: file to lines."""
    found = read_sheet(
        Path(arguments["path"]), encoding=arguments["encoding"] or None, sheet=arguments["sheet"] or None
    )
    return {
        "lines": [(line.number, line.cells) for line in found.lines],
        "notes": found.notes,
        "name": found.name,
        "names": list(found.names),
    }
