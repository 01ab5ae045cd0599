"""What tests of the media desk have in common: a decision as the desk makes it, what others see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions import review
from app.contributions.media.models import Attachment
from app.contributions.review.media.services import Seen
from app.participants.models import Participant
from app.participants.services import record_consent
from app.participants.vocabulary import CONSENT_TEXTS
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment

BOX = {"kind": "face", "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.2, "source": "review"}
NOBODY = Seen(has_people=False)


def act(app: APIFlask, do: Any, attachment_id: UUID, town: Town, user_id: UUID, **values: Any) -> Attachment:
    """Decide as the desk does; the attachment as it stands then."""
    with app.app_context():
        version = values.pop("version", attachment(app, attachment_id).version)
        with transaction():
            do(
                process_id=town.process_id,
                attachment_id=attachment_id,
                version=version,
                user_id=user_id,
                **values,
            )
    return attachment(app, attachment_id)


def consent(app: APIFlask, town: Town, purpose: str, subject_id: UUID | None = None) -> UUID:
    with app.app_context(), transaction():
        return record_consent(
            participant_id=town.participant_id,
            purpose=purpose,
            text_version=CONSENT_TEXTS[purpose].version,
            subject_id=subject_id,
        ).id


def age(app: APIFlask, town: Town, band: str) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Participant, town.participant_id).age_band = band


def release_words(app: APIFlask, town: Town, attachment_id: UUID) -> None:
    contribution_id = attachment(app, attachment_id).contribution_id
    with app.app_context(), transaction():
        review.release(process_id=town.process_id, versions={contribution_id: None}, user_id=None)


def address(app: APIFlask, attachment_id: UUID) -> str:
    return f"/medien/{attachment(app, attachment_id).public_digest or '0' * 64}/whole"


def everybody(app: APIFlask, attachment_id: UUID) -> int:
    with app.test_client().get(address(app, attachment_id)) as answer:
        return answer.status_code
