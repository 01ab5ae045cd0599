"""R48: odd and hostile tables. Nothing is fetched, all or nothing is written, refusals name line and column.

Doors: the import of contributions as the command does it (in the child), its wizard in the browser, which shows a
preview before anything is written, and the reader of tables of residents. The suite sends some files through the
second and third door; STREIFZUG_FULL=1 sends all through each.
"""

from __future__ import annotations

import io
import logging
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import delete, func, select

from app.areas.errors import ImportRefused
from app.areas.sheets import read_sheet
from app.base.database import db, transaction
from app.base.errors import DomainError
from app.contributions.importing import FileRefused, import_file
from app.contributions.models import ContributionImport, Submission
from tests.contributions.conftest import Town
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.desk import staff, token
from tests.contributions.hostile_files import Odd, odd_files
from tests.contributions.office_tables import office_tables
from tests.faults.forked import FULL
from tests.faults.test_area_files import RAW
from tests.page_client import values_of

FILES = [*odd_files(), *(replace(odd, name=f"office: {odd.name}") for odd in office_tables())]
EVERY = 1 if FULL else 6
MAPPING = ("text=Text", "lon=Ost", "lat=Nord")
PATH = "/verwaltung/verfahren/stadt/import"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every name that is looked up."""
    found: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: found.append(words))
    return found


def test_there_are_a_hundred_and_more() -> None:
    assert len(FILES) == len({odd.name for odd in FILES}) >= 160


def test_the_import_takes_files_whole_or_not_at_all(
    app: APIFlask, town: Town, tmp_path: Path, asked: list[Any], caplog: Any
) -> None:
    times, wrong = list[tuple[float, str]](), dict[str, str]()
    with app.app_context(), caplog.at_level(logging.ERROR):
        for number, odd in enumerate(FILES):
            path, folder = tmp_path / "datei.csv", tmp_path / f"{number}"
            path.write_bytes(odd.content)
            folder.mkdir()
            begin = time.monotonic()
            # The hundred of R48 in this process, so that its own look-ups are heard; with full counts in the child too.
            fault = _fault(odd, town, path, None) or (
                _fault(odd, town, path, folder) if number % EVERY == 0 else ""
            )
            times.append((time.monotonic() - begin, odd.name))
            if fault or caplog.records:
                wrong[odd.name] = " ".join(
                    [fault, *(record.getMessage()[-300:] for record in caplog.records)]
                )
                caplog.clear()
    print(
        f"{len(FILES)} tables, {sum(s for s, _n in times):.0f} s, longest {max(times)}, {len(wrong)} faults"
    )
    assert wrong == {}
    assert asked == []


def _fault(odd: Odd, town: Town, path: Path, folder: Path | None) -> str:
    """What came of a file, when it is not what was wanted."""
    start = odd.content[:1]
    mapping = ("text=name",) if start == b"<" else ("text=Text",) if start == b"{" else MAPPING
    told, rows = "", 0
    try:
        report = import_file(process_id=town.process_id, path=path, mapping=mapping, folder=folder)
        rows, notes = report.rows, " ".join(report.notes)
    except FileRefused as error:
        told = notes = str(error.message)
    stored = db.session.scalar(select(func.count()).select_from(Submission))
    with transaction():
        db.session.execute(delete(Submission))
        db.session.execute(delete(ContributionImport))
    if any(raw in told for raw in RAW):
        return f"no sentence: {told}"
    if odd.wanted == "read-more":
        return "" if stored == (0 if told else rows) else f"{stored} of {rows} stored"
    if odd.wanted in ("read", "map"):
        wanted = 1 if odd.wanted == "map" else 2
        good = stored == rows == wanted and odd.says in notes
        return "" if good else f"{stored} of {rows} stored, told: {notes}"
    names_line = odd.wanted != "line" or "Zeile" in told
    return "" if not stored and told and names_line and odd.says in told else f"{stored} stored, told: {told}"


# Of large uploads the test client leaves the spooled file to the collector; a server closes it with the request.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_wizard_shows_before_it_writes(app: APIFlask, town: Town, asked: list[Any]) -> None:
    """Each file is uploaded, read and previewed: every page answers, and nothing is stored before the last button."""
    client = staff(app, town, "planner")
    key, wrong, times = {"csrf_token": token(client)}, list[str](), list[float]()
    previewed = 0
    for odd in FILES[::EVERY]:
        begin = time.monotonic()
        answer = client.post(PATH, data={**key, "file": (io.BytesIO(odd.content), "datei.csv")})
        pages = [answer]
        if answer.status_code == 303:
            address = answer.headers["Location"]
            pages.append(client.get(address, follow_redirects=True))
            if 'name="column_0"' in pages[-1].get_data(as_text=True):
                forms = [values_of(form) for form in pages[-1].page.all("form")]
                chosen = next(values for values in forms if "column_0" in values)
                pages.append(
                    client.post(address, data={**chosen, **key, "action": "check"}, follow_redirects=True)
                )
                previewed += 1
        times.append(time.monotonic() - begin)
        wrong += [
            f"{odd.name}: {page.status_code}" for page in pages if page.status_code not in {200, 303, 422}
        ]
        if odd.wanted == "refused" and len(pages) == 1 and len(answer.page.text) < 50:
            wrong.append(f"{odd.name}: no words")
    print(
        f"{len(times)} files in the wizard, {previewed} previewed, {sum(times):.0f} s, longest {max(times):.1f} s"
    )
    assert wrong == []
    assert asked == []
    assert previewed >= len(times) // 4
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_tables_of_residents_are_read_or_refused_in_words(
    app: APIFlask, tmp_path: Path, asked: list[Any]
) -> None:
    """The other reader of tables meets the same files under every name a table has."""
    wrong, seen = list[str](), 0
    with app.test_request_context():
        for odd in FILES[::EVERY]:
            for suffix in (".csv", ".xlsx", ".ods", ".xls", ".txt"):
                path = tmp_path / f"tabelle{suffix}"
                path.write_bytes(odd.content)
                seen += 1
                try:
                    read_sheet(path)
                except ImportRefused as error:
                    words = str(error.message)
                    if len(words) < 10 or any(raw in words for raw in RAW):
                        wrong.append(f"{odd.name}{suffix}: {words}")
                except DomainError as error:
                    wrong.append(f"{odd.name}{suffix}: {error!r}")
    print(f"{seen} tables of residents")
    assert wrong == []
    assert asked == []
