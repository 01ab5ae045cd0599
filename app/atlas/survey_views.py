"""Results of a survey: for staff as counted now, for everybody as released."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from app.atlas.answers import Asked, surveys_in
from app.atlas.charts import Chart, chart_of
from app.atlas.survey_sheet import BREAKDOWNS, sheet_of
from app.base.access import public
from app.base.errors import NotFound
from app.indicators import queries, releases
from app.indicators.surveys.queries import survey_from
from app.indicators.surveys.ways import VIEWS
from app.processes.access import member_required
from app.processes.channels import questionnaire_of
from app.processes.models import Process
from app.processes.queries import activity_by_slug, area_sets_of, public_process
from app.processes.roles import PLAN

blueprint = Blueprint("atlas_surveys", __name__, template_folder="templates")
public_blueprint = Blueprint("atlas_told", __name__, template_folder="templates")


@blueprint.get("/verwaltung/verfahren/<slug>/umfragen/<survey>/ergebnisse")
@member_required(*PLAN)
def sheet(process: Process, survey: str) -> str:
    """All questions of one survey with shares, intervals and gaps; counted anew each time, from three persons on."""
    activity = activity_by_slug(process.id, survey)
    if questionnaire_of(activity) is None:
        raise NotFound(_("Diese Aktivität fragt keinen Fragebogen ab."))
    by, weighted = request.args.get("nach", ""), request.args.get("gewichtet") == "1"
    way = request.args.get("weg", "")
    if by not in BREAKDOWNS or (way and way not in VIEWS):
        abort(404)
    area_set = next(iter(area_sets_of(process)), None)
    found = sheet_of(process, area_set, survey_from(activity), by=by, weighted=weighted, way=way)
    return render_template(
        "atlas/survey_sheet.html",
        process=process,
        activity=activity,
        sheet=found,
        by=by,
        way=way,
        breakdowns=BREAKDOWNS,
        area_set=area_set,
    )


@public_blueprint.get("/verfahren/<slug>/ergebnisse/umfragen")
@public
def told(slug: str) -> str:
    """What the newest release says of surveys, or the one asked for by `nummer`, in plain words."""
    process = public_process(slug)
    found = queries.latest_release(process.id)
    number = request.args.get("nummer", type=int)
    if number is not None:
        found = queries.release_by_number(number)
        if found.process_id != process.id:
            abort(404)
    surveys = surveys_in(releases.rows(found.id)) if found else []
    return render_template(
        "atlas/survey_told.html",
        process=process,
        release=found,
        surveys=surveys,
        charts=[
            [_told_chart(f"chart-{at}-{number}", asked) for number, asked in enumerate(survey.questions)]
            for at, survey in enumerate(surveys)
        ],
    )


def _told_chart(key: str, asked: Asked) -> Chart | None:
    """In whole numbers, as they stand in the table beside it."""
    plain = [
        replace(one, value="–" if one.share is None else f"{round(one.share)} %", interval="")
        for one in asked.answers
    ]
    return chart_of(key, asked.question, plain, hidden=_("nicht gezeigt"))
