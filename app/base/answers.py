"""Whole pages kept for a moment: an answer is given again while nothing in the database has changed since it was made.

A page depends on the address, the language, the cookies and what the database holds; the last is asked for in
microseconds (SQLite's `data_version`, PostgreSQL's current snapshot). After any write nothing kept is given again,
so nobody sees yesterday's page, keeps a role that was taken away or reads words that were withdrawn. A minute of the
clock can matter too (a phase begins, "vor 2 Minuten"), so an answer lives SECONDS at most. What is meant for one
visit only says so by `made_for_one_visit`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Hashable
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g, request, session

from app.base.database import db

SECONDS = 10
LARGEST, ALTOGETHER = 512 * 1024, 16 * 1024 * 1024
"""Bytes of one answer and of all that a process keeps."""
_ONCE = "answer_for_one_visit"
_OPEN = "answer_to_keep"
_EXTENSION = "streifzug_answers"


@dataclass(frozen=True)
class _Answer:
    body: bytes
    headers: list[tuple[str, str]]
    until: float


@dataclass
class _Shelf:
    """The answers of one process, all made from the same state of the database."""

    state: Hashable = None
    size: int = 0
    answers: dict[Hashable, _Answer] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, state: Hashable, key: Hashable) -> _Answer | None:
        with self.lock:
            self._turn_to(state)
            found = self.answers.get(key)
            if found is not None and found.until < time.monotonic():
                self._take_away(key)
                found = None
            return found

    def put(self, state: Hashable, key: Hashable, answer: _Answer) -> None:
        with self.lock:
            if state != self.state:
                return
            self._take_away(key)
            self.answers[key] = answer
            self.size += len(answer.body)
            # The oldest first: nothing lives longer than some seconds, so that is as good as the least asked for.
            while self.size > ALTOGETHER:
                self._take_away(next(iter(self.answers)))

    def forget(self) -> None:
        """As after a write, for whoever measures or tests a first look."""
        with self.lock:
            self._turn_to(None)

    def _turn_to(self, state: Hashable) -> None:
        """Forget everything at once when the database has changed; nothing withdrawn stays in memory."""
        if state != self.state:
            self.state, self.size = state, 0
            self.answers.clear()

    def _take_away(self, key: Hashable) -> None:
        old = self.answers.pop(key, None)
        self.size -= len(old.body) if old else 0


class _SqliteWatch:
    """A connection that only watches: `data_version` changes when any other connection has committed."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._owner = 0
        self._connection: sqlite3.Connection | None = None

    def state(self) -> Hashable:
        with self._lock:
            if self._connection is None or self._owner != os.getpid():
                # A connection must not be carried through a fork.
                self._connection = sqlite3.connect(self._file, check_same_thread=False, isolation_level=None)
                self._owner = os.getpid()
            return self._owner, self._connection.execute("PRAGMA data_version").fetchone()[0]


class _PostgresWatch:
    """The snapshot a statement would see now; it names every transaction that was not over."""

    def state(self) -> Hashable:
        with db.engine.connect() as connection:
            return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()


def made_for_one_visit() -> None:
    """Call while answering when the answer carries something unique, such as a fresh id in a form."""
    setattr(g, _ONCE, True)


def init_answers(app: Flask) -> None:
    """After the protections of `init_security` and before whoever loads people, whose work an answer kept saves."""
    with app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
        watch = _SqliteWatch(db.engine.url.database or "") if sqlite else _PostgresWatch()
    shelf = _Shelf()
    app.extensions[_EXTENSION] = shelf

    @app.before_request
    def answer_again() -> Response | None:
        if request.method != "GET" or "text/html" not in request.headers.get("Accept", ""):
            return None
        state, key = watch.state(), _key()
        found = shelf.find(state, key)
        if found is None:
            setattr(g, _OPEN, (state, key))
            return None
        response = current_app.response_class(found.body)
        response.headers.clear()
        response.headers.extend(found.headers)
        return response

    @app.after_request
    def keep(response: Response) -> Response:
        opened = g.pop(_OPEN, None)
        if opened is not None and _may_be_kept(response):
            state, key = opened
            # Somebody wrote meanwhile, perhaps this very request: nobody knows which state the page shows.
            if watch.state() == state:
                headers = list(response.headers.items())
                shelf.put(state, key, _Answer(response.get_data(), headers, time.monotonic() + SECONDS))
        return response


def _key() -> Hashable:
    """All that a page may depend on besides the database and the clock."""
    own_session = current_app.config["SESSION_COOKIE_NAME"]
    cookies = sorted(item for item in request.cookies.items() if item[0] != own_session)
    return (
        request.host_url,
        request.full_path,
        tuple(cookies),
        # The signed cookie changes with the clock, what it says does not.
        repr(sorted(session.items())),
        # A session that is carried to another machine is not fresh any more; Flask-Login looks for that itself.
        (request.remote_addr, request.headers.get("User-Agent")) if session else None,
        request.headers.get("Accept-Language"),
        request.headers.get("Accept-Encoding"),
        request.headers.get("X-Participant"),
        request.headers.get("X-Requested-With"),
    )


def _may_be_kept(response: Response) -> bool:
    return (
        response.status_code == 200
        and response.mimetype == "text/html"
        and not response.is_streamed
        and not response.direct_passthrough
        and (response.content_length or LARGEST) < LARGEST
        and "Set-Cookie" not in response.headers
        and not session.modified
        and not getattr(g, _ONCE, False)
        and "csp_nonce" not in g
    )
