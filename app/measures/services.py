"""Writes of the return flow: make a proposal of contributions, change it, answer it in public."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError
from app.contributions.choosing import chosen
from app.contributions.quoting import is_quote, quotable
from app.contributions.words import full_text
from app.measures.models import Proposal, ProposalOrigin
from app.measures.queries import proposal_by_id
from app.measures.vocabulary import ANSWERS, NEEDS_REASON, REASONS, SHORTEST_ANSWER, WAITING

MOST_ORIGINS = 500


def propose(
    *,
    process_id: UUID,
    text: str,
    contribution_ids: Collection[UUID] = (),
    theme: str = "",
    area_code: str = "",
    actor: UUID | str = "command",
) -> Proposal:
    """A proposal made of contributions of this process; DomainError names the field that does not fit."""
    found = Proposal(process_id=process_id)
    found.origins = [ProposalOrigin(contribution_id=one) for one in _origins(process_id, contribution_ids)]
    _fill(found, text=text, theme=theme, area_code=area_code)
    db.session.add(found)
    db.session.flush()
    note(actor=actor, action="proposal.create", object_kind="proposal", object_id=found.id)
    return found


def change_proposal(
    *,
    process_id: UUID,
    proposal_id: UUID,
    text: str,
    theme: str = "",
    area_code: str = "",
    version: int | None = None,
    actor: UUID | str = "command",
) -> Proposal:
    """Say it better; Conflict when `version` is stale."""
    found = proposal_by_id(process_id, proposal_id)
    found.expect_version(version)
    _fill(found, text=text, theme=theme, area_code=area_code)
    db.session.flush()
    note(actor=actor, action="proposal.change", object_kind="proposal", object_id=found.id)
    return found


def add_origins(
    *,
    process_id: UUID,
    proposal_id: UUID,
    contribution_ids: Collection[UUID],
    actor: UUID | str = "command",
) -> Proposal:
    """More contributions that say the same; those that are there already stay once."""
    found = proposal_by_id(process_id, proposal_id)
    known = {origin.contribution_id for origin in found.origins}
    for one in _origins(process_id, contribution_ids):
        if one not in known:
            found.origins.append(ProposalOrigin(contribution_id=one))
    found.version += 1
    db.session.flush()
    note(actor=actor, action="proposal.origins", object_kind="proposal", object_id=found.id)
    return found


def answer_proposal(
    *,
    process_id: UUID,
    proposal_id: UUID,
    status: str,
    answer_text: str = "",
    reason_code: str = "",
    decision: str = "",
    version: int | None = None,
    actor: UUID | str = "command",
) -> Proposal:
    """What was decided, in public words; no decision goes without an answer.

    Declined and deferred need a reason code, and every decision a public answer of SHORTEST_ANSWER signs (C5, E34).
    DomainError names the field, Conflict when `version` is stale.
    """
    words = answer_text.strip()
    if status not in ANSWERS:
        raise DomainError(_("Bitte wählen Sie, wie entschieden wurde."), field="status")
    if reason_code and reason_code not in REASONS:
        raise DomainError(_("Diesen Grund gibt es nicht."), field="reason_code")
    if status in NEEDS_REASON and not reason_code:
        raise DomainError(
            _("Wer ablehnt oder zurückstellt, nennt den Grund. Bitte wählen Sie einen."), field="reason_code"
        )
    if status not in WAITING and len(words) < SHORTEST_ANSWER:
        message = _(
            "Die öffentliche Antwort braucht mindestens %(min)s Zeichen: Was wurde entschieden, und warum?",
            min=SHORTEST_ANSWER,
        )
        raise DomainError(message, field="answer_text")
    found = proposal_by_id(process_id, proposal_id)
    found.expect_version(version)
    _refuse_quotes(found, words, "answer_text")
    found.status, found.answer_text, found.decision = status, words, decision.strip()[:300]
    found.reason_code = reason_code if status in NEEDS_REASON else ""
    found.answered_at = None if status in WAITING else now()
    db.session.flush()
    note(actor=actor, action=f"proposal.{status}", object_kind="proposal", object_id=found.id)
    return found


def _fill(found: Proposal, *, text: str, theme: str, area_code: str) -> None:
    if not text.strip():
        raise DomainError(_("Bitte schreiben Sie den Vorschlag in einem Satz."), field="text")
    _refuse_quotes(found, text, "text")
    found.text, found.theme, found.area_code = text.strip(), theme.strip()[:120], area_code.strip()[:80]


def _refuse_quotes(found: Proposal, text: str, field: str) -> None:
    """What everybody reads gives back nobody's own words without their yes (E02, decision 19)."""
    ids = [origin.contribution_id for origin in found.origins]
    allowed = quotable(ids)
    asked = [one for one in chosen(found.process_id, ids) if one.id not in allowed] if ids else []
    if any(is_quote(text, full_text(one.title, one.text)) for one in asked):
        raise DomainError(
            _(
                "Das sind die Worte eines Menschen, der dazu nicht Ja gesagt hat. Bitte schreiben Sie es anders."
            ),
            field=field,
        )


def _origins(process_id: UUID, contribution_ids: Collection[UUID]) -> list[UUID]:
    """Ids that belong to the process and still count, each once; DomainError when one does not."""
    wanted: dict[UUID, Any] = dict.fromkeys(contribution_ids)
    if len(wanted) > MOST_ORIGINS:
        raise DomainError(_("Bitte höchstens %(num)s Beiträge.", num=MOST_ORIGINS), field="contribution_ids")
    known = [one.id for one in chosen(process_id, list(wanted))] if wanted else []
    if len(known) != len(wanted):
        raise DomainError(
            _("Ein gewählter Beitrag ist nicht mehr da. Bitte wählen Sie noch einmal."),
            field="contribution_ids",
        )
    return known
