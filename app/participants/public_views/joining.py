"""Pages to join by code or QR picture, to say a little about oneself, and to begin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.database import now, transaction
from app.base.errors import DomainError, NotFound
from app.participants.access import participant_required, remember
from app.participants.forms import AboutForm, CodeForm
from app.participants.models import JoinCode, Participant
from app.participants.public_views.blueprint import blueprint
from app.participants.public_views.this_phone import (
    CODE,
    RECEIPT,
    my_process,
    owes_work,
    participant,
    receipt_to_keep,
    work_asked,
)
from app.participants.queries import code_by_id, find_code, home_areas, is_token, state_of
from app.participants.services import (
    CodeIsFull,
    NotOpen,
    UnknownCode,
    check_open,
    count_failure,
    join,
    set_receipt_aside,
)
from app.processes.channels import channels
from app.processes.queries import open_activities, process_by_id


@blueprint.get("/mitmachen")
@public
def join_form() -> str:
    return render_template("participants/join.html", form=CodeForm(), **work_asked(), mine=my_process())


@blueprint.post("/mitmachen")
@public
def join_typed() -> Any:
    """The typed code; wrong, expired, revoked and unknown ones get one and the same answer."""
    form = CodeForm()
    if not form.validate():
        return render_template("participants/join.html", form=form, **work_asked(), mine=None), 422
    typed = form.code.data or ""
    if owes_work(typed) and not is_token(typed):
        form.code.errors = [
            _("Gerade kommen sehr viele falsche Codes. Drück bitte noch einmal auf »Weiter«.")
        ]
        return render_template("participants/join.html", form=form, **work_asked(), mine=None), 422
    code = find_code(typed)
    if code is None:
        with transaction():
            count_failure(kind="code")
        return _unknown_code(form)
    refusal = _refusal(code)
    return _refused(form, refusal) if refusal else _remember_code(code)


@blueprint.get("/m/<token>")
@public
def join_qr(token: str) -> Any:
    """The page behind the QR picture: it names the process and changes nothing."""
    code = find_code(token) if is_token(token) else None
    if code is None:
        return _unknown_code(CodeForm(formdata=None))
    return _invited(code, token)


@blueprint.post("/m/<token>")
@public
def join_by_qr(token: str) -> Any:
    code = find_code(token) if is_token(token) else None
    if code is None:
        return _unknown_code(CodeForm(formdata=None))
    return (_invited(code, token), 422) if _refusal(code) else _remember_code(code)


@blueprint.route("/mitmachen/angaben", methods=["GET", "POST"])
@public
def about() -> Any:
    """150 words on what happens with the answers, then the little we ask; only after a code was given."""
    code = _remembered_code()
    if code is None:
        return redirect(url_for("participants.join_form"))
    process = process_by_id(code.process_id)
    if code.asks_nothing:
        return _for_a_group(code)
    form = AboutForm(home_areas(process), code.preset_role)
    if not form.validate_on_submit():
        page = render_template("participants/about.html", form=form, process=process)
        return (page, 422) if form.is_submitted() else page
    try:
        with transaction():
            joined = join(
                code_id=code.id,
                age_band=form.age_band.data,
                gender=form.gender.data or "na",
                role=form.role.data or None,
                home_area_code=form.home_area_code.data or None,
            )
            half = set_receipt_aside(joined=joined)
    except (UnknownCode, NotOpen, CodeIsFull) as error:
        session.pop(CODE, None)
        return _refused(CodeForm(formdata=None), error)
    session.pop(CODE, None)
    session[RECEIPT] = half
    return remember(redirect(url_for("participants.receipt")), joined.session_token)


def _for_a_group(code: JoinCode) -> Any:
    """A device that speaks for others is told what it is for, asked nothing, and goes on at once.

    It gets no receipt: what it sends is the group's and not somebody's own.
    """
    if request.method != "POST":
        return render_template("participants/for_group.html", process=process_by_id(code.process_id))
    try:
        with transaction():
            joined = join(code_id=code.id)
    except (UnknownCode, NotOpen, CodeIsFull) as error:
        session.pop(CODE, None)
        return _refused(CodeForm(formdata=None), error)
    session.pop(CODE, None)
    session.pop(RECEIPT, None)
    return remember(redirect(url_for("participants.start")), joined.session_token)


@blueprint.get("/mitmachen/los")
@participant_required
def start() -> Any:
    """Straight to the activity the code named or the only open one; a choice when there are several.

    Who went back before keeping the receipt keeps it first: nobody can show it later.
    """
    if receipt_to_keep():
        return redirect(url_for("participants.receipt"))
    person = participant()
    process = process_by_id(person.process_id)
    offered = [activity for activity in open_activities(process.id) if activity.channel in channels()]
    chosen = [activity for activity in offered if activity.id == _activity_of_code(person)]
    if len(chosen or offered) == 1:
        activity = (chosen or offered)[0]
        return redirect(channels()[activity.channel].entry(activity))
    entries = [(activity, channels()[activity.channel].entry(activity)) for activity in offered]
    return render_template("participants/start.html", process=process, entries=entries)


def _unknown_code(form: CodeForm) -> Any:
    """Reading an address counts nothing: a picture tag on any site could use up the hour's budget of everybody."""
    return _refused(form, UnknownCode())


def _refused(form: CodeForm, error: DomainError) -> Any:
    form.code.errors = [str(error.message)]
    return render_template("participants/join.html", form=form, **work_asked(), mine=None), 422


def _refusal(code: JoinCode) -> DomainError | None:
    """Why nobody can join with this valid code now; said before the first question, and asked again at the end."""
    try:
        check_open(code)
    except (NotOpen, CodeIsFull) as error:
        return error
    return None


def _invited(code: JoinCode, token: str) -> str:
    process, refusal = process_by_id(code.process_id), _refusal(code)
    return render_template(
        "participants/invited.html",
        process=process,
        mine=my_process() == process,
        token=token,
        refusal=refusal.message if refusal else None,
    )


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


def _activity_of_code(person: Participant) -> UUID | None:
    if person.join_code_id is None:
        return None
    return code_by_id(person.join_code_id).activity_id
