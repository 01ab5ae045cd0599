"""The browser a person signed in from before: a signed cookie that gives its owner a free way past guessers."""

from __future__ import annotations

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.pace import Place
from app.accounts.queries import normalise_email
from app.base.tokens import new_token, token_hash

MAX_AGE = 60 * 60 * 24 * 180


def place_of(email: str) -> Place:
    """Where this request comes from, as seen by one account."""
    return Place(address=request.remote_addr, device=_known_device(email))


def remember_device(response: Response, email: str) -> None:
    """After a sign-in: let this browser be known to this account (and to no other)."""
    if _known_device(email):
        return
    response.set_cookie(
        _cookie_name(),
        _serializer().dumps([new_token(), _account(email)]),
        max_age=MAX_AGE,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _known_device(email: str) -> str | None:
    try:
        device, account = _serializer().loads(request.cookies.get(_cookie_name(), ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(device) if account == _account(email) else None


def _account(email: str) -> str:
    return token_hash(f"device:{normalise_email(email)}")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-device")


def _cookie_name() -> str:
    return ("__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else "") + "geraet"
