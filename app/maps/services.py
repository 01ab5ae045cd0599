"""Writes of needle campaigns: create, change. Opening and closing is a matter of processes."""

from __future__ import annotations

import re
from uuid import UUID

from flask_babel import gettext as _

from app.base.errors import DomainError
from app.contributions.vocabulary import QUALITIES
from app.maps.models import CHANNEL, NEEDLE, PHOTO, TASKS, WAY, NeedleCampaign, NeedleQuestion
from app.maps.queries import campaign_of
from app.maps.set_up import change, set_up
from app.maps.template import CampaignDraft, QuestionDraft

MOST_QUESTIONS = 12
MOST_PINS = 20


def create_campaign(
    *, process_id: UUID, slug: str, draft: CampaignDraft, description: str = "", actor: UUID | str = "command"
) -> NeedleCampaign:
    """Make a needle activity with its map; it is a draft until it is opened. DomainError names the field."""
    _check(draft)
    return set_up(
        NeedleCampaign,
        fill=lambda made: _fill(made, draft),
        process_id=process_id,
        channel=CHANNEL,
        slug=slug,
        title=draft.title,
        description=description,
        actor=actor,
    )


def update_campaign(
    *, activity_id: UUID, draft: CampaignDraft, version: int | None = None, actor: UUID | str = "command"
) -> NeedleCampaign:
    """Change the map; Conflict when somebody saved since the form was opened."""
    campaign = campaign_of(activity_id)
    if campaign is None:
        raise DomainError(_("Diese Karte gibt es nicht."))
    _check(draft)
    return change(
        campaign,
        fill=lambda found: _fill(found, draft),
        title=draft.title,
        version=version,
        action="needle_campaign.update",
        actor=actor,
    )


def _check(draft: CampaignDraft) -> None:
    if not (-180 <= draft.center_lon <= 180 and -85 <= draft.center_lat <= 85):
        raise DomainError(_("Die Kartenmitte liegt nicht auf der Karte."), field="center_lat")
    if not 3 <= draft.zoom <= 19:
        raise DomainError(_("Die Zoomstufe liegt zwischen 3 und 19."), field="zoom")
    if not draft.questions:
        raise DomainError(_("Eine Nadelkarte braucht mindestens eine Frage."), field="questions")
    if len(draft.questions) > MOST_QUESTIONS:
        raise DomainError(_("Höchstens %(limit)s Fragen.", limit=MOST_QUESTIONS), field="questions")
    for number, question in enumerate(draft.questions, start=1):
        if not question.text.strip() or len(question.text) > 300:
            message = _("Frage %(number)s braucht einen Text mit höchstens 300 Zeichen.", number=number)
            raise DomainError(message, field="questions")
        if question.task not in TASKS:
            raise DomainError(
                _("Frage %(number)s: Bitte wählen Sie, was auf der Karte zu tun ist.", number=number),
                field="questions",
            )
        if question.task == NEEDLE and (not question.qualities or set(question.qualities) - set(QUALITIES)):
            raise DomainError(
                _("Frage %(number)s braucht mindestens eine Nadelart.", number=number), field="questions"
            )
        if question.ask_photo not in PHOTO:
            message = _("Frage %(number)s: Wählen Sie, ob nach einem Foto gefragt wird.", number=number)
            raise DomainError(message, field="questions")
        if not 1 <= question.max_pins <= MOST_PINS:
            message = _("Frage %(number)s: 1 bis %(limit)s Nadeln.", number=number, limit=MOST_PINS)
            raise DomainError(message, field="questions")


def _fill(campaign: NeedleCampaign, draft: CampaignDraft) -> None:
    """Set the map and match questions by key, so that answers keep belonging to the question they were given to."""
    campaign.intro = draft.intro.strip()
    campaign.center_lon, campaign.center_lat = draft.center_lon, draft.center_lat
    campaign.zoom, campaign.reveal = draft.zoom, draft.reveal
    known = {question.key: question for question in campaign.questions}
    keys: set[str] = set()
    ordered: list[NeedleQuestion] = []
    for position, wanted in enumerate(draft.questions):
        key = wanted.key if wanted.key and wanted.key not in keys else _new_key(wanted, keys | set(known))
        keys.add(key)
        question = known.get(key) or NeedleQuestion(key=key)
        question.position = position
        question.text = wanted.text.strip()
        question.task, question.qualities = wanted.task, _qualities(wanted)
        question.max_pins, question.ask_time, question.ask_company = (
            wanted.max_pins,
            wanted.ask_time,
            wanted.ask_company,
        )
        question.ask_photo, question.ask_voice = wanted.ask_photo, wanted.ask_voice
        ordered.append(question)
    campaign.questions = ordered


def _qualities(question: QuestionDraft) -> list[str]:
    """Kinds of needles in their usual order; a drawn way is always of one kind, a felt area of none."""
    wanted = {NEEDLE: question.qualities, WAY: (WAY,)}.get(question.task, ())
    return [code for code in QUALITIES if code in wanted]


def _new_key(question: QuestionDraft, taken: set[str]) -> str:
    words = re.findall(r"[a-z]+", question.text.lower()) or ["frage"]
    base = max(words, key=len)[:20]
    key, number = base, 2
    while key in taken:
        key, number = f"{base}{number}", number + 1
    return key
