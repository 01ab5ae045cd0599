"""Writes about staff accounts: create, invite, set passwords, activate, name administrators, open and end sessions."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_security import hash_password
from sqlalchemy import delete, select

from app.accounts.models import Invitation, Role, StaffSession, User
from app.accounts.passwords import weaknesses
from app.accounts.queries import ADMIN, active_administrators, find_user, open_invitation, user_by_id
from app.base.audit import note
from app.base.database import db, now
from app.base.errors import Conflict, DomainError
from app.base.tokens import new_token, token_hash

INVITATION_DAYS = 14
SESSION_HOURS = 12


class LastAdministrator(DomainError):
    """The installation would be left without an active administrator."""

    def __init__(self) -> None:
        super().__init__(_("Es muss mindestens ein aktives Konto mit Verwaltungsrechten geben."))


def create_user(
    *,
    email: str,
    name: str = "",
    password: str | None = None,
    is_admin: bool = False,
    active: bool = True,
    actor: UUID | str = "command",
) -> User:
    """Make an account; DomainError for a bad address or weak password, Conflict for an address already used."""
    address = checked_email(email)
    if find_user(address) is not None:
        raise Conflict(_("Zu dieser E-Mail-Adresse gibt es schon ein Konto."), field="email")
    user = User(email=address, name=_checked_name(name), active=active, fs_uniquifier=uuid.uuid4().hex)
    if password is not None:
        _set_password(user, password)
    if is_admin:
        user.roles = [_admin_role()]
    db.session.add(user)
    db.session.flush()
    note(actor=actor, action="user.create", object_kind="user", object_id=user.id)
    return user


def invite(*, email: str, name: str = "", actor: UUID | str = "command") -> tuple[Invitation, str]:
    """Make an account without a password and an invitation to it; the token is shown once and never stored."""
    user = create_user(email=email, name=name, actor=actor)
    return new_link(user_id=user.id, actor=actor)


def new_link(*, user_id: UUID, actor: UUID | str = "command") -> tuple[Invitation, str]:
    """A fresh link to set a password, for a lost invitation or a forgotten password; older links end."""
    user = user_by_id(user_id)
    if not user.active:
        raise DomainError(_("Das Konto ist abgeschaltet. Bitte schalten Sie es zuerst wieder ein."))
    unused = (Invitation.user_id == user.id, Invitation.accepted_at.is_(None))
    db.session.execute(delete(Invitation).where(*unused))
    token = new_token()
    invitation = Invitation(
        user=user,
        token_hash=token_hash(token),
        invited_by=actor if isinstance(actor, UUID) else None,
        expires_at=now() + timedelta(days=INVITATION_DAYS),
    )
    db.session.add(invitation)
    db.session.flush()
    note(actor=actor, action="user.invite", object_kind="user", object_id=user.id)
    return invitation, token


def accept_invitation(*, token: str, password: str, name: str | None = None) -> User:
    """Set the password of the invited account and end its open sessions; NotFound for a used or old link."""
    invitation = open_invitation(token)
    user = invitation.user
    if name is not None:
        user.name = _checked_name(name)
    _set_password(user, password)
    invitation.accepted_at = now()
    end_sessions(user_id=user.id)
    note(actor=user.id, action="user.accept", object_kind="user", object_id=user.id)
    return user


def set_active(*, user_id: UUID, active: bool, actor: UUID | str = "command") -> None:
    """Switch an account off or on; off ends its sessions at once. LastAdministrator."""
    user = user_by_id(user_id)
    if not active and user.active and user.is_admin and active_administrators() == 1:
        raise LastAdministrator
    user.active = active
    if not active:
        end_sessions(user_id=user.id)
    note(
        actor=actor,
        action="user.activate" if active else "user.deactivate",
        object_kind="user",
        object_id=user.id,
    )


def set_admin(*, user_id: UUID, is_admin: bool, actor: UUID | str = "command") -> None:
    """Give or take the rights to manage the whole installation. LastAdministrator."""
    user = user_by_id(user_id)
    if user.is_admin == is_admin:
        return
    if not is_admin and user.active and active_administrators() == 1:
        raise LastAdministrator
    user.roles = [_admin_role()] if is_admin else []
    db.session.flush()
    note(
        actor=actor,
        action="user.admin" if is_admin else "user.no_admin",
        object_kind="user",
        object_id=user.id,
    )


def reset_second_factor(*, user_id: UUID, actor: UUID | str = "command") -> None:
    """Take away second factor and recovery codes of somebody who lost them; ends open sessions."""
    user = user_by_id(user_id)
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
    user.mf_recovery_codes = None
    end_sessions(user_id=user.id)
    note(actor=actor, action="user.reset_second_factor", object_kind="user", object_id=user.id)


def start_session(*, user_id: UUID) -> str:
    """Open a staff session and return its token; expired ones of everybody are removed on the way."""
    user = user_by_id(user_id)
    moment = now()
    db.session.execute(delete(StaffSession).where(StaffSession.expires_at <= moment))
    token = new_token()
    expires_at = moment + timedelta(hours=SESSION_HOURS)
    db.session.add(StaffSession(user_id=user.id, token_hash=token_hash(token), expires_at=expires_at))
    user.last_sign_in_at = moment
    db.session.flush()
    note(actor=user.id, action="user.sign_in", object_kind="user", object_id=user.id)
    return token


def end_session(*, token: str) -> None:
    """End one staff session."""
    db.session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash(token)))


def end_sessions(*, user_id: UUID) -> None:
    """End all sessions of an account, half-finished sign-ins too."""
    user = user_by_id(user_id)
    user.fs_uniquifier = uuid.uuid4().hex
    db.session.execute(delete(StaffSession).where(StaffSession.user_id == user_id))
    db.session.flush()


def checked_email(email: str) -> str:
    """The address in the form it is stored; DomainError when it is none. Asks no name server."""
    try:
        parsed = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise DomainError(_("Das ist keine gültige E-Mail-Adresse."), field="email") from error
    if len(parsed.normalized) > 254:
        raise DomainError(_("Das ist keine gültige E-Mail-Adresse."), field="email")
    return parsed.normalized.lower()


def _checked_name(name: str) -> str:
    if len(name.strip()) > 120:
        raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=120), field="name")
    return name.strip()


def _set_password(user: User, password: str) -> None:
    if weak := weaknesses(password, email=user.email, name=user.name):
        raise DomainError(weak[0], field="password")
    # Flask-Security compares in this normal form, so that every keyboard writes the same umlaut.
    user.password = hash_password(unicodedata.normalize("NFKD", password))


def _admin_role() -> Role:
    role = db.session.scalar(select(Role).where(Role.name == ADMIN))
    if role is None:
        role = Role(name=ADMIN, description="administers the installation")
        db.session.add(role)
        db.session.flush()
    return role
