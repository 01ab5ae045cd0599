"""The desk of safeguarding: what sounds like danger, what was locked, and the log of what was handed over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import now, transaction
from app.base.errors import DomainError
from app.contributions import review
from app.contributions.media.queries import attachments_of
from app.contributions.review import hand_overs, queries
from app.contributions.review.filters import Filters
from app.contributions.review.media import safeguarding
from app.contributions.review.staff_views import blueprint
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import roles_of

PATH = "/verwaltung/verfahren/<slug>/schutz"
SAFEGUARD = ("safeguard", "coordinator")


@blueprint.get(PATH)
@member_required(*SAFEGUARD)
def safeguard(process: Process) -> Any:
    """What sounds like danger; only safeguarding and coordination see it (E19)."""
    return _page(process)


@blueprint.post(f"{PATH}/<uuid:contribution_id>")
@member_required(*SAFEGUARD)
def safeguard_decide(process: Process, contribution_id: UUID) -> Any:
    """Handed over to those who help, with a line in the log; or no danger, back to the queue."""
    decision, version = request.form.get("decision", ""), request.form.get("version", type=int)
    if decision not in {"hand_over", "clear"} or version is None:
        raise DomainError(_("Bitte wählen Sie eine Entscheidung."))
    one: dict[str, Any] = {
        "process_id": process.id,
        "versions": {contribution_id: version},
        "user_id": current_user.id,
    }
    try:
        with transaction():
            if decision == "clear":
                review.clear_danger(**one)
            else:
                recipient, note = request.form.get("recipient", ""), request.form.get("note", "")
                review.hand_over(recipient=recipient, note=note, **one)
    except DomainError as error:
        return _refused(process, error)
    return _saved(process)


@blueprint.post(f"{PATH}/medien/<uuid:attachment_id>")
@member_required("safeguard")
def safeguard_file(process: Process, attachment_id: UUID) -> Any:
    """Hand a locked file over, give it back to the desk, or remove it for good."""
    decision, version = request.form.get("decision", ""), request.form.get("version", type=int)
    if decision not in {"hand_over", "unlock", "destroy"} or version is None:
        raise DomainError(_("Bitte wählen Sie eine Entscheidung."))
    one: dict[str, Any] = {"process_id": process.id, "user_id": current_user.id}
    try:
        with transaction():
            if decision == "hand_over":
                safeguarding.locked_one(process.id, attachment_id)
                hand_overs.log_hand_over(
                    object_id=attachment_id,
                    recipient=request.form.get("recipient", ""),
                    note=request.form.get("note", ""),
                    **one,
                )
            else:
                act = safeguarding.unlock if decision == "unlock" else safeguarding.destroy
                act(attachment_id=attachment_id, version=version, **one)
    except DomainError as error:
        return _refused(process, error)
    return _saved(process)


@blueprint.get(f"{PATH}/protokoll")
@member_required("safeguard")
def hand_over_log(process: Process) -> str:
    """What was handed over, when, by whom and to which place; nobody but safeguarding reads it (E19)."""
    return render_template(
        "contributions/hand_overs.html", process=process, lines=hand_overs.log_of(process.id)
    )


def _page(process: Process, problem: str = "") -> str:
    filters = Filters.read({"stand": "alle", **request.args})
    page = queries.queue(process, filters, danger=True)
    items = [
        (found, queries.handed_over(found), hand_overs.due_at(queries.in_danger_since(found)))
        for found in page.items
    ]
    return render_template(
        "contributions/safeguard.html",
        process=process,
        items=items,
        page=page,
        filters=filters,
        attachments=attachments_of([found.said.id for found in page.items]),
        locked=safeguarding.locked(process.id),
        now=now(),
        opens_files="safeguard" in roles_of(current_user.id, process.id),
        problem=problem,
    )


def _refused(process: Process, error: DomainError) -> Any:
    """What is not there, or not said, is told; only the missing place of a hand-over keeps the page."""
    if error.field != "recipient":
        raise error
    return _page(process, str(error.message)), error.status


def _saved(process: Process) -> Any:
    flash(_("Gespeichert."), "success")
    return redirect(url_for("contributions_staff.safeguard", slug=process.slug))
