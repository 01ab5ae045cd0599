"""Writes about consents: say yes, take it back, and the note of staff that guardians' slips are here."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, insert, select, update

from app.base.audit import note
from app.base.database import db, new_id, now
from app.base.errors import DomainError, NotFound
from app.participants.consents import ONLY_TO_SHOW, allowed, joined_with, slips_of
from app.participants.losing import consent_lost
from app.participants.models import Consent, GuardianSlip, JoinCode, Participant
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS, MOST_PARTICIPANTS, PURPOSES, SLIP_VERSION


def record_consent(
    *, participant_id: UUID, purpose: str, text_version: str, subject_id: UUID | None = None
) -> Consent:
    """Keep somebody's own yes to `purpose`, at large or for one attachment; saying it again changes nothing.

    A phone can only bring the yes of its owner: that of a guardian is on paper and noted by staff.
    DomainError for unknown words, a wording nobody was shown, or when a guardian's yes is missing.
    """
    # The row stays locked until the commit, so that the same yes from two tabs is kept once.
    participant = db.session.scalar(
        select(Participant).where(Participant.id == participant_id).with_for_update()
    )
    if participant is None:
        raise NotFound(_("Du bist auf diesem Handy nicht mehr dabei."))
    if purpose not in CONSENT_TEXTS:
        raise DomainError(_("Diese Einwilligung gibt es nicht."), field="purpose")
    if text_version != CONSENT_TEXTS[purpose].version:
        raise DomainError(_("Der Text hat sich geändert. Bitte lies ihn noch einmal."), field="text_version")
    if purpose == AGE_16 and participant.age_band != "na":
        raise DomainError(_("Dein Alter hast du am Anfang schon angegeben."), field="purpose")
    if purpose in PURPOSES and not (rule := allowed(participant, purpose)).is_allowed:
        raise DomainError(rule.reason, field="purpose")
    found = db.session.scalar(select(Consent).where(*_standing(participant_id, purpose, subject_id)).limit(1))
    if found is not None:
        return found
    consent = Consent(
        participant_id=participant_id,
        purpose=purpose,
        giver="self",
        subject_id=subject_id,
        text_version=text_version,
        given_at=now(),
    )
    db.session.add(consent)
    db.session.flush()
    return consent


def withdraw_consent(*, participant_id: UUID, consent_id: UUID) -> Consent:
    """Take a yes back; NotFound for what is not theirs. What rests on it is hidden at once.

    Taking back "Ich bin 16 oder älter" takes every own yes back that needed it; one to the words of a contribution
    takes back those of all others, which stand on the page as one (a single one is changed with its text).
    """
    consent = db.session.scalar(
        select(Consent)
        .where(Consent.id == consent_id, Consent.participant_id == participant_id)
        .with_for_update()
    )
    if consent is None:
        raise NotFound(_("Diese Einwilligung gibt es nicht."))
    if consent.withdrawn_at is None:
        same: list[ColumnElement[bool]] = [Consent.id == consent.id]
        if consent.purpose == "quote" and consent.subject_id is not None:
            same = [
                Consent.participant_id == participant_id,
                Consent.purpose == "quote",
                Consent.subject_id.is_not(None),
                Consent.withdrawn_at.is_(None),
            ]
        db.session.execute(update(Consent).where(*same).values(withdrawn_at=now()))
        note(actor="participant", action="consent.withdraw", object_kind="consent", object_id=consent.id)
    db.session.flush()
    if consent.purpose == AGE_16:
        _withdraw_all_that_need_a_guardian(participant_id)
    consent_lost([participant_id])
    return consent


def say_yes_to(*, participant_id: UUID, purpose: str, subject_ids: Sequence[UUID], text_version: str) -> None:
    """Keep somebody's yes to showing some things, as it came with them; what has one already keeps it.

    Only for purposes that stop nobody from sending (ONLY_TO_SHOW). A wording that is not asked in any more is no
    yes: the things arrive and are not shown, because a phone may have waited for days.
    """
    if purpose not in ONLY_TO_SHOW or text_version != CONSENT_TEXTS[purpose].version or not subject_ids:
        return
    known = set(
        db.session.scalars(
            select(Consent.subject_id).where(
                Consent.participant_id == participant_id,
                Consent.purpose == purpose,
                Consent.subject_id.in_(subject_ids),
                Consent.withdrawn_at.is_(None),
            )
        )
    )
    rows = [
        {
            "id": new_id(),
            "participant_id": participant_id,
            "purpose": purpose,
            "giver": "self",
            "subject_id": subject_id,
            "text_version": text_version,
            "given_at": now(),
        }
        for subject_id in subject_ids
        if subject_id not in known
    ]
    if rows:
        db.session.execute(insert(Consent), rows)


def withdraw_for(*, subject_ids: Sequence[UUID], purpose: str | None = None) -> None:
    """Take back each yes to some things, or those to one purpose: the things themselves were taken back or changed."""
    mine: list[ColumnElement[bool]] = [Consent.subject_id.in_(subject_ids), Consent.withdrawn_at.is_(None)]
    if purpose is not None:
        mine.append(Consent.purpose == purpose)
    db.session.execute(update(Consent).where(*mine).values(withdrawn_at=now()))


def mark_slips(*, code: JoinCode, count: int, purposes: Sequence[str], user_id: UUID) -> GuardianSlip:
    """Staff say that `count` signed slips for `purposes` are here, one for each who joins with this code.

    From then on the code takes exactly so many people, and no board shows it (decision 19). DomainError for no
    purpose, no slip, or when more have joined already.
    """
    chosen = [purpose for purpose in PURPOSES if purpose in purposes]
    if not chosen:
        raise DomainError(_("Bitte wählen Sie, wofür die Zettel gelten."), field="purposes")
    # The row stays locked until the commit, so that nobody joins between counting and closing.
    code = db.session.scalars(
        select(JoinCode)
        .where(JoinCode.id == code.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    joined = len(joined_with(code))
    if not max(joined, 1) <= count <= MOST_PARTICIPANTS:
        message = ngettext(
            "Mit diesem Code macht schon eine Person mit. So viele Zettel müssen es sein.",
            "Mit diesem Code machen schon %(num)s Personen mit. So viele Zettel müssen es mindestens sein.",
            joined,
        )
        raise DomainError(
            message if count < joined else _("Bitte zählen Sie die Zettel: mindestens einer."), field="count"
        )
    code.max_participants = count
    before = slips_of([code.id]).get(code.id)
    if before is not None:
        before.withdrawn_at = now()
    slip = GuardianSlip(
        join_code_id=code.id,
        purposes=chosen,
        text_version=SLIP_VERSION,
        marked_by=user_id,
        marked_at=now(),
    )
    db.session.add(slip)
    db.session.flush()
    note(actor=user_id, action="guardian_slip.mark", object_kind="join_code", object_id=code.id)
    if before is not None:
        consent_lost(joined_with(code))
    return slip


def unmark_slips(*, code: JoinCode, user_id: UUID) -> bool:
    """The slips do not hold any more; what rests on them is hidden. True when there was a note."""
    slip = slips_of([code.id]).get(code.id)
    if slip is None:
        return False
    slip.withdrawn_at = now()
    db.session.flush()
    note(actor=user_id, action="guardian_slip.withdraw", object_kind="join_code", object_id=code.id)
    consent_lost(joined_with(code))
    return True


def _standing(participant_id: UUID, purpose: str, subject_id: UUID | None) -> tuple[ColumnElement[bool], ...]:
    return (
        Consent.participant_id == participant_id,
        Consent.purpose == purpose,
        Consent.giver == "self",
        Consent.subject_id.is_(None) if subject_id is None else Consent.subject_id == subject_id,
        Consent.withdrawn_at.is_(None),
    )


def _withdraw_all_that_need_a_guardian(participant_id: UUID) -> None:
    participant = db.session.get(Participant, participant_id)
    if participant is None:
        return
    lost = [purpose for purpose in PURPOSES if not allowed(participant, purpose).is_allowed]
    mine = (
        Consent.participant_id == participant_id,
        Consent.purpose.in_(lost),
        Consent.withdrawn_at.is_(None),
    )
    db.session.execute(update(Consent).where(*mine).values(withdrawn_at=now()))
