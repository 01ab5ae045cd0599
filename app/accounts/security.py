"""Flask-Security the way this house uses it: sign-in, second factor, password; everything else is off."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, after_this_request, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.totp import Totp
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from app.accounts.forms import security_forms
from app.accounts.models import Role, User
from app.accounts.qr import qr_data_uri
from app.accounts.sessions import init_sessions
from app.base.access import declare_endpoint
from app.base.database import db, transaction
from app.base.views import safe_next

ACCESS = {
    "security.login": "public",
    "security.logout": "public",
    "security.verify": "staff",
    "security.change_password": "staff",
    "security.two_factor_setup": "staff",
    "security.two_factor_setup_validate": "staff",
    "security.two_factor_token_validation": "public",
    "security.two_factor_rescue": "public",
    "security.tf_select": "public",
    "security.mf_recovery": "public",
    "security.mf_recovery_codes": "staff",
}
"""Pages before the second factor are public in the sense of R35; they show nothing without a right password."""

WRITING = (
    "security.change_password",
    "security.two_factor_setup",
    "security.two_factor_setup_validate",
    "security.two_factor_token_validation",
    "security.mf_recovery",
    "security.mf_recovery_codes",
)
MESSAGES = {
    "UNAUTHENTICATED": (_l("Bitte melden Sie sich an."), "info"),
    "UNAUTHORIZED": (_l("Diese Seite ist für Ihre Rolle nicht freigegeben."), "error"),
    "REAUTHENTICATION_REQUIRED": (_l("Bitte bestätigen Sie noch einmal Ihr Passwort."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Danke, Sie können weitermachen."), "success"),
    "INVALID_PASSWORD": (_l("Das Passwort stimmt nicht."), "error"),
    "INVALID_REDIRECT": (_l("Diese Adresse liegt nicht auf dieser Website."), "error"),
    "PASSWORD_CHANGE": (
        _l("Ihr Passwort ist geändert. Auf anderen Geräten sind Sie jetzt abgemeldet."),
        "success",
    ),
    "PASSWORD_IS_THE_SAME": (_l("Das neue Passwort ist das alte."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Bitte geben Sie Ihr Passwort an."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (_l("Der Code stimmt nicht oder ist abgelaufen."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("Sie sind angemeldet."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_l("Der zweite Faktor ist eingerichtet."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Bitte melden Sie sich zuerst mit Ihrem Passwort an."), "info"),
    "TWO_FACTOR_DISABLED": (_l("Der zweite Faktor ist ausgeschaltet."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_l("Das hat zu lange gedauert. Bitte fangen Sie noch einmal an."), "error"),
    "INVALID_RECOVERY_CODE": (_l("Dieser Code stimmt nicht oder ist verbraucht."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_l("Sie haben noch keine Wiederherstellungscodes."), "info"),
}


class OneTimeTotp(Totp):
    """TOTP (RFC 6238) whose codes work once (section 5.2), with its QR code drawn by segno."""

    def generate_qrcode(self, username: str, totp: str) -> str:
        return qr_data_uri(self.get_totp_uri(username, totp))

    def get_last_counter(self, user: Any) -> int | None:
        return user.tf_last_counter if user.tf_totp_secret else None

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        with transaction():
            user.tf_last_counter = tmatch.counter


def init_security_extension(app: Flask) -> None:
    """Configure and start Flask-Security, take over its sessions and declare the access of its routes."""
    app.config.update(_configuration(app))
    app.config.update({f"SECURITY_MSG_{name}": message for name, message in MESSAGES.items()})
    security = Security(
        app,
        SQLAlchemyUserDatastore(db, User, Role),
        totp_cls=OneTimeTotp,
        render_template=_render,
        **security_forms(),
    )
    security.want_json(lambda _: False)
    init_sessions(app)
    for endpoint, kind in ACCESS.items():
        declare_endpoint(app, endpoint, kind)
    for endpoint in WRITING:
        app.view_functions[endpoint] = _in_transaction(app.view_functions[endpoint])
    # Without mail nobody can be rescued by mail; recovery codes and administrators do it.
    for endpoint in ("security.two_factor_rescue", "security.tf_select"):
        app.view_functions[endpoint] = lambda: redirect(url_for("security.mf_recovery"))
    app.before_request(_drop_foreign_next)
    app.after_request_funcs.setdefault("security", []).append(_keep_on_site)


def _configuration(app: Flask) -> dict[str, Any]:
    key = app.config["SECRET_KEY"].encode()
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
    settings: dict[str, Any] = {
        "LOGIN_URL": "/anmelden",
        "LOGOUT_URL": "/abmelden",
        "VERIFY_URL": "/konto/bestaetigen",
        "CHANGE_URL": "/konto/passwort",
        "TWO_FACTOR_SETUP_URL": "/konto/zweiter-faktor",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/anmelden/code",
        "TWO_FACTOR_RESCUE_URL": "/anmelden/hilfe",
        "TWO_FACTOR_SELECT_URL": "/anmelden/auswahl",
        "MULTI_FACTOR_RECOVERY_URL": "/anmelden/wiederherstellung",
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/konto/wiederherstellung",
        "POST_LOGIN_VIEW": "/verwaltung",
        "POST_LOGOUT_VIEW": "/",
        "POST_CHANGE_VIEW": "/verwaltung/konto",
        "POST_VERIFY_VIEW": "/verwaltung/konto",
        "TWO_FACTOR_POST_SETUP_VIEW": "/verwaltung/konto",
        "LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
        "VERIFY_TEMPLATE": "accounts/confirm_password.html",
        "CHANGE_PASSWORD_TEMPLATE": "accounts/change_password.html",
        "TWO_FACTOR_SETUP_TEMPLATE": "accounts/second_factor.html",
        "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/enter_code.html",
        "MULTI_FACTOR_RECOVERY_TEMPLATE": "accounts/enter_recovery_code.html",
        "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "accounts/recovery_codes.html",
        "CHANGEABLE": True,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(_derived(key, "recovery"))],
        "TOTP_SECRETS": {1: _derived(key, "totp").hex()},
        "TOTP_ISSUER": "Streifzug",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": ["argon2"],
        "PASSWORD_HASH_PASSLIB_OPTIONS": cheap if app.config["TESTING"] else {},
        "PASSWORD_LENGTH_MIN": 12,
        "SEND_PASSWORD_CHANGE_EMAIL": False,
        "API_ENABLED_METHODS": ["session"],
        "FRESHNESS": timedelta(minutes=30),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": False,
        "CLI_ROLES_NAME": False,
        "CACHE_CONTROL": {},
    }
    return {f"SECURITY_{name}": value for name, value in settings.items()}


def _derived(key: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose, so that no two uses share a key."""
    return hmac.new(key, f"streifzug:{purpose}".encode(), hashlib.sha256).digest()


def _in_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def write(*args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(*args, **kwargs)
        with transaction():
            return view(*args, **kwargs)

    return write


def _render(template: str, **context: Any) -> str:
    """A page of Flask-Security in our templates; refused input answers 422, a wait 429."""
    forms = [value for name, value in context.items() if name.endswith("_form")]
    if request.method == "POST" and any(getattr(form, "errors", None) for form in forms):
        status = 429 if g.get("too_fast") else 422

        @after_this_request
        def refuse(response: Response) -> Response:
            response.status_code = status
            return response

    return render_template(template, **context)


def _drop_foreign_next() -> None:
    """Forget a target outside this site before Flask-Security takes it apart: some addresses break older Pythons."""
    if request.blueprint != "security":
        return
    for source in ("args", "form"):
        given = getattr(request, source)
        if any(safe_next(target, fallback="") != target for target in given.getlist("next") if target):
            kept = MultiDict(given)
            kept.poplist("next")
            setattr(request, source, ImmutableMultiDict(kept))


def _keep_on_site(response: Response) -> Response:
    """A second look at where Flask-Security sends people: never to another site (R39)."""
    if location := response.headers.get("Location"):
        response.headers["Location"] = safe_next(location, fallback="/verwaltung")
    return response
