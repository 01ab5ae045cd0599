"""Flask commands: collects the command group of each package."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add each package's `commands.group` to the flask command."""
