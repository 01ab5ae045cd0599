"""Count, protect, release: definitions, pure computation, disclosure control, frozen releases."""

from flask import Flask

from app.indicators import models as models
from app.indicators.staff_views import blueprint


def init_app(app: Flask) -> None:
    """Register the staff pages about indicators and releases."""
    app.register_blueprint(blueprint)
