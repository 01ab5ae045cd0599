"""Staff try a version, draft or not: the pages people get, with answers that are kept nowhere."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request

from app.base.database import new_id
from app.processes.models import Process
from app.questions.content import Questionnaire
from app.questions.models import QuestionnaireVersion
from app.questions.soundness import faults
from app.surveys.models import Survey
from app.surveys.pages import REVIEW, Place, page_number, review_page, sheet_page, whole_page
from app.surveys.sheets import Sheets, sheets
from app.surveys.turning import Turn, turn

SEED = "trial"


def trial_page(
    process: Process, survey: Survey, version: QuestionnaireVersion, content: Questionnaire
) -> Any:
    """What the request asks for: the page with a script, or one of those without, and what was sent from it."""
    place = Place(process, survey, trial=version.number)
    wanted = request.args.get("seite", "")
    is_ready = not faults(content)
    if not is_ready or (wanted == "fertig" and request.method == "POST"):
        return _end(place, version, is_ready=is_ready)
    pages = sheets(content, SEED, _carried())
    if not wanted or not pages.steps:
        return whole_page(place, content, seed=SEED, number=version.number, rendering=new_id())
    if wanted == REVIEW:
        return review_page(place, pages)
    at = page_number(wanted, pages)
    if request.method == "GET" or "go" not in request.form:
        return sheet_page(place, Turn(pages, at))
    return _next(place, pages, at)


def _next(place: Place, before: Sheets, at: int) -> Any:
    now_at = turn(before, at, request.form)
    if now_at.is_review:
        wrong = now_at.pages.first_problem()
        return review_page(place, now_at.pages), 422 if wrong else 200
    page = sheet_page(place, now_at if now_at.page else Turn(now_at.pages, 1))
    return page, 422 if now_at.problems else 200


def _carried() -> dict[str, Any]:
    """The answers that the page brought along, {} on a first visit and when they are not readable."""
    try:
        found = json.loads(request.form.get("carried", ""))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _end(place: Place, version: QuestionnaireVersion, *, is_ready: bool) -> str:
    return render_template(
        "surveys/trial.html", process=place.process, survey=place.survey, version=version, is_ready=is_ready
    )
