"""`flask jobs`: the worker that does what takes long."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.base.commands import needs_database
from app.base.jobs.queue import work

group = AppGroup("jobs", help="Aufträge im Hintergrund.")


@group.command("work")
@click.option("--beside", type=int, help="Nummer eines Prozesses, mit dem dieser endet.")
@click.option("--threads", type=click.IntRange(1, 16), default=1, show_default=True)
@needs_database
def run_worker(beside: int | None, threads: int) -> None:
    """Aufträge erledigen, bis der Prozess beendet wird."""
    work(current_app._get_current_object(), beside=beside, threads=threads)  # type: ignore[attr-defined]
