"""Writes about people: join with a code, come back with the receipt, leave a phone, be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from app.areas.age_bands import AGE_BANDS
from app.base.database import db, now
from app.base.errors import DomainError
from app.base.tokens import new_receipt, new_token, split_receipt, token_hash
from app.participants.models import JoinCode, Participant, ParticipantSession
from app.participants.queries import (
    home_area_set,
    home_areas,
    joined_by,
    participant_by_receipt,
    state_of,
)
from app.participants.vocabulary import GENDERS, INFORMATION_VERSION, OUTSIDE, ROLES, SESSION_DAYS
from app.processes.queries import process_by_id, today

CHILDREN = ("a00_05", "a06_09", "a10_11", "a12_13")
YOUTH = ("a14_15", "a16_17", "a18_21")
SENIORS = ("a65_79", "a80p")


class UnknownCode(DomainError):
    """No code to join with now: unknown, expired, revoked or not yet valid; it never says which."""

    def __init__(self) -> None:
        super().__init__(
            _l("Dieser Code passt nicht. Schau noch einmal auf den Zettel oder frag nach."), field="code"
        )


class NotOpen(DomainError):
    """The process behind a valid code has not begun or is over."""

    def __init__(self, *, has_begun: bool) -> None:
        over = _l("Dieses Verfahren ist zu Ende. Mitmachen geht nicht mehr.")
        early = _l("Das hat noch nicht angefangen. Versuch es später noch einmal mit demselben Code.")
        super().__init__(over if has_begun else early, field="code")


class CodeIsFull(DomainError):
    """As many people joined with this code as it was made for."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Mit diesem Code machen schon so viele mit, wie geplant waren. "
                "Frag die Person, von der du den Code hast."
            ),
            field="code",
        )


class UnknownReceipt(DomainError):
    """Nobody's receipt."""

    def __init__(self) -> None:
        super().__init__(_l("Dieser Beleg passt nicht. Prüf die 16 Zeichen noch einmal."), field="receipt")


@dataclass(frozen=True)
class Joined:
    """A participant with the two secrets that are shown or set once and stored only as hashes."""

    participant: Participant
    receipt: str
    session_token: str


@dataclass(frozen=True)
class Resumed:
    """A participant who is back, with the session token of this phone."""

    participant: Participant
    session_token: str


def join(
    *,
    code_id: UUID,
    age_band: str = "na",
    gender: str = "na",
    role: str | None = None,
    home_area_code: str | None = None,
) -> Joined:
    """Turn an invitation into a participant; a code that asks nothing says itself for whom the device speaks.

    Errors: UnknownCode when it stopped being valid, NotOpen, CodeIsFull, DomainError for unknown words.
    """
    # The row stays locked until the commit, so that two who join at once are counted one after the other.
    code = db.session.scalar(select(JoinCode).where(JoinCode.id == code_id).with_for_update())
    if code is None or state_of(code, now()) != "valid":
        raise UnknownCode
    check_open(code)
    if code.asks_nothing:
        return join_direct(
            process_id=code.process_id,
            age_band=code.preset_age_band or "na",
            role=code.preset_role,
            join_code_id=code.id,
        )
    return join_direct(
        process_id=code.process_id,
        age_band=age_band,
        gender=gender,
        role=role or code.preset_role,
        home_area_code=home_area_code,
        join_code_id=code.id,
    )


