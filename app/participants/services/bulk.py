"""Many participants at once from earlier or invented data: plain statements, no receipts handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert

from app.areas.age_bands import AGE_BANDS
from app.base.database import db, now
from app.base.errors import DomainError
from app.base.tokens import new_receipt, token_hash
from app.participants.models import Consent, Participant
from app.participants.queries import home_area_set, home_areas
from app.participants.services.joining import role_of_age
from app.participants.vocabulary import CONSENT_TEXTS, GENDERS, INFORMATION_VERSION, OUTSIDE
from app.processes.queries import process_by_id


@dataclass(frozen=True)
class Profile:
    """What is known of one participant; `id` becomes theirs."""

    id: UUID
    age_band: str
    gender: str
    home_area_code: str | None
    joined_on: date


def join_many(*, process_id: UUID, profiles: Sequence[Profile]) -> None:
    """Participants without a code and without a way back in, all or nothing; DomainError for unknown words."""
    if not profiles:
        return
    process = process_by_id(process_id)
    homes = {None, OUTSIDE, *dict(home_areas(process))}
    if {profile.age_band for profile in profiles} - set(AGE_BANDS):
        raise DomainError(_l("Diese Altersgruppe gibt es nicht."), field="age_band")
    if {profile.gender for profile in profiles} - set(GENDERS):
        raise DomainError(_l("Diese Angabe zum Geschlecht gibt es nicht."), field="gender")
    if {profile.home_area_code for profile in profiles} - homes:
        raise DomainError(_l("Diesen Stadtteil gibt es in der Liste nicht."), field="home_area_code")
    moment, home_set = now(), home_area_set(process)
    db.session.execute(
        insert(Participant),
        [
            {
                "id": profile.id,
                "created_at": moment,
                "process_id": process_id,
                "receipt_hash": token_hash(new_receipt()),
                "age_band": profile.age_band,
                "gender": profile.gender,
                "role": role_of_age(profile.age_band),
                "home_area_set": home_set if profile.home_area_code else None,
                "home_area_code": profile.home_area_code,
                "information_version": INFORMATION_VERSION,
                "joined_on": profile.joined_on,
            }
            for profile in profiles
        ],
    )


def say_yes_many(*, participant_ids: Sequence[UUID], purpose: str) -> None:
    """The yes of many invented people to `purpose` at large, with that of a guardian, as on a slip."""
    moment, version = now(), CONSENT_TEXTS[purpose].version
    rows = [
        {
            "participant_id": participant_id,
            "purpose": purpose,
            "giver": giver,
            "text_version": version,
            "given_at": moment,
        }
        for participant_id in participant_ids
        for giver in ("self", "guardian")
    ]
    if rows:
        db.session.execute(insert(Consent), rows)
