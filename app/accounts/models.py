"""Staff accounts: people who sign in. Young people never have one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Column, ForeignKey, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Keyed, Base, RoleMixin):  # type: ignore[misc]
    """Installation-wide role; today only `admin`. Roles in a process are Memberships."""

    __tablename__ = "role"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str | None] = mapped_column(String(200))
    permissions: Mapped[str | None] = mapped_column(String(200))  # type: ignore[assignment]


class User(Keyed, Base, UserMixin):  # type: ignore[misc]
    """A staff account. `fs_uniquifier` changes to end every open session (password change, deactivation)."""

    __tablename__ = "user"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(64))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON))
    tf_last_counter: Mapped[int | None]
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    roles: Mapped[list[Role]] = relationship(secondary=user_role, lazy="selectin")  # type: ignore[assignment]

    @property
    def is_admin(self) -> bool:
        return any(role.name == "admin" for role in self.roles)

    def calculate_username(self) -> Any:
        return self.name or self.email


class Invitation(Keyed, Base):
    """An invitation by link; only the hash of its token is stored, it works once and for 14 days."""

    __tablename__ = "invitation"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class StaffSession(Keyed, Base):
    """One sign-in in one browser; the cookie holds the token, the table its hash; signing out deletes the row."""

    __tablename__ = "staff_session"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInPace(Base):
    """Failed sign-ins of one account from one place; the key is a hash, no address and no name is kept."""

    __tablename__ = "sign_in_pace"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
