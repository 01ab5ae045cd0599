"""Codes for the devices of a walk: those that note for the group, and the phones of the group; who came by them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, flash, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import now, transaction
from app.base.errors import DomainError, NotFound
from app.participants.pictures import qr_svg
from app.participants.services import qr_token, revoke_code
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import is_open, today
from app.processes.roles import INVITE
from app.walks.planning.forms.people import DeviceForm
from app.walks.planning.queries import device_codes
from app.walks.planning.staff_views.blueprint import blueprint, to
from app.walks.queries import walk_by_slug
from app.walks.services import create_walk_code
from app.walks.vocabulary import DEVICES


@blueprint.route("/geraete", methods=["GET", "POST"])
@member_required(*INVITE)
def devices(process: Process, walk: str) -> Any:
    """The codes with how many joined and when the last came, and a form for a new one."""
    found, form = walk_by_slug(process.id, walk), DeviceForm()
    if form.validate_on_submit():
        try:
            with transaction():
                create_walk_code(
                    walk=walk_by_slug(process.id, walk),
                    device=form.device.data,
                    label=form.label.data or "",
                    actor=current_user.id,
                )
        except DomainError as error:
            form.label.errors = [*form.label.errors, str(error.message)]
        else:
            flash(_("Der Code ist da."), "success")
            return to(process, walk, "walks_plan.devices")
        found = walk_by_slug(process.id, walk)
    base = current_app.config["BASE_URL"]
    codes = [
        (entry, qr_svg(f"{base}{url_for('participants.join_qr', token=qr_token(entry.code))}"))
        for entry in device_codes(found.activity_id, now())
    ]
    page = render_template(
        "walks/plan/devices.html",
        process=process,
        walk=found,
        form=form,
        codes=codes,
        DEVICES=DEVICES,
        is_open=is_open(found.activity, today()),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/geraete/<uuid:code_id>/beenden")
@member_required(*INVITE)
def end_code(process: Process, walk: str, code_id: UUID) -> Any:
    """Nobody joins with this code any more; who is there stays."""
    found = walk_by_slug(process.id, walk)
    mine = {entry.code.id: entry.code for entry in device_codes(found.activity_id, now())}
    if code_id not in mine:
        raise NotFound(_("Diesen Code gibt es nicht."))
    with transaction():
        revoke_code(code=mine[code_id], actor=current_user.id)
    flash(_("Der Code gilt nicht mehr. Geräte, die schon dabei sind, bleiben dabei."), "success")
    return to(process, walk, "walks_plan.devices")
