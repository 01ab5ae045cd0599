"""Pages every installation has: language choice, privacy, accessibility, imprint, health."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, jsonify, redirect, render_template, request
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.database import db
from app.config import LANGUAGES

blueprint = Blueprint("base", __name__, template_folder="templates")


def safe_next(target: str | None, fallback: str = "/") -> str:
    """A path on this site or the fallback; anything that could lead elsewhere is refused."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    if any(ord(sign) < 32 for sign in target) or "\\" in target:
        return fallback
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else fallback


@blueprint.post("/sprache")
@public
def set_language() -> Response:
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    response = redirect(safe_next(request.form.get("next")))
    response.set_cookie(
        current_app.config["LANGUAGE_COOKIE_NAME"],
        language,
        max_age=60 * 60 * 24 * 365,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/datenschutz")
@public
def privacy() -> str:
    return render_template("base/privacy.html")


@blueprint.get("/barrierefreiheit")
@public
def accessibility() -> str:
    return render_template("base/accessibility.html")


@blueprint.get("/impressum")
@public
def imprint() -> str:
    return render_template("base/imprint.html")


@blueprint.get("/gesund")
@public
def health() -> Response:
    """For monitors: 200 when the database answers."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")
