"""Count, protect, release: definitions, pure computation, disclosure control, frozen releases."""

from flask import Flask

from app.indicators import import_views as import_views
from app.indicators import models as models
from app.indicators.carry_views import blueprint as carry_blueprint
from app.indicators.staff_views import blueprint


def init_app(app: Flask) -> None:
    """Register the staff pages about indicators and releases; the imported module adds its views to the blueprint."""
    app.register_blueprint(blueprint)
    app.register_blueprint(carry_blueprint)
