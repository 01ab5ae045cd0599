"""Photos and recordings of answers that are not sent yet: read at once, kept beside the answers, attached with them.

For people without a script, whose phone cannot keep them. What waits is read in the child like every other file, so
that what cannot be shown is refused while its owner is there, and nothing of the file itself is kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from app.base.database import db, leave_no_trace, new_id
from app.base.errors import DomainError
from app.contributions.drafts import SubmissionDraft
from app.contributions.media import processing, queries
from app.contributions.media.drafts import ConsentDraft, too_large
from app.contributions.media.errors import TooLarge
from app.contributions.media.models import WaitingFile
from app.contributions.media.services.announcing import attach
from app.contributions.media.services.removing import remove_files_later
from app.contributions.media.store import Kept, store
from app.contributions.media.vocabulary import FAILURES, LARGEST, MOST_WAITING
from app.contributions.words import clean
from app.participants.services import record_consent, withdraw_for


@dataclass(frozen=True)
class ReadFile:
    """A file that can be shown, in the store; nobody names it yet."""

    kind: str
    media_type: str
    size: int
    kept: Kept


def read_file(*, kind: str, stream: IO[bytes], media_type: str) -> ReadFile:
    """Read a file at once, outside of any transaction; DomainError says why it is none we can show.

    `keep_waiting` has to follow: what nobody names is tidied away.
    """
    body = stream.read(LARGEST[kind] + 1)
    if not body:
        raise DomainError(FAILURES["empty"])
    if len(body) > LARGEST[kind]:
        raise TooLarge(too_large(kind))
    store().refuse_without_room(len(body))
    db.session.rollback()
    parent = current_app.config["SETTINGS"].data
    with tempfile.TemporaryDirectory(prefix="reading-", dir=parent) as name:
        folder = Path(name)
        path = folder / "sent"
        path.write_bytes(body)
        try:
            found = processing.process(path, kind=kind, folder=folder)
        except processing.Refused as refusal:
            raise DomainError(FAILURES.get(refusal.reason, FAILURES["damaged"])) from refusal
        whole = folder / found.whole
        return ReadFile(kind, media_type[:60], whole.stat().st_size, store().keep(whole))


def keep_waiting(
    *,
    participant_id: UUID,
    submission_id: UUID,
    file: ReadFile,
    text: str = "",
    data: dict[str, Any] | None = None,
    consents: tuple[ConsentDraft, ...] = (),
) -> WaitingFile:
    """Keep a file until its answers are sent, with the yeses that came with it; DomainError when one is missing."""
    if len(queries.waiting(participant_id=participant_id)) >= MOST_WAITING:
        raise DomainError(
            _("Hier warten schon sehr viele Dateien von dir. Nimm welche weg, dann ist wieder Platz.")
        )
    waiting = WaitingFile(
        id=new_id(),
        participant_id=participant_id,
        submission_id=submission_id,
        kind=file.kind,
        media_type=file.media_type,
        size=file.size,
        digest=file.kept.digest,
        text=clean(text),
        data=data or {},
        consents=[[one.purpose, one.text_version] for one in consents],
    )
    for consent in consents:
        record_consent(
            participant_id=participant_id,
            purpose=consent.purpose,
            text_version=consent.text_version,
            subject_id=waiting.id,
        )
    db.session.add(waiting)
    db.session.flush()
    return waiting


def take_along(draft: SubmissionDraft) -> None:
    """What waited for this sitting becomes attachments of its contributions; the rest goes with its draft."""
    holders = {file: one.id for one in draft.contributions for file in one.files}
    if not holders or draft.participant_id is None:
        return
    for waiting in queries.waiting(submission_id=draft.id, participant_id=draft.participant_id):
        if waiting.id not in holders:
            continue
        with store().open(waiting.digest) as stream:
            attach(
                attachment_id=waiting.id,
                contribution_id=holders[waiting.id],
                participant_id=draft.participant_id,
                kind=waiting.kind,
                stream=stream,
                media_type=waiting.media_type,
                text=waiting.text,
                data=waiting.data,
                consents=tuple(ConsentDraft(purpose, version) for purpose, version in waiting.consents),
            )
        _remove([waiting])


def drop_waiting(*, submission_id: UUID, participant_id: UUID, but: Collection[UUID] = ()) -> None:
    """Files of a sitting go, with the yeses to them, but for those that its answers still name."""
    gone = [
        one
        for one in queries.waiting(submission_id=submission_id, participant_id=participant_id)
        if one.id not in but
    ]
    withdraw_for(subject_ids=[one.id for one in gone])
    _remove(gone)


def forget_waiting(participant_id: UUID) -> None:
    """All that waits of somebody goes (E07)."""
    _remove(queries.waiting(participant_id=participant_id))


def expire_waiting(submission_id: UUID) -> None:
    """The answers they waited for are gone."""
    found = queries.waiting(submission_id=submission_id)
    withdraw_for(subject_ids=[one.id for one in found])
    _remove(found)


def _remove(gone: Iterable[WaitingFile]) -> None:
    found = list(gone)
    if not found:
        return
    remove_files_later([one.digest for one in found])
    db.session.execute(delete(WaitingFile).where(WaitingFile.id.in_([one.id for one in found])))
    db.session.expire_all()
    leave_no_trace()
