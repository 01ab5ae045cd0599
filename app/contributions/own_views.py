"""What I said: the list of one's own contributions, change, take back, take everything back, download."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.contributions.forms import CorrectForm, EraseForm, TakeBackForm, quote_of, tell_who_else
from app.contributions.own import OwnContribution, needs_help, own, own_data, own_one
from app.contributions.review.pictures import picture
from app.contributions.services import correct, erase_participant, withdraw, withdraw_sitting
from app.contributions.sittings import OwnSitting, own_sitting, own_sittings
from app.contributions.stories import stories
from app.contributions.vocabulary import KINDS, QUALITIES, answer_words
from app.participants.access import current_participant, forget, participant_required
from app.participants.models import Participant
from app.participants.services import erase
from app.processes.channels import Told, asks_questionnaire, channels
from app.processes.queries import open_activities, process_by_id
from app.processes.wordings import said

blueprint = Blueprint("contributions", __name__, template_folder="templates")


@blueprint.context_processor
def words() -> dict[str, Any]:
    """What the templates name things by."""
    return {"QUALITIES": QUALITIES, "KINDS": KINDS, "answer_words": answer_words, "picture": picture}


@blueprint.get("/mein", endpoint="own")
@participant_required
def show_own() -> str:
    participant = _participant()
    process = process_by_id(participant.process_id)
    found = own(participant.id)
    shown = [one for one in found if one.state != "withdrawn"]
    sittings = own_sittings(participant.id)
    answered = {one.activity_id for one in sittings}
    activities = [one for one in open_activities(process.id) if one.channel in channels()]
    entries = [
        (
            said(process.id, activity.id, "title", activity.title).text,
            channels()[activity.channel].entry(activity),
        )
        for activity in activities
        if not (activity.id in answered and asks_questionnaire(activity))
    ]
    told = {one.id: _told(one, shown) for one in sittings}
    return render_template(
        "contributions/own.html",
        process=process,
        contributions=shown,
        sittings=sittings,
        told=told,
        asked={key: label for one in told.values() for key, label in one.questions.items()},
        may_change=bool(activities),
        stories=stories(shown),
        taken_back=sum(one.state == "withdrawn" for one in found),
        entries=entries,
        needs_help=needs_help(found),
    )


@blueprint.route("/mein/<uuid:contribution_id>/aendern", methods=["GET", "POST"])
@participant_required
def change(contribution_id: UUID) -> Any:
    """Change one's own words; afterwards they are read again before others see them."""
    participant_id = _participant().id
    mine = own_one(participant_id, contribution_id)
    form = CorrectForm(obj=mine.contribution, quote=bool(mine.quote))
    if not form.validate_on_submit():
        return _change_page(mine, form, 422 if form.is_submitted() else 200)
    changes: dict[str, Any] = {"text": form.text.data or "", "is_secret": form.is_secret.data}
    changes["quote"] = quote_of(form)
    if mine.contribution.geometry is None:
        changes["place_text"] = form.place_text.data or ""
    try:
        with transaction():
            correct(
                contribution_id=contribution_id,
                participant_id=participant_id,
                changes=changes,
                version=form.version.data,
            )
    except NotFound:
        raise
    except DomainError as error:
        field = form.place_text if error.field == "place_text" else form.text
        field.errors = [str(error.message)]
        form.version.raw_data = None
        form.version.data = own_one(participant_id, contribution_id).contribution.version
        return _change_page(own_one(participant_id, contribution_id), form, error.status)
    flash(_("Geändert. Wir lesen es noch einmal, bevor andere es sehen."), "success")
    return redirect(url_for("contributions.own"))


@blueprint.route("/mein/<uuid:contribution_id>/zuruecknehmen", methods=["GET", "POST"])
@participant_required
def take_back(contribution_id: UUID) -> Any:
    """Ask once, then delete one's own words and place."""
    participant_id = _participant().id
    mine = own_one(participant_id, contribution_id)
    form = TakeBackForm()
    if not form.validate_on_submit():
        return render_template("contributions/take_back.html", mine=mine, form=form)
    with transaction():
        withdraw(contribution_id=contribution_id, participant_id=participant_id)
    flash(_("Zurückgenommen. Der Text und der Ort sind gelöscht."), "success")
    return redirect(url_for("contributions.own"))


@blueprint.route("/mein/antworten/<uuid:submission_id>/zuruecknehmen", methods=["GET", "POST"])
@participant_required
def take_back_answers(submission_id: UUID) -> Any:
    """Ask once, then delete all answers of one sitting and what was written in it."""
    participant_id = _participant().id
    mine = own_sitting(participant_id, submission_id)
    form = TakeBackForm()
    if not form.validate_on_submit():
        return render_template("contributions/take_back_answers.html", mine=mine, form=form)
    with transaction():
        withdraw_sitting(submission_id=submission_id, participant_id=participant_id)
    flash(_("Zurückgenommen. Deine Antworten sind gelöscht."), "success")
    return redirect(url_for("contributions.own"))


@blueprint.get("/mein/alles-loeschen")
@participant_required
def erase_first() -> str:
    """Step one: what goes, what stays, what cannot be undone."""
    participant_id = _participant().id
    count = len(own(participant_id)) + len(own_sittings(participant_id))
    return render_template("contributions/erase_first.html", count=count)


@blueprint.route("/mein/alles-loeschen/sicher", methods=["GET", "POST"])
@participant_required
def erase_second() -> Any:
    """Step two: yes. Everything goes, also the receipt and every phone that is signed in."""
    participant_id = _participant().id
    form = EraseForm()
    if not form.validate_on_submit():
        page = render_template("contributions/erase_second.html", form=form, participant_id=participant_id)
        return (page, 422) if form.is_submitted() else page
    with transaction():
        erase_participant(participant_id=participant_id)
        erase(participant_id=participant_id)
    return forget(redirect(url_for("contributions.goodbye")))


@blueprint.get("/mein/geloescht")
@public
def goodbye() -> str:
    return render_template("contributions/goodbye.html")


@blueprint.get("/mein/daten.json")
@participant_required
def download() -> Response:
    """Everything stored about this participant, as a file (Art. 15 and 20 GDPR)."""
    response = jsonify(own_data(_participant()))
    response.headers["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _change_page(mine: OwnContribution, form: CorrectForm, status: int) -> Any:
    tell_who_else(form, _participant())
    return render_template(
        "contributions/change.html", mine=mine, form=form, is_conflict=status == 409
    ), status


def _told(sitting: OwnSitting, shown: list[OwnContribution]) -> Told:
    """One's own sitting in words, by the channel that asked it."""
    channel = channels().get(sitting.channel)
    if channel is None or sitting.activity_id is None:
        return Told()
    return channel.told(
        sitting.activity_id, sitting, [one for one in shown if one.contribution.submission_id == sitting.id]
    )


def _participant() -> Participant:
    found = current_participant()
    assert found is not None
    return found
