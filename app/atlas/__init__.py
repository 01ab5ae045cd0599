"""Maps and public results pages, made from releases only."""

from flask import Flask

from app.atlas import own_views, survey_views
from app.atlas.results import class_number
from app.atlas.views import blueprint
from app.atlas.walks import staff_views as walk_views
from app.base.i18n import for_participants


def init_app(app: Flask) -> None:
    """Register the results pages, the map frames and what people read about their own contributions."""
    app.register_blueprint(blueprint)
    app.register_blueprint(for_participants(own_views.blueprint))
    app.register_blueprint(for_participants(survey_views.public_blueprint))
    app.register_blueprint(survey_views.blueprint)
    app.register_blueprint(walk_views.blueprint)
    app.jinja_env.globals["class_number"] = class_number
