"""A private, temporary PostgreSQL with PostGIS that keeps what it acknowledges: the reference of the benchmarks."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.servers import free_port

_SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{place}'
max_connections = 200
fsync = on
synchronous_commit = on
full_page_writes = on
"""
"""Everything else as PostgreSQL ships it; unlike script/with-postgres nothing here trades safety for speed."""


class NoServer(RuntimeError):
    """PostgreSQL with PostGIS is not installed on this machine."""


def installed() -> Path:
    """Folder of the newest server's programs that has PostGIS; NoServer."""
    found = [
        path
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if Path(f"/usr/share/postgresql/{path.parent.name}/extension/postgis.control").exists()
    ]
    if not found:
        raise NoServer("install postgresql-postgis to measure against it")
    return max(found, key=lambda path: int(path.parent.name))


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server on a free port, yield the address of an empty database with PostGIS, stop and remove it."""
    programs = installed()
    place = Path(tempfile.mkdtemp(prefix="streifzug-postgres."))
    port = free_port()
    password = secrets.token_hex(16)
    (place / "password").write_text(password)
    as_user: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to run as root: then it runs as the user that its package brings.
        for path in (place, place / "password"):
            shutil.chown(path, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        whole = [*as_user, "env", "LC_ALL=C.UTF-8", *command]
        subprocess.run(whole, cwd=place, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words

    data = str(place / "data")
    server = str(programs / "pg_ctl")
    try:
        run(
            str(programs / "initdb"), "-D", data, "-U", "streifzug", "--pwfile=password",
            "-A", "scram-sha-256", "-E", "UTF8",
        )  # fmt: skip
        with (place / "data/postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS.format(port=port, place=place))
        run(server, "-D", data, "-l", "log", "-w", "start")
        address = f"postgresql://streifzug:{password}@127.0.0.1:{port}/postgres"
        with psycopg.connect(address) as connection:
            connection.execute("CREATE EXTENSION postgis")
        yield address
    finally:
        stop = [*as_user, server, "-D", data, "-m", "immediate", "-w", "stop"]
        subprocess.run(stop, cwd=place, check=False, capture_output=True)  # noqa: S603 - fixed words
        shutil.rmtree(place, ignore_errors=True)
