"""The review desk: a queue to read and decide, by keyboard or by plain forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from app.areas.queries import area_names
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.base.retention import soon
from app.contributions import review
from app.contributions.flags import FLAGS
from app.contributions.media.queries import attachments_of
from app.contributions.media.vocabulary import KINDS as MEDIA_KINDS
from app.contributions.review import desk, queries
from app.contributions.review.filters import FLAG_CHOICES, STATE_CHOICES, Filters, choices_of, instant
from app.contributions.review.hand_overs import RECIPIENTS
from app.contributions.review.media import queries as media_queries
from app.contributions.review.media import safeguarding
from app.contributions.review.media.staff_views import STATE_WORDS
from app.contributions.review.media.vocabulary import LOCKED
from app.contributions.review.pictures import picture
from app.contributions.review.reasons import REASONS
from app.contributions.vocabulary import KINDS, QUALITIES, STATES, answer_words
from app.processes.access import may_open, member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.roles import REVIEW

blueprint = Blueprint("contributions_staff", __name__, template_folder="../templates")
PATH = "/verwaltung/verfahren/<slug>/sichtung"


@blueprint.context_processor
def words() -> dict[str, Any]:
    """What the desk's templates name things by."""
    return {
        "QUALITIES": QUALITIES, "KINDS": KINDS, "STATES": STATES, "FLAGS": FLAGS, "REASONS": REASONS,
        "answer_words": answer_words, "picture": picture, "full_text": review.full_text,
        "MEDIA_KINDS": MEDIA_KINDS, "MEDIA_STATES": STATE_WORDS, "LOCKED": LOCKED, "RECIPIENTS": RECIPIENTS,
    }  # fmt: skip


@blueprint.get(PATH, endpoint="review")
@member_required(*REVIEW)
def show_queue(process: Process) -> Any:
    return _queue_page(process, Filters.read(request.args))


@blueprint.get(f"{PATH}/<uuid:contribution_id>")
@member_required(*REVIEW)
def show_one(process: Process, contribution_id: UUID) -> Any:
    return _one_page(process, contribution_id, MultiDict())


@blueprint.post(f"{PATH}/<uuid:contribution_id>")
@member_required(*REVIEW)
def decide(process: Process, contribution_id: UUID) -> Any:
    """One decision; JSON for the script, else back to the queue. 409 shows both decisions, 422 keeps what was typed."""
    try:
        with transaction():
            chosen = desk.decide_one(process.id, contribution_id, current_user.id, request.form)
    except NotFound:
        raise
    except DomainError as error:
        return _refused(process, contribution_id, error)
    if desk.wants_json(request):
        return jsonify(desk.standing(process, list(chosen.versions)))
    flash(_("Entschieden. Mit »Rückgängig« nehmen Sie es zurück."), "success")
    return redirect(_back(process, anchor=request.form.get("next", "")))


@blueprint.post(f"{PATH}/auswahl")
@member_required(*REVIEW)
def decide_many(process: Process) -> Any:
    """One decision about all ticked contributions, or about all of the page without a hint; all or nothing."""
    try:
        with transaction():
            chosen = desk.decide_many(process.id, current_user.id, request.form)
    except DomainError as error:
        status = 422 if isinstance(error, NotFound) else error.status
        return _queue_page(process, desk.filters_of(request.form), str(error.message), status)
    count = len(chosen.versions)
    flash(ngettext("Ein Beitrag entschieden.", "%(num)s Beiträge entschieden.", count), "success")
    return redirect(_back(process))


@blueprint.post(f"{PATH}/rueckgaengig")
@member_required(*REVIEW)
def undo(process: Process) -> Any:
    """Take back one's own last click."""
    try:
        with transaction():
            restored = desk.undo(process.id, current_user.id)
    except NotFound as error:
        if desk.wants_json(request):
            return jsonify(message=str(error.message)), 404
        flash(str(error.message), "info")
        return redirect(_back(process))
    if desk.wants_json(request):
        return jsonify(desk.standing(process, restored))
    count = len(restored)
    flash(
        ngettext("Eine Entscheidung zurückgenommen.", "%(num)s Entscheidungen zurückgenommen.", count),
        "success",
    )
    return redirect(_back(process))


@blueprint.get("/api/verfahren/<slug>/sichtung")
@member_required(*REVIEW)
def count(process: Process) -> Any:
    """How many wait, and how many of them are newer than `seit` (ISO time); asked every few seconds."""
    try:
        since = instant(request.args.get("seit", "").replace(" ", "+"))
        new = queries.waiting(process.id, since=since)
    except ValueError:
        new = 0
    return jsonify(open=queries.waiting(process.id), new=new)


def _queue_page(process: Process, filters: Filters, problem: str = "", status: int = 200) -> Any:
    area_set = queries.review_area_set(process)
    areas = area_names([area_set.id])[area_set.id] if area_set else []
    shows_danger = may_open("contributions_staff.safeguard", process)
    page = queries.queue(process, filters)
    return render_template(
        "contributions/review.html",
        process=process,
        filters=filters,
        page=page,
        attachments=attachments_of([found.said.id for found in page.items]),
        expiring=soon(process.id),
        media_waiting=media_queries.waiting(process.id),
        areas=areas,
        activities=[(activity.slug, activity.title) for activity in activities_of(process.id)],
        choices={"state": list(STATE_CHOICES.items()), "flag": choices_of(FLAG_CHOICES, _("alle"))},
        problem=problem,
        desk=desk.for_script(process),
        danger_waiting=_danger_waiting(process) if shows_danger else 0,
        shows_danger=shows_danger,
    ), status


def _danger_waiting(process: Process) -> int:
    locked = [found for found in safeguarding.locked(process.id) if not found.is_handed_over]
    return queries.waiting(process.id, danger=True) + len(locked)


def _one_page(
    process: Process, contribution_id: UUID, typed: Any, problem: str = "", status: int = 200
) -> Any:
    found = queries.item(process, contribution_id)
    return render_template(
        "contributions/review_one.html",
        process=process,
        item=found,
        attachments=attachments_of([contribution_id]),
        filters=desk.filters_of(typed),
        typed=typed,
        problem=problem,
        is_conflict=status == 409,
    ), status


def _refused(process: Process, contribution_id: UUID, error: DomainError) -> Any:
    if not desk.wants_json(request):
        return _one_page(process, contribution_id, request.form, str(error.message), error.status)
    body = {"message": str(error.message), "field": error.field}
    if error.status == 409:
        body |= desk.standing(process, [contribution_id])
    return jsonify(body), error.status


def _back(process: Process, anchor: str = "") -> str:
    arguments: dict[str, Any] = desk.filters_of(request.form).arguments(nach=request.form.get("nach", ""))
    address = url_for(
        "contributions_staff.review", slug=process.slug, _anchor=anchor[:60] or None, **arguments
    )
    return iri_to_uri(address)
