"""The one way in (river, stage "record"): check, place and store what somebody said, exactly once.

Plain statements in the caller's short transaction (limits.md 1b). An id that came before with the same content
answers as before, with other content it is a Conflict; the primary keys decide (R10). A look beforehand only spares
a repeat, and everybody else, the lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.areas.holding import hold_areas
from app.base.database import db, now
from app.base.errors import Conflict, NotFound
from app.base.prepared import Prepared
from app.contributions import searching
from app.contributions.checks import checked
from app.contributions.content import content_hash
from app.contributions.drafts import SubmissionDraft
from app.contributions.media.services import take_along
from app.contributions.models import Attribute, Contribution, Placement, Submission, SubmissionAttribute
from app.contributions.points import index
from app.contributions.rows import (
    Row,
    attribute_rows,
    contribution_rows,
    place,
    sitting_rows,
    submission_row,
)
from app.contributions.services.quotes import keep_quotes
from app.contributions.services.rules import check_rules, swapped_axes
from app.contributions.services.sitting import Said, Sitting, check, placed, prepare
from app.processes.queries import area_sets_of, process_by_id
from app.processes.standing import sets_in_force

_CHUNK = 1000
_SUBMISSION: Any = Submission.__table__
_HASH = Prepared(select(_SUBMISSION.c.content_hash).where(_SUBMISSION.c.id == bindparam("submission_id")))
_NEW = Prepared(
    sqlite.insert(_SUBMISSION).on_conflict_do_nothing().returning(_SUBMISSION.c.id),
    postgresql=postgresql.insert(_SUBMISSION).on_conflict_do_nothing().returning(_SUBMISSION.c.id),
)
_LATE = Prepared(
    update(_SUBMISSION).where(_SUBMISSION.c.id == bindparam("submission_id")).values(source="late")
)
_SUBMISSIONS, _CONTRIBUTIONS, _ATTRIBUTES, _PLACEMENTS, _ANSWERS = (
    Prepared(insert(table)) for table in (Submission, Contribution, Attribute, Placement, SubmissionAttribute)
)


@dataclass(frozen=True)
class Recorded:
    """The answer to a recording: `created` is False when the same content had arrived before."""

    submission_id: UUID
    created: bool


def record(draft: SubmissionDraft) -> Recorded:
    """Store one sitting. Conflict: id known with other content; ActivityClosed, DomainError with a field, NotFound.

    A repeat is answered before anything else is asked, so that a phone learns that its words arrived even after the
    activity has closed.
    """
    db.session.flush()
    said = check(draft)
    return repeated(said) or store(prepare(said))


def repeated(said: Said) -> Recorded | None:
    """The answer to what had arrived before, without any lock; None when its id is new. Conflict as in `record`.

    Only what is committed is seen, and a stored fingerprint never changes.
    """
    known = _HASH.run({"submission_id": said.draft.id}).scalar()
    return None if known is None else _repeat(said, known)


def store(sitting: Sitting) -> Recorded:
    """Write a prepared sitting: a handful of plain statements, as nobody else writes meanwhile.

    Its row comes first, so that the primary key decides whether it is a repeat; what a rule refuses afterwards is
    rolled back by the caller's transaction with everything else.
    """
    draft = sitting.said.draft
    if not _insert_new(sitting.submission):
        return _repeat(sitting.said, _HASH.run({"submission_id": draft.id}).scalar_one())
    if (
        draft.activity_id is not None
        and draft.source == "online"
        and check_rules(
            draft.activity_id, draft.process_id, draft.participant_id, draft.contributions, sitting=draft
        )
    ):
        _LATE.run({"submission_id": draft.id})
    hold_areas()
    placements, is_swapped, sets = sitting.placements, sitting.is_swapped, sets_in_force(draft.process_id)
    if sets != sitting.sets:
        # A vintage came or went between placing and writing.
        placements, is_swapped = placed(sitting.contributions, sets)
    if is_swapped:
        raise swapped_axes()
    _insert_contributions(sitting.contributions, sitting.attributes, placements)
    _insert_many(_ANSWERS, sitting.answers)
    keep_quotes(draft)
    take_along(draft)
    return Recorded(draft.id, True)


def record_many(drafts: Iterable[SubmissionDraft]) -> list[Recorded]:
    """Store many sittings of trusted earlier data (imports, the demo town), all or nothing; order is kept.

    The channel's rules and opening dates are not asked. Conflict when one id is known with other content.
    """
    db.session.flush()
    ready = [checked(draft) for draft in drafts]
    standing = compare(ready)
    if changed := [draft for draft in ready if standing[draft.id] == "changed"]:
        raise _conflict(len(changed))
    fresh = [draft for draft in ready if standing[draft.id] == "new"]
    received_at = now()
    hold_areas()
    for process_id in dict.fromkeys(draft.process_id for draft in fresh):
        mine = [draft for draft in fresh if draft.process_id == process_id]
        area_set_ids = [area_set.id for area_set in area_sets_of(process_by_id(process_id))]
        rows = [row for draft in mine for row in contribution_rows(draft, received_at)]
        placements = place(rows, area_set_ids)
        _insert_many(
            _SUBMISSIONS, [submission_row(draft, content_hash(draft), received_at) for draft in mine]
        )
        _insert_contributions(rows, [row for draft in mine for row in attribute_rows(draft)], placements)
        _insert_many(_ANSWERS, [row for draft in mine for row in sitting_rows(draft)])
    for draft in fresh:
        keep_quotes(draft)
    return [Recorded(draft.id, standing[draft.id] == "new") for draft in ready]


def compare(drafts: Sequence[SubmissionDraft]) -> dict[UUID, str]:
    """For each checked draft whether its id is `new`, known with the `same` content, or `changed`."""
    known = _known([draft.id for draft in drafts])
    return {
        draft.id: "new"
        if draft.id not in known
        else "same"
        if known[draft.id] == content_hash(draft)
        else "changed"
        for draft in drafts
    }


def _known(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Content hashes of the submissions that exist."""
    found: dict[UUID, str] = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(Submission.id, Submission.content_hash).where(
            Submission.id.in_(ids[start : start + _CHUNK])
        )
        found.update((row.id, row.content_hash) for row in db.session.execute(query))
    return found


def _repeat(said: Said, known_hash: str) -> Recorded:
    if known_hash != said.content_hash:
        raise _conflict(1)
    return Recorded(said.draft.id, False)


def _conflict(count: int) -> Conflict:
    if count == 1:
        return Conflict(_("Unter dieser Kennung ist schon etwas anderes angekommen."), field="id")
    message = _("Unter %(count)s Kennungen ist schon etwas anderes angekommen.", count=count)
    return Conflict(message, field="id")


def _insert_new(row: Row) -> bool:
    """Insert the sitting unless its id exists; waits for another transaction that is just inserting it.

    NotFound when the process, the activity or the person is gone.
    """
    try:
        return _NEW.run(row).first() is not None
    except IntegrityError as error:
        raise NotFound(_("Diese Aktivität gibt es nicht.")) from error


def _insert_contributions(rows: list[Row], attributes: list[Row], placements: list[Row]) -> None:
    try:
        _insert_many(_CONTRIBUTIONS, rows)
    except IntegrityError as error:
        raise _conflict(1) from error
    _insert_many(_ATTRIBUTES, attributes)
    _insert_many(_PLACEMENTS, placements)
    searching.add(rows)
    index.add(rows)


def _insert_many(statement: Prepared, rows: list[Row]) -> None:
    for start in range(0, len(rows), _CHUNK):
        statement.run_many(rows[start : start + _CHUNK])
