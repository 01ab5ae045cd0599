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
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.queries import marks_by_question
from app.contributions.vocabulary import DRAWN_KINDS
from app.maps.answering import VersionGone, check_followups, check_needed_words, check_words
from app.maps.answers import WORDS
from app.maps.asked import MapQuestion
from app.maps.border_views import blueprint as border_blueprint
from app.maps.fitting import room_on_the_map
from app.maps.naming import VERSION
from app.maps.paper.staff_views import blueprint as paper_blueprint
from app.maps.queries import (
    MapRules,
    campaign_of,
    campaigns_in,
    extent_around,
    map_rules,
    spoken_question,
)
from app.maps.rules import COMMENT, check_answer, mine_among
from app.maps.version_views import blueprint as staff_blueprint
from app.maps.views import blueprint
from app.maps.vocabulary import CHANNEL, NEEDLE
from app.processes.channels import Channel, Original, accept_sitting
from app.processes.models import Activity
from app.processes.standing import Standing, sets_in_force


def entry(activity: Activity) -> str:
    return url_for("maps.needle", slug=activity.process.slug, campaign=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("maps_staff.edit", slug=activity.process.slug, campaign=activity.slug)


def questions(activity: Activity) -> list[tuple[str, str]]:
    """Keys and texts of the map's questions, in the language of the page."""
    campaign = campaign_of(activity.id)
    asked = campaign.questions if campaign else ()
    return [(question.key, spoken_question(question).text) for question in asked]


def texts(activity: Activity) -> list[Original]:
    """The introduction of the map; its questionnaire itself says in which languages it speaks."""
    campaign = campaigns_in(activity.process_id).get(activity.id)
    if campaign is None:
        return []
    return [Original(activity.id, "intro", _("Einleitung"), campaign.intro, 1000, is_long=True)]


def check(standing: Standing, participant_id: UUID | None, drafts: list[ContributionDraft]) -> None:
    """Kinds, words, answers, extent and how many; runs inside the recording transaction."""
    rules = map_rules(standing.id)
    if rules is None:
        raise DomainError(_("Diese Karte gibt es nicht."), field="activity")
    extent = extent_around(sets_in_force(standing.process_id))
    is_mine = mine_among(drafts, participant_id)
    for draft in drafts:
        question, name = _asked(rules, draft)
        if draft.kind == WORDS:
            check_words(draft, question, name, is_mine)
            continue
        check_answer(draft, question, extent, is_mine)
        if VERSION in draft.attributes:
            check_followups(draft, question, drafts)
    if participant_id is not None:
        _check_numbers(standing.id, participant_id, drafts, rules)


def check_sitting(standing: Standing, participant_id: UUID | None, sitting: SubmissionDraft) -> None:
    """What only a new pin has with it: words that have to be written."""
    accept_sitting(standing, participant_id, sitting)
    rules = map_rules(standing.id)
    for draft in sitting.contributions:
        if rules is not None and draft.kind in DRAWN_KINDS and VERSION in draft.attributes:
            check_needed_words(draft, _asked(rules, draft)[0], sitting.contributions)


def _asked(rules: MapRules, draft: ContributionDraft) -> tuple[MapQuestion, str]:
    """The question that is answered, in the version that was answered; and of further words the name behind it."""
    key = draft.attributes.get("question", "")
    name = ""
    if draft.kind == WORDS:
        key, _sign, name = key.partition(".")
    number = draft.attributes.get(VERSION)
    asked = rules.now if number is None else rules.of_version(number)
    if asked is None:
        raise VersionGone
    if key not in asked:
        raise DomainError(_("Diese Frage gibt es auf der Karte nicht mehr."), field="question")
    return asked[key], name


def _check_numbers(
    activity_id: UUID,
    participant_id: UUID,
    drafts: list[ContributionDraft],
    rules: MapRules,
) -> None:
    """Needles and drawings by question; what is said about them may be as many as they, and is counted alone."""
    without = [draft.id for draft in drafts]
    limits = {draft.attributes["question"]: _asked(rules, draft)[0] for draft in drafts}
    for kinds in (DRAWN_KINDS, (COMMENT,), (WORDS,)):
        wanted = Counter(draft.attributes["question"] for draft in drafts if draft.kind in kinds)
        if not wanted:
            continue
        before = marks_by_question(
            activity_id=activity_id, participant_id=participant_id, without=without, kinds=kinds
        )
        for key, more in wanted.items():
            if before.get(key, 0) + more > limits[key].max_pins:
                raise Conflict(_too_many(limits[key]), field="question")


def _too_many(question: MapQuestion) -> str:
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
    name=CHANNEL,
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
    check_sitting=check_sitting,
    texts=texts,
    questions=questions,
    asks_followups=True,
    editor_room=room_on_the_map,
)
