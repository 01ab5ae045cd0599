"""What those who walked say to the minutes of their walk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.base.database import db
from app.base.errors import DomainError
from app.contributions.drafts import SubmissionDraft
from app.contributions.flags import DANGER, flags_of
from app.contributions.services import record_many
from app.walks.entries import entered
from app.walks.minutes.models import Minutes, MinutesVoice
from app.walks.minutes.queries import voices_by
from app.walks.minutes.vocabulary import LONGEST_CORRECTION, MOST_SPEAKERS, SENT
from app.walks.models import CHANNEL, Walk
from app.walks.vocabulary import GROUP


@dataclass(frozen=True)
class Said:
    """What somebody says to one section: `is_right`, or `text` says what is wrong."""

    section_id: UUID
    is_right: bool
    text: str = ""


@dataclass(frozen=True)
class Speaker:
    """Who speaks: a participant, or nobody we know; `key` tells the same one apart from others."""

    key: str
    participant_id: UUID | None = None


def say(*, walk: Walk, minutes: Minutes, speaker: Speaker, said: list[Said]) -> bool:
    """Keep what was said to the sections; saying it again replaces it. True when it sounds like danger (E19).

    Words that hint at danger are no matter of minutes: they go to safeguarding alone, as a contribution of the walk.
    DomainError names the section's field (`text-<id>`).
    """
    if minutes.state != SENT:
        raise DomainError(_("Das Protokoll wird gerade nicht gelesen. Schau später noch einmal vorbei."))
    sections = {section.id: section for section in minutes.sections}
    mine = voices_by(minutes, speaker.key)
    is_danger = False
    for one in said:
        section = sections.get(one.section_id)
        if section is None:
            raise DomainError(_("Diesen Abschnitt gibt es nicht mehr. Lade die Seite neu."))
        words = "" if one.is_right else " ".join(one.text.split())
        if not one.is_right and not words:
            raise DomainError(_("Schreib bitte, was nicht stimmt."), field=f"text-{one.section_id}")
        if len(words) > LONGEST_CORRECTION:
            message = _("Bitte höchstens %(max)s Zeichen.", max=LONGEST_CORRECTION)
            raise DomainError(message, field=f"text-{one.section_id}")
        if DANGER in flags_of("", words, ""):
            _to_safeguarding(walk, section.id, speaker, words)
            is_danger = True
            continue
        known = mine.get(section.id)
        if known is None:
            _refuse_flood(section.id)
            known = MinutesVoice(
                section_id=section.id, speaker=speaker.key, participant_id=speaker.participant_id
            )
            db.session.add(known)
        elif (known.is_right, known.text) == (one.is_right, words):
            known.section_version = section.version
            continue
        known.section_version, known.is_right, known.text = section.version, one.is_right, words
        known.answer, known.is_taken, known.answered_at = "", False, None
    db.session.flush()
    return is_danger


def _refuse_flood(section_id: UUID) -> None:
    query = select(func.count()).where(MinutesVoice.section_id == section_id)
    if (db.session.scalar(query) or 0) >= MOST_SPEAKERS:
        raise DomainError(_("Hier haben schon sehr viele etwas gesagt. Bitte sprich uns direkt an."))


def _to_safeguarding(walk: Walk, section_id: UUID, speaker: Speaker, words: str) -> None:
    """The same words sent again are the same sitting."""
    sitting = SubmissionDraft(
        id=uuid5(section_id, f"{speaker.key} {words}"),
        process_id=walk.activity.process_id,
        activity_id=walk.activity_id,
        participant_id=speaker.participant_id,
        person_key=str(speaker.participant_id or speaker.key)[:64],
        channel=CHANNEL,
    )
    record_many([entered(sitting, {"what": "observation", "text": words}, GROUP)])
