"""Where the photos were taken: correct the camera's clock, set places by hand, confirm; each becomes an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import db, transaction
from app.base.errors import DomainError, Problems
from app.base.tiles import tile_source
from app.contributions.media.services import give_up, keep_pictures
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes.access import member_required
from app.processes.extent import outline_of, start_view
from app.processes.models import Process
from app.walks.bringing import services, storage
from app.walks.bringing.forms import AUTO, BETWEEN, changes_from, seconds_from
from app.walks.bringing.models import READY, WAITING
from app.walks.bringing.placing import Track
from app.walks.bringing.queries import Placed, bringing_of, photo_in, photos_of, placed, track_of
from app.walks.bringing.staff_views.blueprint import BRING, blueprint
from app.walks.bringing.words import PLACED_BY
from app.walks.models import Walk
from app.walks.queries import stops_of, walk_by_slug

AT_ONCE = 24
"""Photos on one page."""
_MOST_DRAWN = 2000


@blueprint.route("/orte", methods=["GET", "POST"])
@member_required(*BRING)
def places(process: Process, walk: str) -> Any:
    """The photos along the walk. `action` saves, matches the clock (`match:<photo>`, `match_all`) or confirms."""
    if request.method == "GET":
        return _page(process, walk_by_slug(process.id, walk))
    action = request.form.get("action", "save")
    try:
        changes, offset = _sent()
        with transaction():
            found = walk_by_slug(process.id, walk)
            services.save_changes(walk=found, changes=changes)
            services.correct_clock(walk=found, offset=offset)
        said = _act(process, walk, action)
    except DomainError as error:
        db.session.rollback()
        problems = error.problems if isinstance(error, Problems) else {error.field or "": str(error.message)}
        return _page(process, walk_by_slug(process.id, walk), problems=problems), error.status
    if said:
        flash(said, "success")
    there = ".places" if photos_of(walk_by_slug(process.id, walk).activity_id, (READY,)) else ".index"
    return redirect(url_for(there, slug=process.slug, walk=walk), 303)


@blueprint.get("/orte.json")
@member_required(*BRING)
def live(process: Process, walk: str) -> Any:
    """Where the photos would be with another correction of the clock; nothing is kept."""
    found = walk_by_slug(process.id, walk)
    try:
        offset = seconds_from(request.args.get("versatz", ""))
    except ValueError:
        return jsonify(message=_("Bitte eine Zahl in Sekunden.")), 422
    bringing = bringing_of(found.activity_id)
    photos = photos_of(found.activity_id, (READY,))[:AT_ONCE]
    names = _stop_names(found)
    shown = placed(found, photos, track_of(bringing), offset)
    return jsonify(clock=clock_text(offset), photos=[_told(one, names) for one in shown])


def clock_text(offset: float) -> str:
    """How the clock goes, in words."""
    if not offset:
        return _("Die Uhr der Kamera geht richtig.")
    seconds = round(abs(offset))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    said = f"{hours}:{rest // 60:02}:{rest % 60:02}"
    if days:
        said = _("%(days)s Tage und %(time)s", days=days, time=said)
    if offset > 0:
        return _("Die Uhr der Kamera geht %(time)s nach.", time=said)
    return _("Die Uhr der Kamera geht %(time)s vor.", time=said)


def _sent() -> tuple[dict[UUID, services.Change], float]:
    """What was typed, with the field of each mistake."""
    changes = changes_from(request.form)
    try:
        return changes, seconds_from(request.form.get("offset", ""))
    except ValueError as error:
        raise DomainError(_("Bitte eine Zahl in Sekunden."), field="offset") from error


def _act(process: Process, walk: str, action: str) -> str:
    """What was asked for beside saving; a sentence about it."""
    if action == "match_all":
        with transaction():
            offset, error = services.match_all(walk=walk_by_slug(process.id, walk))
        return _(
            "%(clock)s Die Fotos mit bekanntem Ort liegen damit im Mittel %(error)s m neben der Spur.",
            clock=clock_text(offset),
            error=round(error),
        )
    if action.startswith("match:"):
        with transaction():
            fits = services.match(walk=walk_by_slug(process.id, walk), photo_id=_id(action))
        more = (
            _("Die Spur kommt mehrmals vorbei; gewählt ist die kleinste Abweichung.") if len(fits) > 1 else ""
        )
        return f"{clock_text(fits[0])} {more}".strip()
    if action == "confirm":
        chosen = [name.removeprefix("ok-") for name in request.form if name.startswith("ok-")]
        return _confirm(process, walk, chosen)
    if action == "confirm_all":
        return _confirm(process, walk, _with_place(walk_by_slug(process.id, walk)))
    return _("Gespeichert.")


def _id(action: str) -> UUID:
    try:
        return UUID(action.partition(":")[2])
    except ValueError as error:
        raise DomainError(_("Dieses Foto gibt es nicht.")) from error


def _with_place(walk: Walk) -> list[str]:
    """Of the photos that were shown those that have a place or a stop."""
    bringing, photos = bringing_of(walk.activity_id), photos_of(walk.activity_id, (READY,))
    sent = [photo for photo in photos if f"place-{photo.id}" in request.form]
    found = placed(walk, sent, track_of(bringing), bringing.offset if bringing else 0.0)
    return [str(one.photo.id) for one in found if one.place is not None or one.stop_id is not None]


def _confirm(process: Process, walk: str, chosen: Sequence[str]) -> str:
    """Every chosen photo becomes an entry, in a transaction of its own: one that does not fit stops no other."""
    if not chosen:
        raise DomainError(_("Wählen Sie mindestens ein Foto aus."), field="confirm")
    if not request.form.get("consent"):
        raise DomainError(
            _("Bitte bestätigen Sie, dass die Fotos gezeigt werden dürfen, wenn sie geprüft sind."),
            field="consent",
        )
    activity_id, done, problems = walk_by_slug(process.id, walk).activity_id, 0, {}
    for key in chosen:
        try:
            _confirm_one(process.id, walk, activity_id, _id(f":{key}"))
            done += 1
        except DomainError as error:
            problems[f"place-{key}"] = str(error.message)
    if problems:
        raise Problems(_("Nicht alle Fotos sind eingetragen."), problems)
    return ngettext(
        "Ein Foto ist eingetragen und liegt in der Sichtung.",
        "%(num)s Fotos sind eingetragen und liegen in der Sichtung.",
        done,
    )


def _confirm_one(process_id: UUID, walk: str, activity_id: UUID, photo_id: UUID) -> None:
    photo = photo_in(activity_id, photo_id)
    is_ready, found = photo.state == READY, services.found_of(photo) if photo.found else None
    folder = storage.folder_of(photo_id)
    db.session.rollback()
    kept = keep_pictures(folder, found) if is_ready and found is not None else {}
    try:
        with transaction():
            services.confirm(
                walk=walk_by_slug(process_id, walk),
                photo_id=photo_id,
                kept=kept,
                text_version=request.form.get("consent", ""),
                actor=current_user.id,
            )
    except BaseException:
        give_up(kept)
        raise


def _stop_names(walk: Walk) -> dict[UUID, str]:
    return {stop.id: f"{stop.position} · {stop.name}" for stop in stops_of(walk.trail)}


def _told(one: Placed, names: dict[UUID, str]) -> dict[str, Any]:
    """What the script shows of one photo."""
    return {
        "id": str(one.photo.id),
        "place": [round(one.place[1], 6), round(one.place[0], 6)] if one.place else None,
        "by": one.by,
        "byText": str(PLACED_BY[one.by]),
        "time": format_datetime(one.moment, "short") if one.moment else "",
        "near": names.get(one.stop_id, "") if one.stop_id else "",
    }


def _page(process: Process, walk: Walk, *, problems: dict[str, str] | None = None) -> str:
    bringing, photos = bringing_of(walk.activity_id), photos_of(walk.activity_id, (READY,))
    track, names = track_of(bringing), _stop_names(walk)
    offset = bringing.offset if bringing else 0.0
    said = request.form.get("offset") if problems else None
    shown = placed(walk, photos[:AT_ONCE], track, offset)
    return render_template(
        "walks/bring/places.html",
        process=process,
        walk=walk,
        rows=[(one, _told(one, names), _typed(one)) for one in shown],
        left=len(photos) - len(shown),
        waiting=len(photos_of(walk.activity_id, (WAITING,))),
        stops=names,
        offset=said if said is not None else f"{offset:g}",
        clock=clock_text(offset),
        has_times=bool(track and track.timed),
        problems=_at_fields(problems or {}, shown),
        consent=CONSENT_TEXTS["photo"],
        config=_config(process, walk, track, shown, names),
    )


def _at_fields(problems: dict[str, str], shown: Sequence[Placed]) -> dict[str, str]:
    """Each problem by the field it belongs to; what belongs to none of this page stands under ""."""
    keys = [str(one.photo.id) for one in shown]
    names = {"offset", "consent", "confirm", *(f"{name}-{key}" for name in ("place", "stop") for key in keys)}
    found: dict[str, str] = {}
    for name, sentence in problems.items():
        field = name if name in names else ""
        found[field] = " ".join(part for part in (found.get(field), sentence) if part)
    return found


def _typed(one: Placed) -> dict[str, Any]:
    """The fields of one photo: after a refusal with what was typed."""
    key, photo = one.photo.id, one.photo
    if f"place-{key}" in request.form:
        names = {name: request.form.get(f"{name}-{key}", "") for name in ("place", "stop", "text")}
        return {**names, "ok": f"ok-{key}" in request.form}
    hand = f"{photo.place.y:.6f}, {photo.place.x:.6f}" if photo.place is not None else ""
    stop = BETWEEN if photo.is_between else str(photo.stop_id) if photo.stop_id else AUTO
    return {"place": hand, "stop": stop, "text": photo.text, "ok": False}


def _config(
    process: Process, walk: Walk, track: Track | None, shown: Sequence[Placed], names: dict[UUID, str]
) -> dict[str, Any]:
    lon, lat, zoom = start_view(process)
    points = [point for part in (track.segments if track else []) for point in part]
    step = max(1, len(points) // _MOST_DRAWN)
    return {
        "tiles": asdict(tile_source()),
        "center": [lat, lon],
        "zoom": zoom,
        "outline": outline_of(process),
        "track": [
            [[point[2], point[1]] for point in (*part[::step], *part[-1:])]
            for part in (track.segments if track else [])
        ],
        "stops": [
            {"place": [stop.point.y, stop.point.x], "name": names[stop.id]}
            for stop in stops_of(walk.trail)
            if stop.point is not None
        ],
        "photos": [_told(one, names) for one in shown],
        "preview": url_for(".live", slug=process.slug, walk=walk.activity.slug),
        "words": {
            "zoomIn": _("Vergrößern"),
            "zoomOut": _("Verkleinern"),
            "photo": _("Foto %1"),
            "moved": _("Foto %1 liegt jetzt auf %2."),
            "chosen": _(
                "Foto %1 ist gewählt. Verschieben Sie die Karte, bis das Kreuz am richtigen Ort steht."
            ),
            "back": _("Foto %1 liegt wieder am vorgeschlagenen Ort."),
            "noPlace": _("noch kein Ort"),
            "nextStop": _("nächster Halt: %1"),
            "noStop": _("kein Halt in der Nähe"),
            "failed": _("Die Vorschau kommt gerade nicht an."),
            "byHand": str(PLACED_BY["hand"]),
        },
    }
