"""What the house may know of the needle map channel, and the rules its marks keep."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.base.errors import Conflict, DomainError
from app.base.i18n import for_participants
from app.contributions.drafts import ContributionDraft
from app.contributions.queries import marks_by_question
from app.contributions.vocabulary import DRAWN_KINDS
from app.maps import models
from app.maps.border_views import blueprint as border_blueprint
from app.maps.models import NEEDLE
from app.maps.paper.staff_views import blueprint as paper_blueprint
from app.maps.queries import (
    PinRule,
    campaign_of,
    campaigns_in,
    extent_around,
    is_known,
    pin_rules,
    spoken_question,
)
from app.maps.rules import COMMENT, check_answer, mine_among
from app.maps.staff_views import blueprint as staff_blueprint
from app.maps.views import blueprint
from app.processes.channels import Channel, Original
from app.processes.models import Activity
from app.processes.standing import Standing, sets_in_force


def entry(activity: Activity) -> str:
    return url_for("maps.needle", slug=activity.process.slug, campaign=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("maps_staff.edit", slug=activity.process.slug, campaign=activity.slug)


def questions(activity: Activity) -> list[tuple[str, str]]:
    """Keys and texts of the map's questions, in the language of the page."""
    campaign = campaign_of(activity.id)
    asked = campaign.questions if campaign else []
    return [(question.key, spoken_question(activity.process_id, question).text) for question in asked]


def texts(activity: Activity) -> list[Original]:
    """The introduction and the questions of the map."""
    campaign = campaigns_in(activity.process_id).get(activity.id)
    if campaign is None:
        return []
    intro = Original(activity.id, "intro", _("Einleitung"), campaign.intro, 1000, is_long=True)
    asked = [
        Original(question.id, "text", _("Frage %(number)s", number=number), question.text, 300)
        for number, question in enumerate(campaign.questions, start=1)
        if not is_known(question)
    ]
    return [intro, *asked]


def check(standing: Standing, participant_id: UUID | None, drafts: list[ContributionDraft]) -> None:
    """Kinds, words, extent and how many; runs inside the recording transaction."""
    questions = pin_rules(standing.id)
    if questions is None:
        raise DomainError(_("Diese Karte gibt es nicht."), field="activity")
    extent = extent_around(sets_in_force(standing.process_id))
    is_mine = mine_among(drafts, participant_id)
    for draft in drafts:
        question = questions.get(draft.attributes.get("question", ""))
        if question is None:
            raise DomainError(_("Diese Frage gibt es auf der Karte nicht mehr."), field="question")
        check_answer(draft, question, extent, is_mine)
    if participant_id is not None:
        _check_numbers(standing.id, participant_id, drafts, questions)


def _check_numbers(
    activity_id: UUID,
    participant_id: UUID,
    drafts: list[ContributionDraft],
    questions: dict[str, PinRule],
) -> None:
    """Needles and drawings by question; what is said about drawings may be as many as they, and is counted alone."""
    without = [draft.id for draft in drafts]
    for kinds in (DRAWN_KINDS, (COMMENT,)):
        wanted = Counter(draft.attributes["question"] for draft in drafts if draft.kind in kinds)
        if not wanted:
            continue
        before = marks_by_question(
            activity_id=activity_id, participant_id=participant_id, without=without, kinds=kinds
        )
        for key, more in wanted.items():
            if before.get(key, 0) + more > questions[key].max_pins:
                raise Conflict(_too_many(questions[key]), field="question")


def _too_many(question: PinRule) -> str:
    if question.task == NEEDLE:
        return str(
            ngettext(
                "Zu dieser Frage hast du schon deine Nadel gesetzt.",
                "Zu dieser Frage hast du schon alle %(num)s Nadeln gesetzt.",
                question.max_pins,
            )
        )
    return str(
        ngettext(
            "Zu dieser Frage hast du schon gezeichnet.",
            "Zu dieser Frage hast du schon alle %(num)s Zeichnungen gemacht.",
            question.max_pins,
        )
    )


channel: Any = Channel(
    name=models.CHANNEL,
    label=_l("Nadelkarte"),
    blueprints=(
        for_participants(blueprint),
        for_participants(border_blueprint),
        staff_blueprint,
        paper_blueprint,
    ),
    entry=entry,
    manage=manage,
    check=check,
    texts=texts,
    questions=questions,
)
