"""Staff pages for observation sheets: type in one after the other, type a tenth of them twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import db, transaction
from app.base.errors import DomainError, Problems
from app.processes.access import member_required
from app.processes.double_entry.queries import entry_of
from app.processes.models import Process
from app.walks.bringing.staff_views.blueprint import BRING
from app.walks.models import Walk
from app.walks.queries import stops_of, walk_by_slug
from app.walks.sheets.models import TypedSheet
from app.walks.sheets.queries import KIND, check_of, last_number, sheets_of, typed_sheet
from app.walks.sheets.services import compare_sheet, record_sheet
from app.walks.sheets.typing import NAMES, number_of, typed
from app.walks.vocabulary import RATINGS, SAID, VALENCES

blueprint = Blueprint(
    "walks_sheets",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>/boegen",
    template_folder="../templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*BRING)
def index(process: Process, walk: str) -> Any:
    """The next sheet, those that are in, and the check of a tenth."""
    found = walk_by_slug(process.id, walk)
    if request.method == "GET":
        return _page(process, found)
    try:
        number, entry = number_of(request.form.get("number", ""))
        said = typed(request.form, stops_of(found.trail))
        with transaction():
            sheet = record_sheet(
                walk=walk_by_slug(process.id, walk),
                number=number,
                entry=entry,
                said=said,
                user_id=current_user.id,
            )
            label = sheet.label
    except DomainError as error:
        db.session.rollback()
        return _page(process, walk_by_slug(process.id, walk), problems=_problems(error)), error.status
    flash(_("Bogen %(number)s ist eingetragen.", number=label), "success")
    following, stop = f"{number}.{entry + 1}", request.form.get("stop", "")[:3]
    return redirect(url_for(".index", slug=process.slug, walk=walk, weiter=following, halt=stop), 303)


@blueprint.route("/<uuid:typed_id>/doppelt", methods=["GET", "POST"])
@member_required(*BRING)
def second(process: Process, walk: str, typed_id: UUID) -> Any:
    """Type a drawn sheet anew without seeing the record; afterwards where the two differ."""
    found = walk_by_slug(process.id, walk)
    sheet = typed_sheet(found.activity_id, typed_id)
    if sheet.id not in check_of(found.activity_id).drawn:
        flash(_("Dieser Bogen ist nicht für die zweite Eingabe gezogen."), "info")
        return redirect(url_for(".index", slug=process.slug, walk=walk), 303)
    if request.method == "GET":
        return _second_page(process, found, sheet)
    try:
        said = typed(request.form, stops_of(found.trail))
        with transaction():
            again = walk_by_slug(process.id, walk)
            compare_sheet(
                walk=again,
                sheet=typed_sheet(again.activity_id, typed_id),
                said=said,
                user_id=current_user.id,
            )
    except DomainError as error:
        db.session.rollback()
        found = walk_by_slug(process.id, walk)
        sheet = typed_sheet(found.activity_id, typed_id)
        return _second_page(process, found, sheet, problems=_problems(error)), error.status
    return redirect(url_for(".second", slug=process.slug, walk=walk, typed_id=typed_id), 303)


def _problems(error: DomainError) -> dict[str, str]:
    if isinstance(error, Problems):
        return error.problems
    field = error.field if error.field in ("number", *NAMES) else ""
    return {field: str(error.message)}


def _fields(walk: Walk) -> list[dict[str, Any]]:
    """The fields of a sheet as the page shows them."""
    stops = [(stop.position, stop.name) for stop in stops_of(walk.trail)]
    options = {
        "stop": stops,
        "what": list(enumerate(SAID.values(), 1)),
        "valence": list(enumerate(VALENCES.values(), 1)),
    }
    labels = {
        "stop": _("Halt (Nummer, unterwegs leer)"),
        "what": _("Was ist es?"),
        "text": _("Worte"),
        "valence": _("Wie ist es dort?"),
        **{f"hands_{rating}": _("Hände: %(word)s", word=word) for rating, word in RATINGS.items()},
    }
    return [
        {"name": name, "label": labels[name], "options": options.get(name, []), "is_long": name == "text"}
        for name in NAMES
    ]


def _page(process: Process, walk: Walk, *, problems: dict[str, str] | None = None) -> str:
    following = request.args.get("weiter", "")
    values = request.form.to_dict() if problems else {}
    values.setdefault("number", following[:8] or f"{last_number(walk.activity_id) + 1}.1")
    values.setdefault("stop", request.args.get("halt", "")[:3])
    return render_template(
        "walks/sheets/index.html",
        process=process,
        walk=walk,
        fields=_fields(walk),
        problems=problems or {},
        values=values,
        sheets={sheet.id: sheet for sheet in sheets_of(walk.activity_id)},
        check=check_of(walk.activity_id),
    )


def _second_page(
    process: Process, walk: Walk, sheet: TypedSheet, *, problems: dict[str, str] | None = None
) -> str:
    return render_template(
        "walks/sheets/second.html",
        process=process,
        walk=walk,
        sheet=sheet,
        is_mine=sheet.entered_by == current_user.id,
        entry=entry_of(KIND, sheet.id),
        fields=_fields(walk),
        problems=problems or {},
        values=request.form,
    )
