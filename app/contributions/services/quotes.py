"""The yes to showing somebody's own words, as it comes with the words (E02); shown or not is decided in review."""

from __future__ import annotations

from uuid import UUID

from app.contributions.drafts import SubmissionDraft
from app.participants.services import say_yes_to, withdraw_for


def keep_quotes(draft: SubmissionDraft) -> None:
    """Keep the yes of each contribution of a sitting that has one; nobody's words have none."""
    said = [one for one in draft.contributions if one.quote]
    if draft.participant_id is None:
        return
    for version in sorted({one.quote for one in said}):
        say_yes_to(
            participant_id=draft.participant_id,
            purpose="quote",
            subject_ids=[one.id for one in said if one.quote == version],
            text_version=version,
        )


def change_quote(*, contribution_id: UUID, participant_id: UUID, version: str) -> None:
    """Say yes to the wording `version`, or take the yes back when it is empty."""
    if not version:
        withdraw_for(subject_ids=[contribution_id], purpose="quote")
        return
    say_yes_to(
        participant_id=participant_id, purpose="quote", subject_ids=[contribution_id], text_version=version
    )
