"""Writes of needle campaigns: create, change, ask a version of the editor. Opening is a matter of processes."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import Conflict, DomainError, Problems
from app.contributions.vocabulary import QUALITIES
from app.maps.fitting import refuse_unfit
from app.maps.models import CHANNEL, NeedleCampaign
from app.maps.queries import campaign_of
from app.maps.set_up import change, set_up
from app.maps.simple import content_of_drafts
from app.maps.template import CampaignDraft
from app.maps.vocabulary import NEEDLE, PHOTO, TASKS
from app.questions.content import Questionnaire
from app.questions.models import QuestionnaireVersion
from app.questions.queries import draft_of, published_content
from app.questions.reading import fingerprint
from app.questions.services import create_questionnaire, new_version, publish

MOST_QUESTIONS = 12
MOST_PINS = 20


def create_campaign(
    *, process_id: UUID, slug: str, draft: CampaignDraft, description: str = "", actor: UUID | str = "command"
) -> NeedleCampaign:
    """Make a needle activity with its map and a questionnaire of its own, called by its slug, of which version 1 is
    published. It is a draft until it is opened. DomainError names the field.
    """
    _check(draft)
    content = content_of_drafts(draft.title, draft.questions, Questionnaire())

    def filled(made: NeedleCampaign) -> None:
        kept = create_questionnaire(
            process_id=process_id, key=slug, title=draft.title, content=content, actor=actor
        )
        made.questionnaire_id = kept.id
        made.version_id = publish(questionnaire_id=kept.id, actor=actor).id
        _fill(made, draft)

    return set_up(
        NeedleCampaign,
        fill=filled,
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
    """Change the map; other questions than before are a new version, which people get at once.

    Conflict when somebody saved since the form was opened, or works on the questions in the editor.
    """
    campaign = _campaign(activity_id)
    _check(draft)
    campaign.expect_version(version)
    before = published_content(campaign.version_id)
    content = content_of_drafts(draft.title, draft.questions, before)
    if fingerprint(content) != fingerprint(before):
        campaign.version_id = _published(campaign, content, actor).id
    return change(
        campaign,
        fill=lambda found: _fill(found, draft),
        title=draft.title,
        version=None,
        action="needle_campaign.update",
        actor=actor,
    )


def begin_version(*, activity_id: UUID, actor: UUID | str = "command") -> QuestionnaireVersion:
    """The draft to work on in the editor: the one that is there, or a copy of what is asked now."""
    campaign = _campaign(activity_id)
    return draft_of(campaign.questionnaire_id) or new_version(
        questionnaire_id=campaign.questionnaire_id, actor=actor
    )


def publish_and_use(
    *, activity_id: UUID, version: int | None = None, actor: UUID | str = "command"
) -> NeedleCampaign:
    """Publish the draft of the editor and ask it from now on; Problems with what is not sound or no map can hold."""
    campaign = _campaign(activity_id)
    refuse_unfit(campaign.questionnaire_id)
    published = publish(questionnaire_id=campaign.questionnaire_id, version=version, actor=actor)
    campaign.version_id = published.id
    campaign.version += 1
    db.session.flush()
    note(actor=actor, action="needle_campaign.use_version", object_kind="activity", object_id=activity_id)
    return campaign


def _published(campaign: NeedleCampaign, content: Questionnaire, actor: UUID | str) -> QuestionnaireVersion:
    if draft_of(campaign.questionnaire_id) is not None:
        raise Conflict(
            _(
                "Die Fragen werden gerade im Editor bearbeitet. Veröffentlichen oder verwerfen Sie dort zuerst den "
                "Entwurf."
            ),
            field="questions",
        )
    new_version(questionnaire_id=campaign.questionnaire_id, actor=actor)
    try:
        return publish(questionnaire_id=campaign.questionnaire_id, content=content, actor=actor)
    except Problems as error:
        # Such as a follow-up of the editor that asks for one that was taken away here.
        raise DomainError(" ".join(map(str, error.problems.values())), field="questions") from error


def _campaign(activity_id: UUID) -> NeedleCampaign:
    campaign = campaign_of(activity_id)
    if campaign is None:
        raise DomainError(_("Diese Karte gibt es nicht."))
    return campaign


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
    campaign.intro = draft.intro.strip()
    campaign.center_lon, campaign.center_lat = draft.center_lon, draft.center_lat
    campaign.zoom, campaign.reveal = draft.zoom, draft.reveal
