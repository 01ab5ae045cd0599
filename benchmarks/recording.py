"""Recording through HTTP at 1, 8 and 64 clients: `python -m benchmarks.recording`.

The real application behind script/serve, on SQLite (WAL, synchronous=FULL), beside the same application on
PostgreSQL through psycopg (fsync and synchronous_commit on) and, for scale, a bare Flask view with one INSERT.
Rounds are interleaved; every acknowledged id is looked for in the database afterwards; memory is that of the server
processes. Clients and servers share the machine, so the figures are ratios, not promises.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.bare_insert import TABLE
from benchmarks.postgres import postgres
from benchmarks.results import table, write_section

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = (1, 8, 64)
ROUNDS = int(os.environ.get("ROUNDS") or 3)
SECONDS = float(os.environ.get("SECONDS_EACH") or 5)
TITLE = "Recording through HTTP (`python -m benchmarks.recording`)"
OURS, SAME, BARE = "SQLite FULL", "PostgreSQL", "bare INSERT"


@dataclass
class Server:
    """A running server with what clients need to know, and what was measured of it."""

    name: str
    environment: dict[str, str]
    plan: dict[str, Any]
    process: subprocess.Popen[bytes]
    acknowledged: set[str] = field(default_factory=set)
    rates: dict[int, list[float]] = field(default_factory=lambda: {n: [] for n in CLIENTS})
    times: dict[int, list[float]] = field(default_factory=lambda: {n: [] for n in CLIENTS})
    codes: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)

    def measure(self, clients: int, seconds: float, *, count: bool = True) -> None:
        plan = {**self.plan, "clients": clients, "seconds": seconds}
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=json.dumps(plan), capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        found = json.loads(run.stdout)
        self.plan["first"] = found["next"]
        self.acknowledged.update(found["acknowledged"])
        self.codes.update(found["codes"])
        if count:
            self.rates[clients].append(len(found["acknowledged"]) / found["seconds"])
            self.times[clients].append(percentile(found["times"], 99) * 1000)
            self.memory.append(resident(self.process.pid))


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def resident(process: int) -> float:
    """MiB of a process and all below it, what they share counted once for each (Pss)."""
    total = 0.0
    waiting = [process]
    while waiting:
        one = waiting.pop()
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return total


def town(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.recording_town", *words]
    run = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return json.loads(run.stdout)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", int(os.environ.get("FIRST_PORT") or 0)))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    name: str, environment: dict[str, str], plan: dict[str, Any], command: list[str]
) -> Iterator[Server]:
    port = free_port()
    environment = {**environment, "PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}"}
    command = [part.format(port=port) for part in command]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)  # noqa: S603
    try:
        plan = {**plan, "host": f"127.0.0.1:{port}", "first": 0, "session": "a=b", "csrf": "none"}
        plan.setdefault("cookie", "teilnahme")
        wait_for(port)
        if name != BARE:
            plan |= signed_in(port)
        yield Server(name, environment, plan, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


def signed_in(port: int) -> dict[str, str]:
    """A session and its anti-forgery token, as any page of the application gives them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/teilnahme")
    response = connection.getresponse()
    token = json.loads(response.read())["csrf_token"]
    return {"session": str(response.headers["Set-Cookie"]).split(";")[0], "csrf": token}


def bare_command() -> list[str]:
    """The server script's own choice of server, for the bare view."""
    processes, threads = os.environ.get("WEB_PROCESSES", "2"), os.environ.get("WEB_THREADS", "4")
    return [
        str(Path(sys.executable).parent / "gunicorn"), "benchmarks.bare_insert:app", "--bind", "127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", processes, "--threads", threads, "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def run(stack: ExitStack) -> list[Server]:
    own = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DEMO"}}
    sqlite = {**clean, "STREIFZUG_DATA": str(own / "sqlite")}
    servers = [stack.enter_context(serving(OURS, sqlite, town(sqlite), ["script/serve"]))]
    if os.environ.get("ONLY") == "sqlite":
        return servers
    address = stack.enter_context(postgres())
    other = {**clean, "STREIFZUG_DATA": str(own / "other"), "DATABASE_URL": address}
    plan = town(other)
    servers.append(stack.enter_context(serving(SAME, other, plan, ["script/serve"])))
    with psycopg.connect(address) as connection:
        connection.execute(TABLE)
    servers.append(stack.enter_context(serving(BARE, other, plan, bare_command())))
    return servers


def missing(server: Server) -> int:
    """Acknowledged sittings without a row."""
    if server.name == BARE:
        with psycopg.connect(server.environment["DATABASE_URL"]) as connection:
            stored = {str(row[0]) for row in connection.execute("SELECT id FROM bare")}
    else:
        stored = set(town(server.environment, "ids"))
    return len(server.acknowledged - stored)


def main() -> int:
    with ExitStack() as stack:
        servers = run(stack)
        for server in servers:
            server.measure(8, 2, count=False)
        for clients in CLIENTS:
            for turn in range(ROUNDS):
                for server in servers[turn % len(servers) :] + servers[: turn % len(servers)]:
                    server.measure(clients, SECONDS)
        lost = {server.name: missing(server) for server in servers}
    report(servers, lost)
    return 0


def report(servers: list[Server], lost: dict[str, int]) -> None:
    middle = statistics.median
    rows = []
    for clients in CLIENTS:
        base = middle(servers[min(1, len(servers) - 1)].rates[clients])
        for server in servers:
            rate, slow = middle(server.rates[clients]), middle(server.times[clients])
            rows.append([clients, server.name, f"{rate:.0f}", f"{rate / base:.2f}", f"{slow:.0f}"])
    facts = [
        [
            server.name,
            f"{len(server.acknowledged):,}",
            lost[server.name],
            ", ".join(f"{code}: {count}" for code, count in sorted(server.codes.items())),
            f"{server.memory[0]:.0f} -> {server.memory[-1]:.0f}",
        ]
        for server in servers
    ]
    write_section(
        TITLE,
        [
            f"Medians of {ROUNDS} interleaved rounds of {SECONDS:.0f} s; a commit for each sitting, acknowledged after "
            "it. Limit: at 8 and 64 clients at least 1.00 of PostgreSQL, p99 no worse than its.",
            "",
            *table(("clients", "server", "commits/s", "of PostgreSQL", "p99, ms"), rows),
            "",
            *table(("server", "acknowledged", "of these lost", "answers", "memory, MiB"), facts),
        ],
    )


if __name__ == "__main__":
    raise SystemExit(main())
