"""The shared record: everything anybody says enters and leaves here."""

from flask import Flask

from app.contributions import api_views
from app.contributions import models as models


def init_app(app: Flask) -> None:
    """Register the recording API, the review desk and people's own lists."""
    app.register_blueprint(api_views.blueprint)
