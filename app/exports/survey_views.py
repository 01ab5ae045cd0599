"""Survey data for the statistics office: one page that says what is in the files, and the files, each noted."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, make_response, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.base import audit
from app.base.database import transaction
from app.base.errors import NotFound
from app.contributions import public
from app.exports.forms import SurveyDataForm
from app.exports.microdata.file import microdata
from app.exports.microdata.formats import SURVEY_FORMATS, SurveyFile
from app.indicators import queries
from app.indicators.surveys.queries import survey_from
from app.indicators.surveys.sheet import Survey
from app.processes.access import member_required
from app.processes.channels import questionnaire_of
from app.processes.models import Activity, Process
from app.processes.queries import activity_by_slug, area_sets_of

blueprint = Blueprint(
    "exports_survey",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/umfragen/<survey>/daten",
    template_folder="templates",
)
LEAST = 20
"""Of fewer persons there is no file: coarse as they are, too much of each would be known from the answers."""


@blueprint.get("")
@member_required("statistics")
def take_away(process: Process, survey: str) -> str:
    activity = _activity(process, survey)
    return _page(process, activity, survey_from(activity), SurveyDataForm())


@blueprint.post("")
@member_required("statistics")
def make_file(process: Process, survey: str) -> Any:
    """The file; who took which survey away is written down (E39)."""
    activity = _activity(process, survey)
    found, form = survey_from(activity), SurveyDataForm()
    if not form.validate_on_submit():
        return _page(process, activity, found, form), 422
    if len(found.people) < LEAST:
        form.form_errors = [*form.form_errors, _too_few()]
        return _page(process, activity, found, form), 422
    chosen = SURVEY_FORMATS[form.format_name.data]
    area_set = next(iter(area_sets_of(process)), None)
    data = microdata(found, queries.survey_frames(process, area_set, found))
    file = SurveyFile(data, public.words_of(activity.id), public.places_of(activity.id))
    name = f"{process.slug}_{activity.slug}_daten.{chosen.ending}"
    with transaction():
        audit.note(
            actor=current_user.id,
            action=f"export.survey.{form.format_name.data}",
            object_kind="activity",
            object_id=activity.id,
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        chosen.write(file, path)
        response = make_response(path.read_bytes())
    response.mimetype = chosen.mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _activity(process: Process, slug: str) -> Activity:
    activity = activity_by_slug(process.id, slug)
    if questionnaire_of(activity) is None:
        raise NotFound(_("Diese Aktivität fragt keinen Fragebogen ab."))
    return activity


def _too_few() -> str:
    return _(
        "Es gibt noch zu wenige Antworten für eine Datei. Nötig sind mindestens %(least)s Personen.",
        least=LEAST,
    )


def _page(process: Process, activity: Activity, found: Survey, form: SurveyDataForm) -> str:
    people = len(found.people)
    return render_template(
        "exports/survey_data.html",
        process=process,
        activity=activity,
        form=form,
        people=people,
        too_few=_too_few() if people < LEAST else "",
    )