def join_direct(
    *,
    process_id: UUID,
    age_band: str = "na",
    gender: str = "na",
    role: str | None = None,
    home_area_code: str | None = None,
    join_code_id: UUID | None = None,
    joined_on: date | None = None,
) -> Joined:
    """A participant without a code check, for demo data and paper forms; same words and rules as `join`."""
    process = process_by_id(process_id)
    role = role or role_of_age(age_band)
    if age_band not in AGE_BANDS:
        raise DomainError(_l("Diese Altersgruppe gibt es nicht."), field="age_band")
    if gender not in GENDERS:
        raise DomainError(_l("Diese Angabe zum Geschlecht gibt es nicht."), field="gender")
    if role not in ROLES:
        raise DomainError(_l("Diese Rolle gibt es nicht."), field="role")
    home = home_area_code or None
    if home not in (None, OUTSIDE) and home not in dict(home_areas(process)):
        raise DomainError(_l("Diesen Stadtteil gibt es in der Liste nicht."), field="home_area_code")
    receipt = new_receipt()
    participant = Participant(
        process_id=process_id,
        join_code_id=join_code_id,
        receipt_hash=token_hash(receipt),
        age_band=age_band,
        gender=gender,
        role=role,
        home_area_set=home_area_set(process) if home else None,
        home_area_code=home,
        information_version=INFORMATION_VERSION,
        joined_on=joined_on or today(),
    )
    db.session.add(participant)
    db.session.flush()
    return Joined(participant, receipt, _open_session(participant.id))


def resume(*, receipt: str) -> Resumed:
    """Sign this phone in by the receipt; UnknownReceipt when it is nobody's."""
    participant = participant_by_receipt(receipt)
    if participant is None:
        raise UnknownReceipt
    return Resumed(participant, _open_session(participant.id))


def check_open(code: JoinCode) -> None:
    """NotOpen or CodeIsFull when nobody can join with this valid code now."""
    process = process_by_id(code.process_id)
    if process.status != "open":
        raise NotOpen(has_begun=process.status != "draft")
    if code.max_participants is not None and joined_by(code) >= code.max_participants:
        raise CodeIsFull


def set_receipt_aside(*, joined: Joined) -> str:
    """Keep the receipt until its owner has written it down: one half here, the other (returned) for the cookie.

    Neither a copy of the database nor a copy of the cookie holds the receipt.
    """
    kept, given = split_receipt(joined.receipt)
    mine = ParticipantSession.token_hash == token_hash(joined.session_token)
    db.session.execute(update(ParticipantSession).where(mine).values(receipt_half=kept))
    return given


def renew_receipt(*, participant_id: UUID, session_token: str) -> Joined:
    """A new receipt for somebody who is signed in; the old one, lost or in wrong hands, fits no more.

    Whoever came in with it leaves with it: of all phones only this one stays signed in.
    """
    participant = db.session.scalar(
        select(Participant).where(Participant.id == participant_id).with_for_update()
    )
    if participant is None:
        raise UnknownReceipt
    receipt = new_receipt()
    participant.receipt_hash = token_hash(receipt)
    db.session.execute(
        delete(ParticipantSession).where(
            ParticipantSession.participant_id == participant_id,
            ParticipantSession.token_hash != token_hash(session_token),
        )
    )
    db.session.flush()
    return Joined(participant, receipt, session_token)


def forget_waiting_receipt(*, session_token: str) -> None:
    """The receipt is written down; from now on nobody can show it again."""
    mine = ParticipantSession.token_hash == token_hash(session_token)
    db.session.execute(update(ParticipantSession).where(mine).values(receipt_half=None))


def leave(*, session_token: str) -> None:
    """End the session of this phone; the person and what they said stay."""
    db.session.execute(
        delete(ParticipantSession).where(ParticipantSession.token_hash == token_hash(session_token))
    )


def erase(*, participant_id: UUID) -> None:
    """Forget the person: profile, receipt and every signed-in phone (E07). What they said is erased before."""
    db.session.execute(delete(Participant).where(Participant.id == participant_id))
    db.session.flush()


def role_of_age(age_band: str) -> str:
    """The role (C2) of somebody who named none: child, youth, senior or resident."""
    if age_band in CHILDREN:
        return "child"
    if age_band in SENIORS:
        return "senior"
    return "youth" if age_band in YOUTH or age_band == "na" else "resident"


def _open_session(participant_id: UUID) -> str:
    at = now()
    mine = ParticipantSession.participant_id == participant_id
    db.session.execute(delete(ParticipantSession).where(mine, ParticipantSession.expires_at <= at))
    token = new_token()
    db.session.add(
        ParticipantSession(
            participant_id=participant_id,
            token_hash=token_hash(token),
            expires_at=at + timedelta(days=SESSION_DAYS),
        )
    )
    db.session.flush()
    return token
