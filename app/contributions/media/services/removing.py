"""Files go after the commit that no longer names them, never before: a crash leaves an orphan, which `tidy` finds."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.base.audit import note
from app.base.database import after_commit, db, leave_no_trace, now, transaction
from app.contributions.media import incoming, queries
from app.contributions.media.models import Attachment
from app.contributions.media.services.receiving import start_reading
from app.contributions.media.store import store
from app.contributions.media.vocabulary import KEPT_PENDING, KEPT_PLACE
from app.participants.services import withdraw_for

_FORGOTTEN: dict[str, Any] = {
    "digest": None, "preview": None, "public_digest": None, "public_preview": None, "width": None, "height": None,
    "duration": None, "taken_at": None, "found_place": None, "text": "", "data": None, "has_people": None,
    "redactions": [], "sha256": "", "media_type": "", "received": 0, "reason": "",
}  # fmt: skip
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tidied:
    """What `tidy` did: uploads given up, incoming files and stored files without a row removed, readings begun anew."""

    given_up: int
    incoming: int
    stored: int
    restarted: int


def take_back(*, attachment_id: UUID, participant_id: UUID) -> None:
    """Take one's own attachment back: bytes, derivatives, words and the yes to it; that it was there remains (E07).

    NotFound for what is not theirs; what was taken back before stays so.
    """
    found = queries.own_attachment(attachment_id, participant_id, lock=True)
    if found.state == "withdrawn":
        return
    _remove_files_later([found])
    for name, value in _FORGOTTEN.items():
        setattr(found, name, value)
    found.state = "withdrawn"
    found.version += 1
    withdraw_for(subject_ids=[attachment_id])
    db.session.flush()
    leave_no_trace()
    note(
        actor="participant",
        action="attachment.withdraw",
        object_kind="attachment",
        object_id=attachment_id,
    )


def erase_attachments(contribution_ids: Any) -> None:
    """Rows and bytes of all attachments of these contributions (ids or a query for them) go, with the yeses."""
    query = select(Attachment).where(Attachment.contribution_id.in_(contribution_ids))
    found = db.session.scalars(query.with_for_update(of=Attachment)).all()
    if not found:
        return
    _remove_files_later(found)
    ids = [attachment.id for attachment in found]
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        withdraw_for(subject_ids=some)
        db.session.execute(delete(Attachment).where(Attachment.id.in_(some)))
    leave_no_trace()


def remove_unnamed(digests: Iterable[str]) -> int:
    """Remove those of these files that no row names and nobody is about to name; outside of any transaction."""
    kept_in, removed = store(), 0
    for digest in digests:
        with kept_in.holding():
            if not kept_in.is_claimed(digest) and not queries.named([digest]):
                kept_in.remove(digest)
                removed += 1
    return removed


def tidy() -> Tidied:
    """What belongs to nobody goes, what was left half done begins anew; outside of any transaction."""
    with transaction():
        given_up = queries.unfinished(now() - KEPT_PENDING)
        _remove_files_later(given_up)
        count = len(given_up)
        for attachment in given_up:
            if attachment.state == "pending":
                db.session.delete(attachment)
            else:
                # All bytes came and no reader ever ended with them: its owner is told.
                attachment.state, attachment.reason = "failed", "damaged"
    with transaction():
        forgotten = queries.unanswered_places(now() - KEPT_PLACE)
        for attachment in forgotten:
            attachment.found_place = None
            attachment.version += 1
        if forgotten:
            leave_no_trace()
    with transaction():
        undecoded = queries.undecoded(now())
        for attachment in undecoded:
            start_reading(attachment)
        restarted = len(undecoded)
    return Tidied(count, _tidy_incoming(), _tidy_store(), restarted)


def _tidy_incoming() -> int:
    ids = incoming.old_ids()
    db.session.rollback()
    waiting = queries.waiting_ids(ids)
    orphans = [found for found in ids if found not in waiting]
    for orphan in orphans:
        incoming.remove(orphan)
    return len(orphans)


def _tidy_store() -> int:
    digests = list(store().old())
    return remove_unnamed(set(digests) - queries.named(digests))


def remove_files_later(digests: Iterable[str | None], uploads: Iterable[UUID] = ()) -> None:
    """After this transaction's commit remove files that nothing names any more, and what came in of these uploads."""
    gone, ended = sorted({digest for digest in digests if digest}), list(uploads)

    def remove() -> None:
        try:
            for attachment_id in ended:
                incoming.remove(attachment_id)
            remove_unnamed(gone)
        except OSError:
            # The rows are right and `tidy` comes again; whoever asked must not hear that it failed.
            _log.exception("files of attachments could not be removed")

    after_commit(remove)


def remove_files_of(attachment: Attachment) -> None:
    """After the commit the files of one attachment go; its row names none any more."""
    _remove_files_later([attachment])
    for column in queries.DIGESTS:
        setattr(attachment, column.key, None)


def _remove_files_later(attachments: Iterable[Attachment]) -> None:
    found = list(attachments)
    digests = (
        digest for one in found for digest in (one.digest, one.preview, one.public_digest, one.public_preview)
    )
    remove_files_later(digests, [one.id for one in found])
