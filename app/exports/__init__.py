"""Files planners take away: tables and geodata, made from releases, and contributions through their two doors."""

from flask import Flask

from app.exports import staff_views, survey_views, views
from app.exports.formats import FORMATS


def init_app(app: Flask) -> None:
    """Register the downloads and tell pages which formats there are."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(staff_views.blueprint)
    app.register_blueprint(survey_views.blueprint)
    app.jinja_env.globals["export_formats"] = FORMATS
