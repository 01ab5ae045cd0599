"""The blueprint of the pages on which staff bring in photos and a track, and who may use them."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint(
    "walks_bring",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>/einbringen",
    template_folder="../../templates",
)
BRING = ("coordinator", "facilitator", "recorder", "editor")
"""As for paper: recorders bring in what was noted, the others review it anyway."""
