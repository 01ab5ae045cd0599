"""Pages to keep the receipt, to come back with it on any phone, and to leave a phone."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.answers import made_for_one_visit
from app.base.database import transaction
from app.base.views import safe_next
from app.participants.access import forget, participant_required, remember
from app.participants.forms import ReceiptForm
from app.participants.pictures import qr_png, qr_svg
from app.participants.public_views.blueprint import blueprint
from app.participants.public_views.this_phone import (
    CODE,
    RECEIPT,
    my_process,
    owes_work,
    participant,
    receipt_to_keep,
    session_token,
    work_asked,
)
from app.participants.queries import find_code, normalised_receipt, participant_by_receipt
from app.participants.services import (
    UnknownReceipt,
    count_failure,
    forget_waiting_receipt,
    leave,
    renew_receipt,
    resume,
    set_receipt_aside,
)
from app.processes.queries import process_by_id


@blueprint.get("/mitmachen/beleg")
@participant_required
def receipt() -> Any:
    """The receipt, until the person says that it is kept; then nobody can show it again."""
    made_for_one_visit()
    text = receipt_to_keep()
    person = participant()
    if not text:
        return redirect(url_for("participants.start"))
    address = url_for("participants.resume_form", _external=False)
    link = f"{current_app.config['BASE_URL']}{address}#{text}"
    return render_template(
        "participants/receipt.html",
        receipt=text,
        address=f"{current_app.config['BASE_URL']}{address}".split("://", 1)[1],
        picture=qr_svg(link),
        download=qr_png(link),
        process=process_by_id(person.process_id),
        young=person.age_band in ("a06_09", "a10_11", "a12_13"),
    )


@blueprint.post("/mitmachen/beleg")
@participant_required
def receipt_kept() -> Response:
    with transaction():
        forget_waiting_receipt(session_token=session_token())
    session.pop(RECEIPT, None)
    return redirect(url_for("participants.start"))


@blueprint.get("/mitmachen/beleg/neu")
@participant_required
def new_receipt() -> Any:
    """Going on with another phone: the receipt is at hand, or this phone makes a new one."""
    if receipt_to_keep():
        return redirect(url_for("participants.receipt"))
    return render_template("participants/new_receipt.html")


@blueprint.post("/mitmachen/beleg/neu")
@participant_required
def make_receipt() -> Response:
    with transaction():
        joined = renew_receipt(participant_id=participant().id, session_token=session_token())
        session[RECEIPT] = set_receipt_aside(joined=joined)
    return redirect(url_for("participants.receipt"))


@blueprint.get("/weiter")
@public
def resume_form() -> str:
    """`weiter` names the page of ours that somebody wanted to read."""
    form = ReceiptForm(formdata=None, onward=safe_next(request.args.get("weiter"), ""))
    return render_template("participants/resume.html", form=form, **work_asked(), mine=my_process())


@blueprint.post("/weiter")
@public
def resume_typed() -> Any:
    form = ReceiptForm()
    if form.validate():
        typed = form.receipt.data or ""
        if owes_work(typed) and not _has_code_of_its_process(typed, form.code.data or ""):
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
                onward = safe_next(form.onward.data, url_for("participants.start"))
                return remember(redirect(onward), resumed.session_token)
    return render_template("participants/resume.html", form=form, **work_asked(), mine=None), 422


@blueprint.get("/mitmachen/abmelden")
@participant_required
def leave_form() -> str:
    return render_template("participants/leave.html", participant=participant())


@blueprint.post("/mitmachen/abmelden")
@participant_required
def leave_phone() -> Response:
    with transaction():
        leave(session_token=session_token())
    session.pop(RECEIPT, None)
    session.pop(CODE, None)
    flash(_("Du bist auf diesem Handy abgemeldet. Mit deinem Beleg kommst du wieder hinein."), "success")
    return forget(redirect(url_for("participants.join_form")))


def _has_code_of_its_process(receipt: str, code: str) -> bool:
    """The way without a script: the receipt together with a code of its process, 119 bits in all."""
    person = participant_by_receipt(normalised_receipt(receipt))
    found = find_code(code)
    return person is not None and found is not None and found.process_id == person.process_id
