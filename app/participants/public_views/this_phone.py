"""What these pages know of the phone in front of them: who takes part on it, and what work it owes in a busy hour."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, session

from app.participants import work
from app.participants.access import current_participant
from app.participants.models import Participant
from app.participants.queries import waiting_receipt
from app.processes.models import Process
from app.processes.queries import process_by_id

CODE = "join_code"
"""Key of the session: id of the code this phone gave."""

RECEIPT = "receipt_half"
"""Key of the session: one half of a receipt that is not kept yet; the cookie can be read, the half says nothing."""


def participant() -> Participant:
    """Who takes part on this phone; only for pages that need one."""
    found = current_participant()
    assert found is not None
    return found


def session_token() -> str:
    """The token in this phone's cookie; only for pages that need a participant."""
    return request.cookies[current_app.config["PARTICIPANT_COOKIE_NAME"]]


def receipt_to_keep() -> str | None:
    """The receipt that this person has not kept yet; None when it is kept or belongs to another phone."""
    return waiting_receipt(session_token(), session.get(RECEIPT, ""))


def my_process() -> Process | None:
    """The process this phone takes part in."""
    found = current_participant()
    return process_by_id(found.process_id) if found else None


def work_asked() -> dict[str, Any]:
    """For templates: the challenge of a busy hour, else None."""
    return {"challenge": work.new_challenge() if work.is_needed() else None, "bits": work.BITS}


def owes_work(typed: str) -> bool:
    """True when this hour asks for work and the form does not bring it."""
    form = request.form
    return work.is_needed() and not work.is_done(form.get("challenge", ""), typed, form.get("stamp", ""))
