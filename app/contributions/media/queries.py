"""Reads of attachments: one's own, those of some contributions, what waits, what is too old, who names a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, or_, select

from app.base.database import db
from app.base.errors import NotFound
from app.base.jobs.models import OPEN_STATES, Job
from app.contributions.flags import DANGER
from app.contributions.media.models import Attachment, WaitingFile
from app.contributions.media.vocabulary import KEPT_AUDIO, KEPT_DRAWINGS, TAKEN_STATES, kept_for
from app.contributions.models import Contribution, Submission
from app.contributions.vocabulary import PUBLIC_STATES
from app.processes.models import Process

DIGESTS = (Attachment.digest, Attachment.preview, Attachment.public_digest, Attachment.public_preview)
_NAMING = (*DIGESTS, WaitingFile.digest)
READ = "media.read"
"""Kind of the job that decodes."""
_RAW_DRAWINGS = ("drawing", "scan")
_TABLE: Any = Attachment.__table__


@dataclass(frozen=True)
class Standing:
    """How far an upload is, as the phone is told."""

    id: UUID
    state: str
    received: int
    reason: str = ""


@dataclass(frozen=True)
class KeptFile:
    """A file of answers that are not sent yet; `size` in bytes."""

    id: UUID
    submission_id: UUID
    kind: str
    size: int
    text: str


def attachments_of(contribution_ids: Collection[UUID]) -> dict[UUID, list[Attachment]]:
    """The attachments of some contributions by contribution, in their order; without those taken back."""
    query = (
        select(Attachment)
        .where(Attachment.contribution_id.in_(contribution_ids), Attachment.state != "withdrawn")
        .order_by(Attachment.position, Attachment.id)
    )
    found: dict[UUID, list[Attachment]] = {}
    if contribution_ids:
        for attachment in db.session.scalars(query):
            found.setdefault(attachment.contribution_id, []).append(attachment)
    return found


def of_participant(participant_id: UUID, *, lock: bool = False) -> Sequence[Attachment]:
    """Everything somebody sent, newest first, also what was taken back; `lock` holds the rows until the commit."""
    query = _own(select(Attachment), participant_id)
    if lock:
        query = query.with_for_update(of=Attachment).execution_options(populate_existing=True)
    return db.session.scalars(query.order_by(Attachment.announced_at.desc(), Attachment.id)).all()


def announced_since(participant_id: UUID, since: datetime) -> int:
    """How many files somebody announced since then, whatever became of them."""
    query = _own(select(func.count()), participant_id)
    return db.session.scalar(query.where(Attachment.announced_at >= since)) or 0


def own_attachment(attachment_id: UUID, participant_id: UUID, *, lock: bool = False) -> Attachment:
    """One's own attachment; NotFound for foreign and unknown ones alike, and for those of a contribution taken back."""
    query = _own(select(Attachment), participant_id).where(
        Attachment.id == attachment_id, Contribution.state != "withdrawn"
    )
    if lock:
        query = query.with_for_update(of=Attachment).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("Diese Datei gibt es nicht oder sie ist nicht von dir."))
    return found


def in_process(attachment_id: UUID, process_id: UUID) -> tuple[Attachment, Contribution]:
    """An attachment with its contribution, for staff; NotFound outside of the process, drafts and what went."""
    row = db.session.execute(
        select(Attachment, Contribution)
        .join(Contribution, Attachment.contribution_id == Contribution.id)
        .where(
            Attachment.id == attachment_id,
            Attachment.process_id == process_id,
            Attachment.state != "withdrawn",
            Contribution.state.not_in(("draft", "withdrawn")),
        )
    ).one_or_none()
    if row is None:
        raise NotFound(_("Diese Datei gibt es nicht."))
    return row[0], row[1]


def released(public_digest: str) -> Attachment:
    """What everybody may see: released, beside a public contribution that is no secret and no cry for help.

    Asked for by what it shows: the id would tell when it was made, and which ones were made one after another (E18).
    """
    rows = db.session.execute(released_ones().where(Attachment.public_digest == public_digest))
    for attachment, flags in rows:
        if DANGER not in flags:
            found: Attachment = attachment
            return found
    raise NotFound(_("Diese Datei gibt es nicht."))


def released_ones() -> Select[Any]:
    """Attachments everybody may see, with the flags of their contributions: those with DANGER must be left out."""
    return (
        select(Attachment, Contribution.flags)
        .join(Contribution, Attachment.contribution_id == Contribution.id)
        .join(Process, Process.id == Attachment.process_id)
        .where(
            Attachment.state == "released",
            Contribution.state.in_(PUBLIC_STATES),
            Contribution.is_secret.is_(False),
            Process.status != "draft",
        )
    )


def received_of(attachment_id: UUID) -> int:
    """Bytes confirmed so far, as committed this moment (the session may have begun to read earlier)."""
    with db.engine.connect() as connection:
        query = select(_TABLE.c.received).where(_TABLE.c.id == attachment_id)
        return connection.execute(query).scalar() or 0


