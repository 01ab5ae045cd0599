"""Which Chromium the tests drive: the build without windows where there is one, which asks a third of the processor."""

from __future__ import annotations

import os
from pathlib import Path

LEAN = Path("/usr/bin/chromium-headless-shell")
WHOLE = Path("/usr/bin/chromium")


def executable() -> str:
    """The build without windows beside the one that CHROMIUM names, or of the system; else CHROMIUM; else the system's.

    Beside means as Playwright lays them: `chromium-1/…/chrome` and `chromium_headless_shell-1/…/chrome-headless-shell`.
    """
    named = os.environ.get("CHROMIUM")
    beside = _beside(Path(named)) if named else None
    if beside is not None:
        return str(beside)
    return str(LEAN) if LEAN.exists() else named or str(WHOLE)


def _beside(named: Path) -> Path | None:
    for folder in named.parents:
        kind, _dash, number = folder.name.partition("-")
        if kind == "chromium" and number.isdecimal():
            found = folder.parent.glob(f"chromium_headless_shell-{number}/*/*headless*shell")
            return next((one for one in sorted(found) if os.access(one, os.X_OK)), None)
    return None
