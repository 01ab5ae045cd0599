"""What the house may know of the needle map channel, and the rules its marks keep."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import shapely
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.base.errors import Conflict, DomainError
from app.base.i18n import current_language, for_participants
from app.contributions.drafts import ContributionDraft
from app.contributions.queries import marks_by_question
from app.maps import models
from app.maps.homes import is_coarse, names_a_home
from app.maps.paper.staff_views import blueprint as paper_blueprint
from app.maps.queries import campaign_of, extent_around, pin_rules, question_text
from app.maps.staff_views import blueprint as staff_blueprint
from app.maps.views import blueprint
from app.processes.channels import Channel
from app.processes.models import Activity
from app.processes.standing import Standing, sets_in_force

LONGEST_TEXT = 1000


def entry(activity: Activity) -> str:
    return url_for("maps.needle", slug=activity.process.slug, campaign=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("maps_staff.edit", slug=activity.process.slug, campaign=activity.slug)


def questions(activity: Activity) -> list[tuple[str, str]]:
    """Keys and texts of the map's questions, in the language of the page."""
    campaign = campaign_of(activity.id)
    asked = campaign.questions if campaign else []
    return [(question.key, question_text(question, current_language())) for question in asked]


def check(standing: Standing, participant_id: UUID | None, drafts: list[ContributionDraft]) -> None:
    """Kinds, words, extent and the number of pins; runs inside the recording transaction.

    A mark whose words name a home must come as the middle of its coarse cell (E16): the phone moves it there, so
    that the exact place never leaves it, and what arrives is stored unchanged.
    """
    questions = pin_rules(standing.id)
    if questions is None:
        raise DomainError(_("Diese Karte gibt es nicht."), field="activity")
    extent = extent_around(sets_in_force(standing.process_id))
    for draft in drafts:
        question = questions.get(draft.attributes.get("question", ""))
        if draft.kind != "mark" or question is None:
            raise DomainError(_("Diese Frage gibt es auf der Karte nicht mehr."), field="question")
        if draft.quality not in question.qualities:
            raise DomainError(_("Bitte wähle, was für ein Ort das ist."), field="quality")
        if len(draft.text) > LONGEST_TEXT:
            raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_TEXT), field="text")
        _check_place(draft, extent)
        if draft.geometry is not None and names_a_home(draft.text) and not is_coarse(draft.geometry):
            raise DomainError(
                _("Das klingt nach einem Zuhause. Bitte zeige den Ort nur ungefähr oder ändere den Text."),
                field="text",
            )
    if participant_id is not None:
        _check_numbers(standing.id, participant_id, drafts, {key: q.max_pins for key, q in questions.items()})


def _check_place(draft: ContributionDraft, extent: tuple[float, float, float, float] | None) -> None:
    if draft.geometry is None:
        if not draft.place_text.strip():
            raise DomainError(_("Bitte zeige oder beschreibe den Ort."), field="place_text")
        return
    if draft.geometry.geom_type != "Point":
        raise DomainError(_("Eine Nadel ist ein Punkt."), field="geometry")
    if extent is not None and not shapely.box(*extent).covers(draft.geometry):
        raise DomainError(_("Dieser Ort ist zu weit weg von der Stadt."), field="geometry")


def _check_numbers(
    activity_id: UUID, participant_id: UUID, drafts: list[ContributionDraft], limits: dict[str, int]
) -> None:
    without = [draft.id for draft in drafts]
    before = marks_by_question(activity_id=activity_id, participant_id=participant_id, without=without)
    for key, more in Counter(draft.attributes["question"] for draft in drafts).items():
        if before.get(key, 0) + more > limits[key]:
            message = ngettext(
                "Zu dieser Frage hast du schon deine Nadel gesetzt.",
                "Zu dieser Frage hast du schon alle %(num)s Nadeln gesetzt.",
                limits[key],
            )
            raise Conflict(message, field="question")


channel: Any = Channel(
    name=models.CHANNEL,
    label=_l("Nadelkarte"),
    blueprints=(for_participants(blueprint), staff_blueprint, paper_blueprint),
    entry=entry,
    manage=manage,
    check=check,
    questions=questions,
)
