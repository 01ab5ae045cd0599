"""What can be asked about staff accounts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Invitation, Role, StaffSession, User, user_role
from app.base.database import db, now
from app.base.errors import NotFound
from app.base.tokens import token_hash

ADMIN = "admin"


def normalise_email(email: str) -> str:
    """E-mail addresses are compared and stored in lower case."""
    return email.strip().lower()


def find_user(email: str) -> User | None:
    """The account with this e-mail address."""
    return db.session.scalar(select(User).where(User.email == normalise_email(email)))


def user_by_email(email: str) -> User:
    """The account with this e-mail address; NotFound."""
    user = find_user(email)
    if user is None:
        raise NotFound(_l("Zu dieser E-Mail-Adresse gibt es kein Konto."), field="email")
    return user


def user_by_id(user_id: UUID) -> User:
    """The account with this id; NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(_l("Dieses Konto gibt es nicht."))
    return user


def people() -> Sequence[User]:
    """All accounts by name."""
    return db.session.scalars(select(User).order_by(func.lower(User.name), User.email)).all()


def count_users() -> int:
    """How many accounts there are."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def active_administrators() -> int:
    """How many active administrators there are."""
    query = select(func.count(User.id)).join(user_role).join(Role).where(Role.name == ADMIN, User.active)
    return db.session.scalar(query) or 0


def open_invitation(token: str) -> Invitation:
    """The unused, unexpired invitation with this token; NotFound."""
    query = select(Invitation).where(
        Invitation.token_hash == token_hash(token),
        Invitation.accepted_at.is_(None),
        Invitation.expires_at > now(),
    )
    invitation = db.session.scalar(query.options(joinedload(Invitation.user)))
    if invitation is None or not invitation.user.active:
        raise NotFound(
            _l("Dieser Link gilt nicht mehr. Links gelten 14 Tage und nur einmal. Bitten Sie um einen neuen.")
        )
    return invitation


def signed_in_user(uniquifier: str, token: str) -> User | None:
    """The active account of an open staff session; None when the session was ended in whatever way."""
    query = (
        select(User)
        .join(StaffSession, StaffSession.user_id == User.id)
        .where(
            User.fs_uniquifier == uniquifier,
            User.active,
            StaffSession.token_hash == token_hash(token),
            StaffSession.expires_at > now(),
        )
    )
    # With the roles in one question: this is asked before every page.
    return db.session.scalars(query.options(joinedload(User.roles))).unique().one_or_none()
