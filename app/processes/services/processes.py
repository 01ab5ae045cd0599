"""Writes about a process: create, describe, open, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.areas.models import AreaSet
from app.base.audit import note
from app.base.database import db, now
from app.base.errors import Conflict, DomainError
from app.processes.models import Process, ProcessAreaSet, ProcessNotice
from app.processes.queries import missing_for_opening, process_by_id, today
from app.processes.returning import has_returned
from app.processes.services.checks import check_slug, checked_values

LOCKED_WHEN_OPEN = ("decision_scope", "participation_level")


class NotReadyToOpen(DomainError):
    """A process may not open yet; `missing` maps the empty fields to their labels (E33)."""

    def __init__(self, missing: dict[str, object]) -> None:
        self.missing = missing
        names = ", ".join(str(label) for label in missing.values())
        super().__init__(_("Das Verfahren kann noch nicht öffnen. Es fehlt: %(names)s.", names=names))


class NothingReturned(DomainError):
    """A process may not close while nobody has told those who took part what came of it (A21, E34)."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Das Verfahren kann noch nicht schließen: Die Ergebnisse wurden noch nicht zurückgemeldet. Planen Sie "
                "eine Rückmeldung und tragen Sie ein, wann sie stattgefunden hat."
            )
        )


def create(
    *,
    slug: str,
    title: str,
    area_set_names: Sequence[str],
    aim: str = "",
    decision_scope: str = "",
    participation_level: str = "",
    target_groups: str = "",
    results_use: str = "",
    responsible: str = "",
    contact: str = "",
    period_start: date | None = None,
    period_end: date | None = None,
    actor: UUID | str = "command",
) -> Process:
    """Make a process as a draft; DomainError for a bad or taken slug, unknown area sets, unknown level, bad dates."""
    check_slug(slug)
    if db.session.scalar(select(Process.id).where(Process.slug == slug)):
        raise Conflict(
            _("Ein Verfahren mit der Kurzadresse »%(slug)s« gibt es schon.", slug=slug), field="slug"
        )
    values = checked_values(
        Process,
        title=title,
        aim=aim,
        decision_scope=decision_scope,
        participation_level=participation_level,
        target_groups=target_groups,
        results_use=results_use,
        responsible=responsible,
        contact=contact,
        period_start=period_start,
        period_end=period_end,
    )
    process = Process(slug=slug, **values)
    process.area_sets = _area_sets(area_set_names)
    db.session.add(process)
    db.session.flush()
    note(actor=actor, action="process.create", object_kind="process", object_id=process.id)
    return process


def update(
    *,
    process_id: UUID,
    version: int | None = None,
    area_set_names: Sequence[str] | None = None,
    change_note: str = "",
    actor: UUID | str = "command",
    **values: Any,
) -> Process:
    """Change the description; Conflict when `version` is stale.

    Once a process has opened, room for decision and level change only with a public `change_note` (E33).
    """
    process = process_by_id(process_id)
    checked = checked_values(Process, **{"title": process.title, **values})
    process.expect_version(version)
    if process.status != "draft":
        _guard_promises(process, checked, change_note)
    for name, value in checked.items():
        setattr(process, name, value)
    if area_set_names is not None and list(area_set_names) != process.area_set_names:
        wanted = _area_sets(area_set_names)
        process.area_sets.clear()
        db.session.flush()
        process.area_sets = wanted
    db.session.flush()
    note(actor=actor, action="process.update", object_kind="process", object_id=process.id)
    return process


def open_process(*, process_id: UUID, actor: UUID | str = "command") -> Process:
    """Open for participation; NotReadyToOpen names every missing field of E33."""
    process = process_by_id(process_id)
    if missing := missing_for_opening(process):
        raise NotReadyToOpen(missing)
    if process.status != "open":
        process.status = "open"
        process.opened_at = now()
        process.closed_at = None
        process.period_start = process.period_start or today()
        db.session.flush()
        note(actor=actor, action="process.open", object_kind="process", object_id=process.id)
    return process


def close_process(*, process_id: UUID, actor: UUID | str = "command") -> Process:
    """End participation; contributions, review and results stay. NothingReturned before people heard of them (C5)."""
    process = process_by_id(process_id)
    if process.status == "draft":
        raise DomainError(_("Ein Verfahren im Entwurf lässt sich nicht schließen."))
    if process.status != "closed":
        if not has_returned(process.id):
            raise NothingReturned
        process.status = "closed"
        process.closed_at = now()
        db.session.flush()
        note(actor=actor, action="process.close", object_kind="process", object_id=process.id)
    return process


def _area_sets(names: Sequence[str]) -> list[ProcessAreaSet]:
    known = db.session.scalars(select(AreaSet.name).distinct().order_by(AreaSet.name)).all()
    unknown = [name for name in names if name not in known]
    if unknown and not known:
        message = _("Es gibt noch keine Raumgliederung. Bitte zuerst eine einlesen (flask areas import).")
        raise DomainError(message, field="area_set_names")
    if unknown:
        message = _(
            "Diese Raumgliederung gibt es nicht: %(unknown)s. Vorhanden sind: %(known)s.",
            unknown=", ".join(unknown),
            known=", ".join(known),
        )
        raise DomainError(message, field="area_set_names")
    return [ProcessAreaSet(area_set_name=name, position=i) for i, name in enumerate(dict.fromkeys(names))]


def _guard_promises(process: Process, values: dict[str, Any], change_note: str) -> None:
    changed = [name for name in LOCKED_WHEN_OPEN if name in values and values[name] != getattr(process, name)]
    if changed and not change_note.strip():
        message = _(
            "Entscheidungsspielraum und Beteiligungsstufe wurden öffentlich zugesagt. Bitte schreiben Sie dazu, "
            "was Sie ändern und warum. Der Hinweis erscheint auf der öffentlichen Seite."
        )
        raise DomainError(message, field="change_note")
    emptied = [name for name in LOCKED_WHEN_OPEN if name in values and not values[name]]
    if emptied:
        raise DomainError(
            _("Dieses Feld darf in einem geöffneten Verfahren nicht leer sein."), field=emptied[0]
        )
    if changed:
        db.session.add(ProcessNotice(process_id=process.id, text=change_note.strip()))
