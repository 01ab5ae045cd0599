"""What can be asked about codes and participants: valid codes, this phone's person, counts for staff."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, func, select

from app.areas.queries import area_names, vintages
from app.base.database import UtcDateTime, db, now
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.base.tokens import join_receipt, normalise_code, token_hash
from app.participants.models import GuessCount, JoinCode, Participant, ParticipantSession
from app.processes.models import Process

TOKEN = re.compile(r"(?:.*/m/)?([A-Za-z0-9_-]{22})")
"""A QR token alone or inside the address that stands under the QR picture."""

MISREAD = str.maketrans({"O": "Q", "0": "Q", "S": "5", "U": "V", "1": "7", "I": "7", "L": "7"})
"""Signs that are on no poster, as the sign they are most often misread from."""

MISREAD_RECEIPT = str.maketrans({"0": "O", "1": "I", "8": "B"})


_PERSON, _SESSION = Participant.__table__.c, ParticipantSession.__table__.c
_SIGNED_IN = Prepared(
    select(_PERSON.id, _PERSON.process_id)
    .join_from(ParticipantSession.__table__, Participant.__table__, _SESSION.participant_id == _PERSON.id)
    .where(
        _SESSION.token_hash == bindparam("token_hash"),
        _SESSION.expires_at > bindparam("at", type_=UtcDateTime),
        _PERSON.withdrawn_at.is_(None),
    )
)


@dataclass(frozen=True)
class SignedIn:
    """A participant's pseudonym and process: what the JSON doors need to know of who knocks."""

    id: UUID
    process_id: UUID


@dataclass(frozen=True)
class CodeSummary:
    """A code in the staff list; `participants` is all that staff learn about who used it (E21)."""

    code: JoinCode
    participants: int
    state: str


def normalised_code(text: str) -> str:
    """A typed code without spaces and dashes, in capitals, with signs that no code has read as their look-alikes."""
    return normalise_code(text).translate(MISREAD)


def normalised_receipt(text: str) -> str:
    """A typed receipt in the form it was shown in (XXXX-XXXX-XXXX-XXXX)."""
    signs = normalise_code(text).translate(MISREAD_RECEIPT)
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))


def state_of(code: JoinCode, at: datetime) -> str:
    """`revoked`, `early`, `expired` or `valid`."""
    if code.revoked_at is not None:
        return "revoked"
    if at < code.valid_from:
        return "early"
    return "expired" if code.valid_to is not None and at > code.valid_to else "valid"


def find_code(text_or_token: str) -> JoinCode | None:
    """The code somebody may join with now, from what was typed or scanned; None whatever the reason is not."""
    text = text_or_token.strip()[:300]
    if token := TOKEN.fullmatch(text):
        wanted = JoinCode.token_hash == token_hash(token.group(1))
    else:
        wanted = JoinCode.code == normalised_code(text)
    found = db.session.scalar(select(JoinCode).where(wanted))
    return found if found is not None and state_of(found, now()) == "valid" else None


def is_token(text: str) -> bool:
    """True for a QR token or address: 128 bits that nobody guesses, so that no budget has to protect them."""
    return TOKEN.fullmatch(text.strip()[:300]) is not None


def code_by_id(code_id: UUID, process_id: UUID | None = None) -> JoinCode:
    """A code, optionally only of one process; NotFound."""
    found = db.session.get(JoinCode, code_id)
    if found is None or (process_id is not None and found.process_id != process_id):
        raise NotFound(_l("Diesen Zugang gibt es nicht."))
    return found


def codes_of(process_id: UUID) -> list[CodeSummary]:
    """The codes of a process with how many joined by each, newest first."""
    joined = (
        select(Participant.join_code_id, func.count().label("participants"))
        .where(Participant.process_id == process_id)
        .group_by(Participant.join_code_id)
        .subquery()
    )
    rows = db.session.execute(
        select(JoinCode, func.coalesce(joined.c.participants, 0))
        .outerjoin(joined, joined.c.join_code_id == JoinCode.id)
        .where(JoinCode.process_id == process_id)
        .order_by(JoinCode.created_at.desc(), JoinCode.id.desc())
    )
    at = now()
    return [
        CodeSummary(code, int(count), "full" if _is_full(code, count, at) else state_of(code, at))
        for code, count in rows
    ]


def _is_full(code: JoinCode, joined: int, at: datetime) -> bool:
    has_room = code.max_participants is None or joined < code.max_participants
    return not has_room and state_of(code, at) == "valid"


def joined_by(code: JoinCode) -> int:
    """How many people of today joined with this code; who erased everything has made room."""
    mine = (Participant.process_id == code.process_id, Participant.join_code_id == code.id)
    return int(db.session.scalar(select(func.count()).select_from(Participant).where(*mine)) or 0)


def arrivals(code_ids: Collection[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """How many devices joined by each of these codes, and when the last one did; codes nobody used are left out."""
    rows = db.session.execute(
        select(Participant.join_code_id, func.count(), func.max(Participant.created_at))
        .where(Participant.join_code_id.in_(code_ids))
        .group_by(Participant.join_code_id)
        .order_by(Participant.join_code_id)
    )
    return {code_id: (int(number), last) for code_id, number, last in rows if code_id is not None}


def participants_in(process_id: UUID) -> int:
    """How many people joined a process."""
    query = select(func.count()).select_from(Participant).where(Participant.process_id == process_id)
    return int(db.session.scalar(query) or 0)


def participant_by_session(token: str) -> Participant | None:
    """Whose phone this is; None when the session ended or the person withdrew."""
    query = (
        select(Participant)
        .join(ParticipantSession, ParticipantSession.participant_id == Participant.id)
        .where(
            ParticipantSession.token_hash == token_hash(token),
            ParticipantSession.expires_at > now(),
            Participant.withdrawn_at.is_(None),
        )
    )
    return db.session.scalar(query)


def signed_in_by_session(token: str) -> SignedIn | None:
    """Whose cookie this is, as `participant_by_session` decides it."""
    given = {"token_hash": token_hash(token), "at": now()}
    row = _SIGNED_IN.run(given).first()
    return None if row is None else SignedIn(row.id, row.process_id)


def participant_by_receipt(receipt: str) -> Participant | None:
    """Whose receipt this is, typed with or without dashes; None when it is nobody's."""
    hashed = token_hash(normalised_receipt(receipt[:300]))
    return db.session.scalar(
        select(Participant).where(Participant.receipt_hash == hashed, Participant.withdrawn_at.is_(None))
    )


def home_area_set(process: Process) -> str | None:
    """Name of the Raumgliederung people choose their home from: the first of the process."""
    names = process.area_set_names
    return names[0] if names else None


def home_areas(process: Process) -> list[tuple[str, str]]:
    """(code, name) of the areas people can say they live in, by name; empty without a Raumgliederung."""
    name = home_area_set(process)
    found = vintages(name) if name else []
    return sorted(area_names([found[0].id])[found[0].id], key=lambda pair: pair[1]) if found else []


def failures_this_hour() -> int:
    """Wrong codes and receipts of the running clock hour, over all processes and servers."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    return int(db.session.scalar(select(func.sum(GuessCount.failures)).where(GuessCount.hour == hour)) or 0)


def waiting_receipt(session_token: str, half: str) -> str | None:
    """The receipt this phone has not kept yet, from the half in its cookie and the one in its session; or None."""
    query = select(ParticipantSession.receipt_half).where(
        ParticipantSession.token_hash == token_hash(session_token), ParticipantSession.expires_at > now()
    )
    other_half = db.session.scalar(query)
    try:
        return join_receipt(half, other_half) if half and other_half else None
    except ValueError:
        return None
