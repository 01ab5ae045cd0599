"""What templates need from the house: hashed assets, dates and numbers, and error pages in plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request, url_for
from flask_babel import format_date, format_datetime, format_decimal
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from app.base.errors import DomainError

MANIFEST = "dist/manifest.json"
ERROR_TEXTS = {
    400: (
        _l("Das hat nicht geklappt"),
        _l("Die Anfrage war unvollständig. Laden Sie die Seite neu und versuchen Sie es noch einmal."),
    ),
    401: (_l("Bitte anmelden"), _l("Für diese Seite müssen Sie angemeldet sein.")),
    403: (_l("Kein Zugang"), _l("Diese Seite ist für Ihre Rolle nicht freigegeben.")),
    404: (_l("Nicht gefunden"), _l("Diese Seite gibt es nicht oder sie ist nicht für Sie bestimmt.")),
    405: (_l("So geht es nicht"), _l("Diese Adresse lässt sich so nicht aufrufen.")),
    409: (_l("Inzwischen geändert"), _l("Jemand anderes war schneller. Bitte laden Sie die Seite neu.")),
    413: (_l("Zu groß"), _l("Was Sie schicken, ist zu groß. Bitte teilen oder verkleinern Sie es.")),
    422: (_l("Bitte prüfen"), _l("Etwas an den Angaben stimmt noch nicht.")),
    429: (
        _l("Einen Moment bitte"),
        _l("Gerade kommen sehr viele Anfragen. Bitte versuchen Sie es in einer Minute noch einmal."),
    ),
    500: (
        _l("Da ist etwas schiefgegangen"),
        _l("Der Fehler liegt bei uns. Was Sie schon abgeschickt hatten, ist gespeichert."),
    ),
}


def asset(name: str) -> str:
    """URL of a built file, e.g. `asset('maps/needle_page.js')`; KeyError when it was never built."""
    return _built_url(built(name))


def built(name: str) -> str:
    """Path of a built file below dist/."""
    found: str = _manifest()[name]["file"]
    return found


def script(name: str) -> Markup:
    """Module script tag with its preloads, for the `scripts` block of a page; it names what it may load later."""
    entry = _manifest()[name]
    tags = [_preload(path) for path in entry.get("imports", [])]
    later = " ".join(_built_url(path) for path in entry.get("later", []))
    tag = Markup('<script type="module" src="{}"{}></script>')
    tags.append(tag.format(asset(name), Markup(' data-later="{}"').format(later) if later else ""))
    return Markup("\n").join(tags)


def preload(name: str) -> Markup:
    """For a module that the script of a page is known to ask for as soon as it runs, e.g. `base/vectormap.js`."""
    return _preload(built(name))


def _preload(path: str) -> Markup:
    return Markup('<link rel="modulepreload" href="{}">').format(_built_url(path))


def _built_url(path: str) -> str:
    return url_for("static", filename=f"dist/{path}")


def _manifest() -> dict[str, Any]:
    """The bundle's list of entries; read again in debug mode so that a rebuild shows at once."""
    cached = current_app.extensions.get("streifzug_manifest")
    if cached is None or current_app.debug:
        path = Path(current_app.static_folder or "") / MANIFEST
        cached = json.loads(path.read_text()) if path.exists() else {}
        current_app.extensions["streifzug_manifest"] = cached
    return cached


def endpoint_exists(endpoint: str) -> bool:
    """For menus: a link to a channel that this installation does not offer is left out."""
    return endpoint in current_app.view_functions


def wants_json() -> bool:
    return request.path.startswith("/api/")


def _error_response(status: int, message: str | None = None) -> tuple[Any, int]:
    title, text = ERROR_TEXTS.get(status, ERROR_TEXTS[500] if status >= 500 else ERROR_TEXTS[400])
    if wants_json():
        return jsonify(message=message or str(text)), status
    return render_template("base/error.html", status=status, title=title, text=message or text), status


def init_pages(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, preload=preload, script=script, endpoint_exists=endpoint_exists)
    app.jinja_env.filters.update(date=format_date, datetime=format_datetime, number=format_decimal)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> tuple[Any, int]:
        return _error_response(error.status, str(error.message))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.response is not None or (error.code or 500) < 400:
            return error
        return _error_response(error.code or 500)

    @app.errorhandler(500)
    def server_error(_: Exception) -> tuple[Any, int]:
        return _error_response(500)
