"""The phone page of a needle map: one question at a time, complete without a script; the script adds the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError
from app.base.i18n import current_language
from app.base.tiles import named_places
from app.contributions import public
from app.contributions.class_mode.queries import waits_for_reveal
from app.contributions.exhibition import is_hung
from app.contributions.forms import tell_who_else
from app.contributions.helping import help_for, help_sentence
from app.contributions.media.queries import attachments_of
from app.contributions.media.vocabulary import OWN_STATES, READABLE_STATES
from app.contributions.own import needs_help, own
from app.contributions.points.reading import count, extent
from app.contributions.services import record, withdraw
from app.contributions.vocabulary import DRAWN_KINDS
from app.maps.access import at_the_map
from app.maps.answers import Answered, answered
from app.maps.asked import MapQuestion
from app.maps.asking import PIN, asked_of, fields_of
from app.maps.drawing_forms import QuarterForm, WayForm
from app.maps.forms import MarkForm
from app.maps.models import NeedleCampaign
from app.maps.page_data import page_data, with_address
from app.maps.photo_form import PhotoForm
from app.maps.queries import middle_of, spoken_question
from app.maps.telling import AnswerForm, told
from app.maps.vocabulary import FELT_AREA, NEEDLE, WAY
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
    page = _page(process, found, person, question, _form(question), PhotoForm(for_page(person)))
    return page if request.args.get("ansicht") else keep_on_phone(page)


@blueprint.post("")
@participant_required
def add_mark(slug: str, campaign: str) -> Any:
    """The form without a script: the same recording as from the phone's outbox."""
    process, found, person = at_the_map(slug, campaign)
    question = _question(found)
    form, photo = _form(question), PhotoForm(for_page(person))
    sent = fields_of(asked_of(person, question.asked.followups), request.form, prefix=PIN)
    said = answered(question, sent.raw, getattr(form, "quality", form.id).data, current_language())
    is_new = {one for one in said.shown if one in sent} - set(request.form.get("asked", "").split())
    if all([form.validate(), photo.validate()]) and not said.problems and not is_new:
        try:
            with transaction():
                draft = told(form, said, found, person, question)
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
    elif is_new:
        flash(_("Hier kommt noch etwas dazu."), "info")
    photo.ask_again()
    problems = {path: said for path, said in said.problems.items() if path.partition(".")[0] not in is_new}
    return _page(process, found, person, question, form, photo, Followed(said, sent.raw, problems)), 422


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


def _question(campaign: NeedleCampaign) -> MapQuestion:
    """The question the address names, else the first."""
    number = request.args.get("frage", 1, type=int)
    return campaign.questions[min(max(number, 1), len(campaign.questions)) - 1]


def _form(question: MapQuestion) -> AnswerForm:
    """The form of a question's task, for a page without a map."""
    if question.task == FELT_AREA:
        return QuarterForm(_landmarks())
    return WayForm() if question.task == WAY else MarkForm(question, _place_names())


@dataclass(frozen=True)
class Followed:
    """What was answered to the follow-ups on the page without a script, and what is wrong with it by path."""

    said: Answered
    raw: dict[str, Any]
    problems: dict[str, str]


def _page(
    process: Process,
    campaign: NeedleCampaign,
    person: Participant,
    question: MapQuestion,
    form: AnswerForm,
    photo: PhotoForm,
    followed: Followed | None = None,
) -> str:
    if not form.id.data:
        form.id.data = str(new_id())
    if followed is None:
        followed = Followed(answered(question, {}, None, current_language()), {}, {})
    asked = asked_of(person, question.asked.followups)
    shown = [one for one in asked if one.key in followed.said.shown]
    fields = fields_of(shown, answers=followed.raw, prefix=PIN)
    fields.attach({f"{PIN}{path}": said for path, said in followed.problems.items()})
    tell_who_else(form, person)
    said = own(person.id, campaign.activity_id)
    marks = [one for one in said if one.contribution.kind in DRAWN_KINDS]
    return render_template(
        "maps/needle.html",
        process=process,
        campaign=campaign,
        question=question,
        asked=spoken_question(question),
        fields=fields.asked,
        problems=[
            (field.name, _named(field.label.text, field.error)) for field in fields.every() if field.error
        ],
        sheets=[
            (one.key, fields_of(asked_of(person, one.further), prefix=f"{one.key}.1.").asked)
            for one in campaign.questions
        ],
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
        data=page_data(process, campaign, person, said),
        # Names this page, so that a phone which keeps it can tell it from a fresh one.
        rendering=_rendering(),
    )


def _named(label: str, message: str) -> str:
    return f"{label} {message}" if label[-1:] in tuple("?!.:") else f"{label}: {message}"


def _rendering() -> UUID:
    """A new name, unless the phone fetches for later the very page that it shows."""
    try:
        return UUID(request.headers.get("X-Rendering", ""))
    except ValueError:
        return new_id()


def _landmarks() -> list[str]:
    """Named places that help to say what belongs to a quarter: neither streets nor stops, of which there are many."""
    found = [place for place in named_places() if place.get("kind") not in {"street", "bus_stop"}]
    return sorted({str(place["name"]) for place in found})[:MOST_LANDMARKS]


def _place_names() -> list[str]:
    return [str(place["name"]) for place in named_places()]


def _url(slug: str, campaign: str, number: int) -> str:
    return url_for("maps.needle", slug=slug, campaign=campaign, frage=number, ansicht="liste")
