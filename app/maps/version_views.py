"""Staff pages of a needle map's questions in the editor: work on a draft, let it be asked, or throw it away."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError, Problems
from app.maps.queries import campaign_by_slug
from app.maps.services import begin_version, publish_and_use
from app.maps.staff_views import blueprint as blueprint
from app.maps.staff_views import edit_page
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.questions.services import drop_draft


@blueprint.post("/<campaign>/fragen/bearbeiten")
@member_required(*MANAGE)
def open_editor(process: Process, campaign: str) -> Any:
    """A draft that begins with what is asked now; the one that is there is gone on with."""
    found = campaign_by_slug(process.id, campaign)
    with transaction():
        begin_version(activity_id=found.activity_id, actor=current_user.id)
    return redirect(url_for("questions_editor.outline", slug=process.slug, key=found.questionnaire.key))


@blueprint.post("/<campaign>/fragen/veroeffentlichen")
@member_required(*MANAGE)
def publish(process: Process, campaign: str) -> Any:
    """Ask the draft from now on; what is not sound is listed with its place."""
    found = campaign_by_slug(process.id, campaign)
    try:
        with transaction():
            publish_and_use(
                activity_id=found.activity_id,
                version=_number(request.form.get("version")),
                actor=current_user.id,
            )
    except DomainError as error:
        faults = list(error.problems.values()) if isinstance(error, Problems) else [str(error.message)]
        return edit_page(process, campaign_by_slug(process.id, campaign), faults), error.status
    flash(_("Veröffentlicht. Ab jetzt werden diese Fragen gestellt."), "success")
    return _back(process, campaign)


@blueprint.post("/<campaign>/fragen/verwerfen")
@member_required(*MANAGE)
def drop(process: Process, campaign: str) -> Any:
    """Throw the draft away; what is asked stays as it is."""
    found = campaign_by_slug(process.id, campaign)
    try:
        with transaction():
            drop_draft(questionnaire_id=found.questionnaire_id, actor=current_user.id)
    except DomainError as error:
        flash(str(error.message), "warning")
    else:
        flash(_("Der Entwurf ist verworfen."), "success")
    return _back(process, campaign)


def _back(process: Process, campaign: str) -> Any:
    return redirect(url_for("maps_staff.edit", slug=process.slug, campaign=campaign, _anchor="questions"))


def _number(text: str | None) -> int:
    """What the page was made from; 0 matches nothing."""
    return int(text) if text and text.isdecimal() else 0
