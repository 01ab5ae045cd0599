"""Bring in photos of cameras and a recorded track: upload, see what became of each file, delete."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.base.database import db, transaction
from app.base.errors import DomainError, NotFound
from app.processes.access import member_required
from app.processes.models import Process
from app.walks.bringing import services, storage, tasks
from app.walks.bringing.forms import PhotosForm, TrackForm
from app.walks.bringing.models import READY, RECORDED, REFUSED, BroughtPhoto
from app.walks.bringing.queries import bringing_of, photo_in, photos_of, track_of
from app.walks.bringing.staff_views.blueprint import BRING, blueprint
from app.walks.bringing.words import KEPT_PHOTOS, KEPT_TRACK, PHOTO_REFUSED, TRACK_NOTES
from app.walks.models import Walk
from app.walks.queries import walk_by_slug


@blueprint.get("")
@member_required(*BRING)
def index(process: Process, walk: str) -> Any:
    """Upload, and what became of each photo so far."""
    return _page(process, walk_by_slug(process.id, walk), PhotosForm(), TrackForm())


@blueprint.post("/fotos")
@member_required(*BRING)
def upload(process: Process, walk: str) -> Any:
    """Keep photos and have them read; each file for itself, so that one bad one stops no other.

    A script sends them one by one and reads JSON; a form sends all at once.
    """
    found, form = walk_by_slug(process.id, walk), PhotosForm()
    files = [file for file in form.files.data or [] if isinstance(file, FileStorage) and file.filename]
    is_script = request.accept_mimetypes.best == "application/json"
    if not files:
        form.files.errors = [_("Bitte wählen Sie mindestens eine Datei.")]
        return _page(process, found, form, TrackForm()), 422
    told, problems, fresh = [], [], 0
    for file in files:
        try:
            photo, is_new = _keep(process.id, walk, file)
        except DomainError as error:
            problems.append((file.filename, str(error.message), error.status))
            continue
        fresh += is_new
        told.append({**_told(photo), "isNew": is_new})
    if is_script:
        if problems:
            return jsonify(message=problems[0][1]), problems[0][2]
        return jsonify(photos=told), 201
    if fresh:
        flash(ngettext("Ein Foto ist angekommen.", "%(num)s Fotos sind angekommen.", fresh), "success")
    if known := len(told) - fresh:
        flash(
            ngettext(
                "Eine Datei war schon da und wurde nicht noch einmal übernommen.",
                "%(num)s Dateien waren schon da und wurden nicht noch einmal übernommen.",
                known,
            ),
            "info",
        )
    if problems:
        form.files.errors = [f"{name}: {message}" for name, message, _status in problems]
        return _page(process, walk_by_slug(process.id, walk), form, TrackForm()), problems[0][2]
    return redirect(url_for(".index", slug=process.slug, walk=walk), 303)


@blueprint.get("/stand.json")
@member_required(*BRING)
def standing(process: Process, walk: str) -> Any:
    """What became of each photo, for the script that waits."""
    found = walk_by_slug(process.id, walk)
    return jsonify(photos=[_told(photo) for photo in photos_of(found.activity_id)])


@blueprint.get("/foto/<uuid:brought_id>/klein.jpg")
@member_required(*BRING)
def preview(process: Process, walk: str, brought_id: UUID) -> Any:
    """One photo, small, for the team only, as long as it is no entry."""
    return _picture(process, walk, brought_id, ("public_preview", "preview", "whole"))


@blueprint.get("/foto/<uuid:brought_id>/gross.jpg")
@member_required(*BRING)
def picture(process: Process, walk: str, brought_id: UUID) -> Any:
    """The same, large."""
    return _picture(process, walk, brought_id, ("public", "whole"))


@blueprint.post("/foto/<uuid:brought_id>/loeschen")
@member_required(*BRING)
def remove(process: Process, walk: str, brought_id: UUID) -> Any:
    """Delete a photo that is no entry."""
    activity_id = walk_by_slug(process.id, walk).activity_id
    try:
        with transaction():
            services.remove(photo=photo_in(activity_id, brought_id, lock=True), actor=current_user.id)
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "danger")
    else:
        flash(_("Das Foto ist gelöscht."), "success")
    return redirect(url_for(".index", slug=process.slug, walk=walk), 303)


@blueprint.post("/spur")
@member_required(*BRING)
def track(process: Process, walk: str) -> Any:
    """Read a track in the child and keep its points."""
    found, form = walk_by_slug(process.id, walk), TrackForm()
    file = form.track.data
    if not isinstance(file, FileStorage) or not file.filename:
        form.track.errors = [_("Bitte wählen Sie eine Datei.")]
        return _page(process, found, PhotosForm(), form), 422
    db.session.rollback()
    try:
        read = tasks.read_gpx(file.stream)
        with transaction():
            services.keep_track(walk=walk_by_slug(process.id, walk), name=file.filename, read=read)
    except DomainError as error:
        form.track.errors = [str(error.message)]
        return _page(process, walk_by_slug(process.id, walk), PhotosForm(), form), error.status
    flash(_("Die Spur ist da."), "success")
    return redirect(url_for(".index", slug=process.slug, walk=walk), 303)


@blueprint.post("/spur/loeschen")
@member_required(*BRING)
def forget_track(process: Process, walk: str) -> Any:
    """Delete the track."""
    with transaction():
        services.forget_track(walk=walk_by_slug(process.id, walk), actor=current_user.id)
    flash(_("Die Spur ist gelöscht."), "success")
    return redirect(url_for(".index", slug=process.slug, walk=walk), 303)


@blueprint.post("/spur/uebernehmen")
@member_required(*BRING)
def take_over_track(process: Process, walk: str) -> Any:
    """Make the track the route that was walked."""
    walk_by_slug(process.id, walk)
    try:
        with transaction():
            services.take_over(walk=walk_by_slug(process.id, walk), actor=current_user.id)
    except DomainError as error:
        flash(str(error.message), "danger")
    else:
        flash(_("Die Spur ist als gegangener Weg übernommen, vereinfacht und ohne Zeiten."), "success")
    return redirect(url_for(".index", slug=process.slug, walk=walk), 303)


def _keep(process_id: UUID, walk: str, file: FileStorage) -> tuple[BroughtPhoto, bool]:
    """Put one file on the disk, then name it in a short transaction."""
    db.session.rollback()
    with closing(file):
        arrived = services.keep_file(file.stream)
    with transaction():
        return services.add_photo(
            walk=walk_by_slug(process_id, walk),
            arrived=arrived,
            file_name=file.filename or "",
            media_type=file.mimetype,
            actor=current_user.id,
        )


def _picture(process: Process, walk: str, photo_id: UUID, roles: Sequence[str]) -> Any:
    """The first of these pictures there is: with faces and plates blurred where some were found (E11)."""
    photo = photo_in(walk_by_slug(process.id, walk).activity_id, photo_id)
    if photo.state != READY:
        abort(404)
    made = services.found_of(photo).files()
    name = next(made[role] for role in roles if role in made)
    try:
        data = (storage.folder_of(photo.id) / name).read_bytes()
    except FileNotFoundError:
        abort(404)
    answer = current_app.response_class(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _told(photo: BroughtPhoto) -> dict[str, Any]:
    return {
        "id": str(photo.id),
        "name": photo.file_name,
        "state": photo.state,
        "sha256": photo.sha256,
        "message": str(PHOTO_REFUSED.get(photo.reason, "")) if photo.state == REFUSED else "",
    }


def _page(process: Process, walk: Walk, form: PhotosForm, track_form: TrackForm) -> str:
    photos, bringing = photos_of(walk.activity_id), bringing_of(walk.activity_id)
    kept = bringing.track if bringing is not None else None
    shape = track_of(bringing)
    here: dict[str, Any] = {"slug": process.slug, "walk": walk.activity.slug}
    return render_template(
        "walks/bring/index.html",
        process=process,
        walk=walk,
        form=form,
        track_form=track_form,
        photos=photos,
        ready=[photo for photo in photos if photo.state == READY],
        recorded=[photo for photo in photos if photo.state == RECORDED],
        failures=PHOTO_REFUSED,
        track=kept,
        notes=[TRACK_NOTES[code] for code in kept["notes"]] if kept else [],
        points=sum(len(part) for part in kept["segments"]) if kept else 0,
        has_times=bool(shape and shape.timed),
        kept_photos=KEPT_PHOTOS.days,
        kept_track=KEPT_TRACK.days,
        config={
            "upload": url_for(".upload", **here),
            "standing": url_for(".standing", **here),
            "known": {photo.sha256: photo.file_name for photo in photos},
            "words": {
                "waiting": _("wartet"),
                "sending": _("wird geschickt"),
                "reading": _("angekommen, wird gelesen"),
                "ready": _("bereit zum Bestätigen"),
                "recorded": _("eingetragen"),
                "known": _("war schon da"),
                "failed": _("nicht angekommen"),
                "refused": _("nicht angenommen"),
                "again": _("Noch einmal schicken"),
                "progress": _("%1 von %2 Dateien sind angekommen."),
                "done": _("Alle Dateien sind angekommen."),
                "lost": _("%1 Dateien sind nicht angekommen. Sie können sie noch einmal schicken."),
                "tooLarge": _("Die Datei ist größer als 20 Megabyte."),
                "leave": _("Es sind noch nicht alle Fotos angekommen."),
            },
        },
    )
