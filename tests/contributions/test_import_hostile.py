"""R48: a hundred odd files. Nothing is fetched, all or nothing is written, refusals name the line and the column."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from app.base.database import db, transaction
from app.contributions.importing import FileRefused, import_file
from app.contributions.models import Submission
from tests.contributions.conftest import Town
from tests.contributions.hostile_files import Odd, odd_files

FILES = odd_files()
MAPPING = ("text=Text", "lon=Ost", "lat=Nord")


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


def test_there_are_a_hundred() -> None:
    assert len(FILES) == len({odd.name for odd in FILES}) == 100


def test_odd_files_are_taken_whole_or_not_at_all(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: asked.append(words))
    wrong = {odd.name: fault for odd in FILES if (fault := _fault(odd, town, tmp_path / "datei.csv"))}
    assert wrong == {}
    assert asked == []


def _fault(odd: Odd, town: Town, path: Path) -> str:
    """What came of a file, when it is not what was wanted."""
    path.write_bytes(odd.content)
    start = odd.content[:1]
    mapping = ("text=name",) if start == b"<" else ("text=Text",) if start == b"{" else MAPPING
    told, rows = "", 0
    try:
        rows = import_file(process_id=town.process_id, path=path, mapping=mapping).rows
    except FileRefused as error:
        told = str(error.message)
    stored = db.session.scalar(select(func.count()).select_from(Submission))
    with transaction():
        db.session.execute(delete(Submission))
    if odd.wanted == "read-more":
        return "" if stored == (0 if told else rows) else f"{stored} of {rows} stored"
    if odd.wanted in ("read", "map"):
        wanted = 1 if odd.wanted == "map" else 2
        return "" if stored == rows == wanted else f"{stored} of {rows} stored, told: {told}"
    names_line = odd.wanted != "line" or "Zeile" in told
    plain = bool(told) and "Error" not in told and "Traceback" not in told
    return (
        "" if not stored and plain and names_line and odd.says in told else f"{stored} stored, told: {told}"
    )
