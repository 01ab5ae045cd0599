"""Who takes part: codes, joining, receipt, profile."""

from flask import Flask

from app.participants import models as models


def init_app(app: Flask) -> None:
    """Register the pages to join and to come back."""
