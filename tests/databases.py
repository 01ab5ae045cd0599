"""One PostgreSQL database for each process of a parallel test run, so that the processes do not meet."""

from __future__ import annotations

import os

from sqlalchemy import create_engine, make_url, text


def own_database(url: str | None) -> str | None:
    """Return the address of this process's own database on the server of `url`; made anew for the run.

    Without parallel processes (no PYTEST_XDIST_WORKER) or without `url`, it is `url` itself.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not url or not worker:
        return url
    name = f"streifzug_{worker}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)
