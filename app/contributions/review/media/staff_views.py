"""The media desk: one photo, voice note or drawing at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.base.errors import DomainError, NotFound
from app.contributions.media.queries import in_process
from app.contributions.media.vocabulary import KINDS as MEDIA_KINDS
from app.contributions.review import queries as desk_queries
from app.contributions.review.media import desk, queries
from app.contributions.review.media.services import DECIDED, SHOWN_BY
from app.contributions.review.media.vocabulary import EXCEPTIONS, LOCKED, REJECTED
from app.contributions.review.pictures import picture
from app.contributions.vocabulary import COMPANY, KINDS, QUALITIES, STATES, TIMES_OF_DAY
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import REVIEW

blueprint = Blueprint("media_review", __name__, template_folder="../../templates")
PATH = "/verwaltung/verfahren/<slug>/sichtung/medien"

STATE_WORDS = {
    "released": "released",
    "internal": "internal",
    "rejected": "rejected_rules",
    "in_review": "in_review",
}
"""The word of C2 for each state a moderator may see."""


@blueprint.context_processor
def words() -> dict[str, Any]:
    """What the templates name things by."""
    return {
        "QUALITIES": QUALITIES, "KINDS": KINDS, "STATES": STATES, "MEDIA_KINDS": MEDIA_KINDS, "REJECTED": REJECTED,
        "LOCKED": LOCKED, "EXCEPTIONS": EXCEPTIONS, "STATE_WORDS": STATE_WORDS,
        "TIMES_OF_DAY": TIMES_OF_DAY, "COMPANY": COMPANY, "picture": picture,
    }  # fmt: skip


@blueprint.get(PATH)
@member_required(*REVIEW)
def next_one(process: Process) -> Any:
    """To the one that has waited longest, or word that nothing waits."""
    found = queries.next_waiting(process.id)
    if found is None:
        flash(_("Alle Fotos, Aufnahmen und Zeichnungen sind gesichtet."), "success")
        return redirect(url_for("contributions_staff.review", slug=process.slug))
    return redirect(url_for("media_review.show", slug=process.slug, attachment_id=found))


@blueprint.get(f"{PATH}/<uuid:attachment_id>")
@member_required(*REVIEW)
def show(process: Process, attachment_id: UUID) -> Any:
    return _page(process, attachment_id, MultiDict())


@blueprint.post(f"{PATH}/<uuid:attachment_id>")
@member_required(*REVIEW)
def decide(process: Process, attachment_id: UUID) -> Any:
    """One decision, then the next that waits. 409 shows both, 422 keeps what was typed."""
    try:
        found = desk.decide(
            process_id=process.id, attachment_id=attachment_id, user_id=current_user.id, form=request.form
        )
    except NotFound:
        raise
    except DomainError as error:
        return _page(process, attachment_id, request.form, error)
    if request.form.get("decision") == "save":
        flash(_("Gespeichert. So sehen es die anderen, wenn Sie es freigeben."), "success")
        return redirect(url_for("media_review.show", slug=process.slug, attachment_id=attachment_id))
    if found.state == "in_review":
        flash(_("Ihr Ja ist vermerkt. Eine zweite Person muss noch zustimmen."), "info")
    else:
        flash(_("Entschieden. Mit »Rückgängig« nehmen Sie es zurück."), "success")
    following = queries.next_waiting(process.id, skip=[attachment_id])
    if following is None:
        return redirect(url_for("contributions_staff.review", slug=process.slug))
    return redirect(url_for("media_review.show", slug=process.slug, attachment_id=following))


def _page(
    process: Process, attachment_id: UUID, typed: MultiDict[str, str], error: DomainError | None = None
) -> Any:
    attachment, said = in_process(attachment_id, process.id)
    if attachment.state not in DECIDED or said.urgency == 2:
        raise NotFound(_("Diese Datei gibt es hier nicht."))
    boxes = attachment.redactions
    if error is not None and attachment.kind in desk.PICTURES and error.field != "redactions":
        boxes = desk.boxes_of(typed)
    page = render_template(
        "contributions/media_one.html",
        process=process,
        attachment=attachment,
        item=desk_queries.item(process, said.id),
        boxes=boxes,
        typed=typed,
        last=queries.last_decision(attachment.id),
        yeses=queries.yeses_of(attachment, said, SHOWN_BY.get(attachment.kind, "audio")),
        waiting=queries.waiting(process.id),
        is_picture=attachment.kind in desk.PICTURES,
        error=error,
        words=_script_words(),
    )
    return page, error.status if error is not None else 200


def _script_words() -> dict[str, str]:
    """What the page's script says (%1 is filled in by it)."""
    return {
        "box": _("Stelle %1. Pfeiltasten verschieben, mit Umschalt ändern sie die Größe, Entfernen löscht."),
        "added": _("Stelle %1 hinzugefügt."),
        "removed": _("Stelle entfernt."),
        "clear": _("Unverpixelt zeigen"),
        "blurred": _("Verpixelt zeigen"),
        "unsaved": _("Noch nicht gespeichert"),
    }
