"""The list of sheets and photographs, the form for a new sheet, its PDF, and the upload of what comes back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

import shapely
from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.areas.queries import areas_of
from app.base.database import transaction
from app.base.errors import DomainError
from app.base.printed_map.layout import PAPERS, layout_of
from app.base.tiles import tile_source
from app.maps.models import CHANNEL, NeedleCampaign
from app.maps.paper import services, storage, tasks
from app.maps.paper.forms import GROUPS, TOWN, VIEW, SheetForm, UploadForm
from app.maps.paper.legend import INKS
from app.maps.paper.printing.making import PDF
from app.maps.paper.printing.ordering import is_made
from app.maps.paper.queries import photos_of, sheet_in, sheets_of
from app.maps.paper.staff_views.blueprint import PAPER, PATH, begin, blueprint
from app.maps.paper.staff_views.second import check_of
from app.maps.queries import campaign_by_slug, outline_of
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of, area_sets_of


@blueprint.get("/papier")
@member_required(*PAPER)
def campaigns(process: Process) -> Any:
    """The needle maps of a process, to choose whose paper it is; with a single one straight to it."""
    found = [activity for activity in activities_of(process.id) if activity.channel == CHANNEL]
    if len(found) == 1:
        return redirect(url_for(".index", slug=process.slug, campaign=found[0].slug), 303)
    return render_template("maps/paper/campaigns.html", process=process, activities=found)


@blueprint.get(PATH)
@member_required(*PAPER)
def index(process: Process, campaign: str) -> Any:
    """Sheets made and photographs that came back."""
    return _overview(process, campaign_by_slug(process.id, campaign), UploadForm())


@blueprint.post(f"{PATH}/fotos")
@member_required(*PAPER)
def upload(process: Process, campaign: str) -> Any:
    """Keep photographs and have them read."""
    found, form = campaign_by_slug(process.id, campaign), UploadForm()
    files = [file for file in form.files.data or [] if isinstance(file, FileStorage) and file.filename]
    if not files:
        form.files.errors = [_("Bitte wählen Sie mindestens eine Datei.")]
        return _overview(process, found, form), 422
    fresh = []
    with transaction():
        for file in files:
            photo, is_new = services.add_photo(
                process_id=process.id,
                activity_id=found.activity_id,
                stream=file.stream,
                file_name=file.filename or "",
                actor=current_user.id,
            )
            if is_new:
                fresh.append(photo.id)
    known = len(files) - len(fresh)
    if known:
        flash(
            ngettext(
                "Eine Datei war schon da und wurde nicht noch einmal übernommen.",
                "%(num)s Dateien waren schon da und wurden nicht noch einmal übernommen.",
                known,
            ),
            "info",
        )
    here = url_for(".index", slug=process.slug, campaign=campaign)
    if not fresh:
        return redirect(here, 303)
    title = ngettext("Ein Foto lesen", "%(num)s Fotos lesen", len(fresh))
    return begin(
        process, tasks.READ, title, {"photo_ids": [str(one) for one in fresh], "next": here, "back": here}
    )


@blueprint.route(f"{PATH}/neu", methods=["GET", "POST"])
@member_required(*PAPER)
def create(process: Process, campaign: str) -> Any:
    """A new sheet: what it asks, which piece of town, on which paper."""
    found = campaign_by_slug(process.id, campaign)
    form = SheetForm(found, _areas(process), data=_defaults(found))
    if form.validate_on_submit():
        try:
            with transaction():
                sheet = services.make_sheet(
                    campaign=campaign_by_slug(process.id, campaign),
                    draft=_draft(form, process),
                    attribution=tile_source().attribution,
                    actor=current_user.id,
                )
                sheet_id, title = sheet.id, sheet.title
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.question
            field.errors = [*field.errors, str(error.message)]
            found = campaign_by_slug(process.id, campaign)
        else:
            here = url_for(".index", slug=process.slug, campaign=campaign)
            arguments = {"sheet_id": str(sheet_id), "next": here, "back": here}
            return begin(process, tasks.PRINT, _("Blatt drucken: %(title)s", title=title)[:200], arguments)
    page = render_template(
        "maps/paper/create.html",
        process=process,
        campaign=found,
        form=form,
        inks=list(INKS.items()),
        config=_config(process),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(f"{PATH}/blatt/<uuid:sheet_id>.pdf")
@member_required(*PAPER)
def pdf(process: Process, campaign: str, sheet_id: UUID) -> Any:
    """The pages, ready to print."""
    found = campaign_by_slug(process.id, campaign)
    sheet = sheet_in(found.activity_id, sheet_id)
    if not is_made(sheet):
        flash(_("Das PDF ist noch nicht fertig. Bitte zeichnen Sie es neu."), "info")
        return redirect(url_for(".index", slug=process.slug, campaign=campaign), 303)
    name = f"{found.activity.slug}-{sheet.paper}-{sheet.code[:4].lower()}.pdf"
    return send_file(
        storage.sheet_folder(sheet.id) / PDF, mimetype="application/pdf", download_name=name, max_age=0
    )


@blueprint.post(f"{PATH}/blatt/<uuid:sheet_id>/zeichnen")
@member_required(*PAPER)
def redraw(process: Process, campaign: str, sheet_id: UUID) -> Any:
    """Make the pages anew, after a move of the server or a newer base map."""
    sheet = sheet_in(campaign_by_slug(process.id, campaign).activity_id, sheet_id)
    here = url_for(".index", slug=process.slug, campaign=campaign)
    arguments = {"sheet_id": str(sheet.id), "next": here, "back": here}
    return begin(process, tasks.PRINT, _("Blatt drucken: %(title)s", title=sheet.title)[:200], arguments)


def _overview(process: Process, campaign: NeedleCampaign, form: UploadForm) -> str:
    sheets = sheets_of(campaign.activity_id)
    return render_template(
        "maps/paper/index.html",
        process=process,
        campaign=campaign,
        form=form,
        sheets=sheets,
        check=check_of(campaign.activity_id),
        made={sheet.id for sheet in sheets if is_made(sheet)},
        photos=photos_of(campaign.activity_id),
    )


def _draft(form: SheetForm, process: Process) -> services.SheetDraft:
    groups = tuple((entry.form.age_band.data, entry.form.gender.data) for entry in form.groups)
    return services.SheetDraft(
        question=form.question.data,
        colours=form.colours.data,
        paper=form.paper.data,
        landscape=form.landscape.data == "1",
        lon=float(form.center_lon.data),
        lat=float(form.center_lat.data),
        scale=int(form.scale.data),
        copies=form.copies.data,
        groups=groups,
        area=_area(form.area.data, process),
        cut_off=form.cut_off.data,
    )


def _defaults(campaign: NeedleCampaign) -> dict[str, Any]:
    needles = [question for question in campaign.questions if question.task == "needle"]
    return {
        "question": needles[0].key if needles else "",
        "center_lat": campaign.center_lat,
        "center_lon": campaign.center_lon,
        "groups": [{"age_band": age_band, "gender": gender} for age_band, gender in GROUPS],
    }


def _areas(process: Process) -> list[tuple[str, str]]:
    """The Räume of the newest set, by code."""
    sets = area_sets_of(process)
    return (
        [(f"area:{area.code}", f"{area.name} ({area.code})") for area in areas_of(sets[0].id)] if sets else []
    )


def _area(key: str, process: Process) -> shapely.Geometry | None:
    if key == VIEW:
        return None
    if key == TOWN:
        outline = outline_of(process)
        return shapely.geometry.shape(outline["geometry"]) if outline else None
    code = key.removeprefix("area:")
    return next((area.geometry for area in areas_of(area_sets_of(process)[0].id) if area.code == code), None)


def _config(process: Process) -> dict[str, Any]:
    """What the preview needs: the size of the map on each paper in millimetres, the boxes of areas in degrees."""
    frames = {
        f"{paper}-{int(landscape)}": [round(frame.width, 1), round(frame.height, 1)]
        for paper in PAPERS
        for landscape in (False, True)
        for frame in (layout_of(paper, landscape).frame,)
    }
    sets = area_sets_of(process)
    boxes = {f"area:{area.code}": list(area.geometry.bounds) for area in areas_of(sets[0].id)} if sets else {}
    outline = outline_of(process)
    if outline:
        boxes[TOWN] = list(shapely.geometry.shape(outline["geometry"]).bounds)
    return {
        "tiles": asdict(tile_source()),
        "outline": outline,
        "frames": frames,
        "boxes": boxes,
        "words": {
            "size": _("Auf dem Blatt: %1 × %2 km"),
            "fits": _("Das Gebiet passt in 1:%1."),
            "cut": _("Das Gebiet passt so nicht auf das Blatt. Es passt in 1:%1."),
            "never": _("Das Gebiet passt auf dieses Papier in keinem Maßstab."),
            "zoomIn": _("Vergrößern"),
            "zoomOut": _("Verkleinern"),
        },
    }
