"""Built files: served compressed as the bundler made them, kept by browsers for a year, usable inside the map frame."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, send_from_directory

YEAR = 60 * 60 * 24 * 365
LONGEST_NAME = 200
"""Longer than any of ours, and shorter than what a file system refuses with an error."""


def serve_static(filename: str) -> Response:
    """A file of app/static; names in dist/ carry a hash of their content and never change."""
    folder = Path(current_app.static_folder or "")
    built = filename.startswith("dist/")
    if len(filename) > LONGEST_NAME:
        abort(404)
    compressed = built and request.accept_encodings["gzip"] > 0 and (folder / f"{filename}.gz").is_file()
    response = send_from_directory(
        folder, f"{filename}.gz" if compressed else filename, max_age=YEAR if built else None
    )
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
        response.mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    if built:
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.headers["Vary"] = "Accept-Encoding"
    # The map frame is sandboxed: its origin is opaque, so even our own files are foreign to it.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def init_static_files(app: Flask) -> None:
    app.view_functions["static"] = serve_static
