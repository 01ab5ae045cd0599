"""Flask commands: collects the command group of each package."""

from __future__ import annotations

import gettext
import os

from flask import Flask

from app.accounts.commands import group as users
from app.areas.commands import group as areas
from app.base.jobs.commands import group as jobs
from app.config import ROOT
from app.contributions.commands import group as contributions
from app.contributions.media.commands import group as media
from app.exports.commands import export_contributions, export_release
from app.indicators.commands import group as indicators
from app.indicators.commands import releases
from app.processes.commands import group as processes
from app.surveys.commands import group as surveys


def init_app(app: Flask) -> None:
    """Add each package's `commands.group` to the flask command; exports adds one each to two of them."""
    _speak_german()
    releases.add_command(export_release)
    contributions.add_command(export_contributions)
    for group in (users, areas, processes, contributions, media, surveys, indicators, releases, jobs):
        app.cli.add_command(group)


def _speak_german() -> None:
    """Let click say its own words (usage, options, errors) in German too, unless the terminal asks for a language.

    click looks them up by the standard library's gettext in the domain that is set for the process.
    """
    os.environ.setdefault("LANGUAGE", "de")
    gettext.bindtextdomain("click", str(ROOT / "translations"))
    gettext.textdomain("click")
