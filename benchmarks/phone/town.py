"""The demo town as it is served in a town hall: loaded by its command, gunicorn in front, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from app import create_app
from app.base.database import db
from app.config import Settings
from app.demo.process import CODE
from app.participants.models import JoinCode
from app.participants.services.codes import qr_token
from benchmarks.servers import ROOT, serving

_SERVER = ["wsgi:app", "--bind", "127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2"]


@contextmanager
def town(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve Ellerbrück from an empty folder; yields its address and the QR token of its poster."""
    given = {
        "STREIFZUG_DATA": str(folder),
        "SECRET_KEY": "only-to-measure-" * 4,
        "DEMO": "1",
        "JOBS": "thread",
    }
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment = {**kept, **given}
    load = [sys.executable, "-m", "flask", "demo", "load"]
    subprocess.run(load, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    command = [sys.executable, "-m", "gunicorn", *_SERVER, "--threads", "4", "--no-control-socket"]
    command += ["--log-level", "warning"]
    with serving("Streifzug", environment, {}, command, has_sessions=False) as server:
        yield server.environment["BASE_URL"], _token(given)


def _token(given: dict[str, str]) -> str:
    app = create_app(Settings.from_environment(given))
    with app.app_context():
        token = qr_token(db.session.scalars(select(JoinCode).where(JoinCode.code == CODE)).one())
        db.engine.dispose()
    return token
