"""Reads of the return flow: proposals of a process, one of them, those made of somebody's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.base.database import db
from app.base.errors import NotFound
from app.measures.models import Proposal, ProposalOrigin


def proposals_of(process_id: UUID, status: str = "") -> Sequence[Proposal]:
    """All proposals of a process, or those in one state, the newest first."""
    query = select(Proposal).where(Proposal.process_id == process_id).options(selectinload(Proposal.origins))
    if status:
        query = query.where(Proposal.status == status)
    return db.session.scalars(query.order_by(Proposal.created_at.desc(), Proposal.id)).all()


def answered_proposals(process_id: UUID) -> Sequence[Proposal]:
    """What everybody may read: proposals with an answer, by theme and the day of the answer."""
    query = (
        select(Proposal)
        .where(Proposal.process_id == process_id, Proposal.answered_at.is_not(None))
        .options(selectinload(Proposal.origins))
    )
    return db.session.scalars(query.order_by(Proposal.theme, Proposal.answered_at, Proposal.id)).all()


def proposal_by_id(process_id: UUID, proposal_id: UUID) -> Proposal:
    """One of them; NotFound for an unknown one and for one of another process."""
    found = db.session.get(Proposal, proposal_id)
    if found is None or found.process_id != process_id:
        raise NotFound(_l("Diesen Vorschlag gibt es nicht."))
    return found


def count_open(process_id: UUID) -> int:
    """How many wait for an answer."""
    query = select(func.count()).where(Proposal.process_id == process_id, Proposal.answered_at.is_(None))
    return db.session.scalar(query) or 0


def proposals_from(contribution_ids: Collection[UUID]) -> dict[UUID, list[Proposal]]:
    """The proposals that each of these contributions is an origin of, the oldest first."""
    query = (
        select(ProposalOrigin.contribution_id, Proposal)
        .join(Proposal, Proposal.id == ProposalOrigin.proposal_id)
        .where(ProposalOrigin.contribution_id.in_(contribution_ids))
        .order_by(Proposal.created_at, Proposal.id)
    )
    found: dict[UUID, list[Proposal]] = {}
    if contribution_ids:
        for contribution_id, proposal in db.session.execute(query):
            found.setdefault(contribution_id, []).append(proposal)
    return found
