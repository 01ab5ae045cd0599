"""Writes of minutes by staff: draft, edit, restore, take over what is new, send, confirm, forget what is taken back."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, leave_no_trace, new_id, now
from app.base.errors import Conflict, DomainError
from app.base.tokens import token_hash
from app.walks.minutes.drafting import Part, as_text, with_lines, without_line
from app.walks.minutes.models import Minutes, MinutesRevision, MinutesSection, MinutesVoice
from app.walks.minutes.queries import (
    derived_token,
    draft_now,
    earlier_texts,
    existing_minutes,
    minutes_of,
    news,
    revision_of,
    section_of,
    told,
    voice_of,
)
from app.walks.minutes.vocabulary import CONFIRMED, DRAFT, LONGEST, PUBLISHED, SENT
from app.walks.models import Walk

Actor = UUID | None


def draft_minutes(*, walk: Walk, actor: Actor = None) -> Minutes:
    """The first text of every section, from the record as it is now; Conflict when somebody was faster."""
    if minutes_of(walk.activity_id) is not None:
        raise Conflict(_("Das Protokoll gibt es schon."))
    identity = new_id()
    found = Minutes(
        id=identity, activity_id=walk.activity_id, serial=1, token_hash=token_hash(derived_token(identity, 1))
    )
    db.session.add(found)
    db.session.flush()
    for position, part in enumerate(draft_now(walk)[0], start=1):
        _add_section(found, part, position, actor)
    _note(actor, "minutes.draft", found)
    return found


def save_section(
    *, walk: Walk, section_id: UUID, text: str, version: int | None, actor: Actor = None
) -> MinutesSection:
    """A new text of a section; the old one stays among its revisions. Conflict when `version` is stale.

    Whoever confirmed the minutes confirmed another text: they are back with those who walked.
    """
    minutes = existing_minutes(walk, lock=True)
    section = section_of(walk, section_id, lock=True)
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise DomainError(_("Bitte höchstens %(max)s Zeichen.", max=LONGEST), field="text")
    section.expect_version(version)
    _write(section, words, actor)
    section.is_torn = False
    _open_again(minutes)
    _note(actor, "minutes.edit", minutes)
    return section


def restore_section(
    *, walk: Walk, section_id: UUID, revision_id: UUID, version: int | None, actor: Actor = None
) -> MinutesSection:
    """Bring an earlier text back, as a new one; Conflict when somebody has written since."""
    revision = revision_of(section_of(walk, section_id), revision_id)
    return save_section(walk=walk, section_id=section_id, text=revision.text, version=version, actor=actor)


def take_news(*, walk: Walk, actor: Actor = None) -> int:
    """Add lines about what came since; nothing that was written is changed. How many sections got some."""
    minutes = existing_minutes(walk, lock=True)
    parts, _noted = draft_now(walk)
    found = news(minutes, parts)
    sections = {section.key: section for section in minutes.sections}
    for part, lines in found:
        section = sections.get(part.key)
        if section is None:
            _add_section(minutes, part, _place_of(parts, part, minutes), actor)
            continue
        known = [(str(text), set(ids)) for text, ids in section.sources]
        fresh = {key for line in lines for key in line.ids}
        section.sources = [
            *([text, ids] for text, ids in section.sources if not set(ids) & fresh),
            *([line.text, list(line.ids)] for line in lines),
        ]
        section.version += 1
        _write(section, with_lines(section.text, lines, known), actor)
    if found:
        _open_again(minutes)
        _note(actor, "minutes.news", minutes)
    return len(found)


def send_minutes(*, walk: Walk, actor: Actor = None) -> Minutes:
    """Show them to those who walked."""
    found = existing_minutes(walk, lock=True)
    if found.state != DRAFT:
        raise DomainError(_("Das Protokoll ist schon bei den Teilnehmenden."))
    found.state, found.sent_at = SENT, now()
    _note(actor, "minutes.send", found)
    return found


def call_back(*, walk: Walk, actor: Actor = None) -> Minutes:
    """Nobody but staff sees them any more; what was said to them stays."""
    found = existing_minutes(walk, lock=True)
    found.state, found.confirmed_at = DRAFT, None
    _note(actor, "minutes.call_back", found)
    return found


def confirm_minutes(*, walk: Walk, is_spoken: bool = False, actor: Actor = None) -> Minutes:
    """Those who walked find them right. DomainError while a correction waits, or when nobody has said so.

    `is_spoken`: they said so to staff, for instance a group without phones.
    """
    found = existing_minutes(walk, lock=True)
    if found.state != SENT:
        raise DomainError(_("Bestätigt wird, was bei den Teilnehmenden ist."))
    said = told(found)
    if any(one.waiting for one in said.values()):
        raise DomainError(_("Noch nicht alle Korrekturen sind beantwortet."))
    if not is_spoken and not any(one.right for one in said.values()):
        raise DomainError(
            _(
                "Noch hat niemand gesagt, dass es stimmt. Hat die Gruppe es mündlich gesagt, kreuzen Sie das an."
            ),
            field="is_spoken",
        )
    found.state, found.confirmed_at, found.is_spoken = CONFIRMED, now(), is_spoken
    _note(actor, "minutes.confirm", found)
    return found


def renew_link(*, walk: Walk, actor: Actor = None) -> Minutes:
    """Another link; the old one opens nothing any more."""
    found = existing_minutes(walk, lock=True)
    found.serial += 1
    found.token_hash = token_hash(derived_token(found.id, found.serial))
    _note(actor, "minutes.link", found)
    return found


def answer_voice(
    *, walk: Walk, voice_id: UUID, answer: str, is_taken: bool, actor: UUID | None = None
) -> MinutesVoice:
    """Tell somebody what became of the correction; DomainError without words."""
    found = voice_of(walk, voice_id)
    if not answer.strip():
        raise DomainError(_("Bitte schreiben Sie eine kurze Antwort."), field="answer")
    found.answer, found.is_taken, found.answered_at = answer.strip(), is_taken, now()
    db.session.flush()
    note(
        actor=actor or "command",
        action="minutes.answer",
        object_kind="walk_minutes_voice",
        object_id=found.id,
    )
    return found


def mark_published(*, walk: Walk, is_public: bool) -> None:
    """The report of confirmed minutes is out, or was taken in again."""
    found = minutes_of(walk.activity_id)
    if found is not None and found.state in (CONFIRMED, PUBLISHED):
        found.state = PUBLISHED if is_public else CONFIRMED
        db.session.flush()


def forget(activity_id: UUID, ids: Collection[UUID]) -> None:
    """Take out lines about contributions and sittings that go (E07), of the text and of every earlier one.

    Where staff wrote the words anew nobody can find them: the section is marked, and staff take them out.
    """
    minutes = minutes_of(activity_id)
    gone = {str(one) for one in ids}
    for section in minutes.sections if minutes else ():
        lines = [text for text, keys in section.sources if gone & set(keys)]
        if not lines:
            continue
        is_there = all(line in section.text.split("\n") for line in lines)
        section.sources = [[text, keys] for text, keys in section.sources if not gone & set(keys)]
        section.version += 1
        for line in lines:
            section.text = without_line(section.text, line)
            for earlier in earlier_texts(section):
                earlier.revision.text = without_line(earlier.revision.text, line)
        section.is_torn = section.is_torn or not is_there
    db.session.flush()
    leave_no_trace()


def _add_section(minutes: Minutes, part: Part, position: int, actor: Actor) -> None:
    section = MinutesSection(
        minutes_id=minutes.id,
        position=position,
        key=part.key,
        title=part.title,
        sources=[[line.text, list(line.ids)] for line in part.lines if line.ids],
        version=1,
    )
    minutes.sections.append(section)
    db.session.flush()
    _write(section, as_text(part.lines), actor)


def _place_of(parts: list[Part], part: Part, minutes: Minutes) -> int:
    """Room for a new section behind the one before it."""
    before = {one.key for one in parts[: parts.index(part)]}
    place = 1 + max((one.position for one in minutes.sections if one.key in before), default=0)
    for section in minutes.sections:
        if section.position >= place:
            section.position += 1
    return place


def _write(section: MinutesSection, text: str, actor: Actor) -> None:
    section.text = text
    db.session.add(MinutesRevision(section_id=section.id, version=section.version, text=text, user_id=actor))
    db.session.flush()


def _open_again(minutes: Minutes) -> None:
    if minutes.state in (CONFIRMED, PUBLISHED):
        minutes.state, minutes.confirmed_at = SENT, None
    db.session.flush()


def _note(actor: Actor, action: str, minutes: Minutes) -> None:
    db.session.flush()
    note(actor=actor or "command", action=action, object_kind="walk_minutes", object_id=minutes.id)
