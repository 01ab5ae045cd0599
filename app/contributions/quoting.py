"""Whose words may be read by everybody as they were said (E02), and when a public text is such words."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.base.database import db
from app.contributions.models import Contribution, Submission
from app.participants.consents import consented_among

LONGEST_RUN = 4
"""So many words in a row may be the same by chance; one more is a quote (decision 19)."""
_WORD = re.compile(r"\w+")
_CHUNK = 500


def quotable(contribution_ids: Collection[UUID]) -> set[UUID]:
    """Which of these were said by somebody whose yes to showing their own words is there."""
    listed = sorted(contribution_ids)
    found: set[UUID] = set()
    for start in range(0, len(listed), _CHUNK):
        owners = (
            select(Contribution.id, Submission.participant_id)
            .join(Submission, Contribution.submission_id == Submission.id)
            .where(Contribution.id.in_(listed[start : start + _CHUNK]))
        )
        found |= consented_among("quote", dict(db.session.execute(owners).tuples().all()))
    return found


def is_quote(public: str, said: str) -> bool:
    """True when a public text gives back somebody's own words: all of either text, or more than LONGEST_RUN in a row.

    Case and signs do not matter. One word alone is nobody's own.
    """
    shown, own = (_WORD.findall(text.casefold()) for text in (public, said))
    run = min(LONGEST_RUN + 1, len(shown), len(own))
    if run < 2:
        return False
    runs = {tuple(own[start : start + run]) for start in range(len(own) - run + 1)}
    return any(tuple(shown[start : start + run]) in runs for start in range(len(shown) - run + 1))
