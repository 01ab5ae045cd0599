"""Server time of every page of the demo beside the bare render of its template: `python -m benchmarks.pages`.

In process, without a server: the whole request as the application answers it, and the same template rendered alone
with the same context by the same environment. Two requests are measured, each as a browser sends it: the first look
after something was written (questions to the database, sums, the frame around a request, the template), and another
look while nothing was written (`app/base/answers.py`). The limit is 1.3 times the template.
"""

from __future__ import annotations

import contextvars
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from werkzeug.test import EnvironBuilder

from app import create_app
from app.accounts import sessions
from app.base.access import access_of
from app.base.database import prepare_sqlite, transaction
from app.config import Settings
from benchmarks.results import table, write_section
from tests.browser.all_pages import FRAMES, PAGES, PARTICIPANT, VISITOR, address, filled, rules
from tests.staff import PASSWORD, sign_in

TITLE = "Pages of the demo (`python -m benchmarks.pages`)"
ROUNDS = 9
LIMIT = 1.3
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
KINDS = {"public": (VISITOR,), "participant": (PARTICIPANT,)}


@dataclass
class Cost:
    """Medians of one page in milliseconds."""

    page: str
    who: str
    first: float
    again: float
    bare: float

    @property
    def ratio_first(self) -> float:
        return self.first / self.bare

    @property
    def ratio_again(self) -> float:
        return self.again / self.bare


# The time of the last request goes into the cookie once a minute; a browser would send the new cookie from then on.
sessions.NOTE_AFTER_SECONDS = sessions.IDLE_SECONDS


def demo(folder: Path) -> tuple[Flask, dict[str, Any]]:
    loaded = Settings.from_environment({"STREIFZUG_DATA": str(folder), "SECRET_KEY": "only-to-measure-" * 4})
    app = create_app(Settings(**{**loaded.__dict__, "demo": True}))
    with app.app_context():
        prepare_sqlite()
        flask_migrate.upgrade()
        with transaction():
            things = filled()
    return app, things


def browsers(app: Flask, things: dict[str, Any]) -> dict[str, FlaskClient]:
    participant = app.test_client()
    participant.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], things["session"])
    return {
        VISITOR: app.test_client(),
        PARTICIPANT: participant,
        **{name: sign_in(app, f"{name}@example.org", PASSWORD) for name in ("admin", "planner", "viewer")},  # type: ignore[arg-type]
    }


def middle(*works: Callable[[], Any]) -> list[float]:
    """Medians in milliseconds of processor time, taken in turns."""
    times: list[list[float]] = [[] for _ in works]
    for each in works:
        each()
    gc.collect()
    for _ in range(ROUNDS):
        for each, into in zip(works, times, strict=True):
            begin = time.thread_time()
            each()
            into.append((time.thread_time() - begin) * 1000)
    return [statistics.median(one) for one in times]


def environ_of(client: FlaskClient, url: str) -> dict[str, Any]:
    cookies = "; ".join(f"{one.key}={one.value}" for one in (client._cookies or {}).values())
    headers = {"Accept": ACCEPT} | ({"Cookie": cookies} if cookies else {})
    return EnvironBuilder(url, headers=headers, environ_base=client.environ_base).get_environ()


def request_of(app: Flask, environ: dict[str, Any], *, is_first: bool) -> Callable[[], object]:
    """One request as a server hands it over, without the cost of a test client; an error unless it answers with 200.

    For a first look the answers kept are forgotten before, as after a write.
    """
    shelf = app.extensions["streifzug_answers"]

    def start(status: str, _headers: Any, _info: Any = None) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{environ['PATH_INFO']}: {status}")
        return len

    def work() -> None:
        if is_first:
            shelf.forget()
        answer = app.wsgi_app(dict(environ), start)
        for _part in answer:
            pass
        if hasattr(answer, "close"):
            answer.close()

    return work


