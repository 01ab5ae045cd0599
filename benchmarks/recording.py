"""Recording through HTTP at 1, 8 and 64 clients: `python -m benchmarks.recording`.

The real application behind script/serve, on SQLite (WAL, synchronous=FULL), beside the same application on
PostgreSQL through psycopg (fsync and synchronous_commit on): the same server script, checks, clients and disk. A bare
Flask view with one INSERT stands beside them for scale. Rounds are interleaved. At the end each server is killed
while 64 clients send; then every acknowledged sitting is looked for, and SQLite checks its file. Clients and servers
share the machine, so the figures are ratios, not promises. Ends within five minutes, and with 1 when anything
acknowledged is lost or a request failed; ROUNDS, SECONDS_EACH, LONGEST and ONLY=sqlite change its length.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.bare_insert import TABLE
from benchmarks.postgres import postgres
from benchmarks.results import table, write_section
from benchmarks.servers import CLIENTS, ROOT, Server, serving

ROUNDS = int(os.environ.get("ROUNDS") or 3)
SECONDS = float(os.environ.get("SECONDS_EACH") or 4)
LONGEST = float(os.environ.get("LONGEST") or 300)
"""Seconds of the whole run: rounds that would not fit are left out, and what takes longer still is broken off."""
_AFTERWARDS = 45.0
"""Seconds that killing, looking for what was acknowledged and stopping take at most."""
FLAT = 1.1
"""Memory at the end may be so much of that after warming up."""
TITLE = "Recording through HTTP (`python -m benchmarks.recording`)"
OURS, SAME, BARE = "SQLite FULL", "PostgreSQL", "bare INSERT"


def bare_command(application: str = "benchmarks.bare_insert:app") -> list[str]:
    """The server script's own choice of server, for a bare view."""
    processes, threads = os.environ.get("WEB_PROCESSES", "2"), os.environ.get("WEB_THREADS", "4")
    return [
        str(Path(sys.executable).parent / "gunicorn"), application, "--bind", "127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", processes, "--threads", threads, "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def town(environment: dict[str, str], *words: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.recording_town", *words]
    output = subprocess.check_output(command, env=environment, cwd=ROOT, timeout=LONGEST)  # noqa: S603
    return json.loads(output)


def run(stack: ExitStack) -> list[Server]:
    own = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "DEMO"}}
    # Nobody starts a job here: without its worker, which would only take memory and time.
    clean["JOB_THREADS"] = "0"
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
    servers.append(stack.enter_context(serving(BARE, other, plan, bare_command(), has_sessions=False)))
    return servers


def cost_of_the_server(other: Server) -> float:
    """Milliseconds of processor for a request that does nothing, at 8 clients."""
    command = bare_command("benchmarks.bare_insert:nothing")
    with serving("empty", other.environment, other.plan, command, has_sessions=False) as server:
        server.measure(8, 2)
        return server.processor / max(1, server.measured) * 1000


def lost_by(server: Server) -> int:
    """Acknowledged sittings that are not stored with what was said; asks the database about its own state too."""
    server.kill_while_it_writes()
    if server.name == BARE:
        with psycopg.connect(server.environment["DATABASE_URL"]) as connection:
            found = {"ids": [str(row[0]) for row in connection.execute("SELECT id FROM bare")], "check": "ok"}
    else:
        found = town(server.environment, "ids")
    server.in_the_end = str(found["check"])
    return len(server.acknowledged - set(found["ids"]))


def stopped(number: int, _: Any) -> None:
    """Whoever ends this, or the clock, leaves no server and no file behind: everything is put away on the way out."""
    if number == signal.SIGALRM:
        raise TimeoutError(f"not done after {LONGEST:.0f} seconds: the machine is too busy to measure")
    sys.exit(128 + number)


def main() -> int:
    begin = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, stopped)
    signal.setitimer(signal.ITIMER_REAL, LONGEST - 10)
    with ExitStack() as stack:
        servers = run(stack)
        for server in servers:
            server.warm_up()
        rounds = longest = 0
        while not rounds or (rounds < ROUNDS and time.monotonic() - begin + longest < LONGEST - _AFTERWARDS):
            turn = time.monotonic()
            for clients in CLIENTS:
                for server in servers[rounds % len(servers) :] + servers[: rounds % len(servers)]:
                    server.measure(clients, SECONDS)
            rounds, longest = rounds + 1, int(time.monotonic() - turn) + 1
        empty = cost_of_the_server(servers[0])
        lost = {server.name: lost_by(server) for server in servers}
        signal.setitimer(signal.ITIMER_REAL, 0)
    report(servers, lost, (rounds, time.monotonic() - begin, empty))
    is_sound = all(server.in_the_end == "ok" and server.codes.keys() <= {"201"} for server in servers)
    return 0 if is_sound and not any(lost.values()) else 1


def misses(servers: list[Server]) -> list[str]:
    """What of the limits does not hold, in words."""
    ours, middle, found = servers[0], statistics.median, []
    for other in servers:
        for clients in (8, 64) if other.name == SAME else ():
            if middle(ours.rates[clients]) < middle(other.rates[clients]):
                found.append(f"fewer commits at {clients} clients")
            if middle(ours.times[clients]) > middle(other.times[clients]):
                found.append(f"a longer p99 at {clients} clients")
    if ours.memory[-1] > FLAT * ours.memory[0]:
        found.append("memory grows")
    return found


def report(servers: list[Server], lost: dict[str, int], facts_of_run: tuple[int, float, float]) -> None:
    rounds, seconds, empty = facts_of_run
    middle, rows = statistics.median, []
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
            f"{server.processor / max(1, server.measured) * 1000:.2f}",
            ", ".join(f"{code}: {count}" for code, count in sorted(server.codes.items())),
            server.in_the_end,
            f"{server.memory[0]:.0f} -> {server.memory[-1]:.0f}",
        ]
        for server in servers
    ]
    write_section(
        TITLE,
        [
            f"Medians of {rounds} interleaved rounds of {SECONDS:.0f} s, {seconds:.0f} s in all; a sitting is "
            "acknowledged after its commit. Limits: at 8 and 64 clients at least 1.00 of PostgreSQL, p99 no worse than "
            f"its; memory after all at most {FLAT} of that after warming up. "
            f"Missed: {', '.join(misses(servers)) or 'none'}.",
            f"Of the processor ms each, gunicorn takes {empty:.2f}: that is what an empty answer costs it. What "
            "PostgreSQL's own processes take is not counted.",
            "",
            *table(("clients", "server", "commits/s", "of PostgreSQL", "p99, ms"), rows),
            "",
            *table(
                (
                    "server",
                    "acknowledged",
                    "lost when killed",
                    "processor ms each",
                    "answers",
                    "check",
                    "own memory, MiB",
                ),
                facts,
            ),
        ],
    )


if __name__ == "__main__":
    raise SystemExit(main())
