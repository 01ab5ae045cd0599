"""Ids of what is made of a sitting: they follow from the sitting's id, so that sending twice records once.

A phone works them out in the same way, to know which contribution a photo or a recording belongs to.
"""

from __future__ import annotations

from uuid import UUID, uuid5


def contribution_id(submission_id: UUID, key: str) -> UUID:
    """UUID version 5 (RFC 9562) of the flat key in the sitting's namespace.

    `key` is the flat key of the question (`q`, `q.other`, `section.2.q`); of a mark with its number (`q.1`), of words
    to a mark with the follow-up (`q.1.why`).
    """
    return uuid5(submission_id, key)
