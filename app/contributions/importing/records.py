"""The record of an import and its rows: drafts in short transactions, one last step that shows them, ways back.

Whoever dies in between leaves a record that moves no more: what was only staged is taken away, what was being
published is finished. Other people's writes wait for one short transaction at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from app.base.audit import note
from app.base.database import db, leave_no_trace, now, transaction
from app.base.errors import Conflict, NotFound
from app.contributions.drafts import SubmissionDraft
from app.contributions.importing.pace import Pace
from app.contributions.models import Contribution, ContributionImport, Submission
from app.contributions.points import index
from app.contributions.services import record_many

WORKING = ("reading", "staged", "publishing")
RETURNABLE = ("draft", "submitted", "in_review")
ABANDONED = timedelta(minutes=2)

Progress = Callable[[int], None]


class ImportRunning(Conflict):
    """Two imports into one process at a time could not tell which rows are new."""

    def __init__(self) -> None:
        super().__init__(
            _("In diesem Verfahren läuft gerade ein anderer Import. Bitte warten Sie, bis er fertig ist.")
        )


def begin(
    *,
    process_id: UUID,
    user_id: UUID | None,
    file_name: str,
    sha256: str,
    source: str = "",
    licence: str = "",
) -> UUID:
    """A new record; ImportRunning while another import of the process works. Inside the caller's transaction."""
    busy = select(ContributionImport.id).where(
        ContributionImport.process_id == process_id, ContributionImport.state.in_(WORKING)
    )
    if db.session.scalars(busy.limit(1)).first() is not None:
        raise ImportRunning
    found = ContributionImport(
        process_id=process_id,
        user_id=user_id,
        file_name=file_name[:200],
        sha256=sha256,
        source=source.strip()[:300],
        licence=licence.strip()[:40],
    )
    db.session.add(found)
    db.session.flush()
    return found.id


def stage(import_id: UUID, drafts: Iterable[SubmissionDraft], progress: Progress | None = None) -> int:
    """Write submissions as drafts nobody sees, a few at a time; returns how many."""
    written, source, pace = 0, iter(drafts), Pace()
    while chunk := list(islice(source, pace.size)):
        for draft in chunk:
            draft.import_id = import_id
            for said in draft.contributions:
                said.state = "draft"
        with pace.turn():
            _move(import_id, "reading", {"heartbeat_at": now()})
            record_many(chunk)
        written += len(chunk)
        if progress:
            progress(written)
    return written


def publish(import_id: UUID, counts: dict[str, int] | None = None) -> None:
    """The last step: all drafts go into review, where they count (decision 6). Calling it again finishes it."""
    with transaction():
        _move(import_id, None, {"state": "publishing", "heartbeat_at": now(), **(counts or {})})
    pace = Pace()
    while True:
        with pace.turn():
            ids = _contributions(import_id, ("draft",), pace.size)
            if not ids:
                _move(import_id, "publishing", {"state": "done", "finished_at": now()})
                found = _one(import_id)
                actor = found.user_id or "command"
                note(
                    actor=actor,
                    action="contributions.import",
                    object_kind="process",
                    object_id=found.process_id,
                )
                return
            publish_some(ids)
            _move(import_id, "publishing", {"heartbeat_at": now()})


def discard(import_id: UUID, progress: Progress | None = None) -> None:
    """Take everything of an import away, a few rows at a time; the record says `cancelled`."""
    gone, pace = 0, Pace()
    with transaction():
        _move(import_id, None, {"state": "cancelled", "finished_at": now()})
    while True:
        with pace.turn():
            mine = select(Submission.id).where(Submission.import_id == import_id).limit(pace.size)
            ids = list(db.session.scalars(mine))
            if not ids:
                # The words are gone from the file; once, at the end, also from SQLite's log.
                leave_no_trace()
                return
            remove_some(import_id, ids)
        gone += len(ids)
        if progress:
            progress(gone)


def publish_some(contribution_ids: Sequence[UUID]) -> None:
    """Let drafts go into review, on the map as well."""
    chosen = update(Contribution).where(Contribution.id.in_(contribution_ids))
    db.session.execute(chosen.values(state="in_review"))
    index.refresh(contribution_ids)


def remove_some(import_id: UUID, submission_ids: Sequence[UUID]) -> None:
    """Take sittings of an import away with all that hangs on them."""
    db.session.execute(delete(Submission).where(Submission.id.in_(submission_ids)))
    index.touch([_one(import_id).process_id])


