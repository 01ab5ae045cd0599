"""Pages to join, to say a little about oneself, to keep the receipt, to come back and to leave a phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.database import now, transaction
from app.base.errors import NotFound
from app.participants import work
from app.participants.access import current_participant, forget, participant_required, remember
from app.participants.forms import AboutForm, CodeForm, ReceiptForm
from app.participants.models import JoinCode, Participant
from app.participants.pictures import qr_png, qr_svg
from app.participants.queries import (
    code_by_id,
    find_code,
    home_areas,
    is_token,
    normalised_receipt,
    participant_by_receipt,
    state_of,
)
from app.participants.services import UnknownCode, UnknownReceipt, count_failure, join, leave, resume
from app.processes.channels import channels
from app.processes.models import Process
from app.processes.queries import open_activities, process_by_id

blueprint = Blueprint("participants", __name__, template_folder="templates")

CODE = "join_code"
RECEIPT = "receipt"


@blueprint.get("/mitmachen")
@public
def join_form() -> str:
    return render_template("participants/join.html", form=CodeForm(), **_work(), mine=_my_process())


@blueprint.post("/mitmachen")
@public
def join_typed() -> Any:
    """The typed code; wrong, expired, revoked and unknown ones get one and the same answer."""
    form = CodeForm()
    if not form.validate():
        return render_template("participants/join.html", form=form, **_work(), mine=None), 422
    typed = form.code.data or ""
    if _must_work(typed) and not is_token(typed):
        form.code.errors = [
            _("Gerade kommen sehr viele falsche Codes. Drück bitte noch einmal auf »Weiter«.")
        ]
        return render_template("participants/join.html", form=form, **_work(), mine=None), 422
    code = find_code(typed)
    if code is None:
        with transaction():
            count_failure(kind="code")
        return _unknown_code(form)
    return _remember_code(code)


@blueprint.get("/m/<token>")
@public
def join_qr(token: str) -> Any:
    """The page behind the QR picture: it names the process and changes nothing."""
    code = find_code(token) if is_token(token) else None
    if code is None:
        return _unknown_code(CodeForm(formdata=None))
    process = process_by_id(code.process_id)
    return render_template(
        "participants/invited.html", process=process, mine=_my_process() == process, token=token
    )


@blueprint.post("/m/<token>")
@public
def join_by_qr(token: str) -> Any:
    code = find_code(token) if is_token(token) else None
    return _unknown_code(CodeForm(formdata=None)) if code is None else _remember_code(code)


@blueprint.route("/mitmachen/angaben", methods=["GET", "POST"])
@public
def about() -> Any:
    """150 words on what happens with the answers, then the little we ask; only after a code was given."""
    code = _remembered_code()
    if code is None:
        return redirect(url_for("participants.join_form"))
    process = process_by_id(code.process_id)
    form = AboutForm(home_areas(process), code.preset_role)
    if not form.validate_on_submit():
        page = render_template("participants/about.html", form=form, process=process)
        return (page, 422) if form.is_submitted() else page
    with transaction():
        joined = join(
            code_id=code.id,
            age_band=form.age_band.data,
            gender=form.gender.data or "na",
            role=form.role.data or None,
            home_area_code=form.home_area_code.data or None,
        )
    session.pop(CODE, None)
    session[RECEIPT] = joined.receipt
    return remember(redirect(url_for("participants.receipt")), joined.session_token)


@blueprint.get("/mitmachen/beleg")
@participant_required
def receipt() -> Any:
    """The receipt, until the person says that it is kept; then nobody can show it again."""
    text = session.get(RECEIPT)
    participant = _participant()
    if not text:
        return redirect(url_for("participants.start"))
    address = url_for("participants.resume_form", _external=False)
    link = f"{current_app.config['BASE_URL']}{address}#{text}"
    return render_template(
        "participants/receipt.html",
        receipt=text,
        picture=qr_svg(link),
        download=qr_png(link),
        process=process_by_id(participant.process_id),
        young=participant.age_band in ("a06_09", "a10_11", "a12_13"),
    )


@blueprint.post("/mitmachen/beleg")
@participant_required
def receipt_kept() -> Response:
    session.pop(RECEIPT, None)
    return redirect(url_for("participants.start"))


@blueprint.get("/mitmachen/los")
@participant_required
def start() -> Any:
    """Straight to the activity the code named or the only open one; a choice when there are several."""
    participant = _participant()
    process = process_by_id(participant.process_id)
    offered = [activity for activity in open_activities(process.id) if activity.channel in channels()]
    chosen = [activity for activity in offered if activity.id == _activity_of_code(participant)]
    if len(chosen or offered) == 1:
        activity = (chosen or offered)[0]
        return redirect(channels()[activity.channel].entry(activity))
    entries = [(activity, channels()[activity.channel].entry(activity)) for activity in offered]
    return render_template("participants/start.html", process=process, entries=entries)


@blueprint.get("/weiter")
@public
def resume_form() -> str:
    return render_template("participants/resume.html", form=ReceiptForm(), **_work(), mine=_my_process())


@blueprint.post("/weiter")
@public
def resume_typed() -> Any:
    form = ReceiptForm()
    if form.validate():
        typed = form.receipt.data or ""
        if _must_work(typed) and not _has_code_of_its_process(typed, form.code.data or ""):
            form.receipt.errors = [
                _("Gerade kommen sehr viele falsche Belege. Drück bitte noch einmal auf »Weiter«.")
            ]
        else:
            try:
                with transaction():
                    resumed = resume(receipt=typed)
            except UnknownReceipt as error:
                with transaction():
                    count_failure(kind="receipt")
                form.receipt.errors = [str(error.message)]
            else:
                session.pop(RECEIPT, None)
                flash(_("Schön, dass du wieder da bist."), "success")
                return remember(redirect(url_for("participants.start")), resumed.session_token)
    return render_template("participants/resume.html", form=form, **_work(), mine=None), 422


@blueprint.get("/mitmachen/abmelden")
@participant_required
def leave_form() -> str:
    return render_template("participants/leave.html", participant=_participant())


@blueprint.post("/mitmachen/abmelden")
@participant_required
def leave_phone() -> Response:
    with transaction():
        leave(session_token=request.cookies[current_app.config["PARTICIPANT_COOKIE_NAME"]])
    session.pop(RECEIPT, None)
    session.pop(CODE, None)
    flash(_("Du bist auf diesem Handy abgemeldet. Mit deinem Beleg kommst du wieder hinein."), "success")
    return forget(redirect(url_for("participants.join_form")))


def _participant() -> Participant:
    found = current_participant()
    assert found is not None
    return found


def _my_process() -> Process | None:
    found = current_participant()
    return process_by_id(found.process_id) if found else None


def _unknown_code(form: CodeForm) -> Any:
    """Reading an address counts nothing: a picture tag on any site could use up the hour's budget of everybody."""
    form.code.errors = [str(UnknownCode().message)]
    return render_template("participants/join.html", form=form, **_work(), mine=None), 422


def _remember_code(code: JoinCode) -> Response:
    session[CODE] = str(code.id)
    return redirect(url_for("participants.about"))


def _remembered_code() -> JoinCode | None:
    """The code this phone gave; None when it is gone or stopped being valid since."""
    try:
        code = code_by_id(UUID(session.get(CODE, "")))
    except (NotFound, ValueError):
        return None
    return code if state_of(code, now()) == "valid" else None


def _activity_of_code(participant: Participant) -> UUID | None:
    if participant.join_code_id is None:
        return None
    return code_by_id(participant.join_code_id).activity_id


def _work() -> dict[str, Any]:
    return {"challenge": work.new_challenge() if work.is_needed() else None, "bits": work.BITS}


def _must_work(typed: str) -> bool:
    form = request.form
    return work.is_needed() and not work.is_done(form.get("challenge", ""), typed, form.get("stamp", ""))


def _has_code_of_its_process(receipt: str, code: str) -> bool:
    """The way without a script: the receipt together with a code of its process, 119 bits in all."""
    participant = participant_by_receipt(normalised_receipt(receipt))
    found = find_code(code)
    return participant is not None and found is not None and found.process_id == participant.process_id
