"""The shared record: everything anybody says enters and leaves here."""

from flask import Flask

from app.base.i18n import for_participants
from app.contributions import api_views, exhibition_views, media, own_media_views, own_views
from app.contributions import models as models
from app.contributions.class_mode import board_views
from app.contributions.class_mode import staff_views as class_staff_views
from app.contributions.importing import staff_views as import_views
from app.contributions.point_maps import public_views as point_views
from app.contributions.point_maps import staff_views as point_staff_views
from app.contributions.review import safeguard_views as safeguard_views
from app.contributions.review import staff_views
from app.contributions.review.losing import hide_words_without_consent
from app.contributions.review.media import staff_views as media_review_views
from app.contributions.review.media.losing import hide_without_consent
from app.participants.losing import on_consent_lost


def init_app(app: Flask) -> None:
    """Register the recording API, the review desk, people's own lists and imports."""
    for_participants(api_views.blueprint)
    for_participants(own_views.blueprint)
    for_participants(exhibition_views.blueprint)
    for_participants(own_media_views.blueprint)
    for blueprint in (
        api_views.blueprint,
        staff_views.blueprint,
        media_review_views.blueprint,
        own_views.blueprint,
        exhibition_views.blueprint,
        own_media_views.blueprint,
        import_views.blueprint,
        point_views.blueprint,
        point_staff_views.blueprint,
        board_views.blueprint,
        class_staff_views.blueprint,
    ):
        app.register_blueprint(blueprint)
    on_consent_lost(app, hide_without_consent)
    on_consent_lost(app, hide_words_without_consent)
    media.init_app(app)
