"""A photograph without marks: a person says which places of it are which places of the map."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext as _

from app.base.database import transaction
from app.base.errors import DomainError
from app.base.tiles import tile_source
from app.maps.models import NeedleCampaign
from app.maps.paper import services, tasks
from app.maps.paper.forms import GROUPS, BoardForm
from app.maps.paper.legend import INKS, entries
from app.maps.paper.models import PaperPhoto
from app.maps.paper.queries import photo_in
from app.maps.paper.services.sheets import group_legend
from app.maps.paper.staff_views.blueprint import PAPER, PATH, begin, blueprint
from app.maps.queries import campaign_by_slug
from app.processes.access import member_required
from app.processes.models import Process


@blueprint.route(f"{PATH}/foto/<uuid:photo_id>/von-hand", methods=["GET", "POST"])
@member_required(*PAPER)
def board(process: Process, campaign: str, photo_id: UUID) -> Any:
    """Lay a photograph on the map by four to eight points."""
    found = campaign_by_slug(process.id, campaign)
    one = photo_in(found.activity_id, photo_id)
    form = BoardForm(found, data=_values(one))
    if form.validate_on_submit():
        try:
            points = _points(form)
            groups = [(entry.form.age_band.data, entry.form.gender.data) for entry in form.groups]
            with transaction():
                services.begin_board(
                    photo=photo_in(found.activity_id, photo_id),
                    question=form.question.data,
                    legend=group_legend(groups),
                    points=points,
                )
        except DomainError as error:
            form.points.errors = [*form.points.errors, str(error.message)]
            found = campaign_by_slug(process.id, campaign)
            one = photo_in(found.activity_id, photo_id)
        else:
            here = url_for(".photo", slug=process.slug, campaign=campaign, photo_id=photo_id)
            back = url_for(".board", slug=process.slug, campaign=campaign, photo_id=photo_id)
            arguments = {"photo_id": str(photo_id), "next": here, "back": back}
            title = _("Brett auf die Karte legen: %(name)s", name=one.file_name)[:200]
            return begin(process, tasks.BOARD, title, arguments)
    page = render_template(
        "maps/paper/board.html",
        process=process,
        campaign=found,
        photo=one,
        form=form,
        inks=list(INKS.items()),
        config=_config(found, one),
    )
    return page, 422 if form.is_submitted() else 200


def _points(form: BoardForm) -> list[list[float]]:
    """The filled lines; a line that is filled by half is a mistake."""
    points = []
    for number, entry in enumerate(form.points, start=1):
        values = [entry.form[name].data for name in ("x", "y", "lat", "lon")]
        if all(value is None for value in values):
            continue
        if any(value is None for value in values):
            raise DomainError(_("Punkt %(number)s ist nur halb ausgefüllt.", number=number), field="points")
        points.append([float(value) for value in values])
    return points


def _values(one: PaperPhoto) -> dict[str, Any]:
    groups = [(entry.age_band, entry.gender) for entry in entries(one.legend)] or list(GROUPS)
    names = ("x", "y", "lat", "lon")
    points = [dict(zip(names, point, strict=True)) for point in one.report.get("points", [])]
    return {
        "question": one.question,
        "groups": [{"age_band": age_band, "gender": gender} for age_band, gender in groups],
        "points": [*points, *({} for _missing in range(8 - len(points)))],
    }


def _config(campaign: NeedleCampaign, one: PaperPhoto) -> dict[str, Any]:
    return {
        "size": one.report.get("size", [1, 1]),
        "center": [campaign.center_lat, campaign.center_lon],
        "zoom": campaign.zoom,
        "tiles": asdict(tile_source()),
        "words": {
            "point": _("Punkt %1"),
            "photo": _("Punkt %1: Tippen Sie auf eine Stelle im Foto, die Sie auf der Karte wiederfinden."),
            "map": _("Punkt %1: Tippen Sie jetzt dieselbe Stelle auf der Karte an."),
            "enough": _("Das reicht. Mit einem weiteren Punkt lässt sich prüfen, wie genau es ist."),
            "full": _("Alle acht Punkte sind gesetzt."),
            "zoomIn": _("Vergrößern"),
            "zoomOut": _("Verkleinern"),
        },
    }
