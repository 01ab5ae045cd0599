"""Reads of minutes: those of a walk, their sections, earlier texts, what was said to them, and what is new since."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.base.database import db
from app.base.errors import NotFound
from app.base.tokens import token_hash
from app.contributions.noted import Noted, noted_in
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import process_by_id
from app.walks.minutes.drafting import Line, Part, drafted
from app.walks.minutes.models import Minutes, MinutesRevision, MinutesSection, MinutesVoice
from app.walks.minutes.vocabulary import DRAFT
from app.walks.models import Walk, WalkCode
from app.walks.queries import walk_of


@dataclass(frozen=True)
class Told:
    """What was said to one section: how many find it right (of them, about the text as it is now), and corrections."""

    right: int = 0
    right_now: int = 0
    corrections: list[MinutesVoice] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(1 for one in self.corrections if one.answered_at is None)


@dataclass(frozen=True)
class Earlier:
    """An earlier text of a section with who wrote it, empty when the account is gone."""

    revision: MinutesRevision
    by: str


def minutes_of(activity_id: UUID) -> Minutes | None:
    """The minutes of a walk with their sections, or None when nobody has drafted them."""
    query = select(Minutes).where(Minutes.activity_id == activity_id).options(selectinload(Minutes.sections))
    return db.session.scalar(query)


def shown_minutes(activity_ids: Collection[UUID]) -> set[UUID]:
    """Which of these walks have minutes that those who walked may read."""
    query = select(Minutes.activity_id).where(Minutes.activity_id.in_(activity_ids), Minutes.state != DRAFT)
    return set(db.session.scalars(query)) if activity_ids else set()


def existing_minutes(walk: Walk, *, lock: bool = False) -> Minutes:
    """The same; NotFound when there are none. `lock` holds the row until the commit."""
    if lock:
        query = select(Minutes.id).where(Minutes.activity_id == walk.activity_id).with_for_update()
        db.session.scalar(query)
        db.session.expire_all()
    found = minutes_of(walk.activity_id)
    if found is None:
        raise NotFound(_("Dieses Protokoll gibt es noch nicht."))
    return found


def section_of(walk: Walk, section_id: UUID, *, lock: bool = False) -> MinutesSection:
    """A section of this walk's minutes; NotFound for others. `lock`: as stored this moment, held until the commit."""
    query = (
        select(MinutesSection)
        .join(Minutes, Minutes.id == MinutesSection.minutes_id)
        .where(MinutesSection.id == section_id, Minutes.activity_id == walk.activity_id)
    )
    if lock:
        query = query.with_for_update(of=MinutesSection).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("Diesen Abschnitt gibt es nicht."))
    return found


def earlier_texts(section: MinutesSection) -> list[Earlier]:
    """Every text the section had, the newest first."""
    query = (
        select(MinutesRevision, User.name, User.email)
        .outerjoin(User, User.id == MinutesRevision.user_id)
        .where(MinutesRevision.section_id == section.id)
        .order_by(MinutesRevision.version.desc(), MinutesRevision.id.desc())
    )
    return [Earlier(row[0], row.name or row.email or "") for row in db.session.execute(query)]


def revision_of(section: MinutesSection, revision_id: UUID) -> MinutesRevision:
    """One of them; NotFound for a revision of another section."""
    found = db.session.get(MinutesRevision, revision_id)
    if found is None or found.section_id != section.id:
        raise NotFound(_("Diese Fassung gibt es nicht."))
    return found


def told(minutes: Minutes) -> dict[UUID, Told]:
    """What was said to each section, corrections in the order they came."""
    versions = {section.id: section.version for section in minutes.sections}
    query = select(MinutesVoice).where(MinutesVoice.section_id.in_(versions))
    voices = db.session.scalars(query.order_by(MinutesVoice.created_at, MinutesVoice.id)).all()
    found = {}
    for section_id, version in versions.items():
        mine = [one for one in voices if one.section_id == section_id]
        right = [one for one in mine if one.is_right]
        found[section_id] = Told(
            len(right),
            sum(1 for one in right if one.section_version == version),
            [one for one in mine if not one.is_right],
        )
    return found


