"""The phone page of a needle map: one question at a time, complete without a script; the script adds the map."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError
from app.base.i18n import current_language
from app.base.tiles import named_places
from app.contributions import public
from app.contributions.class_mode.queries import waits_for_reveal
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.exhibition import is_hung
from app.contributions.forms import quote_of
from app.contributions.helping import help_for, help_sentence
from app.contributions.homes import coarsened, names_a_home
from app.contributions.media.queries import attachments_of
from app.contributions.media.vocabulary import OWN_STATES, READABLE_STATES
from app.contributions.own import needs_help, own
from app.contributions.points.reading import count, extent
from app.contributions.services import record, withdraw
from app.contributions.vocabulary import DRAWN_KINDS
from app.maps.access import at_the_map
from app.maps.drawing_forms import QuarterForm, WayForm
from app.maps.forms import MarkForm
from app.maps.models import CHANNEL, FELT_AREA, NEEDLE, WAY, NeedleCampaign, NeedleQuestion
from app.maps.page_data import asks_alone, page_data, with_address
from app.maps.photo_form import PhotoForm
from app.maps.queries import middle_of, spoken_question
from app.participants.access import current_participant, participant_required
from app.participants.consents import for_page
from app.participants.keeping import keep_on_phone
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, today
from app.processes.wordings import said as said_of

blueprint = Blueprint(
    "maps", __name__, url_prefix="/verfahren/<slug>/karte/<campaign>", template_folder="templates"
)
EVERYWHERE = (-180.0, -85.0, 180.0, 85.0)
MOST_LANDMARKS = 120
AnswerForm = MarkForm | QuarterForm | WayForm


@blueprint.get("")
@participant_required
def needle(slug: str, campaign: str) -> Any:
    """One question with its form; `?frage=2` chooses it, `?ansicht=liste` keeps the script away."""
    person = current_participant()
    if person is not None and person.process_id != process_by_slug(slug).id:
        return redirect(url_for("participants.start"))
    process, found, person = at_the_map(slug, campaign)
    if not is_open(found.activity, today()):
        return render_template("maps/closed.html", process=process, campaign=found), 200
    question = _question(found)
    page = _page(process, found, person, question, _form(question, person), PhotoForm(for_page(person)))
    return page if request.args.get("ansicht") else keep_on_phone(page)


@blueprint.post("")
@participant_required
def add_mark(slug: str, campaign: str) -> Any:
    """The form without a script: the same recording as from the phone's outbox."""
    process, found, person = at_the_map(slug, campaign)
    question = _question(found)
    form, photo = _form(question, person), PhotoForm(for_page(person))
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
            if help_for(draft.contributions):
                flash(help_sentence(), "warning")
            if question.task == FELT_AREA:
                flash(_("Angekommen! Danke. Vergleich es jetzt mit der Grenze der Planung."), "success")
                address = {"slug": slug, "campaign": campaign, "drawing": form.id.data}
                return redirect(url_for("maps_borders.show", **address))
            flash(_("Angekommen! Danke für diesen Ort."), "success")
            return redirect(_url(slug, campaign, question.position + 1))
    photo.ask_again()
    return _page(process, found, person, question, form, photo), 422


@blueprint.post("/loeschen/<uuid:mark>")
@participant_required
def remove_mark(slug: str, campaign: str, mark: UUID) -> Any:
    _process, _campaign, person = at_the_map(slug, campaign)
    with transaction():
        withdraw(contribution_id=mark, participant_id=person.id)
    flash(_("Gelöscht."), "success")
    return redirect(_url(slug, campaign, request.form.get("frage", 1, type=int)))


@blueprint.get("/fertig")
@participant_required
def done(slug: str, campaign: str) -> Any:
    """Thanks, what happens next, and how to find back."""
    process, found, person = at_the_map(slug, campaign)
    said = own(person.id, found.activity_id)
    marks = [one for one in said if one.contribution.kind in DRAWN_KINDS]
    drawings = [
        one for one in marks if (one.question or "") in {q.key for q in found.questions if q.task != NEEDLE}
    ]
    return render_template(
        "maps/done.html",
        process=process,
        campaign=found,
        marks=marks,
        needles=len(marks) - len(drawings),
        drawings=len(drawings),
        help=needs_help(said),
        waits=found.reveal and waits_for_reveal(person),
        hangs=found.reveal and not waits_for_reveal(person) and is_hung(process.id),
        data=page_data(process, found, person, said),
    )


