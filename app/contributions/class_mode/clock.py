"""The clock of a lesson: how much of a phase is left, and what each button does to it. Time is the server's."""

from __future__ import annotations

from datetime import datetime

from app.contributions.class_mode.models import ClassSession

MORE = 120
"""Seconds that one press adds."""


def remaining(lesson: ClassSession, at: datetime) -> int:
    """Whole seconds left in the phase that is on; negative when it runs over."""
    _key, minutes = lesson.phases[lesson.current_phase]
    return minutes * 60 + lesson.extra_seconds - _elapsed(lesson, at)


def start(lesson: ClassSession, at: datetime) -> None:
    """Begin, or go on after a pause; a clock that runs stays as it is."""
    lesson.started_at = lesson.started_at or at
    lesson.running_since = lesson.running_since or at


def pause(lesson: ClassSession, at: datetime) -> None:
    lesson.elapsed_seconds = _elapsed(lesson, at)
    lesson.running_since = None


def move(lesson: ClassSession, at: datetime, *, by: int) -> None:
    """To the phase before or after this one, from its beginning; a clock that runs goes on running."""
    chosen = lesson.current_phase + by
    if not 0 <= chosen < len(lesson.phases):
        return
    lesson.current_phase = chosen
    lesson.elapsed_seconds = lesson.extra_seconds = 0
    lesson.running_since = at if lesson.running_since else None


def more(lesson: ClassSession) -> None:
    lesson.extra_seconds += MORE


def _elapsed(lesson: ClassSession, at: datetime) -> int:
    since = lesson.running_since
    return lesson.elapsed_seconds + (int((at - since).total_seconds()) if since else 0)
