"""Turns one letter into a participant, once, so that nothing tells which one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, select, update

from app.base.database import db
from app.base.errors import DomainError
from app.participants.services import Joined, join_direct
from app.processes.queries import today
from app.surveys.models import Survey
from app.surveys.sample.models import SurveyCode
from app.surveys.sample.queries import letter_by_hash, sample_of


class UnknownLetter(DomainError):
    """No letter to come in with: unknown, or of another survey."""

    def __init__(self) -> None:
        super().__init__(
            _l("Dieser Code passt nicht. Schau noch einmal auf den Brief oder frag nach."), field="code"
        )


class UsedLetter(DomainError):
    """Somebody came in with this letter before."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Mit diesem Code hat schon jemand mitgemacht. "
                "Warst du das? Dann kommst du mit deinem Beleg wieder hinein."
            ),
            field="code",
        )


def join_by_letter(
    *,
    survey: Survey,
    code_hash: str,
    age_band: str = "na",
    gender: str = "na",
    role: str | None = None,
    home_area_code: str | None = None,
) -> Joined:
    """A participant for a letter that nobody used; UnknownLetter, UsedLetter, and what `join_direct` raises."""
    _spend(survey.activity_id, code_hash)
    sample = sample_of(survey.activity_id)
    return join_direct(
        process_id=survey.activity.process_id,
        age_band=age_band,
        gender=gender,
        role=role,
        home_area_code=home_area_code,
        join_code_id=sample.join_code_id if sample else None,
    )


def check_unused(activity_id: UUID, code_hash: str) -> SurveyCode:
    """The letter, when somebody can come in with it; UnknownLetter, UsedLetter."""
    letter = letter_by_hash(activity_id, code_hash)
    if letter is None:
        raise UnknownLetter
    if letter.used_on is not None:
        raise UsedLetter
    return letter


def _spend(activity_id: UUID, code_hash: str) -> None:
    """Note that a letter was used, so that nothing tells by whom.

    PostgreSQL numbers its transactions in every row (`xmin`), and a row that was changed moves. A letter changed
    together with a new participant could be found by that. So all letters of the survey are written anew each time:
    they all carry one number and stay in their order. SQLite keeps neither.
    """
    lock_letters(activity_id)
    note_used(activity_id, [check_unused(activity_id, code_hash).serial])


def note_used(activity_id: UUID, serials: Sequence[int]) -> None:
    """Write the Monday of this week at these letters; on PostgreSQL all others are written anew with them."""
    day = today()
    monday = day - timedelta(days=day.weekday())
    mine = SurveyCode.serial.in_(serials)
    statement = update(SurveyCode).where(SurveyCode.activity_id == activity_id)
    if db.engine.dialect.name == "sqlite":
        statement = statement.where(mine)
    db.session.execute(
        statement.values(used_on=case((mine, monday), else_=SurveyCode.used_on)),
        execution_options={"synchronize_session": False},
    )
    db.session.expire_all()


def lock_letters(activity_id: UUID) -> None:
    """One after the other, so that a code works once and serial numbers are given once."""
    db.session.scalar(
        select(Survey.activity_id).where(Survey.activity_id == activity_id).with_for_update(key_share=True)
    )
