"""The exhibition for everybody: on a wall, in a browser, on paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from app.base.access import public
from app.contributions.exhibition import wall
from app.contributions.vocabulary import QUALITIES
from app.processes.queries import public_process

blueprint = Blueprint("exhibition", __name__, template_folder="templates")


@blueprint.get("/verfahren/<slug>/ausstellung")
@public
def show(slug: str) -> Any:
    """Photos, drawings and voices that were released, large, with what somebody said about them."""
    process = public_process(slug)
    shown, following = wall(process.id, request.args.get("nach", "")[:64])
    return render_template(
        "contributions/exhibition.html",
        process=process,
        shown=shown,
        following=following,
        QUALITIES=QUALITIES,
    )
