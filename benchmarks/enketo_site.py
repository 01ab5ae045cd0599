"""A folder as a site: files compressed once and kept for a year, pages not kept; whatever is posted is taken (201)."""

from __future__ import annotations

import gzip
import mimetypes
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_KEPT: dict[str, tuple[bytes, str]] = {}
_TAKEN = (
    b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>ok</message></OpenRosaResponse>'
)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI; the folder stands in SITE. `/x` is the page `x.html`."""
    path: str = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "POST":
        environ["wsgi.input"].read()
        start_response("201 Created", [("Content-Type", "text/xml"), ("Content-Length", str(len(_TAKEN)))])
        return [_TAKEN]
    root = Path(os.environ["SITE"]).resolve()
    file = (root / path.strip("/")).resolve()
    is_page = not file.suffix
    file = file.with_suffix(".html") if is_page else file
    if not file.is_relative_to(root) or not file.is_file():
        start_response("404 Not Found", [("Content-Length", "0")])
        return []
    if path not in _KEPT:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        _KEPT[path] = gzip.compress(file.read_bytes(), 9), kind
    body, kind = _KEPT[path]
    headers = [
        ("Content-Type", f"{kind}; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Cache-Control", "no-store" if is_page else "max-age=31536000, immutable"),
        ("Content-Length", str(len(body))),
    ]
    start_response("200 OK", headers)
    return [body]
