"""One photograph: look at its straight picture, confirm, move, drop and add marks, record them, take them back."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.areas.age_bands import AGE_BANDS
from app.base.database import db, transaction
from app.base.errors import DomainError
from app.base.tiles import tile_source
from app.contributions.vocabulary import QUALITIES
from app.maps.models import NeedleCampaign
from app.maps.paper import services, storage, tasks
from app.maps.paper.forms import CodeForm
from app.maps.paper.legend import INKS
from app.maps.paper.models import PaperPhoto
from app.maps.paper.queries import (
    colours_of,
    legend_of,
    lonlats,
    others_of_copy,
    photo_in,
    questions_of,
    sheet_by_code,
    steps,
)
from app.maps.paper.services.photos import SURE, MarkChange
from app.maps.paper.staff_views.blueprint import PAPER, PATH, begin, blueprint
from app.maps.queries import campaign_by_slug
from app.participants.vocabulary import GENDERS
from app.processes.access import member_required
from app.processes.models import Process

_NUMBER = r"-?\d+(?:[.,]\d+)?"
_PLACE = re.compile(rf"\s*({_NUMBER})\s*[; ]\s*({_NUMBER})\s*")
_NEW = re.compile(r"mark-(new\d{1,4})-place")


@blueprint.route(f"{PATH}/foto/<uuid:photo_id>", methods=["GET", "POST"])
@member_required(*PAPER)
def photo(process: Process, campaign: str, photo_id: UUID) -> Any:
    """The desk. `action` saves, adds a mark in the middle, or saves and records."""
    found = campaign_by_slug(process.id, campaign)
    one = photo_in(found.activity_id, photo_id)
    if request.method == "GET":
        return _page(process, found, one)
    action = request.form.get("action", "save")
    try:
        with transaction():
            one = photo_in(found.activity_id, photo_id)
            _save(found, one, action)
            count = (
                services.record_photo(photo=one, version=one.version, actor=current_user.id)
                if action == "record"
                else 0
            )
    except DomainError as error:
        db.session.rollback()
        found = campaign_by_slug(process.id, campaign)
        one = photo_in(found.activity_id, photo_id)
        return _page(process, found, one, message=str(error.message), typed=True), error.status
    if action == "record":
        said = ngettext("Ein Punkt ist eingetragen", "%(num)s Punkte sind eingetragen", count)
        flash(_("%(said)s und liegt jetzt in der Sichtung.", said=said), "success")
    elif action == "save":
        flash(_("Gespeichert."), "success")
    return redirect(url_for(".photo", slug=process.slug, campaign=campaign, photo_id=photo_id), 303)


@blueprint.post(f"{PATH}/foto/<uuid:photo_id>/zuruecknehmen")
@member_required(*PAPER)
def take_back(process: Process, campaign: str, photo_id: UUID) -> Any:
    """Delete what was recorded from this photograph, as long as nobody has decided about it."""
    found = campaign_by_slug(process.id, campaign)
    try:
        with transaction():
            one = photo_in(found.activity_id, photo_id)
            version = request.form.get("version", "")
            services.take_back(
                photo=one, version=int(version) if version.isdigit() else 0, actor=current_user.id
            )
    except DomainError as error:
        flash(str(error.message), "danger")
    else:
        flash(_("Zurückgenommen. Die Punkte stehen noch hier und können geändert werden."), "success")
    return redirect(url_for(".photo", slug=process.slug, campaign=campaign, photo_id=photo_id), 303)


@blueprint.post(f"{PATH}/foto/<uuid:photo_id>/loeschen")
@member_required(*PAPER)
def remove(process: Process, campaign: str, photo_id: UUID) -> Any:
    """Delete a photograph from which nothing is recorded."""
    found = campaign_by_slug(process.id, campaign)
    here = url_for(".index", slug=process.slug, campaign=campaign)
    try:
        with transaction():
            services.remove(photo=photo_in(found.activity_id, photo_id), actor=current_user.id)
    except DomainError as error:
        flash(str(error.message), "danger")
    else:
        flash(_("Das Foto ist gelöscht."), "success")
    return redirect(here, 303)


@blueprint.post(f"{PATH}/foto/<uuid:photo_id>/zuordnen")
@member_required(*PAPER)
def assign(process: Process, campaign: str, photo_id: UUID) -> Any:
    """Say which sheet it is, from the letters beside the code."""
    found = campaign_by_slug(process.id, campaign)
    one, form = photo_in(found.activity_id, photo_id), CodeForm()
    letters = re.sub(r"[^A-Z0-9]", "", (form.code.data or "").upper())
    sheet = sheet_by_code(letters[:12])
    if sheet is None or sheet.activity_id != found.activity_id or not form.validate():
        form.code.errors = [_("Dieses Blatt gibt es in dieser Karte nicht. Bitte prüfen Sie die Zeichen.")]
        return _page(process, found, one, code_form=form), 422
    with transaction():
        copy = letters[12:]
        services.choose_sheet(
            photo=photo_in(found.activity_id, photo_id),
            sheet=sheet,
            copy=int(copy) if copy.isdigit() else None,
        )
    here = url_for(".photo", slug=process.slug, campaign=campaign, photo_id=photo_id)
    arguments = {"photo_id": str(photo_id), "next": here, "back": here}
    return begin(process, tasks.SHEET, _("Foto lesen: %(name)s", name=one.file_name)[:200], arguments)


def _save(campaign: NeedleCampaign, one: PaperPhoto, action: str) -> None:
    sent, unit = request.form, steps(one)
    names = [f"mark-{mark.id}" for mark in one.marks if f"mark-{mark.id}-place" in sent]
    names += [f"mark-{found[1]}" for name in sent if (found := _NEW.fullmatch(name))]
    ids = {f"mark-{mark.id}": mark.id for mark in one.marks}
    changes = []
    for name in names:
        place = _PLACE.fullmatch(sent[f"{name}-place"])
        if place is None:
            raise DomainError(_("Ein Ort besteht aus zwei Zahlen: von links und von oben."))
        x, y = (float(value.replace(",", ".")) * unit for value in place.groups())
        question, _colon, quality = sent.get(f"{name}-kind", "").partition(":")
        changes.append(
            MarkChange(
                ids.get(name), x, y, f"{name}-keep" in sent, question, quality, sent.get(f"{name}-text", "")
            )
        )
    if action == "add":
        question = questions_of(one)[0] if len(questions_of(one)) == 1 else ""
        changes.append(MarkChange(None, (one.width or 0) / 2, (one.height or 0) / 2, True, question, "", ""))
    version = sent.get("version", "")
    services.save_marks(
        photo=one,
        version=int(version) if version.isdigit() else 0,
        changes=changes,
        age_band=sent.get("age_band", one.age_band),
        gender=sent.get("gender", one.gender),
        is_group=sent.get("is_group") == "y",
        allowed={question.key: question.qualities for question in campaign.questions},
    )


def _page(
    process: Process,
    campaign: NeedleCampaign,
    one: PaperPhoto,
    *,
    message: str = "",
    typed: bool = False,
    code_form: CodeForm | None = None,
) -> str:
    if one.state in ("waiting", "refused"):
        return render_template(
            "maps/paper/refused.html",
            process=process,
            campaign=campaign,
            photo=one,
            code_form=code_form or CodeForm(formdata=None),
        )
    return render_template(
        "maps/paper/desk.html",
        process=process,
        campaign=campaign,
        photo=one,
        rows=_rows(one, typed),
        message=message,
        legend=legend_of(one),
        colours=colours_of(one),
        inks=INKS,
        kinds=kinds_of(campaign, one),
        others=others_of_copy(one),
        age_bands=AGE_BANDS,
        genders=GENDERS,
        config=_config(one),
        has_picture=storage.has_pictures(one.id),
    )


def _rows(one: PaperPhoto, typed: bool) -> list[dict[str, Any]]:
    """The marks as the list shows them; after a refusal with what was typed."""
    unit, rows = steps(one), []
    for mark in one.marks:
        kind = f"{mark.question}:{mark.quality}" if mark.quality else ""
        row = {
            "name": f"mark-{mark.id}",
            "number": mark.number,
            "ink": mark.ink,
            "shape": mark.shape,
            "confidence": mark.confidence,
            "place": f"{mark.x / unit:.1f} {mark.y / unit:.1f}",
            "keep": mark.state == "confirmed"
            or (mark.state == "proposed" and (mark.confidence or 1) >= SURE),
            "kind": kind,
            "text": mark.text,
        }
        rows.append(_typed(row) if typed and f"{row['name']}-place" in request.form else row)
    if typed:
        number = len(rows)
        for name in request.form:
            if found := _NEW.fullmatch(name):
                number += 1
                blank = {
                    "name": f"mark-{found[1]}",
                    "number": number,
                    "ink": "",
                    "shape": "",
                    "confidence": None,
                }
                rows.append(_typed(blank))
    return rows


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    sent, name = request.form, row["name"]
    return {
        **row,
        "place": sent.get(f"{name}-place", ""),
        "keep": f"{name}-keep" in sent,
        "kind": sent.get(f"{name}-kind", ""),
        "text": sent.get(f"{name}-text", ""),
    }


def kinds_of(campaign: NeedleCampaign, one: PaperPhoto) -> list[tuple[str, list[tuple[str, object]]]]:
    """The kinds of each question of the sheet, for one select box."""
    keys = questions_of(one)
    return [
        (question.text, [(f"{question.key}:{code}", QUALITIES[code].label) for code in question.qualities])
        for question in campaign.questions
        if question.key in keys
    ]


def _config(one: PaperPhoto) -> dict[str, Any]:
    """What the script needs: pixels of a step, the corners of the picture in degrees, the base map."""
    width, height = float(one.width or 1), float(one.height or 1)
    corners = lonlats(one, [(0, 0), (width, 0), (width, height), (0, height)])
    return {
        "width": width,
        "height": height,
        "step": steps(one),
        "corners": corners,
        "tiles": asdict(tile_source()),
        "locked": one.state == "recorded",
        "words": {
            "mark": _("Punkt %1"),
            "hint": _("Tippen Sie auf die Stelle im Bild."),
            "added": _("Punkt %1 gesetzt."),
            "moved": _("Punkt %1 verschoben: %2"),
            "dropped": _("Punkt %1 weggelassen."),
            "kept": _("Punkt %1 übernommen."),
            "zoomIn": _("Vergrößern"),
            "zoomOut": _("Verkleinern"),
        },
    }