def named(digests: Iterable[str]) -> set[str]:
    """Which of these files a row names, as committed this moment."""
    wanted = set(digests)
    found: set[str] = set()
    with db.engine.connect() as connection:
        for column in _NAMING:
            for start in range(0, len(listed := sorted(wanted)), 500):
                query = select(column).where(column.in_(listed[start : start + 500]))
                found.update(digest for digest in connection.execute(query).scalars() if digest)
    return found


def unfinished(before: datetime) -> Sequence[Attachment]:
    """Uploads announced before then that never ended, oldest first."""
    query = select(Attachment).where(
        Attachment.state.in_(("pending", "received")), Attachment.announced_at < before
    )
    return db.session.scalars(query.order_by(Attachment.announced_at, Attachment.id)).all()


def waiting_ids(ids: Collection[UUID]) -> set[UUID]:
    """Which of these have a row that still needs its incoming file."""
    query = select(Attachment.id).where(Attachment.id.in_(ids), Attachment.state.in_(("pending", "received")))
    return set(db.session.scalars(query)) if ids else set()


def undecoded(before: datetime) -> Sequence[Attachment]:
    """Those whose last byte came before then and that nobody decodes."""
    query = (
        select(Attachment)
        .where(Attachment.state == "received", Attachment.received_at < before)
        .order_by(Attachment.received_at, Attachment.id)
    )
    jobs = select(Job.arguments).where(Job.kind == READ, Job.state.in_(OPEN_STATES))
    busy = {arguments["attachment"] for arguments in db.session.scalars(jobs)}
    return [found for found in db.session.scalars(query) if str(found.id) not in busy]


def overdue(at: datetime, process_id: UUID | None = None) -> Sequence[Attachment]:
    """What has been kept for as long as it may be (E08), of one process or of all, oldest first.

    Locked files wait for safeguarding, who decide what becomes of them (E13).
    """
    query = select(Attachment).where(
        Attachment.digest.is_not(None),
        Attachment.state != "locked",
        or_(
            and_(Attachment.kind == "audio", Attachment.received_at < at - KEPT_AUDIO),
            and_(Attachment.kind.in_(_RAW_DRAWINGS), Attachment.received_at < at - KEPT_DRAWINGS),
        ),
    )
    if process_id is not None:
        query = query.where(Attachment.process_id == process_id)
    return db.session.scalars(query.order_by(Attachment.received_at, Attachment.id)).all()


def is_overdue(attachment: Attachment, at: datetime) -> bool:
    """The same of one that is at hand."""
    is_held = attachment.digest is not None and attachment.state != "locked"
    return (
        is_held
        and attachment.kind in ("audio", *_RAW_DRAWINGS)
        and attachment.received_at is not None
        and attachment.received_at < at - kept_for(attachment.kind)
    )


def unanswered_places(before: datetime) -> Sequence[Attachment]:
    """Photos that came before then whose owner never said whether the place in them is right."""
    query = select(Attachment).where(Attachment.found_place.is_not(None), Attachment.received_at < before)
    return db.session.scalars(query.order_by(Attachment.received_at, Attachment.id).with_for_update()).all()


def waiting(
    *, submission_id: UUID | None = None, participant_id: UUID | None = None
) -> Sequence[WaitingFile]:
    """Files that wait for a sitting to be sent, or all of one person's, the oldest first."""
    query = select(WaitingFile).order_by(WaitingFile.kept_at, WaitingFile.id)
    if submission_id is not None:
        query = query.where(WaitingFile.submission_id == submission_id)
    if participant_id is not None:
        query = query.where(WaitingFile.participant_id == participant_id)
    return db.session.scalars(query).all()


def kept_files(*, submission_id: UUID | None = None, participant_id: UUID | None = None) -> list[KeptFile]:
    """The same for who shows them to their owner."""
    found = waiting(submission_id=submission_id, participant_id=participant_id)
    return [KeptFile(one.id, one.submission_id, one.kind, one.size, one.text) for one in found]


def taken(*, contribution_id: UUID, kind: str) -> int:
    """How many files of a kind lie beside a contribution."""
    query = select(func.count()).where(
        Attachment.contribution_id == contribution_id,
        Attachment.kind == kind,
        Attachment.state.in_(TAKEN_STATES),
    )
    return db.session.scalar(query) or 0


def taken_by(participant_id: UUID) -> tuple[int, int]:
    """How many files somebody has here, and their bytes as announced."""
    query = _own(select(func.count(), func.coalesce(func.sum(Attachment.size), 0)), participant_id)
    row = db.session.execute(query.where(Attachment.state.in_(TAKEN_STATES))).one()
    return int(row[0]), int(row[1])


def _own(query: Select[Any], participant_id: UUID) -> Select[Any]:
    return (
        query.select_from(Attachment)
        .join(Contribution, Attachment.contribution_id == Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Submission.participant_id == participant_id)
    )
