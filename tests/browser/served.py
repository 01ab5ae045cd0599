"""Serves the real application on a free port from a throw-away folder, for tests that drive a browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.base.database import db, transaction
from app.config import Settings
from tests.ready_made import SECRET, cheapen_passwords, put_empty, put_town
from tests.shared_run import folder_of_run, share_templates

T = TypeVar("T")
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class QuietHandler(WSGIRequestHandler):
    """Answers without writing a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class ServedApp:
    """A running application: its address and a way to prepare data in it."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.url = url

    def do(self, action: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call a service inside the application and commit. It runs in a thread of its own, as a request would."""
        result: list[T] = []
        failure: list[BaseException] = []

        def work() -> None:
            try:
                with self.app.app_context(), transaction():
                    result.append(action(*args, **kwargs))
            except BaseException as error:  # handed on to the test below
                failure.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        if failure:
            raise failure[0]
        return result[0]


@contextmanager
def serving(make: Callable[[str], WsgiApp]) -> Iterator[tuple[str, WsgiApp]]:
    """Serve what `make(url)` returns on a free port of this machine until the block ends."""
    server = make_server("127.0.0.1", 0, _not_yet, threaded=True, request_handler=QuietHandler)
    url = f"http://127.0.0.1:{server.server_port}"
    app = make(url)
    server.app = _closing(app)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield url, app
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served_app(data: Path, *, town: bool = False, **environment: str) -> Iterator[ServedApp]:
    """Serve Streifzug from `data`, a folder of pytest's; on SQLite, migrated and empty, or with the demo town."""
    run = folder_of_run(data.parent)
    (put_town if town else put_empty)(run, data)

    def make(url: str) -> Flask:
        given = {
            "STREIFZUG_DATA": str(data),
            "SECRET_KEY": SECRET,
            "BASE_URL": url,
            "JOBS": "thread",
            **environment,
        }
        app = create_app(Settings.from_environment(given))
        share_templates(app, run)
        cheapen_passwords(app)
        return app

    with serving(make) as (url, app):
        assert isinstance(app, Flask)
        yield ServedApp(app, url)
        with app.app_context():
            db.engine.dispose()


def _closing(app: WsgiApp) -> WsgiApp:
    """Close every answer once it is read; this server forgets to when the browser has gone in the meantime."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        parts = app(environ, start_response)
        try:
            yield from parts
        finally:
            if close := getattr(parts, "close", None):
                close()

    return answer


def _not_yet(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Stands in until the application knows the port it is served on."""
    start_response("503 Service Unavailable", [])
    return []
