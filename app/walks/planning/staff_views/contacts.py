"""The addresses of those who are invited, apart from everything else: to write to them, and to forget them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import flash, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.base.answers import made_for_one_visit
from app.base.database import now, transaction
from app.base.errors import DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.walks.calendar.words import invitation_text, subject
from app.walks.models import Walk
from app.walks.planning import services
from app.walks.planning.forms.people import ContactsForm
from app.walks.planning.queries import goes_at
from app.walks.planning.staff_views.blueprint import blueprint, to
from app.walks.queries import walk_by_slug

MOST_IN_A_LINK = 1800
"""Signs of a mailto address that mail programs still open."""


@blueprint.route("/adressen", methods=["GET", "POST"])
@member_required(*INVITE)
def contacts(process: Process, walk: str) -> Any:
    """Take addresses in, hand them over to one's own mail program."""
    found, form = walk_by_slug(process.id, walk), ContactsForm()
    if form.validate_on_submit():
        try:
            with transaction():
                added = services.add_contacts(
                    walk=walk_by_slug(process.id, walk), text=form.lines.data or "", actor=current_user.id
                )
        except DomainError as error:
            form.lines.errors = [*form.lines.errors, str(error.message)]
        else:
            flash(ngettext("%(num)s Adresse ist neu.", "%(num)s Adressen sind neu.", added), "success")
            return to(process, walk, "walks_plan.contacts")
        found = walk_by_slug(process.id, walk)
    made_for_one_visit()
    opened = services.opened(found.activity_id)
    addresses = [address for _contact, address in opened if address]
    page = render_template(
        "walks/plan/contacts.html",
        process=process,
        walk=found,
        form=form,
        opened=opened,
        addresses=addresses,
        letter=_letter(found, addresses),
        text=invitation_text(found),
        goes_at=min(
            (goes_at(found.starts_at, contact.created_at) for contact, _address in opened), default=None
        ),
        now=now(),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/adressen/<uuid:contact_id>/loeschen")
@member_required(*INVITE)
def remove_contact(process: Process, walk: str, contact_id: UUID) -> Any:
    found = walk_by_slug(process.id, walk)
    with transaction():
        services.remove_contact(activity_id=found.activity_id, contact_id=contact_id, actor=current_user.id)
    flash(_("Die Adresse ist gelöscht."), "success")
    return to(process, walk, "walks_plan.contacts")


@blueprint.post("/adressen/loeschen")
@member_required(*INVITE)
def remove_contacts(process: Process, walk: str) -> Any:
    found = walk_by_slug(process.id, walk)
    with transaction():
        services.remove_all(activity_id=found.activity_id, actor=current_user.id)
    flash(_("Alle Adressen dieses Spaziergangs sind gelöscht."), "success")
    return to(process, walk, "walks_plan.contacts")


def _letter(walk: Walk, addresses: list[str]) -> str:
    """A mailto link with everybody in blind copy (RFC 6068); empty when it would be too long to be opened."""
    if not addresses:
        return ""
    body = quote(invitation_text(walk).replace("\n", "\r\n"))
    link = f"mailto:?bcc={quote(','.join(addresses), safe='@,')}&subject={quote(subject(walk))}&body={body}"
    return link if len(link) <= MOST_IN_A_LINK else ""
