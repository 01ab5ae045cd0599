"""Where the real files lie that tests may read: STREIFZUG_SHARED_DATA, else ../shared/data beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = Path(os.environ.get("STREIFZUG_SHARED_DATA") or ROOT.parent / "shared" / "data")


def shared_file(name: str) -> Path:
    """A real file by its path inside the folder; skips the test with the reason when it is not there."""
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"real data is not here: {path} (set STREIFZUG_SHARED_DATA)")
    return path
