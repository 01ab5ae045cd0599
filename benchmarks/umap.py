"""uMap as a peer to measure beside: installed from the package index into its own folder, on a temporary PostGIS."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.postgres import postgres
from benchmarks.servers import free_port

VERSION = "3.7.3"
_PLACE = Path(tempfile.gettempdir()) / f"streifzug-umap-{VERSION}"
_SETTINGS = """
from umap.settings.base import *

SECRET_KEY = "only-for-a-benchmark"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
UMAP_ALLOW_ANONYMOUS = True
REALTIME_ENABLED = False
"""
_SERVER = '''
"""uMap's application with its static files in front, compressed once, as a town's web server would send them."""

import gzip
import mimetypes
import os
from pathlib import Path

from umap.wsgi import application as umap

STATIC = Path(os.environ["STATIC_ROOT"]).resolve()
KEPT = {}


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if not path.startswith("/static/"):
        return umap(environ, start_response)
    file = (STATIC / path.removeprefix("/static/")).resolve()
    if not file.is_relative_to(STATIC) or not file.is_file():
        start_response("404 Not Found", [])
        return []
    if path not in KEPT:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = [("Content-Type", kind), ("Cache-Control", "max-age=31536000, immutable")]
        body = file.read_bytes()
        if kind.startswith("text/") or "json" in kind or "javascript" in kind or "svg" in kind:
            body = gzip.compress(body, 9)
            headers.append(("Content-Encoding", "gzip"))
        KEPT[path] = body, [*headers, ("Content-Length", str(len(body)))]
    body, headers = KEPT[path]
    start_response("200 OK", headers)
    return [body]
'''


class NotInstalled(RuntimeError):
    """uMap could not be installed here; the sentence says at which step."""


@contextmanager
def umap() -> Iterator[str]:
    """Serve an empty uMap that lets everybody make maps; yields its address. NotInstalled, NoServer."""
    _install()
    with postgres() as database:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "UMAP_SETTINGS": str(_PLACE / "settings.py"),
            "DATABASE_URL": database.replace("postgresql+psycopg", "postgis").replace(
                "postgresql", "postgis"
            ),
            "STATIC_ROOT": str(_PLACE / "static"),
            "MEDIA_ROOT": str(_PLACE / "uploads"),
            "SITE_URL": url,
            "PYTHONPATH": str(_PLACE),
        }
        for command in (["collectstatic", "--noinput", "-v", "0"], ["migrate", "-v", "0"]):
            _run([str(_PLACE / "venv/bin/umap"), *command], environment)
        _run([str(_PLACE / "venv/bin/python"), "-c", _TILES], environment)
        server = [
            str(_PLACE / "venv/bin/gunicorn"),
            "-w",
            "2",
            "-b",
            f"127.0.0.1:{port}",
            "served:application",
        ]
        with subprocess.Popen(  # noqa: S603 - our own words only
            server, env=environment, cwd=_PLACE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            try:
                _wait(url)
                yield url
            finally:
                running.terminate()


_TILES = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "umap.settings"
import django
django.setup()
from umap.models import Licence, TileLayer
Licence.objects.get_or_create(name="none", details="")
TileLayer.objects.get_or_create(name="stub", url_template="/stub/{z}/{x}/{y}.png", attribution="")
"""


def _install() -> None:
    if not (_PLACE / ".made").exists():
        _PLACE.mkdir(exist_ok=True)
        _run([sys.executable, "-m", "venv", "--clear", str(_PLACE / "venv")])
        _run([str(_PLACE / "venv/bin/pip"), "install", "-q", f"umap-project=={VERSION}", "gunicorn"])
        (_PLACE / ".made").touch()
    (_PLACE / "settings.py").write_text(_SETTINGS)
    (_PLACE / "served.py").write_text(_SERVER)


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environment, cwd=_PLACE, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise NotInstalled(f"{' '.join(command[:4])} failed: {done.stderr.strip()[-400:]}")


def _wait(url: str) -> None:
    for _attempt in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise NotInstalled("uMap did not answer within a minute")
