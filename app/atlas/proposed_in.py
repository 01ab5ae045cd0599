"""Tells what was made of a contribution: the proposals it became a part of, and how they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.atlas.outcomes import Line
from app.contributions.own import OwnContribution
from app.measures.models import Proposal
from app.measures.queries import proposals_from
from app.measures.vocabulary import REASONS, STATES
from app.processes.models import Process


def lines_of(process: Process, mine: Sequence[OwnContribution]) -> dict[UUID, list[Line]]:
    """One line for each proposal: its words while it waits, its answer as everybody reads it afterwards."""
    found = proposals_from([one.id for one in mine])
    return {key: [_line(process, one) for one in proposals] for key, proposals in found.items()}


def _line(process: Process, one: Proposal) -> Line:
    if one.answered_at is None:
        return Line(
            _("Daraus wurde ein Vorschlag. Er wird noch geprüft: %(text)s", text=one.text), about="proposed"
        )
    reason = f" ({REASONS[one.reason_code]})" if one.reason_code else ""
    words = {"text": one.text, "state": f"{STATES[one.status]}{reason}", "answer": one.answer_text}
    return Line(
        _("Daraus wurde der Vorschlag »%(text)s«. Er ist %(state)s. Die Antwort: %(answer)s", **words),
        url_for("measures.board", slug=process.slug),
        about="proposed",
    )
