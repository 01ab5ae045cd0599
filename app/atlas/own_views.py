"""What became of what I said: own contributions with the released figures they are part of, and what comes next."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.atlas.outcomes import outcomes_of
from app.contributions.own_views import words
from app.indicators.queries import has_surveys, latest_release
from app.participants.access import current_participant, participant_required
from app.processes.queries import notices_of, process_by_id

blueprint = Blueprint("atlas_own", __name__, template_folder="templates")
NEWEST_NOTICES = 3


@blueprint.get("/mein/was-wurde-daraus")
@participant_required
def outcomes() -> str:
    """Only this person's own contributions; of others nothing but what everybody may read."""
    participant = current_participant()
    assert participant is not None
    process = process_by_id(participant.process_id)
    release = latest_release(process.id)
    return render_template(
        "atlas/outcomes.html",
        process=process,
        outcomes=outcomes_of(participant, process),
        release=release,
        has_surveys=release is not None and has_surveys(release.id),
        notices=notices_of(process.id)[:NEWEST_NOTICES],
        **words(),
    )
