"""Writes about lessons: plan one, note the permission, give and take the board's link, press its buttons."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError
from app.base.tokens import new_token, token_hash
from app.contributions.class_mode import clock
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.queries import NoSuchBoard
from app.contributions.class_mode.vocabulary import PERMISSIONS, PLANS, STEPS
from app.participants.queries import code_by_id
from app.participants.services import create_code, revoke_code
from app.processes.queries import activity_by_id

LONGEST_EXTRA = 60 * 60
"""Seconds that can be added to one phase."""


class NotPermitted(DomainError):
    """E37 is not answered yet."""

    def __init__(self) -> None:
        super().__init__(
            _("Bevor es losgeht, muss notiert sein, dass die Schule befragt werden darf."), field="permission"
        )


def plan_lesson(
    *,
    process_id: UUID,
    activity_id: UUID,
    label: str,
    plan: int,
    permission: str = "asked",
    permission_note: str = "",
    actor: UUID | str = "command",
) -> ClassSession:
    """A lesson; with its code when it may be held already. DomainError for a foreign activity or an unknown plan."""
    if activity_by_id(activity_id).process_id != process_id:
        raise DomainError(_("Diese Aktivität gehört zu einem anderen Verfahren."), field="activity_id")
    if plan not in PLANS:
        raise DomainError(_("Eine Stunde dauert 45 oder 90 Minuten."), field="plan")
    if not label.strip():
        raise DomainError(_("Bitte geben Sie eine Bezeichnung an."), field="label")
    lesson = ClassSession(
        process_id=process_id,
        activity_id=activity_id,
        label=label.strip()[:120],
        plan=plan,
        phases=[list(phase) for phase in PLANS[plan]],
        current_phase=0,
        elapsed_seconds=0,
        extra_seconds=0,
    )
    db.session.add(lesson)
    db.session.flush()
    note(actor=actor, action="class.plan", object_kind="class_session", object_id=lesson.id)
    note_permission(lesson=lesson, permission=permission, permission_note=permission_note, actor=actor)
    return lesson


def note_permission(
    *, lesson: ClassSession, permission: str, permission_note: str, actor: UUID | str = "command"
) -> None:
    """Answer E37. The first answer makes the code; taking the answer back is not possible once it started."""
    if permission not in PERMISSIONS:
        raise DomainError(_("Bitte wählen Sie eine der Antworten."), field="permission")
    if permission != "asked" and len(permission_note.strip()) < 5:
        raise DomainError(
            _("Bitte notieren Sie, woran andere das prüfen können, zum Beispiel Datum und Aktenzeichen."),
            field="permission_note",
        )
    if permission == "asked" and lesson.join_code_id is not None:
        raise DomainError(
            _("Der Code gilt schon. Sperren Sie die Stunde, wenn sie nicht stattfinden darf."),
            field="permission",
        )
    lesson.permission, lesson.permission_note = permission, permission_note.strip()[:300]
    if permission != "asked" and lesson.join_code_id is None and lesson.ended_at is None:
        code = create_code(
            process_id=lesson.process_id, label=lesson.label, activity_id=lesson.activity_id, actor=actor
        )
        lesson.join_code_id = code.id
    db.session.flush()
    note(actor=actor, action="class.permission", object_kind="class_session", object_id=lesson.id)


def give_board(*, lesson: ClassSession, actor: UUID | str = "command") -> str:
    """A new secret link to the board; the one before stops working. Only its hash is kept."""
    token = new_token()
    lesson.board_hash = token_hash(token)
    db.session.flush()
    note(actor=actor, action="class.board_give", object_kind="class_session", object_id=lesson.id)
    return token


def take_board(*, lesson: ClassSession, actor: UUID | str = "command") -> None:
    """Nobody opens the board any more, on no device."""
    lesson.board_hash = None
    db.session.flush()
    note(actor=actor, action="class.board_take", object_kind="class_session", object_id=lesson.id)


def press(*, board_token: str, step: str, phase: int | None = None) -> ClassSession:
    """One button of the board. `phase` is the one its page showed: a second press from there moves nothing on.

    NoSuchBoard, NotPermitted, DomainError for an unknown step.
    """
    # The row stays locked until the commit: the beamer's computer and the teacher's phone press one after the other.
    query = select(ClassSession).where(ClassSession.board_hash == token_hash(board_token)).with_for_update()
    lesson = db.session.scalar(query.execution_options(populate_existing=True))
    if lesson is None:
        raise NoSuchBoard
    if step not in STEPS:
        raise DomainError(_("Diesen Knopf gibt es nicht."))
    if lesson.join_code_id is None:
        raise NotPermitted
    is_stale = step in ("next", "back") and phase not in (None, lesson.current_phase)
    if lesson.ended_at is None and not is_stale:
        _press(lesson, step)
        db.session.flush()
    return lesson


def end(*, lesson: ClassSession, actor: UUID | str = "board") -> None:
    """The lesson is over: its clock stands, its code lets nobody in any more; who takes part can go on."""
    if lesson.ended_at is not None:
        return
    clock.pause(lesson, now())
    lesson.ended_at = now()
    if lesson.join_code_id is not None:
        revoke_code(code=code_by_id(lesson.join_code_id), actor=actor)
    db.session.flush()
    note(actor=actor, action="class.end", object_kind="class_session", object_id=lesson.id)


def _press(lesson: ClassSession, step: str) -> None:
    at = now()
    if step == "start":
        clock.start(lesson, at)
    elif step == "pause":
        clock.pause(lesson, at)
    elif step in ("next", "back"):
        clock.move(lesson, at, by=1 if step == "next" else -1)
    elif step == "more":
        if lesson.extra_seconds < LONGEST_EXTRA:
            clock.more(lesson)
    elif step == "reveal":
        if lesson.revealed_at is None:
            lesson.revealed_at = at
            note(actor="board", action="class.reveal", object_kind="class_session", object_id=lesson.id)
    else:
        end(lesson=lesson)
