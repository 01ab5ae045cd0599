"""From the desk's forms to decisions and back to what its script shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from flask import Request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.base.errors import DomainError
from app.contributions.review import queries, services
from app.contributions.review.filters import Filters
from app.contributions.review.media import services as media_services
from app.contributions.vocabulary import STATES
from app.processes.models import Process

_MANY = {"release": services.release, "internal": services.keep_internal, "hold": services.hold}
MOST_CHOSEN = 200


def decide_one(
    process_id: UUID, contribution_id: UUID, user_id: UUID, form: MultiDict[str, str]
) -> services.Chosen:
    """Carry out `decision` of a card's form; DomainError when it is none or its version is missing."""
    decision, version = form.get("decision", ""), form.get("version", type=int)
    if version is None:
        raise DomainError(_("Bitte laden Sie die Seite neu."), field="version")
    one = {"process_id": process_id, "user_id": user_id}
    if decision == "redact":
        return services.redact(
            contribution_id=contribution_id, version=version, text=form.get("text", ""), **one
        )
    return _decide(decision, {contribution_id: version}, form.get("reason", ""), process_id, user_id)


def decide_many(process_id: UUID, user_id: UUID, form: MultiDict[str, str]) -> services.Chosen:
    """Carry out `decision` for all ticked cards; `release_unflagged` takes those the page listed without a hint."""
    decision = form.get("decision", "")
    all_unflagged = decision == "release_unflagged"
    values = form.get("unflagged", "").split() if all_unflagged else form.getlist("chosen")
    chosen = dict(_chosen(value) for value in values[:MOST_CHOSEN])
    if not chosen:
        raise DomainError(_("Bitte wählen Sie zuerst Beiträge aus."), field="chosen")
    return _decide(
        "release" if all_unflagged else decision, chosen, form.get("reason", ""), process_id, user_id
    )


def undo(process_id: UUID, user_id: UUID) -> list[UUID]:
    """Take back one's own last click, whether it was about contributions or about an attachment; what it was about."""
    word, file = services.last_of(process_id, user_id), media_services.last_of(process_id, user_id)
    if file is None or (word is not None and word.created_at > file.created_at):
        return services.undo(process_id=process_id, user_id=user_id)
    return [media_services.undo(process_id=process_id, user_id=user_id).contribution_id]


def _decide(
    decision: str, versions: dict[UUID, int | None], reason: str, process_id: UUID, user_id: UUID
) -> services.Chosen:
    if decision == "reject":
        return services.reject(process_id=process_id, versions=versions, user_id=user_id, reason=reason)
    if decision == "danger":
        return services.report_danger(process_id=process_id, versions=versions, user_id=user_id)
    act = _MANY.get(decision)
    if act is None:
        raise DomainError(_("Bitte wählen Sie eine Entscheidung."), field="decision")
    return act(process_id=process_id, versions=versions, user_id=user_id)


def _chosen(value: str) -> tuple[UUID, int | None]:
    """A ticked card: `<id>:<version>`."""
    contribution_id, _separator, version = value.partition(":")
    try:
        return UUID(contribution_id), int(version)
    except ValueError as error:
        raise DomainError(_("Bitte laden Sie die Seite neu."), field="chosen") from error


def filters_of(form: MultiDict[str, str]) -> Filters:
    """The view a form came from: its hidden field `zurueck` holds the query string."""
    return Filters.read(dict(parse_qsl(form.get("zurueck", "")[:2000])))


def wants_json(request: Request) -> bool:
    """True for the desk's own script."""
    return request.accept_mimetypes.best == "application/json"


def for_script(process: Process) -> dict[str, Any]:
    """Where the page's script asks what is new since now, and the words it says (%1, %2 are filled in by it)."""
    since = queries.newest_arrival(process.id)
    return {
        "count": url_for("contributions_staff.count", slug=process.slug),
        "since": since.isoformat() if since else "1970-01-01T00:00:00+00:00",
        "words": {
            "newOne": _("1 neuer Beitrag – anzeigen"),
            "newMany": _("%1 neue Beiträge – anzeigen"),
            "undo": _("Mit »Rückgängig« nehmen Sie es zurück."),
            "undone": _("Zurückgenommen."),
            "failed": _("Das hat nicht geklappt. Bitte laden Sie die Seite neu."),
            "conflict": _("Inzwischen entschieden von %1: %2. Sie können jetzt neu entscheiden."),
            "someone": _("jemand anderem"),
        },
    }


def standing(process: Process, contribution_ids: list[UUID]) -> dict[str, Any]:
    """How contributions stand now, for the script; what left this desk (danger, withdrawn) has no version."""
    items = []
    for contribution_id in contribution_ids:
        try:
            found = queries.item(process, contribution_id)
        except DomainError:
            items.append({"id": str(contribution_id), "state": "gone", "stateText": _("nicht mehr hier")})
            continue
        items.append(
            {
                "id": str(contribution_id),
                "state": found.said.state,
                "stateText": str(STATES[found.said.state]),
                "version": found.said.version,
                "text": services.full_text(found.said),
                "by": found.decision.by if found.decision else "",
            }
        )
    return {"items": items, "open": queries.waiting(process.id)}
