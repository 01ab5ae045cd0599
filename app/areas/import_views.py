"""Pages of administrators that bring in a Raumgliederung: file, preview, take over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.accounts.access import admin_required
from app.areas import landing, queries, uploads
from app.areas.errors import ImportRefused
from app.areas.forms import AreaSetForm, UploadForm
from app.areas.import_jobs import IMPORT, KIND, NEW
from app.areas.inspecting import Inspected, Options, inspect_file, is_inspected
from app.areas.services import refuse_existing
from app.areas.staff_views import blueprint
from app.areas.taking_over import is_many, said, take_over
from app.areas.uploads import Upload
from app.base import jobs
from app.base.database import transaction
from app.base.errors import DomainError
from app.base.i18n import current_language

LARGE = 8 * 1024 * 1024
"""Bytes from which on a file is read in the background."""


@blueprint.route("/neu", methods=["GET", "POST"])
@admin_required
def create() -> Any:
    """Step 1: the file, or the files that belong together."""
    form = UploadForm()
    if form.validate_on_submit():
        files = [(file.stream, file.filename or "") for file in form.file.data]
        upload = uploads.keep_all(files, owner=current_user.id)
        return redirect(url_for("areas_staff.preview", token=upload.token))
    return render_template("areas/upload.html", form=form), 422 if form.errors else 200


@blueprint.route("/neu/<token>", methods=["GET", "POST"])
@admin_required
def preview(token: str) -> Any:
    """Step 2: what was found, what it means, what is wrong with it; step 3 is the button that takes it over."""
    upload = uploads.find(token, owner=current_user.id)
    form = AreaSetForm() if request.method == "POST" else AreaSetForm(formdata=request.args or None)
    _take_place(form)
    options = _options(form)
    if _waits(upload, options):
        return _read_in_background(upload, form, options)
    wants_import = request.form.get("action") == "import"
    found = _inspected(upload, form, options)
    known = landing.known_places() if found.candidates or found.others else []
    doubt = _doubt(upload, form, found, known)
    problems = [*found.problems, doubt] if doubt else found.problems
    if wants_import and form.validate_on_submit() and not problems:
        try:
            return _take_over(upload, form, options, found)
        except DomainError as error:
            problems = getattr(error, "problems", [str(error.message)])
    if found.candidates:
        # The last sentence lists the systems for the command line; the page shows them.
        problems = problems[:-1]
    page = render_template(
        "areas/preview.html",
        form=form,
        upload=upload,
        found=found,
        options={name: value for name, value in asdict(options).items() if value},
        candidates=landing.choices(found, known) if found.candidates or found.others else [],
        doubt=doubt,
        drawing=landing.drawing(known),
        report=found.report,
        problems=problems,
        names=sorted({known.name for known in queries.area_sets()}),
    )
    return page, 422 if wants_import else 200


def _options(form: AreaSetForm) -> Options:
    return Options(
        crs=(form.crs.data or "").strip(),
        encoding=form.encoding.data or "",
        layer=form.layer.data or "",
        code_field=form.code_field.data or "",
        name_field=form.name_field.data or "",
        dissolve=form.dissolve.data,
        repair=form.repair.data,
    )


def _take_place(form: AreaSetForm) -> None:
    """A click on a place takes its system over, and says that the place is right as long as the system stays."""
    if taken := request.form.get("take_crs"):
        form.crs.data = taken
    if taken or "keep_place" in request.form:
        form.confirmed_place.data = f"={(form.crs.data or '').strip()}"


def _doubt(upload: Upload, form: AreaSetForm, found: Inspected, known: list[landing.KnownPlace]) -> str:
    """Why the place of the file is doubtful and nobody said that it is right; else ""."""
    if form.confirmed_place.data == f"={(form.crs.data or '').strip()}":
        return ""
    return landing.doubt(found, known, [upload.title, form.name.data or "", form.source.data or ""])


def _waits(upload: Upload, options: Options) -> bool:
    """True for a large file that was not read in this way yet."""
    is_large = upload.path.stat().st_size > LARGE
    return is_large and not is_inspected(options, name=upload.name, place=uploads.readings(upload.token))


def _address(upload: Upload, form: AreaSetForm) -> str:
    """Of the preview, with what was filled in."""
    filled = {name: value for name, value in form.data.items() if value and name != "csrf_token"}
    return url_for("areas_staff.preview", token=upload.token, **filled)


def _read_in_background(upload: Upload, form: AreaSetForm, options: Options) -> Response:
    """Start a job that leads back here; what was filled in comes along in the address."""
    about = {"options": asdict(options), "back": url_for("areas_staff.create")}
    return _start(KIND, _("%(name)s lesen", name=upload.title), upload, _address(upload, form), about)


def _start(kind: str, title: str, upload: Upload, url: str, arguments: dict[str, Any]) -> Response:
    about = {"token": upload.token, "language": current_language(), "url": url}
    with transaction():
        job_id = jobs.start(kind=kind, title=title, arguments=about | arguments, user_id=current_user.id)
    return redirect(url_for("accounts_staff.job", job_id=job_id), 303)  # type: ignore[return-value]


def _inspected(upload: Upload, form: AreaSetForm, options: Options) -> Inspected:
    """Read the file as the form says; fill the form's choices and guesses; problems instead of an exception."""
    try:
        found = inspect_file(upload.path, options, name=upload.name, place=uploads.readings(upload.token))
    except DomainError as error:
        found = Inspected(problems=[str(error.message)])
    form.layer.choices = _choices(found.layers or filter(None, [form.layer.data]))
    form.layer.data = found.layer or form.layer.data
    form.code_field.choices = form.name_field.choices = _choices(field.name for field in found.fields)
    form.code_field.data = form.code_field.data or found.code_field
    form.name_field.data = form.name_field.data or found.name_field
    return found


