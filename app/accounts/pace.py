"""Slows guessing of passwords and codes: the wait grows with each failure, but nobody is ever locked out.

Failures are counted for one account from one place: a browser that has signed in to this account before, else the
network the request comes from. So somebody who guesses slows down only themselves, and the owner gets in. When an
account is guessed at from many networks, each unknown place waits the longest time before its first try.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from flask_babel import ngettext
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import SignInPace
from app.base.database import db, now
from app.base.tokens import token_hash

FREE_TRIES = 3
LONGEST_WAIT = 20
UNDER_ATTACK = 30
FORGET_AFTER = timedelta(hours=12)


def pause_message(seconds: int) -> str:
    """What a person reads who has to wait."""
    return ngettext(
        "Nach mehreren Fehlversuchen gibt es eine kurze Pause. Bitte warten Sie noch eine Sekunde.",
        "Nach mehreren Fehlversuchen gibt es eine kurze Pause. Bitte warten Sie noch %(num)s Sekunden.",
        seconds,
    )


@dataclass(frozen=True)
class Place:
    """Where a try comes from: `device` is set for a browser that has signed in to this account before."""

    address: str | None
    device: str | None = None


def wait_after(failures: int) -> int:
    """Seconds until the next try: 0, 0, 0, 1, 2, 4, 8, 16, 20, 20, … after 0, 1, 2, 3, … failures."""
    return 0 if failures < FREE_TRIES else min(LONGEST_WAIT, 2 ** (failures - FREE_TRIES))


def begin_try(*, kind: str, email: str, place: Place) -> int:
    """Take one try for an account (`kind` is password or code): 0, or the seconds to wait when it is too early.

    The try counts as failed until `succeeded` is called, so that many at the same moment gain nothing.
    """
    moment = now()
    db.session.execute(delete(SignInPace).where(SignInPace.last_at < moment - FORGET_AFTER))
    account, _ = _entry(_key(kind, email, "account"), moment)
    own, is_new = _entry(_key(kind, email, _place_name(place)), moment)
    if is_new and place.device is None and account.failures >= UNDER_ATTACK:
        own.failures = FREE_TRIES + LONGEST_WAIT
        db.session.flush()
        return LONGEST_WAIT
    elapsed = (moment - own.last_at).total_seconds()
    remaining = wait_after(own.failures) - elapsed
    if remaining > 0:
        return max(1, ceil(remaining))
    for entry in (account, own):
        entry.failures += 1
        entry.last_at = moment
    db.session.flush()
    return 0


def succeeded(*, kind: str, email: str, place: Place) -> None:
    """Forget the failures of this place; those from elsewhere stay."""
    db.session.execute(delete(SignInPace).where(SignInPace.key == _key(kind, email, _place_name(place))))


def _entry(key: str, moment: datetime) -> tuple[SignInPace, bool]:
    """The locked row of a key and whether it was made just now; two at the same moment get the same row."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(SignInPace).values(key=key, failures=0, last_at=moment).on_conflict_do_nothing()
    is_new = bool(db.session.scalar(statement.returning(SignInPace.key)))
    return db.session.scalars(select(SignInPace).where(SignInPace.key == key).with_for_update()).one(), is_new


def _key(kind: str, email: str, place: str) -> str:
    return token_hash(f"pace:{kind}:{email.strip().lower()}:{place}")


def _place_name(place: Place) -> str:
    if place.device:
        return f"device:{place.device}"
    try:
        address = ip_address(place.address or "")
    except ValueError:
        return "network:unknown"
    return f"network:{ip_network((address, 24 if address.version == 4 else 64), strict=False)}"
