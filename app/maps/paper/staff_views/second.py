"""The second entry of a drawn sheet: typed without seeing the first, then both side by side where they differ."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.areas.age_bands import AGE_BANDS
from app.base.database import transaction
from app.base.errors import DomainError
from app.maps.models import NeedleCampaign
from app.maps.paper import storage
from app.maps.paper.models import PaperPhoto
from app.maps.paper.queries import photo_in, photos_of
from app.maps.paper.second_entry import (
    AGE,
    GENDER,
    GROUP,
    KIND,
    first_by,
    first_entry,
    label_of,
    marks_of,
    typed_entry,
)
from app.maps.paper.staff_views.blueprint import PAPER, PATH, blueprint
from app.maps.paper.staff_views.desk import kinds_of
from app.maps.queries import campaign_by_slug
from app.participants.vocabulary import GENDERS
from app.processes.access import member_required
from app.processes.double_entry.queries import Checked, checked, entry_of
from app.processes.double_entry.services import enter_again
from app.processes.models import Process


@blueprint.route(f"{PATH}/foto/<uuid:photo_id>/doppelt", methods=["GET", "POST"])
@member_required(*PAPER)
def second_entry(process: Process, campaign: str, photo_id: UUID) -> Any:
    """Type a drawn sheet anew; once that is done, what differs from the first entry. Nobody chooses what is checked."""
    found = campaign_by_slug(process.id, campaign)
    one = photo_in(found.activity_id, photo_id)
    if one.id not in check_of(found.activity_id).drawn:
        flash(_("Dieses Blatt ist nicht für die zweite Eingabe gezogen."), "info")
        return redirect(url_for(".index", slug=process.slug, campaign=campaign), 303)
    if request.method == "GET":
        return _page(process, found, one)
    if not request.form.get("marks", "").strip().isdigit():
        message = _("Bitte zählen Sie die Punkte auf dem Blatt.")
        return _page(process, found, one, message=message), 422
    try:
        with transaction():
            entry = enter_again(
                process_id=process.id,
                kind=KIND,
                sheet_id=one.id,
                first=first_entry(one),
                second=typed_entry(one, request.form),
                first_by=first_by(one),
                user_id=current_user.id,
            )
            is_same = not entry.deviations
    except DomainError as error:
        return _page(process, found, one, message=str(error.message)), error.status
    flash(
        _("Beide Eingaben stimmen überein.")
        if is_same
        else _("Gespeichert. Hier weichen die Eingaben voneinander ab."),
        "success",
    )
    return redirect(url_for(".second_entry", slug=process.slug, campaign=campaign, photo_id=photo_id), 303)


def check_of(activity_id: UUID) -> Checked:
    """The check of all recorded sheets of one campaign."""
    return checked(KIND, [one.id for one in photos_of(activity_id) if one.state == "recorded"])


def _page(process: Process, campaign: NeedleCampaign, one: PaperPhoto, *, message: str = "") -> str:
    kinds = kinds_of(campaign, one)
    entry = entry_of(KIND, one.id)
    codes = {
        AGE: AGE_BANDS,
        GENDER: GENDERS,
        GROUP: {"y": _("ja"), "": _("nein")},
        "kind": {value: label for _question, options in kinds for value, label in options},
    }

    def worded(field: str, value: str) -> object:
        return codes.get(field.rpartition("-")[2], {}).get(value, value) or "–"

    return render_template(
        "maps/paper/second.html",
        process=process,
        campaign=campaign,
        photo=one,
        marks=marks_of(one),
        kinds=kinds,
        entry=entry,
        is_mine=entry is None and first_by(one) == current_user.id,
        has_picture=storage.has_pictures(one.id),
        differences=[
            (label_of(field), worded(field, first), worded(field, second))
            for field, first, second in (entry.deviations if entry else [])
        ],
        age_bands=AGE_BANDS,
        genders=GENDERS,
        typed=request.form,
        message=message,
    )
