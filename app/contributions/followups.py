"""Answers to the follow-ups of a mark, by the names of their questions; the listed attributes mean something else."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from app.base.errors import DomainError

RESERVED = ("about", "border_area", "code", "made", "question", "rating", "start_point")
"""Attributes of contributions that mean something else than an answer."""


def with_followups(
    attributes: Mapping[str, str], followups: Mapping[str, str], *, is_asked: bool
) -> dict[str, str]:
    """Attributes with the follow-ups of a phone; without them where the channel asks none (R36).

    DomainError for a name that is reserved.
    """
    if not is_asked:
        return dict(attributes)
    if wrong := sorted(set(followups) & set(RESERVED)):
        raise DomainError(_("Diese Angaben kennen wir nicht."), field=f"followups.{wrong[0]}")
    return {**followups, **attributes}
