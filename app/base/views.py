"""Pages every installation has: privacy, accessibility, imprint, health."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template
from sqlalchemy import text

from app.base.access import public
from app.base.database import db

blueprint = Blueprint("base", __name__, template_folder="templates")


def safe_next(target: str | None, fallback: str = "/") -> str:
    """A path on this site or the fallback; anything that could lead elsewhere is refused."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    if any(ord(sign) < 32 for sign in target) or "\\" in target:
        return fallback
    try:
        parts = urlsplit(target)
    except ValueError:  # brackets that are no address
        return fallback
    return target if not parts.scheme and not parts.netloc else fallback


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
