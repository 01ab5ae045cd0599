"""A yes to somebody's own words is gone: what was shown of them is hidden in the same transaction (E06)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.base.database import db
from app.contributions import words
from app.contributions.models import Contribution, Submission
from app.contributions.points import index
from app.contributions.quoting import is_quote, quotable
from app.participants.consents import ever_said


def hide_words_without_consent(participant_ids: Sequence[UUID]) -> None:
    """Public words that rested on a yes which does not hold now are emptied; the place stays.

    What a moderator wrote in other words stays, and so does what was released before anybody was asked (decision 19).
    """
    for participant_id in participant_ids:
        asked = ever_said("quote", participant_id)
        # Whoever releases just now holds the row and asks for the yes behind it: one of the two sees the other.
        shown = db.session.scalars(
            select(Contribution)
            .join(Submission, Contribution.submission_id == Submission.id)
            .where(Submission.participant_id == participant_id, Contribution.released_text != "")
            .order_by(Contribution.id)
            .with_for_update(of=Contribution)
            .execution_options(populate_existing=True)
        ).all()
        spoken = quotable([said.id for said in shown])
        hidden = [
            said
            for said in shown
            if said.id not in spoken
            and ({None, said.id} & asked)
            and is_quote(said.released_text or "", words.full_text(said.title, said.text))
        ]
        for said in hidden:
            said.released_text = ""
            said.version += 1
        db.session.flush()
        index.refresh([said.id for said in hidden])
