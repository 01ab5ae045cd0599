"""The one way in (river, stage "record"): check, place and store what somebody said, exactly once.

Plain statements in the caller's short transaction (limits.md 1b). An id that came before with the same content
answers as before, with other content it is a Conflict; the primary keys decide, not a look beforehand (R10).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from app.base.database import db, now
from app.base.errors import Conflict
from app.contributions.checks import checked
from app.contributions.content import content_hash
from app.contributions.drafts import SubmissionDraft
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.points import index
from app.contributions.rows import Row, attribute_rows, contribution_rows, place, submission_row
from app.contributions.services.rules import check_rules, refuse_swapped_axes
from app.processes.queries import area_sets_of, process_by_id

_CHUNK = 1000


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
    draft = checked(draft)
    known = _known([draft.id]).get(draft.id)
    if known is not None:
        return _repeat(draft, known)
    process = process_by_id(draft.process_id)
    if draft.activity_id is not None and draft.source == "online":
        check_rules(draft.activity_id, draft.process_id, draft.participant_id, draft.contributions)
    area_set_ids = [area_set.id for area_set in area_sets_of(process)]
    refuse_swapped_axes(draft.contributions, area_set_ids)
    received_at = now()
    row = submission_row(draft, received_at)
    if not _insert_new(row):
        return _repeat(draft, _known([draft.id])[draft.id])
    rows = contribution_rows(draft, received_at)
    placements = place(rows, area_set_ids)
    _insert_contributions(rows, attribute_rows(draft), placements)
    return Recorded(draft.id, True)


def record_many(drafts: Iterable[SubmissionDraft]) -> list[Recorded]:
    """Store many sittings of trusted earlier data (imports, the demo town), all or nothing; order is kept.

    The channel's rules and opening dates are not asked. Conflict when one id is known with other content.
    """
    ready = [checked(draft) for draft in drafts]
    standing = compare(ready)
    if changed := [draft for draft in ready if standing[draft.id] == "changed"]:
        raise _conflict(len(changed))
    fresh = [draft for draft in ready if standing[draft.id] == "new"]
    received_at = now()
    for process_id in dict.fromkeys(draft.process_id for draft in fresh):
        mine = [draft for draft in fresh if draft.process_id == process_id]
        area_set_ids = [area_set.id for area_set in area_sets_of(process_by_id(process_id))]
        rows = [row for draft in mine for row in contribution_rows(draft, received_at)]
        placements = place(rows, area_set_ids)
        _insert_many(Submission.__table__, [submission_row(draft, received_at) for draft in mine])
        _insert_contributions(rows, [row for draft in mine for row in attribute_rows(draft)], placements)
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


def _repeat(draft: SubmissionDraft, known_hash: str) -> Recorded:
    if known_hash != content_hash(draft):
        raise _conflict(1)
    return Recorded(draft.id, False)


def _conflict(count: int) -> Conflict:
    if count == 1:
        return Conflict(_("Unter dieser Kennung ist schon etwas anderes angekommen."), field="id")
    message = _("Unter %(count)s Kennungen ist schon etwas anderes angekommen.", count=count)
    return Conflict(message, field="id")


def _insert_new(row: Row) -> bool:
    """Insert the sitting unless its id exists; waits for another transaction that is just inserting it."""
    dialect = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Submission).values(row).on_conflict_do_nothing().returning(Submission.id)
    return db.session.execute(statement).first() is not None


def _insert_contributions(rows: list[Row], attributes: list[Row], placements: list[Row]) -> None:
    try:
        _insert_many(Contribution.__table__, rows)
    except IntegrityError as error:
        raise _conflict(1) from error
    _insert_many(Attribute.__table__, attributes)
    _insert_many(Placement.__table__, placements)
    index.add(rows)


def _insert_many(table: Any, rows: list[Row]) -> None:
    for start in range(0, len(rows), _CHUNK):
        db.session.execute(insert(_table(table)), rows[start : start + _CHUNK])


def _table(table: Any) -> Table:
    assert isinstance(table, Table)
    return table
