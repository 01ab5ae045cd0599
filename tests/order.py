"""Which test files begin first: those that take longest, so that no process is left with one at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SLOW = (
    "browser/test_all_pages.py",
    "browser/test_all_pages_empty.py",
    "browser/test_languages.py",
    "browser/test_photo.py",
    "browser/test_offline.py",
    "house/test_writes.py",
    "faults/test_area_files.py",
    "browser/test_drawing_later.py",
    "browser/test_drawing.py",
    "browser/test_class_board.py",
    "maps/paper/test_accuracy.py",
    "browser/test_hostile_text.py",
    "house/test_access.py",
    "browser/test_staff_journey.py",
    "browser/test_staff_pages.py",
    "browser/test_coordination_journey.py",
    "contributions/test_real_files.py",
)
"""More than half a minute each; the slowest first."""


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The slow files first, then the rest as it was; the tests of a file stay together and in their order."""
    rank = {ROOT / "tests" / name: place for place, name in enumerate(SLOW)}
    return sorted(items, key=lambda item: rank.get(item.path, len(SLOW)))
