"""The first step of an upload: what will come, from whom, to which contribution, within which limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.base.database import db, new_id, now
from app.base.errors import Conflict, DomainError, NotFound
from app.contributions.media import incoming, queries
from app.contributions.media.drafts import AttachmentDraft, ConsentDraft, checked, too_large
from app.contributions.media.errors import TooLarge
from app.contributions.media.models import Attachment
from app.contributions.media.queries import Standing
from app.contributions.media.services.receiving import receive
from app.contributions.media.store import store
from app.contributions.media.vocabulary import ALTOGETHER, KINDS, LARGEST, MOST, MOST_OF_ONE, NEEDS_CONSENT
from app.contributions.models import Contribution, Submission
from app.participants.consents import is_consented
from app.participants.models import Participant
from app.participants.services import record_consent

_UNCHANGED = ("contribution_id", "kind", "media_type", "size", "sha256", "position")
_SAID = (*_UNCHANGED, "text", "data")


@dataclass(frozen=True)
class Announced:
    """How far the upload is; `created` is False when it was announced before."""

    standing: Standing
    created: bool


def announce(*, participant_id: UUID, draft: AttachmentDraft) -> Announced:
    """Make room for a file. The same again answers as before, other content under its id is a Conflict.

    NotFound unless the contribution is the participant's own; DomainError with a field, TooLarge, NoRoom.
    """
    draft = checked(draft)
    process_id = _hold(participant_id, draft.contribution_id)
    known = db.session.get(Attachment, draft.id, populate_existing=True)
    if known is None:
        _refuse_too_many(participant_id, draft)
        _refuse_without_consent(participant_id, draft)
        store().refuse_without_room(draft.size)
        if _insert(draft, process_id):
            _keep_consents(participant_id, draft)
            return Announced(Standing(draft.id, "pending", 0), True)
        # Only on PostgreSQL, and only when two people made the same id at the same moment.
        known = db.session.get_one(Attachment, draft.id, populate_existing=True)
    is_mine = known.contribution_id == draft.contribution_id
    if not is_mine or not (known.state == "withdrawn" or _is_same(known, draft)):
        raise Conflict(_("Unter dieser Kennung ist schon etwas anderes angekommen."), field="id")
    return Announced(Standing(known.id, known.state, known.received, known.reason), False)


def attach(
    *,
    contribution_id: UUID,
    participant_id: UUID,
    kind: str,
    stream: IO[bytes],
    media_type: str,
    position: int = 0,
    text: str = "",
    data: dict[str, Any] | None = None,
    consents: tuple[ConsentDraft, ...] = (),
    attachment_id: UUID | None = None,
) -> Standing:
    """Take a whole file at once, from a form of a page without script; errors as in `announce` and `receive`.

    The bytes are on the disk when this returns; a transaction that is rolled back afterwards leaves a file that
    `tidy` removes.
    """
    body = stream.read(LARGEST.get(kind, 0) + 1)
    if kind in LARGEST and len(body) > LARGEST[kind]:
        raise TooLarge(too_large(kind), field="size")
    attachment_id = attachment_id or new_id()
    sha256 = hashlib.sha256(body).hexdigest()
    draft = AttachmentDraft(
        attachment_id, contribution_id, kind, media_type, len(body), sha256, position, text, data, consents
    )
    announced = announce(participant_id=participant_id, draft=draft)
    if announced.standing.state != "pending":
        return announced.standing
    with incoming.held(attachment_id) as file:
        incoming.write(file, 0, body)
    return receive(attachment_id=attachment_id, participant_id=participant_id, received=len(body))


def _is_same(known: Attachment, draft: AttachmentDraft) -> bool:
    """Whether it was announced like this before. Decoding adds to `data`, the desk writes what a voice says."""
    if any(getattr(known, name) != getattr(draft, name) for name in _UNCHANGED):
        return False
    if known.digest is None and known.state not in ("pending", "received"):
        return True  # it failed, or its time was over: what was said of it is gone
    said, stored = draft.data or {}, known.data or {}
    return (known.kind == "audio" or known.text == draft.text) and all(
        key in stored and stored[key] == value for key, value in said.items()
    )


def _hold(participant_id: UUID, contribution_id: UUID) -> UUID:
    """Lock the participant, so that two announcements are counted one after the other; the process, or NotFound."""
    db.session.execute(select(Participant.id).where(Participant.id == participant_id).with_for_update())
    process_id = db.session.scalar(
        select(Contribution.process_id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Contribution.id == contribution_id,
            Contribution.state != "withdrawn",
            Submission.participant_id == participant_id,
        )
    )
    if process_id is None:
        raise NotFound(_("Diesen Beitrag gibt es nicht oder er ist nicht von dir."))
    return process_id


def _refuse_too_many(participant_id: UUID, draft: AttachmentDraft) -> None:
    most = MOST.get(draft.kind, 1)
    if queries.taken(contribution_id=draft.contribution_id, kind=draft.kind) >= most:
        message = ngettext(
            "Zu einem Beitrag passt nur %(num)s Datei dieser Art: %(kind)s.",
            "Zu einem Beitrag passen höchstens %(num)s Dateien dieser Art: %(kind)s.",
            most,
            kind=KINDS[draft.kind],
        )
        raise DomainError(message, field="contribution")
    # Files that failed or were taken back take no room, but decoding them took time that others wait for.
    if queries.announced_since(participant_id, now() - timedelta(hours=1)) >= MOST_OF_ONE:
        raise DomainError(
            _("Du hast schon sehr viele Dateien geschickt. Nimm welche zurück, dann ist wieder Platz."),
            field="contribution",
        )
    count, size = queries.taken_by(participant_id)
    if count >= MOST_OF_ONE or size + draft.size > ALTOGETHER:
        raise DomainError(
            _("Du hast schon sehr viele Dateien geschickt. Nimm welche zurück, dann ist wieder Platz."),
            field="contribution",
        )


def _refuse_without_consent(participant_id: UUID, draft: AttachmentDraft) -> None:
    """A yes comes with the file or was said before; whose yes an age needs is told by `participants.consents`."""
    purpose = NEEDS_CONSENT.get(draft.kind)
    if purpose is None or purpose in {consent.purpose for consent in draft.consents}:
        return
    if not is_consented(participant_id, purpose):
        raise DomainError(_("Dafür brauchen wir erst dein Ja."), field="consents")


def _insert(draft: AttachmentDraft, process_id: UUID) -> bool:
    """Insert the row unless its id exists: the primary key decides (R10)."""
    row = {name: getattr(draft, name) for name in ("id", *_SAID)}
    row |= {
        "process_id": process_id,
        "announced_at": now(),
        "state": "pending",
        "received": 0,
        "redactions": [],
    }
    row |= {"version": 1, "reason": ""}
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Attachment).values(row).on_conflict_do_nothing().returning(Attachment.id)
    return db.session.execute(statement).first() is not None


def _keep_consents(participant_id: UUID, draft: AttachmentDraft) -> None:
    """The yeses that came with the file; refused where a guardian's is missing (E04), or when it claims to be one."""
    for consent in draft.consents:
        if consent.giver != "self":
            raise DomainError(_("Das Ja deiner Eltern brauchen wir auf einem Zettel."), field="consents")
        record_consent(
            participant_id=participant_id,
            purpose=consent.purpose,
            text_version=consent.text_version,
            subject_id=draft.id,
        )
