"""What everybody may read: proposals with their answers, and released words they were made of."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.base.access import public
from app.contributions.shown_in_activity import shown_words
from app.measures.queries import answered_proposals, count_open
from app.measures.vocabulary import REASONS, STATES
from app.processes.queries import public_process

blueprint = Blueprint("measures", __name__, template_folder="templates")


@blueprint.get("/verfahren/<slug>/vorschlaege")
@public
def board(slug: str) -> str:
    """Said, understood, decided; of what waits for an answer only the number."""
    process = public_process(slug)
    found = answered_proposals(process.id)
    said = shown_words([origin.contribution_id for one in found for origin in one.origins])
    return render_template(
        "measures/board.html",
        process=process,
        proposals=found,
        # Sorted by the words, so that the order tells nothing of who said what when.
        quotes={
            one.id: sorted(said[o.contribution_id] for o in one.origins if o.contribution_id in said)
            for one in found
        },
        waiting=count_open(process.id),
        states=STATES,
        reasons=REASONS,
    )