@contextmanager
def render_of(
    app: Flask, environ: dict[str, Any], template: Template, context: dict[str, Any]
) -> Iterator[Callable[[], Any]]:
    """The template alone, for the same person, in a request of its own that no measured request sees.

    What the view fetched it fetched for the template: objects are complete, nothing is asked again. What a menu asks
    once a request is known after the first time.
    """
    apart = contextvars.copy_context()
    request = app.request_context(environ)
    apart.run(request.push)
    yield lambda: apart.run(template.render, context)
    apart.run(request.pop)


def measure(app: Flask, client: FlaskClient, who: str, page: str, url: str) -> Cost | None:
    """The page and its template; None when this person does not see it."""
    seen: list[tuple[Template, dict[str, Any]]] = []

    def note(_sender: object, template: Template, context: dict[str, Any], **_rest: object) -> None:
        seen.append((template, context))

    with template_rendered.connected_to(note, app):
        response = client.get(url, buffered=True)
    # By the third look a browser's session holds all that pages put into it.
    client.get(url, buffered=True)
    client.get(url, buffered=True)
    if response.status_code != 200 or not seen:
        return None
    environ = environ_of(client, url)
    with render_of(app, environ, *seen[-1]) as render:
        first, bare = middle(request_of(app, environ, is_first=True), render)
        again = middle(request_of(app, environ, is_first=False))[0]
    return Cost(page, who, first, again, bare)


def main() -> int:
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory() as folder:
        app, things = demo(Path(folder))
        people = browsers(app, things)
        for rule in rules(app):
            if rule.endpoint not in PAGES or rule.endpoint in FRAMES:
                continue
            url = address(app, rule, things)
            access = access_of(app, rule.endpoint)
            if url is None or access is None:
                sys.stderr.write(f"not measured: {rule.endpoint}\n")
                continue
            for who in KINDS.get(access.kind, ("admin", "planner", "viewer")):
                found = measure(app, people[who], who, rule.endpoint, url)
                if found is not None:
                    sys.stderr.write(f"{found.page} {who}: {found.first:.1f}, {found.again:.2f} ms\n")
                    costs.append(found)
        empty = middle(request_of(app, environ_of(people[VISITOR], "/api/teilnahme"), is_first=True))[0]
    report(sorted(costs, key=lambda cost: -cost.ratio_again), empty)
    return 1 if any(cost.ratio_again > LIMIT for cost in costs) else 0


def report(costs: list[Cost], empty: float) -> None:
    rows = [
        [
            f"`{c.page}`",
            c.who,
            f"{c.bare:.1f}",
            f"{c.again:.1f}",
            f"{c.ratio_again:.2f}" + (" (misses)" if c.ratio_again > LIMIT else ""),
            f"{c.first:.1f}",
            f"{c.ratio_first:.2f}",
        ]
        for c in costs
    ]
    columns = ("page", "seen by", "its template alone, ms", "request, ms", "ratio", "first look, ms", "ratio")
    near = sum(c.ratio_again <= LIMIT for c in costs)
    near_first = sum(c.ratio_first <= LIMIT for c in costs)
    beyond = statistics.median(c.first - c.bare for c in costs)
    lines = [
        f"{len(costs)} pages and roles, processor time, medians of {ROUNDS} rounds in turns. While nothing is written "
        f"{near} of them take at most {LIMIT} times their template, and {len(costs) - near} more. The first look after "
        f"a write keeps to that ratio on {near_first} pages; in the middle it takes {beyond:.1f} ms beyond its "
        f"template ({max(c.first for c in costs):.0f} ms at most for a whole page).",
        f"A JSON address that asks nothing of the database takes {empty:.2f} ms, a template alone "
        f"{statistics.median(c.bare for c in costs):.1f} ms in the middle: the frame of a request and one question to "
        "the database cost more than 0.3 of so small a template.",
        "",
        *table(columns, rows),
    ]
    write_section(TITLE, lines)


if __name__ == "__main__":
    raise SystemExit(main())
