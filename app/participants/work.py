"""Proof of work for the hour in which too many codes were wrong: costs a phone seconds and a guesser years.

The stamp is bound to what was typed (hashcash), so that one piece of work buys one guess; nothing is stored.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from app.base.answers import made_for_one_visit
from app.participants.queries import failures_this_hour
from app.participants.vocabulary import FAILURES_PER_HOUR

BITS = 17
MAX_AGE = 15 * 60


def is_needed() -> bool:
    """True while this hour's budget of wrong codes is used up."""
    return failures_this_hour() >= int(current_app.config.get("FAILURES_PER_HOUR", FAILURES_PER_HOUR))


def new_challenge() -> str:
    """A fresh challenge, good for 15 minutes."""
    made_for_one_visit()
    return _serializer().dumps(secrets.token_urlsafe(9))


def is_done(challenge: str, typed: str, stamp: str) -> bool:
    """True when SHA-256 of challenge, typed signs and stamp begins with BITS zero bits."""
    try:
        _serializer().loads(challenge, max_age=MAX_AGE)
    except BadData:
        return False
    digest = hashlib.sha256(f"{challenge}:{subject(typed)}:{stamp}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def subject(typed: str) -> str:
    """What the work is bound to: letters and digits only, in capitals, as the script does it."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="proof of work")
