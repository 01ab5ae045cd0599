"""Who takes part: codes, joining, receipt, profile."""

from flask import Flask

from app.base.i18n import for_participants
from app.participants import api_views, public_views, staff_views
from app.participants import models as models
from app.participants.access import phone_owner
from app.participants.kiosk import is_kiosk
from app.participants.phone_state import phone_words


def init_app(app: Flask) -> None:
    """Register the pages to join and to come back, and the staff's invitations."""
    app.jinja_env.globals.update(phone_owner=phone_owner, phone_words=phone_words, is_kiosk=is_kiosk)
    for_participants(public_views.blueprint)
    for_participants(api_views.blueprint)
    for blueprint in (public_views.blueprint, staff_views.blueprint, api_views.blueprint):
        app.register_blueprint(blueprint)
