"""The trail of a walk on one page: the line on the map, stops in their order, what stands beside the way."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.base.tiles import named_places, tile_source
from app.processes.access import member_required
from app.processes.extent import extent_of, outline_of, start_view
from app.processes.models import Process
from app.processes.roles import INVITE
from app.processes.staff_views.answers import version_of
from app.walks.models import Walk
from app.walks.planning import services
from app.walks.planning.forms.rows import rearranged
from app.walks.planning.forms.trail import TrailForm, first_prompts, line_of, point_text, values_of
from app.walks.planning.places import place_named
from app.walks.planning.staff_views.blueprint import blueprint, to
from app.walks.planning.staff_views.saving import show, stale
from app.walks.planning.words import map_texts
from app.walks.queries import sisters_of, walk_by_slug
from app.walks.route import SLOW_PACE, YOUNG_PACE, hints, is_slow, length_m, times_of
from app.walks.vocabulary import NOTES


@blueprint.route("/weg", methods=["GET", "POST"])
@member_required(*INVITE)
def trail(process: Process, walk: str) -> Any:
    """Draw the way, name the stops; buttons of the form move rows and look places up without saving."""
    found = walk_by_slug(process.id, walk)
    sent, target = _sent() if request.method == "POST" else (None, "")
    form, conflict = TrailForm(formdata=sent, data=values_of(found.trail)), None
    if request.method == "POST" and "move" in request.form:
        return _page(process, found, form, target=target)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_trail(
                    trail_id=found.trail_id,
                    plan=form.plan(),
                    version=version_of(form),
                    actor=current_user.id,
                )
        except Conflict as error:
            found = walk_by_slug(process.id, walk)
            rows = {"stops": _stop_line, "notes": _note_line, "route": _route_line}
            conflict = stale(form, error, values_of(found.trail), rows)
        except DomainError as error:
            show(form, error)
            found = walk_by_slug(process.id, walk)
        else:
            flash(_("Der Weg ist gespeichert."), "success")
            return to(process, walk, "walks_plan.trail")
    status = 409 if conflict is not None else 422 if form.is_submitted() else 200
    return _page(process, found, form, conflict=conflict), status


def _sent() -> tuple[MultiDict[str, str], str]:
    """The form after its button; rows that nobody filled are left out when it is saved."""
    fresh = {"prompts": first_prompts(), "minutes": "6"}
    wanted = request.form.get("move", "")
    given = request.form if wanted else _without_empty(request.form)
    fields, target = rearranged(given, {"stops": fresh, "notes": {"kind": "bench"}})
    if wanted.startswith("find:"):
        target = wanted.removeprefix("find:").replace(":", "-")
        words = fields.get(f"{target}-place_text") or fields.get(f"{target}-name") or ""
        place = place_named(words)
        if place is None:
            flash(_("Diesen Ort kennen wir nicht. Setzen Sie ihn auf der Karte."), "warning")
        else:
            fields[f"{target}-point"] = point_text(place)
    return fields, target


def _without_empty(given: MultiDict[str, str]) -> MultiDict[str, str]:
    rows = {key.rsplit("-", 1)[0] for key in given if key.count("-") == 2}
    filled = {
        row: any(
            given.get(f"{row}-{name}", "").strip() for name in ("id", "name", "place_text", "point", "text")
        )
        for row in rows
    }
    return MultiDict(
        (key, value)
        for key, value in given.items(multi=True)
        if key.count("-") != 2 or filled[key.rsplit("-", 1)[0]]
    )


def _page(process: Process, walk: Walk, form: TrailForm, conflict: Any = None, target: str = "") -> str:
    lon, lat, zoom = start_view(process)
    return render_template(
        "walks/plan/trail.html",
        process=process,
        walk=walk,
        form=form,
        conflict=conflict,
        target=target,
        hints=hints(walk),
        times=times_of(walk.trail, walk.group_role),
        sisters=sisters_of(walk),
        places=sorted({str(place["name"]) for place in named_places()})[:2000],
        config={
            "tiles": asdict(tile_source()),
            "outline": outline_of(process),
            "extent": extent_of(process),
            "center": [lat, lon],
            "zoom": zoom,
            "pace": SLOW_PACE if is_slow(walk.group_role) else YOUNG_PACE,
            "words": map_texts(),
        },
    )


def _stop_line(row: Any) -> str:
    if not row.get("name"):
        return ""  # a row that waits to be filled
    shown = (row["name"], row["place_text"], row["point"], f"{row['minutes']} min")
    left_out = [_("ausgelassen")] if row["is_dropped"] else []
    return " · ".join(part for part in (*shown, *left_out) if part) + f"\n{row['prompts'] or ''}"


def _note_line(row: Any) -> str:
    return " · ".join(str(part) for part in (NOTES[row["kind"]], row["text"], row["point"]) if part)


def _route_line(text: Any) -> str:
    return _("Weg von %(metres)s m", metres=round(length_m(line_of(text)))) if text else ""
