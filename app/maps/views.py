"""The phone page of a needle map: one question at a time, complete without a script; the script adds the map."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.access import public as open_to_all
from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.base.i18n import current_language
from app.base.tiles import named_places
from app.contributions import public
from app.contributions.class_mode.queries import waits_for_reveal
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.helping import help_for, help_sentence
from app.contributions.media.queries import attachments_of
from app.contributions.media.vocabulary import OWN_STATES, READABLE_STATES
from app.contributions.own import OwnMark, needs_help, own_marks
from app.contributions.points.reading import count, extent
from app.contributions.services import record, withdraw
from app.maps.forms import MarkForm
from app.maps.homes import coarsened, names_a_home
from app.maps.models import CHANNEL, NeedleCampaign, NeedleQuestion
from app.maps.page_data import page_data
from app.maps.photo_form import PhotoForm
from app.maps.queries import campaign_by_slug, middle_of, outline_of, question_language, question_text
from app.participants.access import current_participant, participant_required
from app.participants.consents import for_page
from app.participants.keeping import keep_on_phone
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, public_process, today

blueprint = Blueprint(
    "maps", __name__, url_prefix="/verfahren/<slug>/karte/<campaign>", template_folder="templates"
)
EVERYWHERE = (-180.0, -85.0, 180.0, 85.0)


@blueprint.get("")
@participant_required
def needle(slug: str, campaign: str) -> Any:
    """One question with its form; `?frage=2` chooses it, `?ansicht=liste` keeps the script away."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    process, found, person = _found(slug, campaign)
    if not is_open(found.activity, today()):
        return render_template("maps/closed.html", process=process, campaign=found), 200
    question = _question(found)
    page = _page(
        process, found, person, question, MarkForm(question, _place_names()), PhotoForm(for_page(person))
    )
    return page if request.args.get("ansicht") else keep_on_phone(page)


@blueprint.post("")
@participant_required
def add_mark(slug: str, campaign: str) -> Any:
    """The form without a script: the same recording as from the phone's outbox."""
    process, found, person = _found(slug, campaign)
    question = _question(found)
    form, photo = MarkForm(question, _place_names()), PhotoForm(for_page(person))
    if all([form.validate(), photo.validate()]):
        try:
            with transaction():
                draft = _draft(form, process, found, person, question)
                record(draft)
                photo.send(contribution_id=draft.id, participant_id=person.id)
        except Conflict:
            # The same page sent a second time with other words, from another tab or after going back.
            form.id.data = str(new_id())
            form.place_text.errors = [
                _(
                    "Von dieser Seite ist schon ein Ort angekommen. Meinst du noch einen? Dann schick ihn noch mal ab."
                )
            ]
        except DomainError as error:
            # What is wrong with a file is said under names of the upload's own.
            fields = (
                dict.fromkeys(("size", "media_type", "consents", "contribution"), photo.photo) | form._fields
            )
            fields.get(error.field or "", form.place_text).errors = [str(error.message)]
        else:
            flash(_("Angekommen! Danke für diesen Ort."), "success")
            if help_for(draft.contributions):
                flash(help_sentence(), "warning")
            return redirect(_url(slug, campaign, question.position + 1))
    photo.ask_again()
    return _page(process, found, person, question, form, photo), 422


@blueprint.post("/loeschen/<uuid:mark>")
@participant_required
def remove_mark(slug: str, campaign: str, mark: UUID) -> Any:
    _process, _found_campaign, person = _found(slug, campaign)
    with transaction():
        withdraw(contribution_id=mark, participant_id=person.id)
    flash(_("Gelöscht."), "success")
    return redirect(_url(slug, campaign, request.form.get("frage", 1, type=int)))


@blueprint.get("/fertig")
@participant_required
def done(slug: str, campaign: str) -> Any:
    """Thanks, what happens next, and how to find back."""
    process, found, person = _found(slug, campaign)
    marks = own_marks(activity_id=found.activity_id, participant_id=person.id)
    return render_template(
        "maps/done.html",
        process=process,
        campaign=found,
        marks=marks,
        help=needs_help(marks),
        waits=found.reveal and waits_for_reveal(person),
        data=page_data(process, found, person, marks),
    )


