"""Bringing in 100,000 earlier contributions while phones record and people read: `python -m benchmarks.importing`.

The real application behind script/serve with its worker. Beside the import, and before it for comparison, a phone
sends a sitting every 50 ms and somebody opens the start page and the page of the process. ROWS sets the size.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.load import sitting
from benchmarks.results import table, write_section
from benchmarks.servers import ROOT, Server, percentile, serving

ROWS = int(os.environ.get("ROWS") or 100_000)
CALM_SECONDS = 15.0
TITLE = "Bringing in contributions (`python -m benchmarks.importing`)"
PAGES = ("/", "/verfahren/zeig-dein-ellerbrueck")


@dataclass
class Watch:
    """What phones and readers waited (seconds) during one phase."""

    name: str
    sent: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    memory: float = 0.0


def ask(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.importing_town", *words]
    run = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return json.loads(run.stdout)


class People:
    """Phones and readers beside the work, each with one connection of its own."""

    def __init__(self, server: Server) -> None:
        self.plan, self.watch, self.number = server.plan, Watch(""), 0
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self._phones, self._readers)]
        for thread in self.threads:
            thread.start()

    def _phones(self) -> None:
        connection = http.client.HTTPConnection(self.plan["host"], timeout=120)
        while not self.ended.wait(0.05):
            _id, request = sitting(self.plan, self.number)
            self.number += 1
            head, body = request.split(b"\r\n\r\n", 1)
            first, *lines = head.decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines if not line.startswith("Content-Length"))
            self._ask(connection, first.split()[0], first.split()[1], self.watch.sent, body, headers)

    def _readers(self) -> None:
        connection = http.client.HTTPConnection(self.plan["host"], timeout=120)
        turn = 0
        while not self.ended.wait(0.1):
            turn += 1
            self._ask(connection, "GET", PAGES[turn % len(PAGES)], self.watch.read)

    def _ask(
        self, connection: Any, method: str, path: str, times: list[float], body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        begin, watch = time.perf_counter(), self.watch
        try:
            connection.request(method, path, body or None, headers or {})
            response = connection.getresponse()
            response.read()
            code = str(response.status)
        except (OSError, http.client.HTTPException):
            connection.close()
            code = "cut"
        times.append(time.perf_counter() - begin)
        watch.codes[code] += 1

    def during(self, name: str) -> Watch:
        self.watch = Watch(name)
        return self.watch

    def stop(self) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def worker_peak(server: Server) -> float:
    """MiB the worker for jobs held at its most, with its children."""
    command = ["pgrep", "-g", str(os.getpgid(server.process.pid)), "-f", "jobs work"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()  # noqa: S603
    most = 0.0
    for pid in listed:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        if found := re.search(r"VmHWM:\s+(\d+)", status):
            most = max(most, int(found[1]) / 1024)
    return most


def follow(server: Server, job: str, watch: Watch) -> dict[str, Any]:
    """Wait until a job has ended; what stands in the database then."""
    begin = time.perf_counter()
    file = Path(server.environment["STREIFZUG_DATA"]) / "streifzug.sqlite"
    state = "queued"
    while state in {"queued", "running"}:
        time.sleep(0.5)
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            query = "SELECT state FROM job WHERE id = ?"
            state = database.execute(query, [job.replace("-", "")]).fetchone()[0]
    watch.seconds, watch.memory = time.perf_counter() - begin, worker_peak(server)
    return dict(ask(server.environment, "state", job))


def main() -> int:
    with tempfile.TemporaryDirectory() as own:
        clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DEMO"}}
        environment = {**clean, "STREIFZUG_DATA": str(Path(own) / "data")}
        plan = ask(environment, "town")
        file = Path(own) / "frueher.csv"
        ask(environment, "table", str(file), str(ROWS), *map(str, plan["box"]))
        with serving("ours", environment, plan, ["script/serve"]) as server:
            people = People(server)
            time.sleep(3)
            calm = people.during("nothing else")
            time.sleep(CALM_SECONDS)
            calm.seconds, calm.memory = CALM_SECONDS, worker_peak(server)
            busy = people.during("import")
            begun = ask(server.environment, "start", str(file))
            after = follow(server, begun["job"], busy)
            back = people.during("undo")
            undone = follow(server, ask(server.environment, "undo", begun["import"])["job"], back)
            people.stop()
    report([calm, busy, back], file_rows=ROWS, states=[after, undone])
    return 0


def report(watches: list[Watch], *, file_rows: int, states: list[dict[str, Any]]) -> None:
    base = watches[0]
    rows = []
    for watch in watches:
        for what in ("sent", "read"):
            times, calm = getattr(watch, what), getattr(base, what)
            p95, ratio = percentile(times, 95), percentile(times, 95) / percentile(calm, 95)
            rows.append(
                [watch.name, "sitting" if what == "sent" else "page", len(times), f"{percentile(times, 50) * 1000:.0f}",
                 f"{p95 * 1000:.0f}", f"{max(times) * 1000:.0f}", f"{ratio:.1f}"]
            )  # fmt: skip
    facts = [
        [watch.name, f"{watch.seconds:.0f}", f"{file_rows / watch.seconds:.0f}", f"{watch.memory:.0f}",
         ", ".join(f"{code}: {count}" for code, count in sorted(watch.codes.items()))]
        for watch in watches
    ]  # fmt: skip
    ends = [f"{found['state']}: {found['message']} {found['counts']}" for found in states]
    write_section(
        TITLE,
        [
            f"{file_rows:,} rows. Limits: nobody's sitting waits more than 1 s; the worker stays below 1,024 MiB.",
            "",
            *table(("beside", "what", "asked", "median, ms", "p95, ms", "longest, ms", "p95 of calm"), rows),
            "",
            *table(("beside", "seconds", "rows/s", "worker, MiB", "answers"), facts),
            "",
            *(f"- {line}" for line in ends),
        ],
    )


if __name__ == "__main__":
    raise SystemExit(main())
