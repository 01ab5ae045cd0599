"""A table for a command: read in a limited child, as for a page, but without a picture of it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from app.areas.sheets import Line, Sheet, read_sheet
from app.areas.table_reading import MEMORY_MB, SECONDS, Report
from app.base import child
from app.base.plain import from_plain, to_plain

_RESULT = "sheet.json"


def read_sheet_apart(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Sheet:
    """What `read_sheet` gives; ImportRefused as there, TooMuch or NotReadable when the child was stopped."""
    with tempfile.TemporaryDirectory(prefix="streifzug-") as place:
        child.run(
            "app.areas.apart:read_in_child",
            {"path": str(path.resolve()), "encoding": encoding, "delimiter": delimiter, "sheet": sheet},
            folder=Path(place),
            reads=[path] if path.is_file() else [],
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
        )
        found: Sheet = from_plain(json.loads((Path(place) / _RESULT).read_text("utf-8")), (Sheet, Line))
        return found


def read_in_child(arguments: dict[str, Any], folder: Path, _report: Report) -> dict[str, Any]:
    """In the child: file to lines."""
    path = Path(arguments["path"])
    found = read_sheet(path, **{name: arguments[name] for name in ("encoding", "delimiter", "sheet")})
    (folder / _RESULT).write_text(json.dumps(to_plain(found), ensure_ascii=False), "utf-8")
    return {}
