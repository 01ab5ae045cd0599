"""Reads of lessons: one by its board or its process, what its class has sent as counts, who still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, bindparam, func, select

from app.base.database import db, now
from app.base.errors import NotFound
from app.base.prepared import Prepared
from app.base.tokens import token_hash
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.vocabulary import FEWEST
from app.contributions.models import Attribute, Contribution, Submission, SubmissionAttribute
from app.contributions.vocabulary import COUNTED_STATES
from app.participants.models import Participant
from app.processes.channels import asks_questionnaire, questions_of
from app.processes.queries import activity_by_id, today

_OF_CLASS = Prepared(
    select(ClassSession.id).where(ClassSession.join_code_id == bindparam("join_code_id")).limit(1)
)
LONGEST_WAIT = timedelta(hours=3)
"""After the beginning of a lesson; a teacher who forgets to reveal keeps nobody waiting for longer."""


class NoSuchBoard(NotFound):
    """The link was never one, or was renewed or taken back; it never says which."""

    def __init__(self) -> None:
        super().__init__(
            _l("Dieser Link zur Tafel gilt nicht mehr. Bitten Sie die Koordination um einen neuen.")
        )


@dataclass(frozen=True)
class Tally:
    """What the board may say of a class, as it is written there; no number rests on fewer than FEWEST persons.

    `arrived` counts places, or sittings with answers when the class has a questionnaire. Then nothing is said of single
    questions: who was asked what tells already what somebody answered before.
    """

    joined: str
    arrived: str
    questions: list[tuple[str, str]]
    is_questionnaire: bool = False


def lesson_by_board(token: str) -> ClassSession:
    """The lesson whose board this token opens; NoSuchBoard."""
    query = select(ClassSession).where(ClassSession.board_hash == token_hash(token))
    found = db.session.scalar(query) if token else None
    if found is None:
        raise NoSuchBoard
    return found


def lesson_by_id(lesson_id: UUID, process_id: UUID) -> ClassSession:
    """A lesson of this process; NotFound."""
    found = db.session.get(ClassSession, lesson_id)
    if found is None or found.process_id != process_id:
        raise NotFound(_l("Diese Klassenstunde gibt es nicht."))
    return found


def lessons_of(process_id: UUID) -> Sequence[ClassSession]:
    """The lessons of a process, newest first."""
    query = select(ClassSession).where(ClassSession.process_id == process_id)
    return db.session.scalars(query.order_by(ClassSession.created_at.desc(), ClassSession.id.desc())).all()


def is_code_of_class(join_code_id: UUID | None) -> bool:
    """Whether people joined with this code in a lesson."""
    return join_code_id is not None and _OF_CLASS.run({"join_code_id": join_code_id}).first() is not None


def waits_for_reveal(participant: Participant) -> bool:
    """Whether this person's class looks at the places of others together, and has not yet.

    Only on the day of the lesson: at home, and after a lesson that ended, everybody sees what others see.
    """
    if participant.join_code_id is None or participant.joined_on != today():
        return False
    query = select(ClassSession).where(ClassSession.join_code_id == participant.join_code_id)
    lesson = db.session.scalar(
        query.where(ClassSession.revealed_at.is_(None), ClassSession.ended_at.is_(None))
    )
    if lesson is None:
        return False
    return lesson.started_at is None or now() < lesson.started_at + LONGEST_WAIT


def tally(lesson: ClassSession) -> Tally:
    """Counts of the class; the whole is only said exactly when no part of it is hidden."""
    if has_questionnaire(lesson):
        joined, arrived = _joined(lesson), _answered(lesson)
        return Tally(_rough(joined, joined), _rough(arrived, arrived), [], is_questionnaire=True)
    said = _by_question(lesson)
    parts = [(text, *said.pop(key, (0, 0))) for key, text in questions_of(activity_by_id(lesson.activity_id))]
    others = list(said.values())
    hidden = any(0 < persons < FEWEST for _places, persons in [*others, *((n, p) for _text, n, p in parts)])
    shown = sum(places for _text, places, persons in parts if persons >= FEWEST)
    whole = sum(places for _text, places, _persons in parts) + sum(places for places, _persons in others)
    some = _("mehr als %(number)s", number=shown) if shown else _("einige")
    return Tally(
        joined=_rough(joined := _joined(lesson), joined),
        arrived=some if hidden else str(whole),
        questions=[(text, _rough(places, persons)) for text, places, persons in parts],
    )


def has_questionnaire(lesson: ClassSession) -> bool:
    """Whether the class answers a questionnaire instead of showing places."""
    return asks_questionnaire(activity_by_id(lesson.activity_id))


def _answered(lesson: ClassSession) -> int:
    """Persons who joined by the lesson's code and whose answers are here; those taken back are not."""
    if lesson.join_code_id is None:
        return 0
    query = (
        select(func.count(Participant.id.distinct()))
        .join(Submission, Submission.participant_id == Participant.id)
        .join(SubmissionAttribute, SubmissionAttribute.submission_id == Submission.id)
        .where(Participant.join_code_id == lesson.join_code_id, Submission.activity_id == lesson.activity_id)
    )
    return db.session.scalar(query) or 0


def _rough(number: int, persons: int) -> str:
    return str(number) if not number or persons >= FEWEST else _("einige")


def _joined(lesson: ClassSession) -> int:
    if lesson.join_code_id is None:  # nobody yet; those without a code belong to no lesson
        return 0
    mine = (Participant.process_id == lesson.process_id, Participant.join_code_id == lesson.join_code_id)
    return db.session.scalar(select(func.count()).select_from(Participant).where(*mine)) or 0


def _by_question(lesson: ClassSession) -> dict[str, tuple[int, int]]:
    """Places and the distinct persons behind them by the key of their question, of those who joined by its code."""
    if lesson.join_code_id is None:
        return {}
    question = func.coalesce(Attribute.value_text, "")
    query = (
        select(question, func.count(), func.count(Submission.participant_id.distinct()))
        .select_from(Participant)
        .join(Submission, Submission.participant_id == Participant.id)
        .join(Contribution, Contribution.submission_id == Submission.id)
        .outerjoin(Attribute, and_(Attribute.contribution_id == Contribution.id, Attribute.key == "question"))
        .where(
            Participant.join_code_id == lesson.join_code_id,
            Submission.activity_id == lesson.activity_id,
            Contribution.state.in_(COUNTED_STATES),
        )
        .group_by(question)
        .order_by(question)
    )
    return {key: (places, persons) for key, places, persons in db.session.execute(query)}
