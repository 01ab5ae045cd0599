"""What somebody sends from a page without a script, as a submission of one contribution."""

from __future__ import annotations

from uuid import UUID

from app.base.i18n import current_language
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.participants.models import Participant
from app.processes.models import Activity


def sitting(
    identity: UUID, *, activity: Activity, person: Participant, said: ContributionDraft
) -> SubmissionDraft:
    """`identity` makes sending the same form twice harmless; the language is that of the page."""
    return SubmissionDraft(
        id=identity,
        process_id=activity.process_id,
        activity_id=activity.id,
        participant_id=person.id,
        person_key=str(person.id),
        channel=activity.channel,
        language=current_language(),
        contributions=[said],
    )