@blueprint.get("/andere.json")
@participant_required
def others(slug: str, campaign: str) -> Any:
    """Released places of everybody, rounded and without persons; only when the campaign reveals them.

    Of very many those nearest to one's own: `{"total": …, "points": […]}` instead of the list alone.
    `{"waits": true}` until a class looks at them together.
    """
    process, found, person = _found(slug, campaign)
    if not found.reveal:
        return jsonify([])
    if waits_for_reveal(person):
        return jsonify(waits=True)
    layer = public.layer(process.id)
    total = count(layer)
    if total <= public.MOST:
        return jsonify(public.points(process.id))
    at = middle_of(own_marks(activity_id=found.activity_id, participant_id=person.id))
    middle = at or (found.center_lon, found.center_lat)
    return jsonify(total=total, points=public.near(layer, middle, extent(layer) or EVERYWHERE))


@blueprint.get("/umriss.json")
@open_to_all
def outline(slug: str, campaign: str) -> Any:
    """The town's edge as GeoJSON; a draft is nobody's business (staff have it on their own page)."""
    process = public_process(slug)
    campaign_by_slug(process.id, campaign)
    response = jsonify(outline_of(process))
    response.cache_control.public = True
    response.cache_control.max_age = 86400
    return response


def _found(slug: str, campaign: str) -> tuple[Process, NeedleCampaign, Participant]:
    process = process_by_slug(slug)
    person = current_participant()
    assert person is not None
    if person.process_id != process.id:
        raise NotFound(_("Diese Karte gibt es nicht."))
    return process, campaign_by_slug(process.id, campaign), person


def _question(campaign: NeedleCampaign) -> NeedleQuestion:
    """The question the address names, else the first."""
    number = request.args.get("frage", 1, type=int)
    return campaign.questions[min(max(number, 1), len(campaign.questions)) - 1]


def _page(
    process: Process,
    campaign: NeedleCampaign,
    person: Participant,
    question: NeedleQuestion,
    form: MarkForm,
    photo: PhotoForm,
) -> str:
    if not form.id.data:
        form.id.data = str(new_id())
    marks: list[OwnMark] = own_marks(activity_id=campaign.activity_id, participant_id=person.id)
    return render_template(
        "maps/needle.html",
        process=process,
        campaign=campaign,
        question=question,
        question_text=question_text(question, current_language()),
        question_language=question_language(question, current_language()),
        number=question.position + 1,
        form=form,
        photo=photo,
        marks=[mark for mark in marks if mark.question == question.key],
        media=attachments_of([mark.id for mark in marks]),
        media_states=OWN_STATES,
        readable_states=READABLE_STATES,
        is_list=request.args.get("ansicht") == "liste" or form.is_submitted(),
        data=page_data(process, campaign, person, marks),
    )


def _draft(
    form: MarkForm, process: Process, campaign: NeedleCampaign, person: Participant, question: NeedleQuestion
) -> SubmissionDraft:
    """What the form says as a submission of one contribution; both ids are made from the form's own."""
    place = next((place for place in named_places() if place["name"] == form.place.data), None)
    point = shapely.Point(place["lon"], place["lat"]) if place else None
    text = form.text.data or ""
    at_home = point is not None and names_a_home(text)
    closed = {"time_of_day": form.time_of_day.data, "company": form.company.data}
    try:
        identity = UUID(form.id.data)
    except ValueError as error:
        raise DomainError(_("Bitte laden Sie die Seite neu.")) from error
    contribution = ContributionDraft(
        id=identity,
        quality=form.quality.data,
        text=text,
        place_text=form.place_text.data or (str(place["name"]) if place else ""),
        geometry=coarsened(point) if at_home and point is not None else point,
        precision="described" if point is None else "approximate" if at_home else "exact",
        is_secret=form.is_secret.data,
        attributes={"question": question.key, **{key: value for key, value in closed.items() if value}},
    )
    return SubmissionDraft(
        id=identity,
        process_id=process.id,
        activity_id=campaign.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel=CHANNEL,
        language=current_language(),
        contributions=[contribution],
    )


def _place_names() -> list[str]:
    return [str(place["name"]) for place in named_places()]


def _url(slug: str, campaign: str, number: int) -> str:
    return url_for("maps.needle", slug=slug, campaign=campaign, frage=number, ansicht="liste")