def _choices(names: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(name, name) for name in names]


def _take_over(upload: Upload, form: AreaSetForm, options: Options, found: Inspected) -> Response:
    """At once, or by a job when there is much to store."""
    given = {
        "name": form.name.data or "",
        "valid_from": form.valid_from.data,
        "source": form.source.data or "",
        "replace": bool(form.replace.data),
    }
    if is_many(found):
        refuse_existing(given["name"], given["valid_from"], found.areas, replace=given["replace"])
        url = url_for("areas_staff.show", area_set_id=NEW)
        arguments = {
            **given,
            "valid_from": given["valid_from"].isoformat(),
            "options": asdict(options),
            "back": _address(upload, form),
        }
        return _start(IMPORT, _("Räume übernehmen: %(name)s", name=upload.title), upload, url, arguments)
    done = take_over(upload, options, actor=current_user.id, **given)
    flash(said(done), "info" if done.is_unchanged else "success")
    return redirect(url_for("areas_staff.show", area_set_id=done.area_set_id))  # type: ignore[return-value]


@blueprint.post("/neu/<token>/abbrechen")
@admin_required
def cancel(token: str) -> Any:
    uploads.remove(uploads.find(token, owner=current_user.id))
    flash(_("Die Datei wurde gelöscht, nichts wurde übernommen."), "info")
    return redirect(url_for("areas_staff.index"))


@blueprint.get("/neu/<token>/formen.geojson")
@admin_required
def uploaded_shapes(token: str) -> Response:
    """Where the file would land, for the small map of the preview."""
    upload = uploads.find(token, owner=current_user.id)
    options = _options(AreaSetForm(formdata=request.args))
    found = inspect_file(upload.path, options, name=upload.name, place=uploads.readings(upload.token))
    if found.shapes is None:
        raise ImportRefused(found.problems)
    answer = Response(found.shapes.read_bytes(), mimetype="application/geo+json")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
