"""Clients that record as fast as they are answered, in a process of their own: `python -m benchmarks.load < plan`.

Each client keeps one connection and sends one sitting after the other, each with a new id, as a participant of its
own. Only what the server acknowledged with 201 counts. Plain sockets: a library would cost more than the server.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.base.database import new_id

_HEAD = (
    "PUT /api/submissions/{id} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    "Cookie: {cookie}={token}; {session}\r\nX-CSRFToken: {csrf}\r\nContent-Length: {length}\r\n\r\n"
)


@dataclass
class Tally:
    """What happened: acknowledged ids, times of all answers (seconds), status codes."""

    acknowledged: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)


def sitting(plan: dict[str, Any], number: int) -> tuple[str, bytes]:
    """The id and the whole request of the n-th sitting: people take turns, then questions."""
    people = plan["tokens"]
    said = _answers(plan) if "answers" in plan else _mark(plan, number)
    sent = json.dumps({"activity": plan["activity"], "language": "de", **said}).encode()
    identity = str(new_id())
    head = _HEAD.format(
        id=identity, host=plan["host"], cookie=plan["cookie"], token=people[number % len(people)],
        session=plan["session"], csrf=plan["csrf"], length=len(sent),
    )  # fmt: skip
    return identity, head.encode() + sent


def _answers(plan: dict[str, Any]) -> dict[str, Any]:
    """What answers a survey."""
    return {"version": plan["version"], "answers": plan["answers"]}


def _mark(plan: dict[str, Any], number: int) -> dict[str, Any]:
    """One needle with words."""
    questions = plan["questions"]
    question = questions[number // len(plan["tokens"]) % len(questions)]
    west, south, east, north = plan["box"]
    return {
        "device_time": "2026-05-04T16:00:00+02:00",
        "contributions": [
            {
                "id": str(new_id()),
                "kind": "mark",
                "quality": question["quality"],
                "text": f"Hier treffen wir uns nach der Schule, Bank {number}, abends fehlt Licht.",
                "geometry": {
                    "type": "Point",
                    "coordinates": [random.uniform(west, east), random.uniform(south, north)],  # noqa: S311
                },
                "attributes": {"question": question["key"], "time_of_day": "dark", "company": "friends"},
            }
        ],
    }


async def answer(reader: asyncio.StreamReader) -> str:
    """Status code of the next answer, its body read."""
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    at = lower.find(b"content-length:")
    length = int(lower[at + 15 : lower.index(b"\r\n", at)]) if at >= 0 else 0
    await reader.readexactly(length)
    return head[9:12].decode()


async def client(plan: dict[str, Any], numbers: Any, until: float, tally: Tally) -> None:
    host, port = plan["host"].split(":")
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.perf_counter() < until:
        identity, request = sitting(plan, next(numbers))
        begin = time.perf_counter()
        for _ in range(3):
            # A server may close an idle connection at any time; a phone then sends the same once more.
            try:
                if streams is None:
                    streams = await asyncio.open_connection(host, int(port))
                streams[1].write(request)
                code = await answer(streams[0])
                break
            except (asyncio.IncompleteReadError, OSError):
                streams, code = None, "cut"
                await asyncio.sleep(0.05)
        tally.codes[code] += 1
        tally.times.append(time.perf_counter() - begin)
        if code in {"200", "201"}:
            tally.acknowledged.append(identity)
    if streams is not None:
        streams[1].close()


async def load(plan: dict[str, Any]) -> dict[str, Any]:
    tally = Tally()
    numbers = iter(range(plan["first"], 10**9))
    begin = time.perf_counter()
    until = begin + plan["seconds"]
    await asyncio.gather(*(client(plan, numbers, until, tally) for _ in range(plan["clients"])))
    return {
        "seconds": time.perf_counter() - begin,
        "acknowledged": tally.acknowledged,
        "times": tally.times,
        "codes": tally.codes,
        "next": next(numbers),
    }


if __name__ == "__main__":
    json.dump(asyncio.run(load(json.load(sys.stdin))), sys.stdout)
