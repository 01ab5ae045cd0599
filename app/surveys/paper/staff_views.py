"""Staff pages of the paper twin: print sheets, type in what came back by keyboard, type a tenth of it twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError, NotFound, Problems
from app.base.i18n import locale_of, own_name
from app.config import PARTICIPANT_LANGUAGES
from app.processes.access import member_required
from app.processes.double_entry.queries import entry_of
from app.processes.models import Process
from app.questions.queries import content_of
from app.surveys.models import PAPER, SAMPLE, Survey
from app.surveys.paper.forms import PrintForm
from app.surveys.paper.models import SurveyPrint, SurveySheet
from app.surveys.paper.plan import Part, plan
from app.surveys.paper.printing import sheets_pdf
from app.surveys.paper.queries import (
    KIND,
    check_of,
    last_number,
    run_by_id,
    run_of_sheet,
    runs_of,
    sheet_by_number,
    sheets_of,
)
from app.surveys.paper.services import compare_sheet, print_sheets, record_sheet, take_back_sheet
from app.surveys.paper.typing import Typed, fields_of, typed
from app.surveys.queries import survey_by_slug

blueprint = Blueprint(
    "surveys_paper",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/umfrage/<survey>/papier",
    template_folder="../templates",
)
ROLES = ("coordinator", "facilitator", "recorder", "editor")
"""Recorders bring in what was said on paper; the others review it anyway."""


@blueprint.route("", methods=["GET", "POST"])
@member_required(*ROLES)
def index(process: Process, survey: str) -> Any:
    """Print runs, the field for the next sheet, and how well a tenth of them was typed."""
    found = survey_by_slug(process.id, survey)
    wanted = request.args.get("bogen", "").strip()
    if wanted.isdecimal() and 0 < int(wanted) <= last_number(found.activity_id):
        return redirect(url_for(".entry", slug=process.slug, survey=survey, sheet_number=int(wanted)))
    form = PrintForm(_languages(found))
    if form.validate_on_submit():
        try:
            with transaction():
                print_sheets(
                    survey=survey_by_slug(process.id, survey),
                    copies=form.copies.data,
                    language=form.language.data,
                    for_letters=form.for_letters.data,
                    actor=current_user.id,
                )
        except DomainError as error:
            field = form.for_letters if error.field == "for_letters" else form.copies
            field.errors = [*field.errors, str(error.message)]
            found = survey_by_slug(process.id, survey)
        else:
            flash(_("Die Bögen haben ihre Nummern. Das PDF liegt in der Liste."), "success")
            return redirect(url_for(".index", slug=process.slug, survey=survey))
    check = check_of(found.activity_id)
    page = render_template(
        "surveys/paper/index.html",
        process=process,
        survey=found,
        form=form,
        has_paper=PAPER in found.modes,
        has_sample=SAMPLE in found.modes,
        runs=runs_of(found.activity_id),
        own_name=own_name,
        sheets={sheet.id: sheet for sheet in sheets_of(found.activity_id)},
        check=check,
        wanted=wanted,
        is_unknown=bool(wanted),
        following=request.args.get("weiter", ""),
    )
    return page, 422 if form.errors or wanted else 200


@blueprint.get("/druck/<uuid:run_id>.pdf")
@member_required(*ROLES)
def pdf(process: Process, survey: str, run_id: UUID) -> Response:
    """The sheets of a run, ready to print."""
    found = survey_by_slug(process.id, survey)
    run = run_by_id(found.activity_id, run_id)
    name = f"{survey}-{run.first}-{run.last}.pdf"
    return Response(
        sheets_pdf(found, run, process_title=process.title),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@blueprint.route("/bogen/<int:sheet_number>", methods=["GET", "POST"])
@member_required(*ROLES)
def entry(process: Process, survey: str, sheet_number: int) -> Any:
    """Type in a sheet: numbers of the boxes, words as they stand there."""
    found = survey_by_slug(process.id, survey)
    run = run_of_sheet(found.activity_id, sheet_number)
    sheet = sheet_by_number(found.activity_id, sheet_number)
    parts = _parts(run)
    if request.method == "GET" or sheet is not None:
        return _entry_page(process, found, run, sheet_number, parts, sheet=sheet)
    said = typed(parts, request.form, run.id)
    problems = said.problems
    if not problems:
        try:
            with transaction():
                record_sheet(
                    survey=survey_by_slug(process.id, survey),
                    number=sheet_number,
                    raw=said.raw,
                    person=said.person,
                    user_id=current_user.id,
                )
        except DomainError as error:
            problems = _problems(error)
        else:
            flash(_("Bogen %(number)s ist eingetragen.", number=sheet_number), "success")
            following = sheet_number + 1
            return redirect(url_for(".index", slug=process.slug, survey=survey, weiter=following), 303)
    found = survey_by_slug(process.id, survey)
    run = run_of_sheet(found.activity_id, sheet_number)
    return _entry_page(process, found, run, sheet_number, parts, problems=problems), 422


@blueprint.route("/bogen/<int:sheet_number>/doppelt", methods=["GET", "POST"])
@member_required(*ROLES)
def second(process: Process, survey: str, sheet_number: int) -> Any:
    """Type a drawn sheet anew without seeing the record; afterwards where the two differ."""
    found = survey_by_slug(process.id, survey)
    run, sheet = run_of_sheet(found.activity_id, sheet_number), _recorded(found, sheet_number)
    if sheet.id not in check_of(found.activity_id).drawn:
        flash(_("Dieser Bogen ist nicht für die zweite Eingabe gezogen."), "info")
        return redirect(url_for(".index", slug=process.slug, survey=survey), 303)
    parts = _parts(run)
    if request.method == "GET":
        return _entry_page(process, found, run, sheet_number, parts, sheet=sheet, is_second=True)
    said = typed(parts, request.form, run.id)
    problems = said.problems
    status = 422
    if not problems:
        try:
            _compare(process, survey, sheet_number, said)
        except DomainError as error:
            problems, status = _problems(error), error.status
        else:
            return redirect(
                url_for(".second", slug=process.slug, survey=survey, sheet_number=sheet_number), 303
            )
    found = survey_by_slug(process.id, survey)
    sheet = _recorded(found, sheet_number)
    page = _entry_page(
        process, found, sheet.run, sheet_number, parts, sheet=sheet, is_second=True, problems=problems
    )
    return page, status


@blueprint.post("/bogen/<int:sheet_number>/zuruecknehmen")
@member_required(*ROLES)
def take_back(process: Process, survey: str, sheet_number: int) -> Any:
    """Delete what was typed in, to type it anew."""
    found = survey_by_slug(process.id, survey)
    _recorded(found, sheet_number)
    try:
        with transaction():
            take_back_sheet(sheet=_recorded(found, sheet_number), actor=current_user.id)
    except Conflict as error:
        flash(str(error.message), "warning")
        return redirect(url_for(".index", slug=process.slug, survey=survey), 303)
    flash(_("Bogen %(number)s ist zurückgenommen.", number=sheet_number), "success")
    return redirect(url_for(".entry", slug=process.slug, survey=survey, sheet_number=sheet_number), 303)


def _compare(process: Process, survey: str, sheet_number: int, said: Typed) -> None:
    with transaction():
        found = survey_by_slug(process.id, survey)
        compare_sheet(
            survey=found,
            sheet=_recorded(found, sheet_number),
            raw=said.raw,
            person=said.person,
            user_id=current_user.id,
        )


def _recorded(survey: Survey, number: int) -> SurveySheet:
    sheet = sheet_by_number(survey.activity_id, number)
    if sheet is None:
        raise NotFound(_("Dieser Bogen ist noch nicht eingetragen."))
    return sheet


def _languages(survey: Survey) -> list[tuple[str, str]]:
    """The languages of the questionnaire that people answer now."""
    if survey.answered is None:
        return [("de", own_name("de"))]
    spoken = [code for code in content_of(survey.answered).languages if code in PARTICIPANT_LANGUAGES]
    return [(code, own_name(code)) for code in spoken or ["de"]]


def _parts(run: SurveyPrint) -> list[Part]:
    """What stands on the sheets of a run, in words of the sheet, so that both can be laid side by side."""
    with force_locale(locale_of(run.language)):
        return plan(content_of(run.asked), run.language)


def _problems(error: DomainError) -> dict[str, str]:
    if isinstance(error, Problems):
        return {path: str(sentence) for path, sentence in error.problems.items()}
    return {"": str(error.message)}


def _placed(problems: Mapping[str, str], names: list[str]) -> dict[str, str]:
    """Each problem at the field it belongs to; what belongs to none stands under "" for the head of the page."""
    found: dict[str, str] = {}
    for path, sentence in problems.items():
        near = [name for name in names if name == path or name.startswith(f"{path}.")] if path else []
        near = near or [name for name in names if path.startswith(f"{name}.")]
        place = near[0] if near else ""
        found[place] = " ".join(part for part in (found.get(place), sentence) if part)
    return found


def _entry_page(
    process: Process,
    survey: Survey,
    run: SurveyPrint,
    number: int,
    parts: list[Part],
    *,
    sheet: SurveySheet | None = None,
    is_second: bool = False,
    problems: Mapping[str, str] | None = None,
) -> str:
    shown = [(part, [(item, list(fields_of(item))) for item in part.items]) for part in parts]
    names = [one.name for _part, items in shown for _item, fields in items for one in fields]
    entry = entry_of(KIND, sheet.id) if is_second and sheet is not None else None
    return render_template(
        "surveys/paper/entry.html",
        process=process,
        survey=survey,
        run=run,
        number=number,
        parts=shown,
        sheet=sheet,
        is_second=is_second,
        is_mine=sheet is not None and sheet.entered_by == current_user.id,
        entry=entry,
        problems=_placed(problems or {}, names),
        values=request.form,
    )
