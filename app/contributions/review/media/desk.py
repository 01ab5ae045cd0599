"""From the forms of the media desk to decisions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.base.database import transaction
from app.base.errors import DomainError
from app.contributions.media.models import Attachment
from app.contributions.media.queries import in_process
from app.contributions.media.services.redacting import blurred
from app.contributions.review.media import services
from app.contributions.review.media.services import Seen, is_other

PICTURES = ("photo", "scan")
"""Kinds with something to blur."""

_ACTS = {"release": services.release, "internal": services.keep_internal, "save": services.save}


def decide(*, process_id: UUID, attachment_id: UUID, user_id: UUID, form: MultiDict[str, str]) -> Attachment:
    """Carry out `decision` of the form; DomainError with a field, Conflict when somebody else was here."""
    decision, version = form.get("decision", ""), form.get("version", type=int)
    if version is None:
        raise DomainError(_("Bitte laden Sie die Seite neu."), field="version")
    one: dict[str, Any] = {
        "process_id": process_id,
        "attachment_id": attachment_id,
        "version": version,
        "user_id": user_id,
    }
    if decision in {"reject", "lock"}:
        with transaction():
            return services.reject(reason=form.get(f"{decision}_reason", ""), **one)
    act = _ACTS.get(decision)
    if act is None:
        raise DomainError(_("Bitte wählen Sie eine Entscheidung."), field="decision")
    seen = _seen(process_id, attachment_id, form)
    with transaction():
        return act(seen=seen, **one)


def boxes_of(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """The rows of the form, in parts of the picture; without empty and removed ones. DomainError for no numbers."""
    sides = [form.getlist(side) for side in ("x", "y", "w", "h")]
    kinds, sources = form.getlist("kind"), form.getlist("source")
    removed = set(form.getlist("remove"))
    found = []
    for index, values in enumerate(zip(*sides, strict=False)):
        if str(index) in removed or not any(value.strip() for value in values):
            continue
        try:
            x, y, w, h = (float(value.replace(",", ".")) / 100 for value in values)
        except ValueError as error:
            raise DomainError(
                _("Bitte geben Sie die Stelle in Zahlen von 0 bis 100 an."), field="redactions"
            ) from error
        kind = kinds[index] if index < len(kinds) and kinds[index] else "brush"
        source = sources[index] if index < len(sources) and sources[index] else "review"
        found.append({"kind": kind, "x": x, "y": y, "w": w, "h": h, "source": source})
    return found


def _seen(process_id: UUID, attachment_id: UUID, form: MultiDict[str, str]) -> Seen:
    """What the form says, with the picture blurred already: that takes a second and waits for nobody's lock."""
    attachment, _said = in_process(attachment_id, process_id)
    boxes = boxes_of(form) if attachment.kind in PICTURES else None
    has_people = {"yes": True, "no": False}.get(form.get("has_people", ""))
    will_be_refused = form.get("decision") == "release" and has_people is None
    made = None
    if boxes and is_other(boxes, attachment.redactions) and not will_be_refused:
        made = blurred(attachment, boxes)
    return Seen(
        has_people=has_people,
        exception=form.get("exception", ""),
        note=form.get("note", ""),
        text=form.get("text", ""),
        with_sound=form.get("with_sound") == "yes",
        boxes=boxes,
        made=made,
    )