def speakers(minutes: Minutes) -> int:
    """How many different people have said something to the minutes."""
    query = (
        select(MinutesVoice.speaker)
        .join(MinutesSection, MinutesSection.id == MinutesVoice.section_id)
        .where(MinutesSection.minutes_id == minutes.id)
        .distinct()
    )
    return len(db.session.scalars(query.order_by(MinutesVoice.speaker)).all())


def voice_of(walk: Walk, voice_id: UUID) -> MinutesVoice:
    """What somebody said to this walk's minutes; NotFound for others."""
    query = (
        select(MinutesVoice)
        .join(MinutesSection, MinutesSection.id == MinutesVoice.section_id)
        .join(Minutes, Minutes.id == MinutesSection.minutes_id)
        .where(MinutesVoice.id == voice_id, Minutes.activity_id == walk.activity_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(_("Diese Rückmeldung gibt es nicht."))
    return found


def voices_by(minutes: Minutes, speaker: str) -> dict[UUID, MinutesVoice]:
    """What one speaker has said to each section."""
    query = (
        select(MinutesVoice)
        .join(MinutesSection, MinutesSection.id == MinutesVoice.section_id)
        .where(MinutesSection.minutes_id == minutes.id, MinutesVoice.speaker == speaker)
        .order_by(MinutesVoice.id)
    )
    return {one.section_id: one for one in db.session.scalars(query)}


def walked_along(walk: Walk, person: Participant) -> bool:
    """Whether somebody joined with a code of this walk, or for its activity."""
    if person.join_code_id is None:
        return False
    query = select(WalkCode.join_code_id).where(
        WalkCode.activity_id == walk.activity_id, WalkCode.join_code_id == person.join_code_id
    )
    return db.session.scalar(query) is not None


def draft_now(walk: Walk) -> tuple[list[Part], list[Noted]]:
    """What the record would make the minutes say this moment, and the record itself."""
    noted = noted_in(walk.activity_id)
    return drafted(walk, noted, zone()), noted


def news(minutes: Minutes, parts: Sequence[Part]) -> list[tuple[Part, list[Line]]]:
    """Lines about what came since they were drafted or taken over, by section; what is there already is left out."""
    known = {
        section.key: {key for _text, ids in section.sources for key in ids} for section in minutes.sections
    }
    found = []
    for part in parts:
        fresh = [line for line in part.lines if set(line.ids) - known.get(part.key, set())]
        if fresh:
            found.append((part, fresh))
    return found


def count_news(minutes: Minutes, found: Sequence[tuple[Part, list[Line]]]) -> int:
    """How many entries these lines tell of that the minutes do not know."""
    known = {key for section in minutes.sections for _text, ids in section.sources for key in ids}
    return len({key for _part, lines in found for line in lines for key in line.ids} - known)


def link_token(minutes: Minutes) -> str:
    """The 128-bit token of the link to confirm (22 signs), derived and never stored; another `serial`, another link."""
    return derived_token(minutes.id, minutes.serial)


def derived_token(minutes_id: UUID, serial: int) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, f"walk minutes {minutes_id} {serial}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode("ascii").rstrip("=")


def minutes_by_token(token: str) -> tuple[Process, Walk, Minutes] | None:
    """The minutes a link leads to while they are out; None for old links and for drafts."""
    query = select(Minutes).where(Minutes.token_hash == token_hash(token[:100]), Minutes.state != DRAFT)
    found = db.session.scalar(query.options(selectinload(Minutes.sections)))
    walk = walk_of(found.activity_id) if found else None
    if found is None or walk is None:
        return None
    return process_by_id(walk.activity.process_id), walk, found


def zone() -> ZoneInfo:
    """The town's time, in which minutes tell what happened when."""
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
