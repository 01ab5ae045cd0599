"""Built files: served compressed as the bundler made them, kept by browsers for a year, usable inside the map frame."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

from app.base.access import public
from app.base.pages import built

YEAR = 60 * 60 * 24 * 365
WORKER = "base/phone_worker.js"
LONGEST_NAME = 200
"""Longer than any of ours, and shorter than what a file system refuses with an error."""


def serve_static(filename: str) -> Response:
    """A file of app/static; names in dist/ carry a hash of their content and never change."""
    folder = Path(current_app.static_folder or "")
    built = filename.startswith("dist/")
    if len(filename) > LONGEST_NAME or not (folder / filename).is_file():
        # Never a page: who asks for a script of an earlier version must not be given HTML for it.
        return Response("404\n", 404, mimetype="text/plain")
    compressed = built and request.accept_encodings["gzip"] > 0 and (folder / f"{filename}.gz").is_file()
    response = send_from_directory(
        folder, f"{filename}.gz" if compressed else filename, max_age=YEAR if built else None
    )
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
        response.mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    del response.headers["Content-Disposition"]
    if built:
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.headers["Vary"] = "Accept-Encoding"
    # The map frame is sandboxed: its origin is opaque, so even our own files are foreign to it.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@public
def worker() -> Response:
    """The service worker, under an address that stays; never kept, so that no phone is stuck with an old one."""
    response = send_from_directory(Path(current_app.static_folder or "") / "dist", built(WORKER), max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


def init_static_files(app: Flask) -> None:
    app.view_functions["static"] = serve_static
    app.add_url_rule("/sw.js", "worker", worker)
