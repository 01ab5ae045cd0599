"""One's own photos and voices: take one back, say whether the place found in a photo is right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.contributions.forms import TakeBackForm
from app.contributions.media import own as own_media
from app.contributions.media.queries import own_attachment
from app.contributions.media.services import forget_place
from app.contributions.media.services import take_back as take_attachment_back
from app.contributions.services import correct
from app.participants.access import current_participant, participant_required

blueprint = Blueprint("contributions_own_media", __name__, template_folder="templates")


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """What the templates of own media name things by."""
    return {"own_media": own_media}


@blueprint.route("/mein/medien/<uuid:attachment_id>/zuruecknehmen", methods=["GET", "POST"])
@participant_required
def take_back(attachment_id: UUID) -> Any:
    """Ask once, then delete one's own photo or voice."""
    participant_id = _participant_id()
    mine = own_attachment(attachment_id, participant_id)
    if mine.state == "withdrawn":
        raise NotFound(_("Diese Datei gibt es nicht oder sie ist nicht von dir."))
    form = TakeBackForm()
    if not form.validate_on_submit():
        return render_template("contributions/take_back_media.html", mine=mine, form=form)
    with transaction():
        take_attachment_back(attachment_id=attachment_id, participant_id=participant_id)
    flash(_("Zurückgenommen. Die Datei ist gelöscht."), "success")
    return redirect(url_for("contributions.own"))


@blueprint.post("/mein/medien/<uuid:attachment_id>/ort")
@participant_required
def answer_place(attachment_id: UUID) -> Any:
    """Yes moves the contribution to the place found in the photo; either way the photo forgets it (R21)."""
    participant_id = _participant_id()
    mine = own_attachment(attachment_id, participant_id)
    answer = request.form.get("answer")
    if answer not in ("yes", "no"):
        raise DomainError(_("Bitte wähle Ja oder Nein."), field="answer")
    try:
        with transaction():
            place = forget_place(attachment_id=attachment_id, participant_id=participant_id)
            if answer == "yes":
                correct(
                    contribution_id=mine.contribution_id,
                    participant_id=participant_id,
                    changes={"geometry": place, "precision": "exact"},
                )
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        flash(
            _("Der Ort aus dem Foto ist jetzt dein Ort.")
            if answer == "yes"
            else _("Gut, der Ort aus dem Foto ist gelöscht."),
            "success",
        )
    return redirect(url_for("contributions.own"))


def _participant_id() -> UUID:
    found = current_participant()
    assert found is not None
    return found.id
