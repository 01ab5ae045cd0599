"""Files planners take away: tables and geodata, made from releases only."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the downloads."""
