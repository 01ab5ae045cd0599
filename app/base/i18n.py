"""Languages: German is the source and the fallback; a visitor's choice is a cookie, else the browser's wish.

Pages for people who take part speak more languages than those of staff. A package declares its own by
`for_participants`; on all others a choice of such a language is kept, but not followed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from babel import Locale
from flask import Blueprint, Flask, Response, current_app, has_request_context, request, url_for
from flask_babel import Babel, format_decimal, get_domain, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.config import EASY, LANGUAGES, PARTICIPANT_LANGUAGES

Pages = TypeVar("Pages", bound=Blueprint)
babel = Babel()
_MARK = "streifzug_for_participants"
CHOICE = "sprache"
"""Query parameter of a language link; it is remembered only because somebody asked for it."""


def for_participants(blueprint: Pages) -> Pages:
    """Mark pages that people who take part see: they speak all PARTICIPANT_LANGUAGES."""
    setattr(blueprint, _MARK, True)
    return blueprint


def spoken_languages() -> tuple[str, ...]:
    """The languages of the page that was asked for; an address that does not exist is anybody's."""
    pages = current_app.blueprints.get(request.blueprint or "")
    is_open = request.endpoint is None or getattr(pages, _MARK, False)
    return PARTICIPANT_LANGUAGES if is_open else LANGUAGES


def locale_of(code: str) -> Locale:
    """The locale of one of our language codes; Babel knows Leichte Sprache as a modifier of German (`de@simple`)."""
    return Locale("de", modifier="simple") if code == EASY else Locale.parse(code, sep="-")


def code_of(locale: Locale) -> str:
    """The other way round: what pages write into `lang` and what is stored with a contribution."""
    return EASY if locale.modifier else locale.language


def choose_language() -> str:
    """Allow-list only: an unknown locale string would be an error page."""
    if not has_request_context():
        return "de"
    spoken = spoken_languages()
    for chosen in (request.args.get(CHOICE), request.cookies.get(current_app.config["LANGUAGE_COOKIE_NAME"])):
        if chosen in spoken:
            return chosen
        if chosen == EASY:
            return "de"
    # Some browsers name only the language of a country, such as `uk-UA`; the language counts, in their order.
    for wanted, weight in request.accept_languages:
        whole = wanted.replace("_", "-").lower()
        language = whole if whole in spoken else whole.split("-")[0]
        if weight > 0 and language in spoken:
            return language
    return "de"


def current_language() -> str:
    locale = get_locale()
    return code_of(locale) if locale else "de"


def language_url(code: str) -> str:
    """This page in another language; a page that answered a form leads to the page the form stands on."""
    if request.endpoint is None:
        return f"/?{CHOICE}={code}"
    # Names that url_for takes for itself are no parameters of ours.
    plain = {
        key: value for key, value in request.args.items() if not key.startswith("_") and key != "endpoint"
    }
    return url_for(request.endpoint, **{**plain, **(request.view_args or {}), CHOICE: code})


def own_name(code: str) -> str:
    """A language's name as its speakers write it: "Türkçe"."""
    if code == EASY:
        return "Leichte Sprache"
    return (Locale(code).get_display_name(code) or code).capitalize()


def _offered() -> tuple[str, ...]:
    return spoken_languages() if has_request_context() else LANGUAGES


def _written(number: int) -> str:
    """A number as people write it: 279.223, in English 279,223."""
    return str(number) if number < 1000 else format_decimal(number)


def ngettext(singular: str, plural: str, number: int) -> str:
    """A translated sentence with a number, as templates have it too."""
    found: str = get_domain().get_translations().ungettext(singular, plural, number)
    return found % {"num": _written(number)}


def _with_points(counted: Callable[..., str]) -> Callable[..., str]:
    """`ngettext` of templates that writes its number as people do."""

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, number: int, **variables: Any) -> str:
        variables.setdefault("num", _written(number))
        return counted(context, singular, plural, number, **variables)

    return ngettext


def init_i18n(app: Flask) -> None:
    babel.init_app(app, locale_selector=lambda: locale_of(choose_language()))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    spoken = cast("Callable[..., str]", app.jinja_env.globals["ngettext"])
    app.jinja_env.globals["ngettext"] = _with_points(spoken)
    app.jinja_env.globals["language_url"] = language_url

    @app.context_processor
    def language_context() -> dict[str, object]:
        """`staff_words` are attributes for an element with words of staff, who write German."""
        locale = get_locale() or Locale("de")
        return {
            "language": code_of(locale),
            "text_direction": locale.text_direction,
            "staff_words": Markup("") if code_of(locale) == "de" else Markup(' lang="de" dir="auto"'),
            "languages": [(code, own_name(code)) for code in _offered()],
        }

    @app.after_request
    def remember_language(response: Response) -> Response:
        chosen = request.args.get(CHOICE)
        if chosen in PARTICIPANT_LANGUAGES:
            response.set_cookie(
                current_app.config["LANGUAGE_COOKIE_NAME"],
                chosen,
                max_age=60 * 60 * 24 * 365,
                secure=current_app.config["SESSION_COOKIE_SECURE"],
                httponly=True,
                samesite="Lax",
            )
        return response
