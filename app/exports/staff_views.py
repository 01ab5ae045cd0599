"""»Herunterladen«: staff choose contributions, columns and a file; small ones come at once, large ones as a job."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base import audit, jobs
from app.base.database import transaction
from app.contributions.extracts import Wish
from app.exports.contributions import KIND, SMALL, Estimate, estimate, file_name, make
from app.exports.forms import TakeAwayForm
from app.exports.streams import STREAM_FORMATS
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import area_sets_of, roles_of
from app.processes.roles import RAW

blueprint = Blueprint(
    "exports_staff", __name__, url_prefix="/verwaltung/verfahren/<slug>", template_folder="templates"
)


@blueprint.get("/herunterladen")
@member_required()
def take_away(process: Process) -> str:
    return _page(process, _form(process))


@blueprint.post("/herunterladen")
@member_required()
def make_file(process: Process) -> Any:
    """The file, a job that makes it, or how large it would be."""
    form = _form(process)
    if form.door.data == "internal" and not _may_see_raw(process):
        abort(403)
    if not form.validate_on_submit():
        return _page(process, form), 422
    wish, name = form.wish(process), form.format_name.data
    expected = estimate(wish, name)
    if request.form.get("action") == "estimate":
        return _page(process, form, expected)
    if expected.rows <= SMALL:
        _note(wish)
        return _at_once(process, wish, name)
    with transaction():
        _note(wish)
        job_id = jobs.start(
            kind=KIND,
            title=_("Beiträge herunterladen: %(format)s", format=STREAM_FORMATS[name].label),
            arguments={"wish": wish.as_json(), "format": name, "slug": process.slug},
            user_id=current_user.id,
            process_id=process.id,
        )
    return redirect(url_for("accounts_staff.job", job_id=job_id), code=303)


def _form(process: Process) -> TakeAwayForm:
    form = TakeAwayForm()
    form.offer(area_sets_of(process), internal=_may_see_raw(process))
    return form


def _page(process: Process, form: TakeAwayForm, expected: Estimate | None = None) -> str:
    return render_template(
        "exports/take_away.html",
        process=process,
        form=form,
        expected=expected,
        small=SMALL,
        may_see_raw=_may_see_raw(process),
    )


def _may_see_raw(process: Process) -> bool:
    return current_user.is_admin or bool(roles_of(current_user.id, process.id) & set(RAW))


def _note(wish: Wish) -> None:
    """Every reading of raw data is written down (E39)."""
    if wish.internal:
        with transaction():
            audit.note(
                actor=current_user.id,
                action="export.internal",
                object_kind="process",
                object_id=wish.process_id,
            )


def _at_once(process: Process, wish: Wish, name: str) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name(process.slug, wish, name)
        make(wish, name, path)
        response = make_response(path.read_bytes())
    response.mimetype = STREAM_FORMATS[name].mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
