"""Languages: German is the source and the fallback; a visitor's choice is a cookie, else the browser's wish."""

from __future__ import annotations

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale

from app.config import LANGUAGES

babel = Babel()


def choose_language() -> str:
    """Allow-list only: an unknown locale string would be an error page."""
    if not has_request_context():
        return "de"
    chosen = request.cookies.get(current_app.config["LANGUAGE_COOKIE_NAME"])
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"


def current_language() -> str:
    locale = get_locale()
    return locale.language if locale else "de"


def init_i18n(app: Flask) -> None:
    babel.init_app(app, locale_selector=choose_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")

    @app.context_processor
    def language_context() -> dict[str, object]:
        locale = get_locale() or Locale("de")
        return {
            "language": locale.language,
            "text_direction": locale.text_direction,
            "languages": [(code, Locale(code).get_display_name(code).capitalize()) for code in LANGUAGES],
        }
