"""Writes about join codes: create, renew, revoke; and the QR token, which is derived and never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.areas.age_bands import AGE_BANDS
from app.base.audit import note
from app.base.database import db, new_id, now
from app.base.errors import DomainError
from app.base.tokens import new_code, token_hash
from app.participants.models import GuardianSlip, JoinCode
from app.participants.vocabulary import MOST_PARTICIPANTS, ROLES
from app.processes.queries import activity_by_id


def qr_token(code: JoinCode) -> str:
    """The 128-bit token of a code's QR picture (22 signs), the same at every print until the code is renewed."""
    return _derived_token(code.id, code.serial)


def create_code(
    *,
    process_id: UUID,
    label: str = "",
    activity_id: UUID | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
    preset_role: str | None = None,
    preset_age_band: str | None = None,
    asks_nothing: bool = False,
    max_participants: int | None = None,
    actor: UUID | str = "command",
) -> JoinCode:
    """Make an invitation, with a limit of people who may join or without.

    `asks_nothing` is for devices that speak for a group: they take the preset role and age band and are asked nothing.
    DomainError for a foreign activity, an unknown role, a window without length or a limit out of reason.
    """
    start = valid_from or now()
    if valid_to is not None and valid_to <= start:
        raise DomainError(_("Das Ende liegt vor dem Anfang."), field="valid_to")
    if activity_id is not None and activity_by_id(activity_id).process_id != process_id:
        raise DomainError(_("Diese Aktivität gehört zu einem anderen Verfahren."), field="activity_id")
    _check_presets(preset_role, preset_age_band)
    if max_participants is not None and not 1 <= max_participants <= MOST_PARTICIPANTS:
        message = _("Die Grenze ist eine Zahl von 1 bis %(most)d.", most=MOST_PARTICIPANTS)
        raise DomainError(message, field="max_participants")
    identity = new_id()
    code = JoinCode(
        id=identity,
        process_id=process_id,
        activity_id=activity_id,
        label=label.strip()[:120],
        code=_unused_code(),
        serial=1,
        token_hash=token_hash(_derived_token(identity, 1)),
        valid_from=start,
        valid_to=valid_to,
        preset_role=preset_role,
        preset_age_band=preset_age_band,
        asks_nothing=asks_nothing,
        max_participants=max_participants,
    )
    db.session.add(code)
    db.session.flush()
    note(actor=actor, action="join_code.create", object_kind="join_code", object_id=code.id)
    return code


def preset_code(*, code: JoinCode, role: str | None, age_band: str | None) -> JoinCode:
    """What those who join from now on stand for; DomainError for words that do not exist."""
    _check_presets(role, age_band)
    code.preset_role, code.preset_age_band = role, age_band
    db.session.flush()
    return code


def renew_code(*, code: JoinCode, actor: UUID | str = "command") -> JoinCode:
    """New typed code and new QR for the same invitation; the old ones stop working, who joined stays.

    DomainError while slips of guardians are noted for it: those who join anew would count as having one (E04).
    """
    noted = select(GuardianSlip.id).where(
        GuardianSlip.join_code_id == code.id, GuardianSlip.withdrawn_at.is_(None)
    )
    if db.session.scalar(noted.limit(1)) is not None:
        raise DomainError(
            _(
                "Für diesen Code sind Zettel von Sorgeberechtigten vermerkt. Bitte legen Sie einen neuen Code an."
            ),
            field="code",
        )
    code.serial += 1
    code.code = _unused_code()
    code.token_hash = token_hash(_derived_token(code.id, code.serial))
    code.revoked_at = None
    db.session.flush()
    note(actor=actor, action="join_code.renew", object_kind="join_code", object_id=code.id)
    return code


def revoke_code(*, code: JoinCode, actor: UUID | str = "command") -> JoinCode:
    """Nobody can join with this code any more; who joined stays."""
    if code.revoked_at is None:
        code.revoked_at = now()
        db.session.flush()
        note(actor=actor, action="join_code.revoke", object_kind="join_code", object_id=code.id)
    return code


def _check_presets(role: str | None, age_band: str | None) -> None:
    if role is not None and role not in ROLES:
        raise DomainError(_("Diese Rolle gibt es nicht."), field="preset_role")
    if age_band is not None and age_band not in AGE_BANDS:
        raise DomainError(_("Diese Altersgruppe gibt es nicht."), field="preset_age_band")


def _derived_token(identity: UUID, serial: int) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, f"join code {identity} {serial}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode("ascii").rstrip("=")


def _unused_code() -> str:
    while True:
        code = new_code()
        if db.session.scalar(select(JoinCode.id).where(JoinCode.code == code)) is None:
            return code
