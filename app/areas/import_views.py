"""Pages of administrators that bring in a Raumgliederung: file, preview, take over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from app.accounts.access import admin_required
from app.areas import queries, uploads
from app.areas.errors import ImportRefused
from app.areas.forms import AreaSetForm, UploadForm
from app.areas.preparing import Preparation, prepare
from app.areas.previews import fields_of, guess_fields, simplified
from app.areas.reading import Layer, read_layer
from app.areas.reading.text import tidy
from app.areas.services import import_area_set
from app.areas.staff_views import blueprint, geojson_response
from app.areas.uploads import Upload
from app.areas.validation import check_partition
from app.base.database import transaction
from app.base.errors import DomainError


@blueprint.route("/neu", methods=["GET", "POST"])
@admin_required
def create() -> Any:
    """Step 1: the file."""
    form = UploadForm()
    if form.validate_on_submit():
        file = form.file.data
        upload = uploads.keep(file.stream, name=file.filename or "", owner=current_user.id)
        return redirect(url_for("areas_staff.preview", token=upload.token))
    return render_template("areas/upload.html", form=form), 422 if form.errors else 200


@blueprint.route("/neu/<token>", methods=["GET", "POST"])
@admin_required
def preview(token: str) -> Any:
    """Step 2: what was found, what it means, what is wrong with it; step 3 is the button that takes it over."""
    upload = uploads.find(token, owner=current_user.id)
    form = AreaSetForm()
    wants_import = request.form.get("action") == "import"
    layer, preparation, problems = _understand(upload, form)
    if wants_import and form.validate_on_submit() and layer is not None and preparation and not problems:
        try:
            return _take_over(upload, form, layer, preparation)
        except DomainError as error:
            problems = getattr(error, "problems", [str(error.message)])
    page = render_template(
        "areas/preview.html",
        form=form,
        upload=upload,
        layer=layer,
        fields=fields_of(layer) if layer else [],
        preparation=preparation,
        report=check_partition(preparation.areas) if preparation and preparation.areas else None,
        problems=problems,
        names=sorted({found.name for found in queries.area_sets()}),
    )
    return page, 422 if wants_import else 200


def _understand(upload: Upload, form: AreaSetForm) -> tuple[Layer | None, Preparation | None, list[str]]:
    """Read the file as the form says; fill the form's choices and guesses; problems instead of an exception."""
    form.code_field.choices = form.name_field.choices = []
    try:
        layer = read_layer(
            upload.path,
            crs=form.crs.data or None,
            encoding=form.encoding.data or None,
            layer=form.layer.data or None,
        )
    except ImportRefused as error:
        names = error.choices or tuple(filter(None, [form.layer.data]))
        form.layer.choices = _choices(names)
        return None, None, error.problems
    form.layer.choices = _choices(layer.layers)
    form.layer.data = layer.name
    form.code_field.choices = form.name_field.choices = _choices(layer.fields)
    code, name = guess_fields(fields_of(layer))
    form.code_field.data = form.code_field.data or code
    form.name_field.data = form.name_field.data or name
    try:
        preparation = prepare(
            layer,
            code_field=form.code_field.data or "",
            name_field=form.name_field.data or "",
            dissolve=form.dissolve.data,
            repair=form.repair.data,
        )
    except ImportRefused as error:
        return layer, None, error.problems
    return layer, preparation, list(preparation.problems)


def _choices(names: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(name, name) for name in names]


def _take_over(upload: Upload, form: AreaSetForm, layer: Layer, preparation: Preparation) -> Response:
    report = check_partition(preparation.areas)
    with transaction():
        imported = import_area_set(
            name=form.name.data or "",
            valid_from=form.valid_from.data,
            areas=preparation.areas,
            crs=layer.crs,
            source=form.source.data or upload.name,
            replace=form.replace.data,
            report=report,
            actor=current_user.id,
        )
        address = url_for("areas_staff.show", area_set_id=imported.area_set.id)
    uploads.remove(upload)
    if imported.outcome == "unchanged":
        flash(_("Diese Räume gibt es schon genau so. Es wurde nichts geändert."), "info")
    else:
        flash(_("%(n)s Räume übernommen.", n=imported.areas), "success")
    return redirect(address)  # type: ignore[return-value]


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
    chosen: dict[str, Any] = {name: request.args.get(name) or None for name in ("crs", "encoding", "layer")}
    layer = read_layer(upload.path, **chosen)
    field = request.args.get("name_field")
    names = layer.frame[field] if field in layer.fields else [""] * len(layer.frame)
    return geojson_response(
        simplified(list(layer.frame.geometry), [{"code": "", "name": tidy(name)} for name in names])
    )
