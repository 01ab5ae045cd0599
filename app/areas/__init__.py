"""Raumgliederungen: area sets with vintages, import, locating, INSPIRE grid, population."""

from flask import Flask

from app.areas import models as models


def init_app(app: Flask) -> None:
    """Register the pages about areas."""
