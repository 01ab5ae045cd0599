"""A hundred phones answer at once: the real application and the plain page take turns, then both are killed."""

from __future__ import annotations

import ast
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from benchmarks.recording import bare_command
from benchmarks.servers import ROOT, Server, percentile, processor_time, serving
from benchmarks.surveys.town import PEOPLE

PHONES = 100
_WARM = 3.0
OURS, PLAIN = "Streifzug", "plain Flask + SQLite"


@dataclass
class Answering:
    """One server in all rounds: sittings a second, seconds of each answer by round, what was lost."""

    server: Server
    file: Path
    rates: list[float] = field(default_factory=list)
    middle: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    processor: float = 0
    measured: int = 0
    lost: int = 0
    check: str = ""

    def measure(self, seconds: float) -> None:
        # What the other server left unwritten is written now, not in our time.
        os.sync()
        before = processor_time(self.server.process.pid)
        found = self.server.send(PHONES, seconds)
        self.processor += processor_time(self.server.process.pid) - before
        self.measured += len(found["acknowledged"])
        self.codes.update(found["codes"])
        self.rates.append(len(found["acknowledged"]) / found["seconds"])
        self.middle.append(percentile(found["times"], 50) * 1000)
        self.slow.append(percentile(found["times"], 99) * 1000)

    def end(self, rows: Counter[str]) -> None:
        """Kill it while all phones send, then look for every sitting it acknowledged, with `rows` by table."""
        self.server.send(PHONES, _WARM, killed_after=_WARM - 1)
        self.server.process.wait(20)
        whole, self.check = _stored(self.file, rows)
        self.lost = len(self.server.acknowledged - whole)


def answering(own: Path, *, rounds: int, seconds: float) -> tuple[list[Answering], int]:
    """Both servers after all rounds, and how many rows a sitting has; `own` is an empty folder."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DEMO"}}
    copy, rows = own / "plain.sqlite", own / "rows.txt"
    environment = {
        **kept,
        # Nobody starts a job here: its worker would only take memory and time.
        "JOB_THREADS": "0",
        "STREIFZUG_DATA": str(own / "data"),
        "SECRET_KEY": "only-to-measure-" * 4,
        "PLAIN": str(copy),
        "ROWS": str(rows),
    }
    prepare = [sys.executable, "-m", "benchmarks.surveys.town", str(copy), str(rows)]
    plan = json.loads(subprocess.check_output(prepare, env=environment, cwd=ROOT))  # noqa: S603
    written = Counter(table for table, _row in ast.literal_eval(rows.read_text(encoding="utf-8"))[2])
    plain = bare_command("benchmarks.surveys.plain:app")
    with ExitStack() as until:
        ours = until.enter_context(serving(OURS, environment, plan, ["script/serve"]))
        other = until.enter_context(serving(PLAIN, environment, plan, plain, has_sessions=False))
        both = [Answering(ours, own / "data/streifzug.sqlite"), Answering(other, copy)]
        for one in both:
            one.codes.update(one.server.send(PHONES, _WARM)["codes"])
        for turn in range(rounds):
            for one in both[:: -1 if turn % 2 else 1]:
                one.measure(seconds)
        for one in both:
            one.end(written)
        if ours.plan["first"] > PEOPLE:
            raise RuntimeError(f"{PEOPLE} people are too few for {ours.plan['first']} sittings: set PEOPLE")
    return both, sum(written.values())


def _stored(file: Path, rows: Counter[str]) -> tuple[set[str], str]:
    """Sittings with as many answers and contributions as were sent, and what SQLite says of its file."""
    count = (
        "SELECT id FROM submission"
        " WHERE (SELECT count(*) FROM submission_attribute WHERE submission_id = submission.id) = ?"
        " AND (SELECT count(*) FROM contribution WHERE submission_id = submission.id) = ?"
    )
    with closing(sqlite3.connect(file)) as found:
        whole = found.execute(count, (rows["submission_attribute"], rows["contribution"])).fetchall()
        check = found.execute("PRAGMA integrity_check").fetchone()[0]
    return {str(UUID(row[0])) for row in whole}, str(check)
