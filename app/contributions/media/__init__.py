"""Photos, voice, drawings and scans of contributions: sent in parts, decoded in a child, reviewed before shown."""

from flask import Flask

from app.base.i18n import for_participants
from app.contributions.media import api_views, file_views
from app.contributions.media import models as models
from app.contributions.media import tasks as tasks


def init_app(app: Flask) -> None:
    """Register the doors of uploads and the files as their owner, staff and everybody may see them."""
    for_participants(api_views.blueprint)
    for_participants(file_views.blueprint)
    for blueprint in (api_views.blueprint, file_views.blueprint, file_views.staff_blueprint):
        app.register_blueprint(blueprint)
