"""Staff pages about invitations: list, create, renew, revoke, print. They show counts, never people (E21)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError
from app.participants.consents import counts_of, slips_of
from app.participants.forms import NewCodeForm, SlipsForm
from app.participants.models import JoinCode
from app.participants.pictures import qr_svg
from app.participants.queries import code_by_id, codes_of, participants_in
from app.participants.services import (
    create_code,
    mark_slips,
    qr_token,
    renew_code,
    revoke_code,
    unmark_slips,
)
from app.participants.vocabulary import CONSENT_TEXTS, PURPOSES, ROLES, SLIP_VERSION
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.roles import INVITE

blueprint = Blueprint(
    "participants_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/zugang",
    template_folder="templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*INVITE)
def codes(process: Process) -> Any:
    """The list of invitations with the form for a new one below."""
    activities = activities_of(process.id)
    form = NewCodeForm([(str(activity.id), activity.title) for activity in activities])
    status = 200
    if form.validate_on_submit():
        try:
            with transaction():
                create_code(
                    process_id=process.id,
                    label=form.label.data or "",
                    activity_id=UUID(form.activity_id.data) if form.activity_id.data else None,
                    preset_role=form.preset_role.data or None,
                    max_participants=form.max_participants.data,
                    valid_from=_moment(form.valid_from.data, time.min),
                    valid_to=_moment(form.valid_to.data, time.max),
                    actor=current_user.id,
                )
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.label
            field.errors = [str(error.message)]
        else:
            flash(_("Der Zugang ist angelegt. Sie können jetzt das Plakat drucken."), "success")
            return redirect(url_for("participants_staff.codes", slug=process.slug))
    if form.errors:
        status = 422
    summaries = codes_of(process.id)
    return (
        render_template(
            "participants/codes.html",
            process=process,
            form=form,
            summaries=summaries,
            slips=slips_of([summary.code.id for summary in summaries]),
            consents=counts_of(process.id),
            texts=CONSENT_TEXTS,
            joined=participants_in(process.id),
            activity_titles={activity.id: activity.title for activity in activities},
            roles=ROLES,
        ),
        status,
    )


@blueprint.post("/<uuid:code_id>/erneuern")
@member_required(*INVITE)
def renew(process: Process, code_id: UUID) -> Any:
    code = code_by_id(code_id, process.id)  # what is not there is a 404, not a message
    try:
        with transaction():
            renew_code(code=code, actor=current_user.id)
    except DomainError as error:
        flash(str(error.message), "warning")
    else:
        flash(_("Neuer Code, neuer QR-Code. Alte Plakate und Zettel gelten nicht mehr."), "success")
    return redirect(url_for("participants_staff.codes", slug=process.slug))


@blueprint.post("/<uuid:code_id>/sperren")
@member_required(*INVITE)
def revoke(process: Process, code_id: UUID) -> Any:
    with transaction():
        revoke_code(code=code_by_id(code_id, process.id), actor=current_user.id)
    flash(_("Der Zugang ist gesperrt. Wer schon mitmacht, kann weitermachen."), "success")
    return redirect(url_for("participants_staff.codes", slug=process.slug))


@blueprint.get("/<uuid:code_id>/plakat")
@member_required(*INVITE)
def poster(process: Process, code_id: UUID) -> str:
    return render_template(
        "participants/poster.html", process=process, **_printed(code_by_id(code_id, process.id))
    )


@blueprint.get("/<uuid:code_id>/karten")
@member_required(*INVITE)
def cards(process: Process, code_id: UUID) -> str:
    return render_template(
        "participants/cards.html", process=process, **_printed(code_by_id(code_id, process.id))
    )


@blueprint.get("/<uuid:code_id>/zettel")
@member_required(*INVITE)
def slip(process: Process, code_id: UUID) -> str:
    """The slip guardians sign, to print; the signed paper stays with the staff (E04, E06)."""
    return render_template(
        "participants/slip.html",
        process=process,
        purposes=PURPOSES,
        version=SLIP_VERSION,
        **_printed(code_by_id(code_id, process.id)),
    )


@blueprint.route("/<uuid:code_id>/einwilligungen", methods=["GET", "POST"])
@member_required(*INVITE)
def slips(process: Process, code_id: UUID) -> Any:
    """Staff note that as many signed slips are here as people join with this code."""
    code, form, status = code_by_id(code_id, process.id), SlipsForm(), 200
    if form.validate_on_submit():
        try:
            with transaction():
                mark_slips(
                    code=code,
                    count=form.count.data or 0,
                    purposes=form.purposes.data or [],
                    user_id=current_user.id,
                )
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.purposes
            field.errors = [str(error.message)]
        else:
            flash(_("Vermerkt. Die Kinder werden auf dem Handy noch selbst gefragt."), "success")
            return redirect(url_for("participants_staff.codes", slug=process.slug))
    if form.errors:
        status = 422
    noted = slips_of([code.id]).get(code.id)
    page = render_template(
        "participants/slips.html", process=process, code=code, form=form, noted=noted, texts=CONSENT_TEXTS
    )
    return page, status


@blueprint.post("/<uuid:code_id>/einwilligungen/aufheben")
@member_required(*INVITE)
def unmark(process: Process, code_id: UUID) -> Any:
    """The slips do not hold any more: what rests on them is hidden at once."""
    with transaction():
        unmark_slips(code=code_by_id(code_id, process.id), user_id=current_user.id)
    flash(_("Aufgehoben. Was darauf beruhte, sieht niemand mehr."), "success")
    return redirect(url_for("participants_staff.slips", slug=process.slug, code_id=code_id))


def _printed(code: JoinCode) -> dict[str, Any]:
    """What a poster shows: QR picture, typed code in two groups, the short address and the long one for no scanner."""
    address = f"{current_app.config['BASE_URL']}{url_for('participants.join_qr', token=qr_token(code))}"
    host = urlsplit(current_app.config["BASE_URL"]).netloc or request.host
    return {
        "code": code,
        "typed": f"{code.code[:4]} {code.code[4:]}",
        "picture": qr_svg(address),
        "short_address": f"{host}{url_for('participants.join_form')}",
        "long_address": address.split("://", 1)[1],
    }


def _moment(day: date | None, at: time) -> datetime | None:
    """A day of the town's calendar as a moment."""
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    return datetime.combine(day, at, tzinfo=zone) if day else None
