"""A photograph without our marks (a needle board, an old sheet), laid on the ground by points a person sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.base.database import db
from app.base.errors import Conflict, DomainError
from app.maps.paper.legend import Entry
from app.maps.paper.models import PaperPhoto
from app.maps.paper.services.photos import set_proposals

LEAST_POINTS, MOST_POINTS = 4, 8


def begin_board(
    *, photo: PaperPhoto, question: str, legend: Sequence[Entry], points: Sequence[Sequence[float]]
) -> None:
    """Keep what a person said about the board; `points` are x, y in the photograph, latitude, longitude."""
    if photo.state == "recorded":
        raise Conflict(_("Dieses Foto ist schon eingetragen."))
    if not LEAST_POINTS <= len(points) <= MOST_POINTS:
        raise DomainError(
            _(
                "Bitte setzen Sie %(least)s bis %(most)s Punkte auf Foto und Karte.",
                least=LEAST_POINTS,
                most=MOST_POINTS,
            ),
            field="points",
        )
    photo.kind, photo.sheet, photo.copy = "board", None, None
    photo.question, photo.legend = question, [entry.as_json() for entry in legend]
    photo.report = {**photo.report, "points": [list(point) for point in points]}
    photo.state = "waiting"
    db.session.flush()


def keep_board(*, photo: PaperPhoto, crs: int, result: Mapping[str, Any]) -> None:
    """The straight board, how far its points are off, and what was proposed on it."""
    photo.crs, photo.pixel = crs, result["pixel"]
    photo.origin_x, photo.origin_y = result["origin"]
    photo.width, photo.height = result["width"], result["height"]
    photo.report = {**photo.report, "residuals": result["residuals"]}
    photo.state, photo.reason = "ready", ""
    set_proposals(photo, result["dots"])
