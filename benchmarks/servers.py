"""Servers of a benchmark: started on a free port, loaded by clients in a process of their own, put away again."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from threading import Timer
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = (1, 8, 64)


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
    processor: float = 0
    measured: int = 0
    """Seconds that the server's processes took in all rounds, and how many sittings were acknowledged in them."""
    in_the_end: str = ""

    def send(self, clients: int, seconds: float, *, killed_after: float = 0) -> dict[str, Any]:
        """What clients heard; `killed_after` so many seconds the server is killed under them."""
        plan, command = (
            {**self.plan, "clients": clients, "seconds": seconds},
            [sys.executable, "-m", "benchmarks.load"],
        )
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT) as run:  # noqa: S603
            try:
                if killed_after:
                    timer = Timer(killed_after, os.killpg, (self.process.pid, signal.SIGKILL))
                    timer.start()
                heard, _ = run.communicate(json.dumps(plan), timeout=seconds + 60)
            finally:
                run.kill()
        found: dict[str, Any] = json.loads(heard)
        self.plan["first"] = found["next"]
        self.acknowledged.update(found["acknowledged"])
        return found

    def warm_up(self) -> None:
        """Every thread has worked once, so that what it keeps for itself is there."""
        self.codes.update(self.send(64, 3)["codes"])
        self.memory.append(own_memory(self.process.pid))

    def measure(self, clients: int, seconds: float) -> None:
        # What another server left unwritten is written now: a wait for the disk would write it along, in our time.
        os.sync()
        before = processor_time(self.process.pid)
        found = self.send(clients, seconds)
        self.processor += processor_time(self.process.pid) - before
        self.measured += len(found["acknowledged"])
        self.codes.update(found["codes"])
        self.rates[clients].append(len(found["acknowledged"]) / found["seconds"])
        self.times[clients].append(percentile(found["times"], 99) * 1000)
        self.memory.append(own_memory(self.process.pid))

    def kill_while_it_writes(self) -> None:
        """Killed while 64 clients send; what they heard until then is known as acknowledged."""
        self.send(64, 3, killed_after=2)
        self.process.wait(20)


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def own_memory(process: int) -> float:
    """MiB that a process and all below it filled themselves (anonymous pages: no code, no files)."""
    total = 0.0
    for folder in family(process):
        with suppress(OSError):
            lines = (folder / "smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024
    return total


def processor_time(process: int) -> float:
    """Seconds of processor that a process and all below it have taken."""
    ticks = 0
    for folder in family(process):
        with suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def family(process: int) -> Iterator[Path]:
    """What the kernel tells of a process and of all below it."""
    waiting = [process]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        yield folder
        with suppress(OSError):
            for task in (folder / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    name: str,
    environment: dict[str, str],
    plan: dict[str, Any],
    command: list[str],
    *,
    has_sessions: bool = True,
) -> Iterator[Server]:
    port = free_port()
    environment = {**environment, "PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}"}
    command = [part.format(port=port) for part in command]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)  # noqa: S603
    try:
        plan = {**plan, "host": f"127.0.0.1:{port}", "first": 0, "session": "a=b", "csrf": "none"}
        plan.setdefault("cookie", "teilnahme")
        wait_for(port)
        if has_sessions:
            plan |= signed_in(port)
        yield Server(name, environment, plan, process)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a server and whatever it started; at last by force."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)


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
