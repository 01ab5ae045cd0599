"""The way somebody came to a survey, and whether the survey takes answers by it; never by which code."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select

from app.base.errors import NotAllowed
from app.base.prepared import Prepared
from app.base.tokens import token_hash
from app.contributions.class_mode.queries import is_code_of_class
from app.participants.kiosk import is_kiosk
from app.participants.models import Participant
from app.surveys.models import KIOSK, OPEN, PAPER, SAMPLE, SCHOOL, SurveySample

SAMPLE_PAPER = "sample_paper"
"""A sheet that went out with a letter: part of the sample, on paper."""
_PERSON, _SAMPLE = Participant.__table__.c, SurveySample.__table__.c
_CODES = Prepared(
    select(_PERSON.join_code_id, _SAMPLE.join_code_id.label("letters"))
    .join_from(
        Participant.__table__,
        SurveySample.__table__,
        _SAMPLE.activity_id == bindparam("activity_id"),
        isouter=True,
    )
    .where(_PERSON.id == bindparam("participant_id"))
)


class OtherWay(NotAllowed):
    """The survey takes answers, but not by the way this person came."""

    def __init__(self) -> None:
        super().__init__(
            _l("Bei dieser Umfrage macht man auf einem anderen Weg mit. Wie, steht auf ihrer Seite."),
            field="activity",
        )


def way_of(activity_id: UUID, participant_id: UUID | None) -> str:
    """`sample`, `kiosk`, `school` or `open`, for who answers now on this device.

    A letter goes before the rest: who was drawn belongs to the sample wherever they answer. All letters have one code
    and a class is any class, so that the way tells nobody apart (E21, decision 22).
    """
    row = None
    if participant_id is not None:
        given = {"activity_id": activity_id, "participant_id": participant_id}
        row = _CODES.run(given).first()
    if row is not None and row.letters is not None and row.join_code_id == row.letters:
        return SAMPLE
    if is_kiosk():
        return KIOSK
    return SCHOOL if row is not None and is_code_of_class(row.join_code_id) else OPEN


def may_answer(modes: Collection[str], way: object) -> bool:
    """Whether a survey with these modes takes answers by this way; an open one takes all."""
    return OPEN in modes or {SAMPLE_PAPER: PAPER}.get(str(way), way) in modes


def kiosk_key(activity_id: UUID) -> str:
    """What stands behind the address that makes a device one for many; staff alone see it."""
    return token_hash(f"kiosk:{activity_id}")[:12]
