"""Staff page that makes a survey of a file from LimeSurvey, KoboToolbox or ODK and says what was not taken over."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.answers import made_for_one_visit
from app.base.database import transaction
from app.base.errors import DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import activities_of
from app.processes.roles import MANAGE
from app.surveys.import_form import ImportForm
from app.surveys.importing import free_slug, read_file, title_of
from app.surveys.services import create_survey

blueprint = Blueprint(
    "surveys_import",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/umfrage/einlesen",
    template_folder="templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*MANAGE)
def bring_in(process: Process) -> Any:
    """A file becomes a draft; with losses the answer is a page that names them, this one time."""
    form = ImportForm()
    if not form.validate_on_submit():
        page = render_template("surveys/import.html", process=process, form=form)
        return page, 422 if form.is_submitted() else 200
    name = Path(form.file.data.filename or "fragebogen").name[:200]
    try:
        with TemporaryDirectory(prefix="streifzug-") as folder:
            path = Path(folder) / "file"
            form.file.data.save(path)
            read = read_file(path, name=name)
        title = (form.title.data or "").strip() or title_of(read.questionnaire, Path(name).stem)
        with transaction():
            taken = {one.slug for one in activities_of(process.id)}
            made = create_survey(
                process_id=process.id,
                slug=free_slug(title, taken),
                title=title,
                content=read.questionnaire,
                actor=current_user.id,
            )
            where: dict[str, Any] = {"slug": process.slug, "survey": made.activity.slug}
    except DomainError as error:
        form.file.errors = [*form.file.errors, str(error.message)]
        return render_template("surveys/import.html", process=process, form=form), 422
    if not read.not_taken:
        flash(_("Die Umfrage ist angelegt. Alles wurde übernommen."), "success")
        return redirect(url_for("surveys_staff.edit", **where))
    made_for_one_visit()
    return render_template(
        "surveys/imported.html",
        process=process,
        title=title,
        where=where,
        not_taken=read.not_taken,
        count=sum(1 for _question in read.questionnaire.questions()),
    )
