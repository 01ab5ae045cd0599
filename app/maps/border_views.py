"""After the drawing: the planning border beside one's own, as data for the map and as a page without one (B16)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _

from app.base.database import new_id, transaction
from app.base.errors import DomainError
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.forms import quote_of, tell_who_else
from app.contributions.own import OwnContribution
from app.contributions.services import correct, record
from app.contributions.vocabulary import BORDER_FIT
from app.maps.access import at_the_map
from app.maps.borders import Border, borders_for, comment_on, comparison, drawing_of
from app.maps.drawing_forms import BorderForm
from app.maps.models import NeedleCampaign
from app.maps.rules import COMMENT
from app.maps.sitting import sitting
from app.participants.access import participant_required
from app.participants.models import Participant
from app.processes.models import Process

blueprint = Blueprint(
    "maps_borders",
    __name__,
    url_prefix="/verfahren/<slug>/karte/<campaign>/grenze/<uuid:drawing>",
    template_folder="templates",
)


@blueprint.get("/raeume.json")
@participant_required
def data(slug: str, campaign: str, drawing: UUID) -> Any:
    """Borders for the map, once the drawing is stored."""
    process, _campaign, person = at_the_map(slug, campaign)
    found = drawing_of(person, drawing)
    shown = borders_for(process, person, found.contribution.geometry)
    response = jsonify([border.as_json() for border in shown])
    response.cache_control.no_store = True
    return response


@blueprint.get("")
@participant_required
def show(slug: str, campaign: str, drawing: UUID) -> str:
    process, found, person = at_the_map(slug, campaign)
    mine = drawing_of(person, drawing)
    said = comment_on(person, drawing, found.activity_id)
    form = BorderForm(
        data={
            "text": said.text if said else "",
            "quote": bool(said and said.quote),
            "fits": [key for key in BORDER_FIT if said and said.attributes.get(key)],
        }
    )
    return _page(process, found, person, mine, form)


@blueprint.post("")
@participant_required
def answer(slug: str, campaign: str, drawing: UUID) -> Any:
    """Store what was said, or correct it when there is something already."""
    process, found, person = at_the_map(slug, campaign)
    mine = drawing_of(person, drawing)
    form = BorderForm()
    if form.validate():
        shown = borders_for(process, person, mine.contribution.geometry)
        said = comment_on(person, drawing, found.activity_id)
        try:
            with transaction():
                if said is None:
                    record(_draft(form, found, person, mine, shown))
                else:
                    fits = {key: form.answers().get(key, "") for key in BORDER_FIT}
                    changes = {"text": form.text.data or "", "quote": quote_of(form), "attributes": fits}
                    correct(contribution_id=said.id, participant_id=person.id, changes=changes)
        except DomainError as error:
            field = form.fits if error.field == "fits" else form.text
            field.errors = [str(error.message)]
        else:
            flash(_("Angekommen! Danke, das hilft der Planung."), "success")
            number = next((one.position + 1 for one in found.questions if one.key == mine.question), 1)
            return redirect(
                url_for("maps.needle", slug=slug, campaign=campaign, frage=number, ansicht="liste")
            )
    return _page(process, found, person, mine, form), 422


def _page(
    process: Process,
    campaign: NeedleCampaign,
    person: Participant,
    mine: OwnContribution,
    form: BorderForm,
) -> str:
    tell_who_else(form, person)
    shown = borders_for(process, person, mine.contribution.geometry)
    return render_template(
        "maps/border.html",
        process=process,
        campaign=campaign,
        mine=mine,
        borders=shown,
        picture=comparison(shown, mine.contribution.geometry),
        form=form,
    )


def _draft(
    form: BorderForm,
    campaign: NeedleCampaign,
    person: Participant,
    mine: OwnContribution,
    shown: list[Border],
) -> SubmissionDraft:
    """A contribution of its own, so that it is read, coded and counted like every other text."""
    identity = new_id()
    border = shown[0] if shown else None
    said = ContributionDraft(
        id=identity,
        kind=COMMENT,
        text=form.text.data or "",
        place_text=border.name if border else "",
        precision="described",
        quote=quote_of(form),
        is_secret=mine.is_secret,
        attributes={
            "question": mine.question or "",
            "about": str(mine.id),
            "border_area": border.code if border else "",
            **form.answers(),
        },
    )
    return sitting(identity, activity=campaign.activity, person=person, said=said)
