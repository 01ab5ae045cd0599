"""Pages for people with a letter: the code, the little we ask, and on as a participant without an account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask_babel import gettext as _

from app.base.access import public
from app.base.database import transaction
from app.base.errors import DomainError
from app.participants.access import remember
from app.participants.forms import AboutForm
from app.participants.public_views.this_phone import RECEIPT, owes_work, work_asked
from app.participants.queries import home_areas
from app.participants.services import count_failure, set_receipt_aside
from app.processes.models import Process
from app.processes.queries import is_open, process_by_slug, today
from app.surveys.models import SAMPLE, Survey
from app.surveys.queries import survey_by_slug
from app.surveys.sample.joining import UnknownLetter, UsedLetter, check_unused, join_by_letter
from app.surveys.sample.letter_form import LetterForm
from app.surveys.sample.queries import hash_of, looks_like_code
from app.surveys.ways import may_answer

blueprint = Blueprint(
    "surveys_sample",
    __name__,
    url_prefix="/verfahren/<slug>/umfrage/<survey>/brief",
    template_folder="../templates",
)
LETTER = "survey_letter"
"""Key of the session: survey and keyed hash of the code this phone gave; the code itself stays on paper."""


@blueprint.route("", methods=["GET", "POST"])
@public
def letter(slug: str, survey: str) -> Any:
    """The code from the letter; wrong ones count against the budget of the house."""
    process, found = _survey(slug, survey)
    if not _takes_answers(found):
        return render_template("surveys/closed.html", process=process, survey=found)
    form = LetterForm()
    if not form.validate_on_submit():
        return _page(process, found, form), 422 if form.is_submitted() else 200
    typed = form.code.data or ""
    if owes_work(typed):
        form.code.errors = [
            _("Gerade kommen sehr viele falsche Codes. Drück bitte noch einmal auf »Weiter«.")
        ]
        return _page(process, found, form), 422
    try:
        if not looks_like_code(typed):
            raise UnknownLetter
        check_unused(found.activity_id, hash_of(typed))
    except DomainError as error:
        if isinstance(error, UnknownLetter) and looks_like_code(typed):
            with transaction():
                count_failure(kind="code")
            process, found = _survey(slug, survey)
        form.code.errors = [str(error.message)]
        return _page(process, found, form), 422
    session[LETTER] = [str(found.activity_id), hash_of(typed)]
    return redirect(url_for(".about", slug=slug, survey=survey))


@blueprint.route("/angaben", methods=["GET", "POST"])
@public
def about(slug: str, survey: str) -> Any:
    """What happens with the answers, then the little we ask; the letter is used up when somebody joins, not before."""
    process, found = _survey(slug, survey)
    activity_id, code_hash = session.get(LETTER, ("", ""))
    if activity_id != str(found.activity_id) or not _takes_answers(found):
        return redirect(url_for(".letter", slug=slug, survey=survey))
    form = AboutForm(home_areas(process))
    if not form.validate_on_submit():
        here = url_for(".about", slug=slug, survey=survey)
        page = render_template("participants/about.html", form=form, process=process, here=here)
        return page, 422 if form.is_submitted() else 200
    try:
        with transaction():
            joined = join_by_letter(
                survey=survey_by_slug(process.id, survey),
                code_hash=code_hash,
                age_band=form.age_band.data,
                gender=form.gender.data or "na",
                role=form.role.data or None,
                home_area_code=form.home_area_code.data or None,
            )
            half = set_receipt_aside(joined=joined)
    except (UnknownLetter, UsedLetter) as error:
        session.pop(LETTER, None)
        process, found = _survey(slug, survey)
        empty = LetterForm(formdata=None)
        empty.code.errors = [str(error.message)]
        return _page(process, found, empty), 422
    session.pop(LETTER, None)
    session[RECEIPT] = half
    return remember(redirect(url_for("participants.receipt")), joined.session_token)


def _survey(slug: str, survey: str) -> tuple[Process, Survey]:
    process = process_by_slug(slug)
    return process, survey_by_slug(process.id, survey)


def _takes_answers(survey: Survey) -> bool:
    return (
        survey.answered is not None and is_open(survey.activity, today()) and may_answer(survey.modes, SAMPLE)
    )


def _page(process: Process, survey: Survey, form: LetterForm) -> str:
    return render_template(
        "surveys/sample/letter.html", process=process, survey=survey, form=form, **work_asked()
    )
