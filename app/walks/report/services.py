"""Writes of the report of a walk: its introduction, out and in again."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError
from app.contributions.noted import noted_in
from app.contributions.quoting import is_quote, quotable
from app.contributions.words import full_text
from app.walks.minutes.queries import minutes_of
from app.walks.minutes.services import mark_published
from app.walks.minutes.vocabulary import CONFIRMED, PUBLISHED
from app.walks.models import Walk
from app.walks.report.models import WalkReport
from app.walks.report.queries import report_of

LONGEST_INTRO = 4000


def save_intro(
    *, walk: Walk, intro: str, version: int | None = None, actor: UUID | None = None
) -> WalkReport:
    """Plain words before the report; Conflict when `version` is stale, DomainError for somebody's own words (E02)."""
    found = _existing(walk)
    words = intro.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_INTRO:
        raise DomainError(_("Bitte höchstens %(max)s Zeichen.", max=LONGEST_INTRO), field="intro")
    said = [one for sitting in noted_in(walk.activity_id) for one in sitting.said if one.text or one.title]
    allowed = quotable([one.id for one in said])
    if any(one.id not in allowed and is_quote(words, full_text(one.title, one.text)) for one in said):
        message = _(
            "Das sind die Worte eines Menschen, der dazu nicht Ja gesagt hat. Bitte schreiben Sie es anders."
        )
        raise DomainError(message, field="intro")
    found.expect_version(version)
    found.intro = words
    _note(walk, "walk_report.edit", actor)
    return found


def publish_report(*, walk: Walk, actor: UUID | None = None) -> WalkReport:
    """Everybody reads it from now on. DomainError before those who walked have confirmed the minutes."""
    minutes = minutes_of(walk.activity_id)
    if minutes is None or minutes.state not in (CONFIRMED, PUBLISHED):
        raise DomainError(_("Zuerst bestätigen die, die mitgegangen sind, das Protokoll."))
    found = _existing(walk)
    if not found.intro:
        raise DomainError(_("Bitte schreiben Sie zuerst eine kurze Einleitung."), field="intro")
    if found.published_at is None:
        found.published_at = now()
        found.version += 1
        mark_published(walk=walk, is_public=True)
        _note(walk, "walk_report.publish", actor)
    return found


def take_in_report(*, walk: Walk, actor: UUID | None = None) -> WalkReport:
    """Nobody but staff sees it any more."""
    found = _existing(walk)
    found.published_at = None
    found.version += 1
    mark_published(walk=walk, is_public=False)
    _note(walk, "walk_report.take_in", actor)
    return found


def _existing(walk: Walk) -> WalkReport:
    found = report_of(walk.activity_id)
    if found is None:
        found = WalkReport(activity_id=walk.activity_id, intro="", version=1)
        db.session.add(found)
        db.session.flush()
    return found


def _note(walk: Walk, action: str, actor: UUID | None) -> None:
    db.session.flush()
    note(actor=actor or "command", action=action, object_kind="activity", object_id=walk.activity_id)
