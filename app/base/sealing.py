"""Words that lie sealed in the database: a copy of it alone tells nothing (Fernet with a key from SECRET_KEY)."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(text: str, purpose: str) -> str:
    """The text as ASCII that only this installation opens; each purpose has a key of its own (RFC 5869)."""
    return _box(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed; ValueError when it was sealed with another key or for another purpose."""
    try:
        return _box(purpose).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise ValueError("sealed with another key") from error


def _box(purpose: str) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=f"sealed {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(key.derive(current_app.config["SECRET_KEY"].encode())))
