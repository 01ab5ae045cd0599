"""Beteiligungsverfahren: what it is about, who may do what, which activities it offers."""

from flask import Flask

from app.processes import models as models


def init_app(app: Flask) -> None:
    """Register the public and staff pages of processes."""