def settle(import_id: UUID) -> None:
    """After somebody died: finish what was being published, take away what was only staged."""
    state = db.session.scalar(select(ContributionImport.state).where(ContributionImport.id == import_id))
    db.session.rollback()
    if state == "publishing":
        publish(import_id)
    elif state in WORKING or state == "cancelled":
        discard(import_id)


def settle_abandoned(process_id: UUID | None = None) -> int:
    """Settle every import whose record has not moved for two minutes; returns how many there were."""
    query = select(ContributionImport.id).where(
        ContributionImport.state.in_(WORKING), ContributionImport.heartbeat_at < now() - ABANDONED
    )
    half_gone = (
        select(ContributionImport.id)
        .where(ContributionImport.state == "cancelled")
        .where(select(Submission.id).where(Submission.import_id == ContributionImport.id).exists())
    )
    if process_id is not None:
        query = query.where(ContributionImport.process_id == process_id)
        half_gone = half_gone.where(ContributionImport.process_id == process_id)
    found = [*db.session.scalars(query), *db.session.scalars(half_gone)]
    for import_id in found:
        settle(import_id)
    return len(found)


def undo(
    *, process_id: UUID, import_id: UUID, user_id: UUID | None, progress: Progress | None = None
) -> None:
    """Withdraw a whole import; Conflict once anything of it was decided in review."""
    with transaction():
        found = one(process_id, import_id)
        if found.state != "done":
            raise Conflict(_("Dieser Import lässt sich nicht mehr zurücknehmen."))
        if decided(import_id):
            raise Conflict(
                _(
                    "Beiträge aus diesem Import sind schon gesichtet. Deshalb lässt er sich nicht mehr zurücknehmen."
                )
            )
        found.state = "cancelled"
        actor = user_id or "command"
        note(actor=actor, action="contributions.import_undo", object_kind="process", object_id=process_id)
    discard(import_id, progress)


def size(import_id: UUID) -> int:
    """How many sittings an import has in the database now."""
    mine = select(func.count()).select_from(Submission).where(Submission.import_id == import_id)
    return db.session.scalar(mine) or 0


def decided(import_id: UUID) -> int:
    """How many contributions of an import somebody has decided about."""
    query = (
        select(func.count())
        .select_from(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Submission.import_id == import_id, Contribution.state.not_in(RETURNABLE))
    )
    return db.session.scalar(query) or 0


def one(process_id: UUID, import_id: UUID) -> ContributionImport:
    """NotFound for another process's."""
    found = db.session.get(ContributionImport, import_id)
    if found is None or found.process_id != process_id:
        raise NotFound(_("Diesen Import gibt es nicht."))
    return found


def imports_of(process_id: UUID) -> Sequence[ContributionImport]:
    """Newest first."""
    query = select(ContributionImport).where(ContributionImport.process_id == process_id)
    return db.session.scalars(
        query.order_by(ContributionImport.created_at.desc(), ContributionImport.id)
    ).all()


def _one(import_id: UUID) -> ContributionImport:
    found = db.session.get(ContributionImport, import_id)
    if found is None:
        raise NotFound(_("Diesen Import gibt es nicht."))
    return found


def _contributions(import_id: UUID, states: Sequence[str], limit: int) -> list[UUID]:
    query = (
        select(Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Submission.import_id == import_id, Contribution.state.in_(states))
        .limit(limit)
    )
    return list(db.session.scalars(query))


def _move(import_id: UUID, state: str | None, values: dict[str, Any]) -> None:
    """Change a record that is still in this state; Conflict when somebody else ended the import."""
    change = update(ContributionImport).where(ContributionImport.id == import_id)
    if state is not None:
        change = change.where(ContributionImport.state == state)
    result: Any = db.session.execute(change.values(**values))
    if not result.rowcount:
        raise Conflict(_("Dieser Import wurde inzwischen beendet."))


def beat(import_id: UUID) -> None:
    """Tell that somebody still works on it."""
    with transaction():
        _move(import_id, "reading", {"heartbeat_at": now()})


def origins(process_id: UUID, until: datetime) -> list[tuple[str, str]]:
    """Licence and source of what was brought in before a moment, as somebody stated them; for licences.csv."""
    query = (
        select(ContributionImport.licence, ContributionImport.source, ContributionImport.file_name)
        .where(
            ContributionImport.process_id == process_id,
            ContributionImport.state == "done",
            ContributionImport.finished_at <= until,
            (ContributionImport.licence != "") | (ContributionImport.source != ""),
        )
        .order_by(ContributionImport.licence, ContributionImport.source)
    )
    found = db.session.execute(query)
    return list(dict.fromkeys((licence, source or file_name) for licence, source, file_name in found))