@blueprint.get("/andere.json")
@participant_required
def others(slug: str, campaign: str) -> Any:
    """Released places of everybody, rounded and without persons; only when the campaign reveals them.

    Of very many those nearest to one's own: `{"total": …, "points": […]}` instead of the list alone.
    `{"waits": true}` until a class looks at them together.
    """
    process, found, person = at_the_map(slug, campaign)
    if not found.reveal:
        return jsonify([])
    if waits_for_reveal(person):
        return jsonify(waits=True)
    layer = public.layer(process.id)
    total = count(layer)
    if total <= public.MOST:
        return jsonify([with_address(point) for point in public.points_with_photos(process.id)])
    at = middle_of(own(person.id, found.activity_id))
    middle = at or (found.center_lon, found.center_lat)
    return jsonify(total=total, points=public.near(layer, middle, extent(layer) or EVERYWHERE))


def _question(campaign: NeedleCampaign) -> NeedleQuestion:
    """The question the address names, else the first."""
    number = request.args.get("frage", 1, type=int)
    return campaign.questions[min(max(number, 1), len(campaign.questions)) - 1]


def _form(question: NeedleQuestion, person: Participant) -> AnswerForm:
    """The form of a question's task, for a page without a map."""
    if question.task == FELT_AREA:
        return QuarterForm(_landmarks())
    if question.task == WAY:
        return WayForm(asks_company=question.ask_company, asks_alone=asks_alone(person))
    return MarkForm(question, _place_names())


def _page(
    process: Process,
    campaign: NeedleCampaign,
    person: Participant,
    question: NeedleQuestion,
    form: AnswerForm,
    photo: PhotoForm,
) -> str:
    if not form.id.data:
        form.id.data = str(new_id())
    said = own(person.id, campaign.activity_id)
    marks = [one for one in said if one.contribution.kind in DRAWN_KINDS]
    return render_template(
        "maps/needle.html",
        process=process,
        campaign=campaign,
        question=question,
        asked=spoken_question(process.id, question),
        intro=said_of(process.id, campaign.activity_id, "intro", campaign.intro),
        number=question.position + 1,
        form=form,
        photo=photo,
        marks=[mark for mark in marks if mark.question == question.key],
        media=attachments_of([mark.id for mark in marks]),
        media_states=OWN_STATES,
        readable_states=READABLE_STATES,
        is_list=request.args.get("ansicht") == "liste" or form.is_submitted(),
        has_drawing=any(one.task != NEEDLE for one in campaign.questions),
        # `page` names this rendering, so that a phone which keeps the page can tell it from a fresh one.
        data={**page_data(process, campaign, person, said), "page": str(_rendering())},
    )


def _rendering() -> UUID:
    """A new name, unless the phone fetches for later the very page that it shows."""
    try:
        return UUID(request.headers.get("X-Rendering", ""))
    except ValueError:
        return new_id()


def _draft(
    form: AnswerForm,
    process: Process,
    campaign: NeedleCampaign,
    person: Participant,
    question: NeedleQuestion,
) -> SubmissionDraft:
    """What the form says as a submission of one contribution; both ids are made from the form's own."""
    try:
        identity = UUID(form.id.data)
    except ValueError as error:
        raise DomainError(_("Bitte laden Sie die Seite neu.")) from error
    said = _placed(form) if isinstance(form, MarkForm) else _described(form)
    answers = said.pop("answers")
    contribution = ContributionDraft(
        id=identity,
        text=form.text.data or "",
        quote=quote_of(form),
        is_secret=form.is_secret.data,
        attributes={"question": question.key, **{key: value for key, value in answers.items() if value}},
        **said,
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


def _placed(form: MarkForm) -> dict[str, Any]:
    """A needle at a place of the list, or at one that was described."""
    place = next((place for place in named_places() if place["name"] == form.place.data), None)
    point = shapely.Point(place["lon"], place["lat"]) if place else None
    at_home = point is not None and names_a_home(f"{form.place_text.data or ''} {form.text.data or ''}")
    return {
        "quality": form.quality.data,
        "place_text": form.place_text.data or (str(place["name"]) if place else ""),
        "geometry": coarsened(point) if at_home and point is not None else point,
        "precision": "described" if point is None else "approximate" if at_home else "exact",
        "answers": {"time_of_day": form.time_of_day.data, "company": form.company.data},
    }


def _described(form: QuarterForm | WayForm) -> dict[str, Any]:
    """A quarter or a way in words, where a map would have a drawing."""
    kind = (
        {"kind": "felt_area", "title": form.title.data or ""}
        if isinstance(form, QuarterForm)
        else {"quality": WAY}
    )
    return {
        **kind,
        "place_text": form.described(),
        "precision": "described",
        "answers": form.answers(),
    }


def _landmarks() -> list[str]:
    """Named places that help to say what belongs to a quarter: neither streets nor stops, of which there are many."""
    found = [place for place in named_places() if place.get("kind") not in {"street", "bus_stop"}]
    return sorted({str(place["name"]) for place in found})[:MOST_LANDMARKS]


def _place_names() -> list[str]:
    return [str(place["name"]) for place in named_places()]


def _url(slug: str, campaign: str, number: int) -> str:
    return url_for("maps.needle", slug=slug, campaign=campaign, frage=number, ansicht="liste")
