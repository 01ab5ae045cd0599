"""Codes people type and tokens machines carry: made by the system's random source, stored only as hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from flask import current_app

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
"""29 signs that cannot be mistaken for each other (no I L O S U, no 0 1): 8 of them carry 38.9 bits."""


def new_code(length: int = 8) -> str:
    """A typed code, e.g. `K7PM2RXA`."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def normalise_code(text: str) -> str:
    """Upper case, without the spaces and dashes people put between groups."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def new_token() -> str:
    """128 random bits, URL-safe (22 signs)."""
    return secrets.token_urlsafe(16)


def new_receipt() -> str:
    """80 random bits as 16 base32 signs, shown once as XXXX-XXXX-XXXX-XXXX."""
    return _receipt_of(secrets.token_bytes(10))


def split_receipt(receipt: str) -> tuple[str, str]:
    """Two halves (20 hex digits each) of which each alone is random (a one-time pad): one to keep, one to give away."""
    plain = base64.b32decode(receipt.replace("-", ""))
    pad = secrets.token_bytes(len(plain))
    return _exclusive_or(plain, pad).hex(), pad.hex()


def join_receipt(half: str, other_half: str) -> str:
    """The receipt that `split_receipt` took apart; ValueError when these are not two halves."""
    first, second = bytes.fromhex(half), bytes.fromhex(other_half)
    if not len(first) == len(second) == 10:
        raise ValueError("a receipt has 80 bits")
    return _receipt_of(_exclusive_or(first, second))


def _receipt_of(bits: bytes) -> str:
    text = base64.b32encode(bits).decode("ascii")
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


def _exclusive_or(first: bytes, second: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


def token_hash(token: str) -> str:
    """Keyed SHA-256 (hex): a copy of the database alone cannot be searched for a guessed code."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, token.encode(), hashlib.sha256).hexdigest()
