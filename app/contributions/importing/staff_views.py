"""Pages that bring in earlier contributions: file, columns, preview, take over; and the list of imports."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.base import jobs
from app.base.database import transaction
from app.base.errors import DomainError
from app.contributions.importing import records, staging, tasks, wizard
from app.contributions.importing.columns import FIELDS
from app.contributions.importing.forms import ConfirmForm, ReadingForm, UndoForm, UploadForm, columns_form
from app.contributions.importing.problems import FileRefused, problems_csv
from app.contributions.importing.staging import Staged
from app.contributions.vocabulary import QUALITIES
from app.processes.access import member_required
from app.processes.models import Process

blueprint = Blueprint("contributions_import", __name__, template_folder="../templates")
PATH = "/verwaltung/verfahren/<slug>/import"
FILE_PATH = f"{PATH}/datei/<token>"
IMPORT = ("coordinator", "planner")
SHOWN_COLUMNS = 60


@blueprint.route(PATH, methods=["GET", "POST"])
@member_required(*IMPORT)
def index(process: Process) -> Any:
    """Step 1: the file; and what was brought in before."""
    form = UploadForm()
    if form.validate_on_submit():
        file = form.file.data
        staged = staging.keep(file.stream, name=file.filename or "", process_id=process.id)
        return _go_on(process, staged)
    records.settle_abandoned(process.id)
    page = render_template(
        "contributions/imports.html", process=process, form=form, imports=records.imports_of(process.id)
    )
    return page, 422 if form.errors else 200


def _go_on(process: Process, staged: Staged) -> Any:
    """To the columns; a large file is read in the background first."""
    if staged.size > wizard.SMALL_FILE and not wizard.is_read(staged, wizard.choices_of(staged)):
        return _start(
            process, staged, "map_columns", tasks.READ, _("Datei lesen: %(name)s", name=staged.name)
        )
    return redirect(_page(process, staged, "map_columns"), 303)


@blueprint.route(FILE_PATH, methods=["GET", "POST"])
@member_required(*IMPORT)
def map_columns(process: Process, token: str) -> Any:
    """Step 2: what the columns mean. What was chosen is kept before anything else happens."""
    staged = staging.find(token, process_id=process.id)
    choices = wizard.choices_of(staged)
    if request.method == "POST":
        choices = _chosen(choices)
        wizard.keep_choices(staged, choices)
        if not wizard.is_read(staged, choices) and staged.size > wizard.SMALL_FILE:
            return _go_on(process, staged)
    try:
        table = wizard.table(staged, choices)
    except DomainError as error:
        return _unreadable(process, staged, choices, error)
    guesses, is_remembered = wizard.suggested(table)
    form, fields = columns_form(table, guesses[:SHOWN_COLUMNS], choices.fields)
    _fill(form, choices, table.about["sheets"], table.about["sheet"])
    problems = _missing(table, choices) if request.form.get("action") == "check" else []
    if request.form.get("action") == "check" and not problems and form.validate():
        return redirect(_page(process, staged, "preview"), 303)
    page = render_template(
        "contributions/import_columns.html",
        process=process, staged=staged, table=table, form=form, problems=problems, is_remembered=is_remembered,
        columns=list(zip(fields, guesses, strict=False)), more=max(0, len(guesses) - SHOWN_COLUMNS),
    )  # fmt: skip
    return page, 422 if problems or form.errors else 200


def _chosen(before: wizard.Choices) -> wizard.Choices:
    """The choices of the form in this request; another sheet or separator means other columns."""
    reading = {name: request.form.get(name, "").strip()[:80] for name in wizard.READING}
    fields = {
        name.removeprefix("column_"): value
        for name, value in request.form.items()
        if name.startswith("column_") and name[7:].isdecimal() and (value in FIELDS or not value)
    }
    anew = {name: reading[name] for name in ("sheet", "delimiter")} != {
        name: before.reading.get(name, "") for name in ("sheet", "delimiter")
    }
    return replace(before, reading=reading, fields={} if anew and before.reading else fields)


def _fill(form: ReadingForm, choices: wizard.Choices, sheets: Any, sheet: str) -> None:
    form.sheet.choices = [SelectChoice(name, name) for name in sheets]
    for name in wizard.READING:
        form[name].data = choices.reading.get(name, "")
    form.sheet.data = choices.reading.get("sheet") or sheet


def _missing(table: Any, choices: wizard.Choices) -> list[str]:
    """Why these columns are not enough, in sentences."""
    problems = [_("»%(field)s« ist zweimal zugeordnet.", field=FIELDS[name]) for name in choices.twice()]
    chosen = choices.chosen()
    if ("lon" in chosen) != ("lat" in chosen):
        problems.append(_("Länge und Breite gehören zusammen. Bitte ordnen Sie beide zu oder keine."))
    elif not wizard.is_enough(table, choices):
        problems.append(_("Bitte ordnen Sie wenigstens einen Text, einen Titel oder einen Ort zu."))
    return problems


def _unreadable(process: Process, staged: Staged, choices: wizard.Choices, error: DomainError) -> Any:
    """The file as it is with what may help: another encoding, sheet, system; nothing chosen is lost."""
    form = ReadingForm()
    _fill(form, choices, getattr(error, "choices", ()), "")
    problems = error.problems if isinstance(error, FileRefused) else []
    page = render_template(
        "contributions/import_unreadable.html",
        process=process, staged=staged, form=form, message=str(error.message).split("\n")[0], problems=problems[:20],
    )  # fmt: skip
    return page, 422


@blueprint.route(f"{FILE_PATH}/vorschau", methods=["GET", "POST"])
@member_required(*IMPORT)
def preview(process: Process, token: str) -> Any:
    """Step 3: what would happen; the button of this page starts it."""
    staged = staging.find(token, process_id=process.id)
    choices = wizard.choices_of(staged)
    form = ConfirmForm(data={name: getattr(choices, name) for name in ("skip_invalid", "source", "licence")})
    if request.method == "POST":
        choices = replace(
            choices,
            skip_invalid=bool(form.skip_invalid.data),
            source=(form.source.data or "").strip(),
            licence=(form.licence.data or "").strip(),
        )
        wizard.keep_choices(staged, choices)
    try:
        table = wizard.table(staged, choices)
        if not wizard.is_enough(table, choices) or choices.twice():
            return redirect(_page(process, staged, "map_columns"), 303)
        if wizard.preview(staged, choices) is None:
            if table.count > wizard.FEW_ROWS:
                title = _("Datei prüfen: %(name)s", name=staged.name)
                return _start(process, staged, "preview", tasks.CHECK, title)
            wizard.make_preview(staged, choices, process.id)
    except DomainError as error:
        return _unreadable(process, staged, choices, error)
    return _preview_page(process, staged, choices, form, table)


def _preview_page(
    process: Process, staged: Staged, choices: wizard.Choices, form: ConfirmForm, table: Any
) -> Any:
    found = wizard.preview(staged, choices)
    assert found is not None
    report, shown = found
    problems = []
    if request.method == "POST" and form.validate():
        if report.problems and not choices.skip_invalid:
            problems.append(
                _(
                    "Die Datei hat Fehler. Berichtigen Sie die Datei, oder lassen Sie die fehlerhaften Zeilen aus."
                )
            )
        elif not report.new:
            problems.append(_("In dieser Datei ist nichts Neues."))
        else:
            try:
                return _take_over(process, staged, choices, table)
            except DomainError as error:
                problems.append(str(error.message))
    faults, more = wizard.faults(report.problems)
    page = render_template(
        "contributions/import_preview.html",
        process=process, staged=staged, form=form, report=report, shown=shown, table=table, problems=problems,
        faults=faults, more_faults=more, choices=choices, QUALITIES=QUALITIES,
        day=wizard.day, said_in_words=wizard.said_in_words,
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


def _take_over(process: Process, staged: Staged, choices: wizard.Choices, table: Any) -> Any:
    records.settle_abandoned(process.id)
    with transaction():
        wizard.remember(table, choices)
        import_id = records.begin(
            process_id=process.id,
            user_id=current_user.id,
            file_name=staged.name,
            sha256=staged.sha256,
            source=choices.source,
            licence=choices.licence,
        )
        job_id = jobs.start(
            kind=tasks.WRITE,
            title=_("Beiträge einlesen: %(name)s", name=staged.name),
            arguments={
                "token": staged.token,
                "process_id": str(process.id),
                "import_id": str(import_id),
                "next": url_for(".index", slug=process.slug),
                "back": _page(process, staged, "preview"),
            },
            user_id=current_user.id,
            process_id=process.id,
        )
    return redirect(url_for("accounts_staff.job", job_id=job_id), 303)


@blueprint.post(f"{FILE_PATH}/tauschen")
@member_required(*IMPORT)
def swap(process: Process, token: str) -> Any:
    """Exchange longitude and latitude."""
    staged = staging.find(token, process_id=process.id)
    choices = wizard.choices_of(staged)
    wizard.keep_choices(staged, replace(choices, swapped=not choices.swapped))
    flash(_("Länge und Breite sind getauscht."), "success")
    return redirect(_page(process, staged, "preview"), 303)


@blueprint.post(f"{FILE_PATH}/abbrechen")
@member_required(*IMPORT)
def cancel(process: Process, token: str) -> Any:
    staging.remove(staging.find(token, process_id=process.id))
    flash(_("Die Datei wurde gelöscht, nichts wurde übernommen."), "info")
    return redirect(url_for(".index", slug=process.slug), 303)


@blueprint.get(f"{FILE_PATH}/fehler.csv")
@member_required(*IMPORT)
def faults(process: Process, token: str) -> Response:
    """Every line that cannot be taken over, with column and reason."""
    staged = staging.find(token, process_id=process.id)
    found = wizard.preview(staged, wizard.choices_of(staged))
    answer = Response(problems_csv(found[0].problems if found else []), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="fehler.csv"'
    return answer


@blueprint.get(f"{FILE_PATH}/orte.geojson")
@member_required(*IMPORT)
def uploaded_places(process: Process, token: str) -> Response:
    """Where the first places would lie, for the small map."""
    staged = staging.find(token, process_id=process.id)
    answer = jsonify(staged.read("places") or {"type": "FeatureCollection", "features": []})
    answer.mimetype = "application/geo+json"
    return answer


@blueprint.route(f"{PATH}/<uuid:import_id>/zuruecknehmen", methods=["GET", "POST"])
@member_required(*IMPORT)
def undo(process: Process, import_id: UUID) -> Any:
    """Ask, then withdraw a whole import."""
    found = records.one(process.id, import_id)
    form = UndoForm()
    if form.validate_on_submit() and found.state == "done" and not records.decided(import_id):
        return _begin(
            process,
            tasks.UNDO,
            _("Import zurücknehmen: %(name)s", name=found.file_name),
            {"import_id": str(import_id), "next": url_for(".index", slug=process.slug)},
        )
    page = render_template(
        "contributions/import_undo.html",
        process=process,
        found=found,
        form=form,
        decided=records.decided(import_id),
    )
    return page, 409 if form.is_submitted() else 200


def _start(process: Process, staged: Staged, page: str, kind: str, title: str) -> Any:
    about = {"next": _page(process, staged, page), "back": url_for(".index", slug=process.slug)}
    return _begin(process, kind, title, {"token": staged.token, **about})


def _begin(process: Process, kind: str, title: str, arguments: dict[str, str]) -> Any:
    """To the page of a job; the same work that still runs is not begun again."""
    arguments = {"process_id": str(process.id), **arguments}
    job_id = jobs.open_job(kind=kind, process_id=process.id, user_id=current_user.id, arguments=arguments)
    if job_id is None:
        with transaction():
            job_id = jobs.start(
                kind=kind, title=title, arguments=arguments, user_id=current_user.id, process_id=process.id
            )
    return redirect(url_for("accounts_staff.job", job_id=job_id), 303)


def _page(process: Process, staged: Staged, page: str) -> str:
    return url_for(f".{page}", slug=process.slug, token=staged.token)
