"""The town's look for what is no style sheet: name and colours, from the one file a town edits (assets/town.css)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "assets" / "town.css"
_VALUE = re.compile(r"--town-([a-z-]+):\s*([^;]+);")


@dataclass(frozen=True)
class Town:
    """Name ("" when none is shown), colour of the bar above an installed page, and of the ground."""

    name: str
    accent: str
    paper: str


@cache
def town(*, is_demo: bool) -> Town:
    """What the file says; the rules below `.demo` count while the demo town is shown."""
    own, _, demo = FILE.read_text(encoding="utf-8").partition(".demo")
    values = dict(_VALUE.findall(own)) | (dict(_VALUE.findall(demo)) if is_demo else {})
    return Town(values["name"].strip('"'), values["accent"], values["paper"])
