"""Whether this device asks one person after the other, and with which code they join."""

from __future__ import annotations

from flask import has_request_context, session

from app.participants.access import current_participant

KIOSK = "kiosk_code"
"""Key of the session: id of the code with which everybody joins on this device."""


def be_kiosk(is_one: bool) -> None:
    """From now on this device asks one person after the other, with the code of who takes part on it now; or not."""
    person = current_participant()
    if not is_one:
        session.pop(KIOSK, None)
    elif person is not None and person.join_code_id is not None:
        session[KIOSK] = str(person.join_code_id)


def is_kiosk() -> bool:
    """For templates: whether this device asks one person after the other."""
    return has_request_context() and KIOSK in session
