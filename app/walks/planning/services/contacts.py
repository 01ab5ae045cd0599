"""Writes of addresses: sealed when they come, opened only to hand out an invitation, gone when their time is over."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError, NotFound
from app.base.retention import Due, Keeper, keep_for_a_time
from app.base.sealing import seal, unseal
from app.processes.models import Activity
from app.walks.models import Walk
from app.walks.planning.models import WalkContact
from app.walks.planning.queries import contacts_of, goes_at, number_of_contacts

PURPOSE = "walk contact"
MOST_CONTACTS = 300
_LINE = re.compile(r"(?:(?P<label>.*)[;,\t])?\s*<?(?P<address>[^\s;,<>@]+@[^\s;,<>@]+\.[^\s;,<>@.]+)>?\s*")


def add_contacts(*, walk: Walk, text: str, actor: UUID | str = "command") -> int:
    """Take addresses, one a line as `function; address`; how many were new. DomainError names the line that is none."""
    if goes_at(walk.starts_at, now()) <= now():
        message = _("Der Spaziergang ist länger als drei Monate her. Adressen werden nicht mehr aufbewahrt.")
        raise DomainError(message, field="lines")
    there = {address.lower() for _contact, address in opened(walk.activity_id)}
    added = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None or len(found["address"]) > 254:
            message = _("Zeile %(number)s ist keine E-Mail-Adresse.", number=number)
            raise DomainError(message, field="lines")
        if found["address"].lower() in there:
            continue
        there.add(found["address"].lower())
        if len(there) > MOST_CONTACTS:
            raise DomainError(_("Bitte höchstens %(num)s Adressen.", num=MOST_CONTACTS), field="lines")
        db.session.add(
            WalkContact(
                activity_id=walk.activity_id,
                label=(found["label"] or "").strip()[:120],
                sealed_address=seal(found["address"], PURPOSE),
            )
        )
        added += 1
    db.session.flush()
    note(actor=actor, action="walk.contacts", object_kind="activity", object_id=walk.activity_id)
    return added


def opened(activity_id: UUID) -> list[tuple[WalkContact, str]]:
    """The addresses of a walk in clear, for the page that hands out invitations; "" for what no key opens."""
    return [(contact, _open(contact.sealed_address)) for contact in contacts_of(activity_id)]


def remove_contact(*, activity_id: UUID, contact_id: UUID, actor: UUID | str = "command") -> None:
    """Forget one address; NotFound when it is none of this walk."""
    mine = (WalkContact.id == contact_id, WalkContact.activity_id == activity_id)
    if db.session.scalar(select(WalkContact.id).where(*mine)) is None:
        raise NotFound(_("Diese Adresse gibt es nicht."))
    db.session.execute(delete(WalkContact).where(*mine))
    note(actor=actor, action="walk.contact_remove", object_kind="activity", object_id=activity_id)


def remove_all(*, activity_id: UUID, actor: UUID | str = "command") -> int:
    """Forget all addresses of a walk; how many there were."""
    number = number_of_contacts(activity_id)
    db.session.execute(delete(WalkContact).where(WalkContact.activity_id == activity_id))
    note(actor=actor, action="walk.contacts_remove", object_kind="activity", object_id=activity_id)
    return number


def due(at: datetime, process_id: UUID | None) -> list[Due]:
    """Addresses whose time is over."""
    query = (
        select(WalkContact.id, WalkContact.created_at, Walk.starts_at, Activity.process_id)
        .join(Walk, Walk.activity_id == WalkContact.activity_id)
        .join(Activity, Activity.id == Walk.activity_id)
        .order_by(WalkContact.created_at, WalkContact.id)
    )
    if process_id is not None:
        query = query.where(Activity.process_id == process_id)
    found = [
        Due(goes_at(starts_at, came_at), "walk_contact", identity, process)
        for identity, came_at, starts_at, process in db.session.execute(query)
    ]
    return [one for one in found if one.due_at <= at]


def expire(contact_id: UUID, at: datetime) -> bool:
    """Forget one address whose time is over; False when the walk was moved since."""
    row = db.session.execute(
        select(WalkContact.created_at, Walk.starts_at)
        .join(Walk, Walk.activity_id == WalkContact.activity_id)
        .where(WalkContact.id == contact_id)
    ).first()
    if row is None or goes_at(row.starts_at, row.created_at) > at:
        return False
    db.session.execute(delete(WalkContact).where(WalkContact.id == contact_id))
    return True


def _open(sealed: str) -> str:
    try:
        return unseal(sealed, PURPOSE)
    except ValueError:
        return ""


keep_for_a_time("walk contacts", Keeper(due, expire))
