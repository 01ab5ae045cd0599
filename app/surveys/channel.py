"""What the house may know of the survey channel, and the rules its sittings keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.base.errors import Conflict, DomainError
from app.base.i18n import current_language, for_participants
from app.base.shared_commit import known
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.homes import is_coarse, names_a_home, open_ends
from app.contributions.queries import has_answered
from app.processes.channels import Channel, Original
from app.processes.extent import extent_around
from app.processes.models import Activity
from app.processes.standing import Standing, sets_in_force
from app.questions.queries import published_id
from app.questions.texts import said
from app.questions.vocabulary import FREE_TEXT_KINDS, OTHER
from app.surveys.answering import UnknownVersion, read_answers
from app.surveys.drafts import FELT_AREA, MARK, PHOTO, TELLING, VERSION, WAY, WORDS
from app.surveys.import_views import blueprint as import_blueprint
from app.surveys.models import CHANNEL, Survey
from app.surveys.paper.staff_views import blueprint as paper_blueprint
from app.surveys.public_views import blueprint as public_blueprint
from app.surveys.queries import answered_content, survey_of, survey_rules
from app.surveys.sample.public_views import blueprint as letter_blueprint
from app.surveys.sample.staff_views import blueprint as sample_blueprint
from app.surveys.staff_views import blueprint as staff_blueprint
from app.surveys.telling import told, unsent
from app.surveys.ways import OtherWay, may_answer

_KINDS = (WORDS, MARK, FELT_AREA, PHOTO, TELLING)


def entry(activity: Activity) -> str:
    return url_for("surveys.show", slug=activity.process.slug, survey=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("surveys_staff.edit", slug=activity.process.slug, survey=activity.slug)


def questions(activity: Activity) -> list[tuple[str, str]]:
    """Keys and labels of the questions that bring words, marks or files, in the language of the page."""
    survey = survey_of(activity.id)
    if survey is None or survey.version_id is None:
        return []
    content = answered_content(survey)
    found = []
    for question in content.questions():
        label = said(question.label, current_language(), content.languages[0])
        if question.kind in FREE_TEXT_KINDS or question.of_kind.value in {"marks", "files"}:
            found.append((question.key, label))
        elif any(choice.takes_words for choice in question.choices):
            found.append((f"{question.key}.{OTHER}", label))
    return found


def questionnaire(activity: Activity) -> UUID | None:
    survey: Survey | None = survey_of(activity.id)
    return survey.questionnaire_id if survey else None


def texts(activity: Activity) -> list[Original]:
    """The last words; the questionnaire itself says in which languages it speaks."""
    survey: Survey | None = survey_of(activity.id)
    if survey is None or not survey.closing:
        return []
    return [Original(activity.id, "closing", _("Schlusswort"), survey.closing, 2000, is_long=True)]


def check(standing: Standing, participant_id: UUID | None, drafts: list[ContributionDraft]) -> None:
    """Kinds, places and homes; runs inside the recording transaction, for corrections too."""
    if survey_rules(standing.id) is None:
        raise DomainError(_("Diese Umfrage gibt es nicht."), field="activity")
    extent = extent_around(sets_in_force(standing.process_id))
    for draft in drafts:
        question = draft.attributes.get("question")
        if draft.kind not in _KINDS or not question:
            raise DomainError(_("Diese Frage gibt es in der Umfrage nicht."), field="question")
        if draft.geometry is None:
            continue
        if draft.kind not in {MARK, FELT_AREA}:
            raise DomainError(_("Diese Antwort hat keinen Ort auf der Karte."), field=question)
        if extent is not None and not shapely.box(*extent).covers(draft.geometry):
            raise DomainError(_("Dieser Ort ist zu weit weg von der Stadt."), field=question)
        _check_home(draft, question)


def _check_home(draft: ContributionDraft, question: str) -> None:
    """Homes are no places on a map (E16): a point comes as the middle of its coarse cell, a way is cut at its edge."""
    if not names_a_home(" ".join((draft.title, draft.place_text, draft.text))):
        return
    dimension = shapely.get_dimensions(draft.geometry)
    if (dimension == 0 and not is_coarse(draft.geometry)) or (dimension == 1 and open_ends(draft.geometry)):
        message = _("Das klingt nach einem Zuhause. Bitte zeige den Ort nur ungefähr oder ändere den Text.")
        raise DomainError(message, field=question)


def check_sitting(standing: Standing, participant_id: UUID | None, sitting: SubmissionDraft) -> None:
    """A published version of the survey's questionnaire, a way that is open, one sitting of each participant."""
    rules = survey_rules(standing.id)
    number = sitting.attributes.get(VERSION)
    if rules is None or not isinstance(number, float):
        raise DomainError(_("Diese Umfrage gibt es nicht."), field="activity")
    named = ("survey version", rules.questionnaire_id, number)
    if known(named, lambda: published_id(rules.questionnaire_id, int(number))) is None:
        raise UnknownVersion
    if not may_answer(rules.modes, sitting.attributes.get(WAY)):
        raise OtherWay
    if participant_id is not None and has_answered(
        activity_id=standing.id, participant_id=participant_id, without=sitting.id
    ):
        message = _("Deine Antworten sind schon angekommen. Jede Person antwortet einmal.")
        raise Conflict(message, field="activity")


channel: Any = Channel(
    name=CHANNEL,
    label=_l("Umfrage"),
    blueprints=(
        public_blueprint,
        for_participants(letter_blueprint),
        staff_blueprint,
        sample_blueprint,
        paper_blueprint,
        import_blueprint,
    ),
    entry=entry,
    manage=manage,
    check=check,
    check_sitting=check_sitting,
    read_answers=read_answers,
    texts=texts,
    questions=questions,
    questionnaire=questionnaire,
    told=told,
    unsent=unsent,
)
