"""Flask commands: collects the command group of each package."""

from __future__ import annotations

from flask import Flask

from app.accounts.commands import group as users
from app.areas.commands import group as areas
from app.base.jobs.commands import group as jobs
from app.contributions.commands import group as contributions
from app.exports.commands import export_contributions, export_release
from app.indicators.commands import group as indicators
from app.indicators.commands import releases
from app.processes.commands import group as processes


def init_app(app: Flask) -> None:
    """Add each package's `commands.group` to the flask command; exports adds one each to two of them."""
    releases.add_command(export_release)
    contributions.add_command(export_contributions)
    for group in (users, areas, processes, contributions, indicators, releases, jobs):
        app.cli.add_command(group)
