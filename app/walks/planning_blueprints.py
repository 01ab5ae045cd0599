"""The pages around a walk before it begins, as the channel registers them."""

from __future__ import annotations

from flask import Blueprint

from app.base.i18n import for_participants
from app.walks.book.staff_views import blueprint as book_blueprint
from app.walks.calendar.public_views import blueprint as about_blueprint
from app.walks.calendar.staff_views import blueprint as calendar_blueprint
from app.walks.planning.staff_views import blueprint as plan_blueprint


def planning_blueprints() -> tuple[Blueprint, ...]:
    """Plan, book, calendar; and the page about a walk, which people who take part read in their languages."""
    return plan_blueprint, book_blueprint, calendar_blueprint, for_participants(about_blueprint)
