"""Files planners take away: tables and geodata, made from releases only."""

from flask import Flask

from app.exports.formats import FORMATS
from app.exports.views import blueprint


def init_app(app: Flask) -> None:
    """Register the downloads and tell pages which formats there are."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["export_formats"] = FORMATS
