"""Tells those who walked where what they said stands: the minutes of their walk, and its report once it is out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import current_app, url_for
from flask_babel import gettext as _

from app.atlas.outcomes import Line
from app.contributions.own import OwnContribution
from app.processes.models import Process
from app.walks.minutes.queries import shown_minutes
from app.walks.queries import walks_of
from app.walks.report.queries import published


def lines_of(process: Process, mine: Sequence[OwnContribution]) -> dict[UUID, list[Line]]:
    """The same two lines for everything said on one walk; nothing of walks without minutes and report."""
    if "walks_minutes.show" not in current_app.view_functions:
        return {}
    walks = {one.activity_id: one.activity.slug for one in walks_of(process.id)}
    asked = {one.activity_id for one in mine if one.activity_id in walks}
    open_minutes, reports = shown_minutes(asked), published(asked)
    found: dict[UUID, list[Line]] = {}
    for one in mine:
        slug, walk = process.slug, walks.get(one.activity_id or one.id, "")
        lines = []
        if one.activity_id in open_minutes:
            text = _("Im Protokoll eures Spaziergangs. Sag uns, ob es stimmt.")
            lines.append(Line(text, url_for("walks_minutes.show", slug=slug, walk=walk), about="reported"))
        if one.activity_id in reports:
            text = _("Der Bericht über euren Spaziergang ist da.")
            lines.append(Line(text, url_for("walks_report.show", slug=slug, walk=walk), about="reported"))
        if lines:
            found[one.id] = lines
    return found
