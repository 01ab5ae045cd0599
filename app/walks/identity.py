"""Ids of what an entry is made of, the same on the phone as here."""

from __future__ import annotations

from uuid import UUID, uuid5


def part_id(submission_id: UUID, part: str) -> UUID:
    """Id of a contribution of an entry: UUID version 5 of `part` in the entry's namespace, the same on the phone.

    `part` is `said`, or `top_good.1` and so on for the end round, or the flat key of a question.
    """
    return uuid5(submission_id, part)
