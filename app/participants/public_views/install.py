"""What a phone needs to put these pages on its home screen: the web app manifest, in the person's language."""

from __future__ import annotations

from flask import Response, current_app, jsonify, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.base.access import public
from app.base.i18n import current_language
from app.base.pages import asset
from app.base.town import town
from app.participants.public_views.blueprint import blueprint

ICONS = (
    ("192", "any", "install-192"),
    ("512", "any", "install-512"),
    ("512", "maskable", "install-maskable-512"),
)


@blueprint.get("/mitmachen/app.webmanifest")
@public
def manifest() -> Response:
    """W3C Web Application Manifest; the icons are ours, the name and the colours are the town's."""
    look, locale = town(is_demo=current_app.config["DEMO"]), get_locale()
    answer = jsonify(
        id="/",
        name=f"Streifzug {look.name}".strip(),
        short_name="Streifzug",
        description=_("Zeig, wo du gern bist und was dir fehlt."),
        lang=current_language(),
        dir=locale.text_direction if locale else "ltr",
        start_url=url_for("participants.start"),
        scope="/",
        display="standalone",
        theme_color=look.accent,
        background_color=look.paper,
        icons=[
            {
                "src": asset(f"base/icons/{name}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose, name in ICONS
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer
