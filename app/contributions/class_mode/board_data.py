"""What the board shows and its script repeats: the clock, counts of the class, and the code to join."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from flask_babel import gettext as _

from app.base.database import now
from app.base.tiles import tile_source
from app.contributions.class_mode import clock
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.queries import has_questionnaire, tally
from app.contributions.class_mode.vocabulary import PHASES, QUESTIONNAIRE_CALL
from app.participants.consents import slips_of
from app.participants.pictures import qr_svg
from app.participants.queries import code_by_id
from app.participants.services import qr_token


def state_of(lesson: ClassSession, at: datetime | None = None) -> dict[str, Any]:
    """All that changes while the board is open. No single contribution, no profile (E21)."""
    key, _minutes = lesson.phases[lesson.current_phase]
    counts = tally(lesson)
    left = clock.remaining(lesson, at or now())
    return {
        "phase": lesson.current_phase,
        "name": str(PHASES[key].label),
        "call": str(QUESTIONNAIRE_CALL if key == "mark" and has_questionnaire(lesson) else PHASES[key].call),
        "remaining": left,
        "clock": clock_text(left),
        "running": lesson.running_since is not None,
        "started": lesson.started_at is not None,
        "revealed": lesson.revealed_at is not None,
        "ended": lesson.ended_at is not None,
        "joined": counts.joined,
        "arrived": counts.arrived,
        "questions": [number for _text, number in counts.questions],
    }


def clock_text(left: int) -> str:
    """`4:05`; `+0:30` when the phase runs over."""
    minutes, seconds = divmod(abs(left), 60)
    return f"{'+' if left < 0 else ''}{minutes}:{seconds:02}"


def is_by_card(lesson: ClassSession) -> bool:
    """Whether the code stands on cards only, as guardians' slips hold for everybody who joins with it (decision 19)."""
    return lesson.join_code_id is not None and bool(slips_of([lesson.join_code_id]))


def invitation(lesson: ClassSession) -> dict[str, str] | None:
    """How to join: the QR picture, the address to type and the code in two groups; None without a permission.

    Also None for a code that stands on cards only.
    """
    if lesson.join_code_id is None or is_by_card(lesson):
        return None
    code = code_by_id(lesson.join_code_id)
    base = current_app.config["BASE_URL"]
    host = urlsplit(base).netloc or request.host
    return {
        "picture": qr_svg(f"{base}{url_for('participants.join_qr', token=qr_token(code))}"),
        "address": f"{host}{url_for('participants.join_form')}",
        "typed": f"{code.code[:4]} {code.code[4:]}",
    }


def script_data() -> dict[str, Any]:
    """Addresses and words of the board's script; %1 is filled in by it."""
    return {
        "urls": {
            "state": url_for("class_board.state"),
            "step": url_for("class_board.press"),
            "map": url_for("class_board.revealed"),
        },
        "basemap": asdict(tile_source()),
        "words": {
            "offline": _("Keine Verbindung. Die Uhr läuft weiter, die Zahlen sind von %1 Uhr."),
            "notPressed": _("Das ist nicht angekommen. Bitte drücken Sie noch einmal."),
            "over": _("Die Zeit ist um."),
            "nothing": _("Noch nirgends waren fünf von euch. Einzelne Orte zeigen wir nicht."),
            "zoomIn": _("Näher ran"),
            "zoomOut": _("Weiter weg"),
        },
    }
