"""Maps and public results pages, made from releases only."""

from flask import Flask

from app.atlas.results import class_number
from app.atlas.views import blueprint


def init_app(app: Flask) -> None:
    """Register the results pages and the map frames."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["class_number"] = class_number
