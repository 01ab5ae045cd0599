"""Browser-side protection for every response: content policy, Fetch Metadata, CSRF, safe headers."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect

from app.base.errors import NotAllowed

csrf = CSRFProtect()
LARGEST_FORM = 256 * 1024
"""Bytes of a form without files; millions of tiny fields would fill the memory."""
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignWrite(NotAllowed):
    """A page of somebody else made this browser write."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Das kam nicht von unserer eigenen Seite. Deshalb ist nichts gespeichert. "
                "Bitte die Seite neu laden und noch einmal versuchen."
            )
        )


def csp_nonce() -> str:
    """One nonce a request, for the rare element that cannot be a file."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def content_policy() -> str:
    """The policy of all pages; a view that needs another one (the map frame) sets its own header."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def init_security(app: Flask) -> None:
    @app.before_request
    def refuse_huge_forms() -> None:
        """Werkzeug reads such a form at once, whatever MAX_FORM_MEMORY_SIZE says; before the token is looked for."""
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = LARGEST_FORM

    csrf.init_app(app)
    # An address with a double slash is not found; the router would redirect to whatever Host the request claims.
    app.url_map.merge_slashes = False
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.before_request
    def refuse_foreign_writes() -> None:
        """OWASP ASVS 5.0 3.5.1/3.5.3: a write must come from our own pages (Fetch Metadata, else Origin)."""
        if request.method in SAFE_METHODS:
            return
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            if site not in {"same-origin", "none"}:
                raise ForeignWrite
        elif origin := request.headers.get("Origin"):
            allowed = {urlsplit(current_app.config["BASE_URL"]).netloc, request.host}
            if urlsplit(origin).netloc not in allowed:
                raise ForeignWrite

    @app.before_request
    def refuse_null_signs() -> None:
        """No word has a NUL in it, and PostgreSQL refuses to look for one."""
        values = (
            request.path,
            *request.args.keys(),
            *(text for found in request.args.lists() for text in found[1]),
        )
        if any("\x00" in text for text in values):
            abort(404)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.endpoint == "static":
            # The rest protects documents. A page loads a dozen files, and the rest would be a kilobyte with each;
            # a drawing that somebody opens by itself is a document, but needs nothing.
            headers.setdefault("Content-Security-Policy", FILE_POLICY)
            return response
        headers.setdefault("Content-Security-Policy", content_policy())
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(self), microphone=(self), camera=()")
        headers.setdefault("X-Frame-Options", "DENY")
        if current_app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # Whatever does not say that it may be kept may be personal; 304 speaks about what was kept already.
        if response.status_code != 304:
            headers.setdefault("Cache-Control", "no-store")
        return response
