"""Who takes part: invitation codes and pseudonyms. No name, no address, no birth date, no IP (E01)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base.database import Base, Keyed, UtcDateTime


class JoinCode(Keyed, Base):
    """An invitation: a typed code on paper and a QR token derived from id, `serial` and the secret key.

    The code alone reads nobody's data; it only lets a person become a participant. With `asks_nothing` a device joins
    that speaks for a group: role and age band are those of the code, nobody is asked, no receipt is handed out.
    """

    __tablename__ = "join_code"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"))
    label: Mapped[str] = mapped_column(String(120), default="")
    code: Mapped[str] = mapped_column(String(16), unique=True)
    serial: Mapped[int] = mapped_column(default=1)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    preset_role: Mapped[str | None] = mapped_column(String(30))
    preset_age_band: Mapped[str | None] = mapped_column(String(10))
    asks_nothing: Mapped[bool] = mapped_column(default=False)
    max_participants: Mapped[int | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Participant(Keyed, Base):
    """A pseudonym in one process; the receipt is stored as a hash only and is the only way back in."""

    __tablename__ = "participant"

    process_id: Mapped[UUID] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    join_code_id: Mapped[UUID | None] = mapped_column(ForeignKey("join_code.id", ondelete="SET NULL"))
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    age_band: Mapped[str] = mapped_column(String(10), default="na")
    gender: Mapped[str] = mapped_column(String(4), default="na")
    role: Mapped[str] = mapped_column(String(30), default="youth")
    home_area_set: Mapped[str | None] = mapped_column(String(80))
    home_area_code: Mapped[str | None] = mapped_column(String(80))
    information_version: Mapped[str] = mapped_column(String(20), default="")
    joined_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sessions: Mapped[list[ParticipantSession]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class ParticipantSession(Keyed, Base):
    """A phone that is signed in as a participant; the cookie holds the token, the table its hash.

    `receipt_half` is one of two random halves of a receipt that its owner has not kept yet; the other is in the
    cookie of the phone. Each half alone says nothing.
    """

    __tablename__ = "participant_session"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    receipt_half: Mapped[str | None] = mapped_column(String(20))


class Consent(Keyed, Base):
    """A yes to one purpose (E02, E04, E06): who gave it, to which wording, when, and whether it was taken back.

    `subject_id` names the attachment or contribution it is about; without one it is a yes to the purpose at large.
    """

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint("giver IN ('self','guardian')", name="giver"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    giver: Mapped[str] = mapped_column(String(10), default="self")
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    text_version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GuardianSlip(Keyed, Base):
    """Staff say: the signed slips of the guardians of all who join with this code are here (E04, E06).

    `purposes` and `text_version` are those on the slip; the paper stays with the staff, no name comes in here.
    """

    __tablename__ = "guardian_slip"

    join_code_id: Mapped[UUID] = mapped_column(ForeignKey("join_code.id", ondelete="CASCADE"), index=True)
    purposes: Mapped[list[str]] = mapped_column(JSON)
    text_version: Mapped[str] = mapped_column(String(20))
    marked_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GuessCount(Base):
    """Failed codes in one clock hour, for the global budget; no address, no device is kept."""

    __tablename__ = "guess_count"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_guess_count_hour", "hour"),)
