"""Proposals for staff: the list, a new one from ticked contributions, one with its words, origins and answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.base.database import transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.contributions.choosing import PER_PAGE, choosable, chosen
from app.contributions.vocabulary import KINDS
from app.measures import services
from app.measures.choice import Choice, choice_of
from app.measures.forms import AnswerForm, ChooseForm, ProposalForm
from app.measures.models import Proposal
from app.measures.queries import proposal_by_id, proposals_of
from app.measures.vocabulary import REASONS, STATES
from app.participants.queries import home_areas
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.roles import RAW

blueprint = Blueprint(
    "measures_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/vorschlaege",
    template_folder="templates",
)


@blueprint.get("")
@member_required(*RAW)
def index(process: Process) -> str:
    """All proposals, or those in one state."""
    status = request.args.get("stand", "")
    status = status if status in STATES else ""
    found = proposals_of(process.id, status)
    return render_template(
        "measures/index.html", process=process, proposals=found, states=STATES, reasons=REASONS, status=status
    )


@blueprint.route("/neu", methods=["GET", "POST"])
@member_required(*RAW)
def create(process: Process) -> Any:
    """Tick what says the same, and write the proposal in own words."""
    form, choice = ChooseForm(home_areas(process)), choice_of(process, request.args)
    if form.validate_on_submit():
        try:
            with transaction():
                made = services.propose(
                    process_id=process.id,
                    text=form.text.data or "",
                    theme=form.theme.data or "",
                    area_code=form.area_code.data or "",
                    contribution_ids=form.ids(),
                    actor=current_user.id,
                )
                made_id, slug = made.id, process.slug
        except DomainError as error:
            _show(form, error)
        else:
            flash(_("Der Vorschlag ist angelegt."), "success")
            return redirect(url_for(".show", slug=slug, suggestion_id=made_id))
    return _choosing(process, form, choice), 422 if form.errors else 200


@blueprint.route("/<uuid:suggestion_id>", methods=["GET", "POST"])
@member_required(*RAW)
def show(process: Process, suggestion_id: UUID) -> Any:
    """One proposal with the words it came from; its own words can be changed here."""
    found = proposal_by_id(process.id, suggestion_id)
    form = ProposalForm(home_areas(process), obj=found)
    if form.validate_on_submit():
        try:
            with transaction():
                services.change_proposal(
                    process_id=process.id,
                    proposal_id=suggestion_id,
                    text=form.text.data or "",
                    theme=form.theme.data or "",
                    area_code=form.area_code.data or "",
                    version=_version(form),
                    actor=current_user.id,
                )
                slug = process.slug
        except NotFound:
            raise
        except DomainError as error:
            return _page(process, found, form, AnswerForm(formdata=None, obj=found), error, form)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(url_for(".show", slug=slug, suggestion_id=suggestion_id))
    answer = AnswerForm(formdata=None, obj=found)
    return _page(process, found, form, answer, None, form)


@blueprint.post("/<uuid:suggestion_id>/antwort")
@member_required(*RAW)
def answer(process: Process, suggestion_id: UUID) -> Any:
    """What was decided; everybody reads it at once."""
    found = proposal_by_id(process.id, suggestion_id)
    form, error = AnswerForm(), None
    if form.validate_on_submit():
        try:
            with transaction():
                services.answer_proposal(
                    process_id=process.id,
                    proposal_id=suggestion_id,
                    status=form.status.data,
                    answer_text=form.answer_text.data or "",
                    reason_code=form.reason_code.data,
                    decision=form.decision.data or "",
                    version=_version(form),
                    actor=current_user.id,
                )
                slug = process.slug
        except DomainError as refused:
            error = refused
        else:
            flash(
                _("Die Antwort ist gespeichert. Wer es gesagt hat, liest sie auf der eigenen Seite."),
                "success",
            )
            return redirect(url_for(".show", slug=slug, suggestion_id=suggestion_id))
    words = ProposalForm(home_areas(process), formdata=None, obj=found)
    return _page(process, found, words, form, error, form)


def _choosing(process: Process, form: ChooseForm, choice: Choice) -> str:
    rows, total = choosable(
        process.id, activity_id=choice.activity_id, stop=choice.stop, search=choice.search, page=choice.page
    )
    ticked = form.ids()
    listed = {one.id for one in rows}
    return render_template(
        "measures/create.html",
        process=process,
        form=form,
        choice=choice,
        rows=rows,
        # What was ticked on another page or before a filter stays ticked.
        kept=[one for one in chosen(process.id, ticked) if one.id not in listed] if ticked else [],
        ticked=set(ticked),
        total=total,
        pages=-(-total // PER_PAGE),
        activities=activities_of(process.id),
        kinds=KINDS,
    )


def _page(
    process: Process,
    found: Proposal,
    form: ProposalForm,
    answer_form: AnswerForm,
    error: DomainError | None,
    sent: FlaskForm,
) -> Any:
    conflict = isinstance(error, Conflict)
    if error is not None:
        _show(sent, error)
    if conflict:
        sent.version.data, sent.version.raw_data = str(found.version), None
    page = render_template(
        "measures/show.html",
        process=process,
        proposal=found,
        form=form,
        answer=answer_form,
        conflict=found if conflict else None,
        origins=chosen(process.id, [origin.contribution_id for origin in found.origins]),
        kinds=KINDS,
        states=STATES,
        reasons=REASONS,
        areas=dict(home_areas(process)),
    )
    return page, 409 if conflict else 422 if sent.errors else 200


def _show(form: FlaskForm, error: DomainError) -> None:
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, str(error.message)]
    else:
        form.form_errors = [*form.form_errors, str(error.message)]


def _version(form: FlaskForm) -> int:
    """The version the form was filled from; anything else counts as a stale one (-1)."""
    sent = (form.version.raw_data or [""])[0]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
