"""The return flow: what people said becomes proposals, and each proposal gets a public answer with its reason."""

from flask import Flask

from app.base.i18n import for_participants
from app.measures import models as models
from app.measures.public_views import blueprint as public_blueprint
from app.measures.staff_views import blueprint as staff_blueprint


def init_app(app: Flask) -> None:
    """Register the pages of staff and the public board of proposals and answers."""
    app.register_blueprint(for_participants(public_blueprint))
    app.register_blueprint(staff_blueprint)
