"""Staff pages of a survey: set it up, see and read its versions, publish one, choose which one people answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError, Problems
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import is_open, today
from app.processes.roles import MANAGE
from app.questions.models import PUBLISHED
from app.questions.queries import content_of, draft_of, version_by_number, versions_of
from app.questions.services import new_version
from app.questions.texts import said
from app.questions.vocabulary import KINDS
from app.surveys.forms import NewSurveyForm, SurveyForm
from app.surveys.models import KIOSK, Survey
from app.surveys.queries import survey_by_slug
from app.surveys.services import create_survey, publish_and_use, update_survey, use_version
from app.surveys.template import beginnings, begun
from app.surveys.trial import trial_page
from app.surveys.ways import kiosk_key

blueprint = Blueprint(
    "surveys_staff", __name__, url_prefix="/verwaltung/verfahren/<slug>/umfrage", template_folder="templates"
)


@blueprint.route("/neu", methods=["GET", "POST"])
@member_required(*MANAGE)
def create(process: Process) -> Any:
    """A new survey: a title, and what its questionnaire begins with."""
    offered = beginnings(process.id)
    form = NewSurveyForm(offered, data={"slug": "umfrage", "modes": ["open"], "beginning": offered[0][0]})
    if form.validate_on_submit():
        try:
            content, questionnaire_id = begun(form.beginning.data, form.title.data or "")
            with transaction():
                made = create_survey(
                    process_id=process.id,
                    slug=form.slug.data or "umfrage",
                    title=form.title.data or "",
                    content=content,
                    questionnaire_id=questionnaire_id,
                    modes=form.modes.data or (),
                    closing=form.closing.data or "",
                    actor=current_user.id,
                )
                slug = made.activity.slug
        except DomainError as error:
            _show(form, error)
        else:
            flash(_("Die Umfrage ist angelegt."), "success")
            return redirect(url_for("surveys_staff.edit", slug=process.slug, survey=slug))
    page = render_template("surveys/create.html", process=process, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<survey>", methods=["GET", "POST"])
@member_required(*MANAGE)
def edit(process: Process, survey: str) -> Any:
    """Settings, versions, and what is still to be done before people can answer."""
    found = survey_by_slug(process.id, survey)
    form = SurveyForm(data=_values(found))
    if form.validate_on_submit():
        try:
            with transaction():
                update_survey(
                    activity_id=found.activity_id,
                    title=form.title.data or "",
                    modes=form.modes.data or (),
                    closing=form.closing.data or "",
                    version=_version(form.version.data),
                    actor=current_user.id,
                )
        except DomainError as error:
            _show(form, error)
            return _page(process, survey_by_slug(process.id, survey), form), error.status
        flash(_("Gespeichert."), "success")
        return redirect(url_for("surveys_staff.edit", slug=process.slug, survey=survey))
    return _page(process, found, form), 422 if form.is_submitted() else 200


@blueprint.post("/<survey>/veroeffentlichen")
@member_required(*MANAGE)
def publish(process: Process, survey: str) -> Any:
    """Let the draft be answered; what is not sound is listed with its place."""
    found = survey_by_slug(process.id, survey)
    try:
        with transaction():
            publish_and_use(
                activity_id=found.activity_id,
                version=_version(request.form.get("version")),
                actor=current_user.id,
            )
    except DomainError as error:
        found = survey_by_slug(process.id, survey)
        faults = error.problems if isinstance(error, Problems) else {"": str(error.message)}
        return _page(process, found, SurveyForm(formdata=None, data=_values(found)), faults), error.status
    flash(_("Veröffentlicht. Diese Fassung ändert sich nicht mehr."), "success")
    return redirect(url_for("surveys_staff.edit", slug=process.slug, survey=survey))


@blueprint.post("/<survey>/neue-fassung")
@member_required(*MANAGE)
def begin_version(process: Process, survey: str) -> Any:
    """The next version as a draft, a copy of the last."""
    found = survey_by_slug(process.id, survey)
    with transaction():
        new_version(questionnaire_id=found.questionnaire_id, actor=current_user.id)
    flash(_("Der Entwurf ist da. Bis Sie ihn veröffentlichen, antworten alle auf die bisherige."), "success")
    return redirect(url_for("surveys_staff.edit", slug=process.slug, survey=survey))


@blueprint.post("/<survey>/fassung/<int:number>/nehmen")
@member_required(*MANAGE)
def take_version(process: Process, survey: str, number: int) -> Any:
    """Let people answer this published version from now on."""
    found = survey_by_slug(process.id, survey)
    with transaction():
        use_version(activity_id=found.activity_id, number=number, actor=current_user.id)
    flash(_("Ab jetzt wird Fassung %(number)s beantwortet.", number=number), "success")
    return redirect(url_for("surveys_staff.edit", slug=process.slug, survey=survey))


@blueprint.get("/<survey>/fassung/<int:number>")
@member_required()
def read_version(process: Process, survey: str, number: int) -> str:
    """All questions of one version in one of its languages, for reading through; nothing is recorded."""
    found = survey_by_slug(process.id, survey)
    version = version_by_number(found.questionnaire_id, number)
    content = content_of(version)
    wanted = request.args.get("in", "")
    language = wanted if wanted in content.languages else content.languages[0]
    return render_template(
        "surveys/version.html",
        process=process,
        survey=found,
        version=version,
        content=content,
        language=language,
        said=lambda texts: said(texts, language, content.languages[0]),
        kinds=KINDS,
    )


@blueprint.route("/<survey>/fassung/<int:number>/ausprobieren", methods=["GET", "POST"])
@member_required()
def try_version(process: Process, survey: str, number: int) -> Any:
    """Answer one version, draft or not, on the pages people get; what is answered is kept nowhere."""
    found = survey_by_slug(process.id, survey)
    version = version_by_number(found.questionnaire_id, number)
    return trial_page(process, found, version, content_of(version))


def _page(process: Process, survey: Survey, form: SurveyForm, faults: dict[str, str] | None = None) -> str:
    return render_template(
        "surveys/edit.html",
        process=process,
        survey=survey,
        form=form,
        faults=faults or {},
        versions=versions_of(survey.questionnaire_id),
        draft=draft_of(survey.questionnaire_id),
        PUBLISHED=PUBLISHED,
        is_open=is_open(survey.activity, today()),
        kiosk_address=_kiosk_address(process, survey) if KIOSK in survey.modes else "",
    )


def _kiosk_address(process: Process, survey: Survey) -> str:
    path = url_for(
        "surveys.show", slug=process.slug, survey=survey.activity.slug, kiosk=kiosk_key(survey.activity_id)
    )
    return f"{current_app.config['BASE_URL']}{path}"


def _values(survey: Survey) -> dict[str, Any]:
    return {
        "version": survey.version,
        "title": survey.activity.title,
        "modes": survey.modes,
        "closing": survey.closing,
    }


def _version(text: str | None) -> int:
    """What the form was filled from; 0 matches nothing."""
    return int(text) if text and text.isdecimal() else 0


def _show(form: SurveyForm, error: DomainError) -> None:
    name = {"key": "slug"}.get(error.field or "", error.field)
    field = form[name] if name in form._fields else form.title
    field.errors = [*field.errors, str(error.message)]
