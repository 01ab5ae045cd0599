"""Server time of every page of the demo beside the bare render of its template: `python -m benchmarks.pages`.

In process, without a server: the whole request as the application answers it, and the same template rendered alone
with the same context by the same environment. What a page costs beyond its template is its questions to the
database, its sums and the frame around a request; the limit is 1.3 times the template, or 1 ms where that is more
(a request that does nothing costs a fraction of a millisecond, as the last line says).
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
from app.base.access import access_of
from app.base.database import prepare_sqlite, transaction
from app.config import Settings
from benchmarks.results import table, write_section
from tests.browser.all_pages import FRAMES, PAGES, PARTICIPANT, VISITOR, address, filled, rules
from tests.staff import PASSWORD, sign_in

TITLE = "Pages of the demo (`python -m benchmarks.pages`)"
ROUNDS = 9
LIMIT, FLOOR = 1.3, 1.0
KINDS = {"public": (VISITOR,), "participant": (PARTICIPANT,)}


@dataclass
class Cost:
    """Medians of one page in milliseconds."""

    page: str
    who: str
    whole: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.whole / self.bare

    @property
    def is_slow(self) -> bool:
        return self.ratio > LIMIT and self.whole - self.bare > FLOOR


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


def middle(work: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Medians in milliseconds of processor time, taken in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    work()
    other()
    gc.collect()
    for _ in range(ROUNDS):
        for each, into in ((work, times[0]), (other, times[1])):
            begin = time.thread_time()
            each()
            into.append((time.thread_time() - begin) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def environ_of(url: str, cookies: str) -> dict[str, Any]:
    return EnvironBuilder(url, headers={"Cookie": cookies} if cookies else None).get_environ()


def request_of(app: Flask, environ: dict[str, Any]) -> Callable[[], object]:
    """One request as a server hands it over, without the cost of a test client; an error unless it answers with 200."""

    def start(status: str, _headers: Any, _info: Any = None) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{environ['PATH_INFO']}: {status}")
        return len

    def work() -> None:
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
    if response.status_code != 200 or not seen:
        return None
    environ = environ_of(url, "; ".join(f"{one.key}={one.value}" for one in (client._cookies or {}).values()))
    with render_of(app, environ, *seen[-1]) as render:
        whole, bare = middle(request_of(app, environ), render)
    return Cost(page, who, whole, bare)


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
                    sys.stderr.write(f"{found.page} {who}: {found.whole:.1f} / {found.bare:.1f} ms\n")
                    costs.append(found)
        empty = middle(request_of(app, environ_of("/api/teilnahme", "")), lambda: None)[0]
    report(sorted(costs, key=lambda cost: -cost.ratio), empty)
    return 1 if any(cost.is_slow for cost in costs) else 0


def report(costs: list[Cost], empty: float) -> None:
    slow = sum(cost.is_slow for cost in costs)
    rows = [
        [
            f"`{c.page}`",
            c.who,
            f"{c.whole:.1f}",
            f"{c.bare:.1f}",
            f"{c.ratio:.2f}",
            "slow" if c.is_slow else "",
        ]
        for c in costs
    ]
    columns = ("page", "seen by", "whole request, ms", "its template alone, ms", "ratio", "")
    near = sum(c.ratio <= LIMIT for c in costs)
    beyond = statistics.median(c.whole - c.bare for c in costs)
    bare = statistics.median(c.bare for c in costs)
    lines = [
        f"{len(costs)} pages and roles, processor time, medians of {ROUNDS} rounds in turns. {near} take at most "
        f"{LIMIT} times their template; {slow} take more and more than {FLOOR:.0f} ms beyond it (slow). In the middle "
        f"a page takes {beyond:.1f} ms beyond its template.",
        f"A JSON address that asks nothing of the database takes {empty:.2f} ms; a template alone takes {bare:.1f} ms "
        "in the middle. Pages that miss the ratio mostly do so by the frame of a signed-in request (session, account, "
        "roles, process) and by their questions through the ORM, which together cost more than so small a template.",
        "",
        *table(columns, rows),
    ]
    write_section(TITLE, lines)


if __name__ == "__main__":
    raise SystemExit(main())
