"""R47: hostile and odd boundary files are read or refused in words; nothing leaves, nothing is left, nothing breaks."""

from __future__ import annotations

import logging
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.inspecting import Options, inspect_paths
from app.base import child
from app.base.child import NotReadable, TooMuch
from app.base.errors import DomainError
from tests.areas.hostile import cases
from tests.areas.hostile_texts import ANY, REFUSED, TAKEN
from tests.base.test_child import listener

RAW = ("Traceback", "Error", "Exception", "None", "GDAL", "pyogrio", "ogr", "NULL", "/tmp", "streifzug-")
"""What must not be in a sentence for a planner."""


def outcome(path: Path, options: dict[str, str]) -> tuple[str, list[str]]:
    try:
        found = inspect_paths([path], Options(**options))
    except DomainError as error:
        return REFUSED, [str(error.message)]
    return (REFUSED, found.problems) if found.problems else (TAKEN, [])


def test_hostile_files(app: APIFlask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    made, faults, seen, crashed = tmp_path / "made", [], Counter[str](), []
    here = tmp_path / "here"
    for folder in (made, here):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    with app.app_context(), listener() as ear, caplog.at_level(logging.ERROR):
        for number, (name, content, wanted, options) in enumerate(cases(made, ear.port)):
            place = tmp_path / f"{number}"
            place.mkdir()
            (place / name).write_bytes(content)
            result, sentences = outcome(place / name, options)
            seen[result] += 1
            words = " ".join(sentences)
            if wanted not in {ANY, result}:
                faults.append(f"{number} {name} {options}: {result}, not {wanted}. {words}")
            if result == REFUSED and (len(words) < 20 or any(raw in words for raw in RAW)):
                faults.append(f"{number} {name}: no sentence: {words!r}")
            if caplog.records:
                crashed.append(f"{number} {name}: {caplog.records[-1].getMessage()[-300:]}")
                caplog.clear()
            if left := list(here.iterdir()):
                faults.append(f"{number} {name}: left {left}")
    assert ear.received == b""
    assert "\n".join(faults + crashed) == ""
    assert sum(seen.values()) >= 150, seen
    assert seen[TAKEN] >= 30


def test_reading_ends_in_time_and_memory() -> None:
    """The limits of R47 are those every file is read with."""
    defaults = child.run.__kwdefaults__ or {}
    assert defaults["seconds"] <= 60
    assert defaults["memory_mb"] <= 1024
    assert issubclass(TooMuch, DomainError)
    assert issubclass(NotReadable, DomainError)
