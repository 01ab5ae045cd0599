"""Reads of a sample: the letter of a code, stacks with how many were used, serial numbers not used yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from app.base.database import db
from app.base.tokens import CODE_ALPHABET, normalise_code, token_hash
from app.surveys.sample.models import SurveyBatch, SurveyCode, SurveySample

LENGTH = 12
"""Signs of a personal code: 58 bits, so that 10,000 letters and a full budget of wrong guesses are no danger."""


@dataclass(frozen=True)
class Stack:
    """One batch: its serial numbers from `first` to `last`, how many letters there are and how many were used."""

    batch: SurveyBatch
    first: int
    last: int
    letters: int
    used: int


def hash_of(typed: str) -> str:
    """The keyed hash of a typed code; a hash that fits nothing when it cannot be one."""
    return token_hash(f"survey letter:{normalise_code(typed[:300])}")


def grouped(code: str) -> str:
    """A code as it is printed: `K7PM-2RXA-Q4TN`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def looks_like_code(typed: str) -> bool:
    """Twelve signs of the alphabet; what does not is a slip of the finger and no guess."""
    code = normalise_code(typed[:300])
    return len(code) == LENGTH and not set(code) - set(CODE_ALPHABET)


def letter_by_hash(activity_id: UUID, code_hash: str) -> SurveyCode | None:
    """The letter of this survey with this code, used or not."""
    query = select(SurveyCode).where(SurveyCode.activity_id == activity_id, SurveyCode.code_hash == code_hash)
    return db.session.scalar(query.execution_options(populate_existing=True))


def sample_of(activity_id: UUID) -> SurveySample | None:
    return db.session.get(SurveySample, activity_id)


def stacks_of(activity_id: UUID) -> list[Stack]:
    """The stacks of a survey by serial number."""
    numbers = (
        select(
            SurveyCode.batch_id,
            func.min(SurveyCode.serial).label("first"),
            func.max(SurveyCode.serial).label("last"),
            func.count().label("letters"),
            func.count(SurveyCode.used_on).label("used"),
        )
        .where(SurveyCode.activity_id == activity_id)
        .group_by(SurveyCode.batch_id)
        .subquery()
    )
    query = select(SurveyBatch, numbers).join(numbers, numbers.c.batch_id == SurveyBatch.id)
    rows = db.session.execute(query.order_by(numbers.c.first))
    return [Stack(row.SurveyBatch, row.first, row.last, row.letters, row.used) for row in rows]


def not_used(activity_id: UUID) -> Sequence[tuple[int, str]]:
    """Serial number and group of every letter whose code nobody used yet."""
    query = (
        select(SurveyCode.serial, SurveyBatch.label)
        .join(SurveyBatch, SurveyBatch.id == SurveyCode.batch_id)
        .where(SurveyCode.activity_id == activity_id, SurveyCode.used_on.is_(None))
        .order_by(SurveyCode.serial)
    )
    return [(row.serial, row.label) for row in db.session.execute(query)]


def serials_of(activity_id: UUID, hashes: Sequence[str]) -> dict[str, int]:
    """Serial number by hash, of those hashes that are letters of this survey."""
    query = select(SurveyCode.code_hash, SurveyCode.serial).where(SurveyCode.activity_id == activity_id)
    wanted = set(hashes)
    return {
        row.code_hash: row.serial
        for row in db.session.execute(query.order_by(SurveyCode.serial))
        if row.code_hash in wanted
    }
