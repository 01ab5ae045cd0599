"""What became of each own contribution, step by step in plain words; and which ones a release has counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.database import db
from app.contributions.models import Contribution, ReviewDecision
from app.contributions.own import OwnContribution
from app.contributions.review.reasons import REASONS
from app.contributions.rounding import VALENCES
from app.contributions.vocabulary import COUNTED_STATES


@dataclass(frozen=True)
class Step:
    """One thing that happened on a day, or (without a day) what comes next."""

    text: str
    day: datetime | None = None


@dataclass(frozen=True)
class _Decision:
    to_state: str
    reason: str
    at: datetime


def stories(mine: Sequence[OwnContribution]) -> dict[UUID, list[Step]]:
    """The steps of each contribution, the first thing first."""
    decisions = _decisions([one.id for one in mine])
    return {one.id: _story(one, decisions.get(one.id, [])) for one in mine}


def decided(mine: Sequence[OwnContribution]) -> dict[UUID, list[_Decision]]:
    """What was decided about each, asked for once and handed to `counted_at` for every moment."""
    return _decisions([one.id for one in mine])


def counted_at(
    mine: Sequence[OwnContribution], moment: datetime, decisions: dict[UUID, list[_Decision]]
) -> set[UUID]:
    """Which of these a count at that moment has counted; what was taken back since cannot be told any more."""
    found = set()
    for one in mine:
        before = [decision.to_state for decision in decisions.get(one.id, []) if decision.at <= moment]
        if one.received_at <= moment and (before or ["submitted"])[-1] in COUNTED_STATES:
            found.add(one.id)
    return found


def _decisions(ids: Sequence[UUID]) -> dict[UUID, list[_Decision]]:
    query = (
        select(
            ReviewDecision.contribution_id,
            ReviewDecision.to_state,
            ReviewDecision.reason,
            ReviewDecision.created_at,
        )
        .where(ReviewDecision.contribution_id.in_(ids), ReviewDecision.undone.is_(False))
        .order_by(ReviewDecision.created_at, ReviewDecision.id)
    )
    found: dict[UUID, list[_Decision]] = {}
    for contribution_id, to_state, reason, at in db.session.execute(query):
        found.setdefault(contribution_id, []).append(_Decision(to_state, reason, at))
    return found


def _story(one: OwnContribution, decisions: list[_Decision]) -> list[Step]:
    steps = [Step(_("Angekommen."), one.received_at)]
    said = one.contribution
    read = [decision for decision in decisions if decision.to_state == said.state]
    if said.state in ("submitted", "in_review"):
        if decisions and said.state == "submitted":
            steps.append(Step(_("Du hast es danach geändert.")))
        waits = said.state == "submitted"
        steps.append(
            Step(_("Bald liest es jemand vom Team.") if waits else _("Jemand vom Team liest es gerade."))
        )
        return steps
    last = read[-1] if read else None
    steps.append(Step(_outcome(said, last.reason if last else ""), last.at if last else None))
    return steps


def _outcome(said: Contribution, reason: str) -> str:
    """What the team decided, so that a child can tell what it means."""
    if said.state == "rejected_rules":
        why = REASONS.get(reason)
        text = _("Gelesen und nicht gezeigt. Es zählt auch nicht mit.")
        return f"{text} {_('Der Grund:')} {why}" if why else text
    if said.state == "internal":
        return _("Gelesen. Andere sehen es nicht, nur das Planungsteam. Es zählt mit.")
    if said.kind == "mark" and said.valence not in VALENCES:
        return _(
            "Gelesen. Solche Orte zeigen wir anderen nur als Zahl für den ganzen Stadtteil. Es zählt mit."
        )
    if said.state == "redacted":
        return _("Gelesen und gekürzt. Den Rest können alle sehen. Es zählt mit.")
    return _("Gelesen und freigegeben. Alle können es sehen, ohne Namen und auf 25 Meter gerundet.")
