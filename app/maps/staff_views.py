"""Staff pages of a needle map: create and edit its questions; opening and closing goes through processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.base.database import transaction
from app.base.errors import DomainError
from app.base.rearranging import rearranged
from app.base.tiles import tile_source
from app.maps.forms import TASK_LABELS, CampaignForm
from app.maps.models import NeedleCampaign
from app.maps.queries import campaign_by_slug, outline_of, start_view
from app.maps.services import create_campaign, update_campaign
from app.maps.simple import draft_of, of_editor
from app.maps.speaking import spoken
from app.maps.template import DEFAULT_QUESTIONS, DRAWING_QUESTIONS, CampaignDraft, QuestionDraft
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import is_open, today
from app.processes.roles import MANAGE
from app.questions.queries import draft_of as draft_of_editor
from app.questions.queries import published_number

blueprint = Blueprint(
    "maps_staff", __name__, url_prefix="/verwaltung/verfahren/<slug>/karte", template_folder="templates"
)


@blueprint.route("/neu", methods=["GET", "POST"])
@member_required(*MANAGE)
def create(process: Process) -> Any:
    """A new needle map, filled with the default questions."""
    form = CampaignForm(
        formdata=_moved(request.form) if request.method == "POST" else None, data=_defaults(process)
    )
    if _only_rearranged():
        return _page(process, form, None)
    if form.validate_on_submit():
        try:
            with transaction():
                made = create_campaign(
                    process_id=process.id,
                    slug=form.slug.data or "nadelkarte",
                    draft=_draft(form),
                    actor=current_user.id,
                )
                slug = made.activity.slug
        except DomainError as error:
            form.show(error)
        else:
            flash(_("Die Nadelkarte ist angelegt. Sehen Sie sie an und öffnen Sie sie dann."), "success")
            return redirect(url_for("maps_staff.edit", slug=process.slug, campaign=slug))
    return _page(process, form, None), 422 if form.is_submitted() else 200


@blueprint.route("/<campaign>", methods=["GET", "POST"])
@member_required(*MANAGE)
def edit(process: Process, campaign: str) -> Any:
    found = campaign_by_slug(process.id, campaign)
    form = CampaignForm(
        formdata=_moved(request.form) if request.method == "POST" else None, data=_values(found)
    )
    if _only_rearranged():
        return _page(process, form, found)
    if form.validate_on_submit():
        try:
            with transaction():
                update_campaign(
                    activity_id=found.activity_id,
                    draft=_draft(form),
                    version=form.expected_version,
                    actor=current_user.id,
                )
        except DomainError as error:
            form.show(error)
            return _page(process, form, campaign_by_slug(process.id, campaign)), error.status
        flash(_("Gespeichert."), "success")
        return redirect(url_for("maps_staff.edit", slug=process.slug, campaign=campaign))
    return _page(process, form, found), 422 if form.is_submitted() else 200


@blueprint.get("/<campaign>/vorschau")
@member_required()
def preview(process: Process, campaign: str) -> str:
    """The questions as young people will see them, without sending anything."""
    return render_template(
        "maps/preview.html",
        process=process,
        campaign=campaign_by_slug(process.id, campaign),
        said=spoken,
        tasks=TASK_LABELS,
    )


def edit_page(process: Process, campaign: NeedleCampaign, faults: list[str]) -> str:
    """The page as it is stored, with what is wrong with the draft of the editor."""
    return _page(process, CampaignForm(formdata=None, data=_values(campaign)), campaign, faults)


def _page(
    process: Process, form: CampaignForm, campaign: NeedleCampaign | None, faults: Sequence[str] = ()
) -> str:
    return render_template(
        "maps/edit.html",
        process=process,
        form=form,
        campaign=campaign,
        draft=draft_of_editor(campaign.questionnaire_id) if campaign else None,
        number=published_number(campaign.version_id) if campaign else 0,
        of_editor={one.key: of_editor(one) for one in campaign.questions} if campaign else {},
        faults=faults,
        is_open=campaign is not None and is_open(campaign.activity, today()),
        tiles=tile_source(),
        outline=outline_of(process),
    )


def _only_rearranged() -> bool:
    return request.method == "POST" and "move" in request.form


def _moved(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form after its button: `up:2`, `down:0`, `remove:1`, `add` or `add:way`; everything typed stays."""
    action, _sign, place = sent.get("move", "").partition(":")
    fields, count = rearranged(sent, "questions", action, place)
    if action == "add":
        ready = next((question for question in DRAWING_QUESTIONS if question.task == place), None)
        for name, value in _filled(ready or QuestionDraft("", ())).items():
            fields.add(f"questions-{count}-{name}", value)
    return fields


def _filled(question: QuestionDraft) -> dict[str, str]:
    """A new question as a form would send it; its key is made when it is stored, so that none comes twice."""
    ticked = {name: "y" for name in ("ask_time", "ask_company") if getattr(question, name)}
    words = {name: getattr(question, name) for name in ("text", "task")}
    return {**words, "max_pins": str(question.max_pins), **ticked}


def _draft(form: CampaignForm) -> CampaignDraft:
    questions = tuple(
        QuestionDraft(
            key=entry.form.key.data or "",
            text=entry.form.text.data or "",
            task=entry.form.task.data,
            qualities=tuple(entry.form.qualities.data or ()),
            max_pins=entry.form.max_pins.data,
            ask_time=entry.form.ask_time.data,
            ask_company=entry.form.ask_company.data,
            ask_photo=entry.form.ask_photo.data or "offered",
            ask_voice=entry.form.ask_voice.data,
        )
        for entry in form.questions
    )
    return CampaignDraft(
        title=form.title.data or "",
        intro=form.intro.data or "",
        center_lon=float(form.center_lon.data),
        center_lat=float(form.center_lat.data),
        zoom=form.zoom.data,
        reveal=form.reveal.data,
        questions=questions,
    )


def _defaults(process: Process) -> dict[str, Any]:
    lon, lat, zoom = start_view(process)
    return {
        "title": _("Zeig deine Orte"),
        "slug": "nadelkarte",
        "center_lon": lon,
        "center_lat": lat,
        "zoom": zoom,
        "reveal": True,
        "questions": [_as_form(question) for question in DEFAULT_QUESTIONS],
    }


def _values(campaign: NeedleCampaign) -> dict[str, Any]:
    return {
        "version": campaign.version,
        "title": campaign.activity.title,
        "slug": campaign.activity.slug,
        "intro": campaign.intro,
        "center_lon": campaign.center_lon,
        "center_lat": campaign.center_lat,
        "zoom": campaign.zoom,
        "reveal": campaign.reveal,
        "questions": [_as_form(draft_of(question)) for question in campaign.questions],
    }


def _as_form(question: QuestionDraft) -> dict[str, Any]:
    return {**vars(question), "qualities": list(question.qualities)}
