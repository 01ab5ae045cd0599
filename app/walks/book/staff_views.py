"""The book of a walk: load it as a PDF, give out observation sheets, note which are back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.walks.book.forms import SheetsForm
from app.walks.book.printing import book_pdf
from app.walks.book.queries import sheets_of
from app.walks.book.services import give_out, missing, take_back
from app.walks.queries import walk_by_slug
from app.walks.route import is_slow

ALL, BOOK, SHEETS = "alles", "heft", "boegen"

blueprint = Blueprint(
    "walks_book",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>/heft",
    template_folder="../templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*INVITE)
def book(process: Process, walk: str) -> Any:
    """What can be printed, and the sheets that were given out."""
    found, form = walk_by_slug(process.id, walk), SheetsForm()
    if form.validate_on_submit():
        try:
            with transaction():
                give_out(
                    walk=walk_by_slug(process.id, walk),
                    number=form.number.data or 0,
                    given_to=form.given_to.data or "",
                    actor=current_user.id,
                )
        except DomainError as error:
            form.number.errors = [*form.number.errors, str(error.message)]
        else:
            flash(_("Die Bögen haben jetzt Nummern. Drucken Sie sie mit dem Heft oder allein."), "success")
            return redirect(url_for(".book", slug=process.slug, walk=walk))
        found = walk_by_slug(process.id, walk)
    page = render_template(
        "walks/book/book.html",
        process=process,
        walk=found,
        form=form,
        sheets=sheets_of(found.activity_id),
        missing=missing(found.activity_id),
        is_slow=is_slow(found.group_role),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/heft.pdf")
@member_required(*INVITE)
def pdf(process: Process, walk: str) -> Response:
    """The book with all sheets that are not back.

    `teil` is `heft` or `boegen` for one of both alone, `gross=1` asks for large print.
    """
    found = walk_by_slug(process.id, walk)
    part = request.args.get("teil", ALL)
    sheets = [sheet for sheet in sheets_of(found.activity_id) if sheet.returned_at is None]
    pages = book_pdf(
        found,
        [] if part == BOOK else sheets,
        is_large=request.args.get("gross") == "1",
        with_book=part != SHEETS,
    )
    answer = Response(pages, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="heft-{walk}.pdf"'
    return answer


@blueprint.post("/boegen/<uuid:walk_sheet_id>")
@member_required(*INVITE)
def sheet_back(process: Process, walk: str, walk_sheet_id: UUID) -> Any:
    """A sheet is back, or is not after all."""
    found = walk_by_slug(process.id, walk)
    with transaction():
        take_back(activity_id=found.activity_id, sheet_id=walk_sheet_id, actor=current_user.id)
    return redirect(url_for(".book", slug=process.slug, walk=walk))
