"""What an invitation says, in the calendar and in a letter."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import format_date, format_time
from flask_babel import gettext as _

from app.walks.local_time import ZONE
from app.walks.models import Walk
from app.walks.route import length_m


def subject(walk: Walk) -> str:
    """The line above a letter."""
    title = walk.activity.title
    if walk.cancelled_at is not None:
        return _("Abgesagt: %(title)s", title=title)
    return _("Einladung: %(title)s", title=title)


def description(walk: Walk) -> str:
    """What stands below the date in a calendar: question, length, what there is to know about barriers, address."""
    lines = []
    if walk.focus:
        lines.append(walk.focus)
    if walk.trail.route is not None:
        lines.append(_("Weg: etwa %(metres)s m.", metres=int(round(length_m(walk.trail.route), -1))))
    if walk.accessibility:
        lines.append(walk.accessibility)
    if address := about_address(walk):
        lines.append(address)
    return "\n".join(lines)


def invitation_text(walk: Walk) -> str:
    """A letter that can be sent as it is."""
    if walk.cancelled_at is not None:
        return _("Guten Tag,\n\nder Spaziergang »%(title)s« findet nicht statt.", title=walk.activity.title)
    lines = [
        _("Guten Tag,\n\nwir laden Sie ein zum Quartiersspaziergang »%(title)s«.", title=walk.activity.title)
    ]
    if walk.starts_at:
        lines.append(_("Wann: %(when)s", when=when(walk)))
    if walk.meeting_point:
        lines.append(_("Wo: %(place)s", place=walk.meeting_point))
    return "\n\n".join([*lines, description(walk)]).strip()


def when(walk: Walk) -> str:
    """Day and hours in the town's time, in words."""
    if walk.starts_at is None:
        return ""
    begins = walk.starts_at.astimezone(ZONE)
    said = f"{format_date(begins, 'full', rebase=False)}, {format_time(begins, 'short', rebase=False)}"
    if walk.ends_at:
        said += f"–{format_time(walk.ends_at.astimezone(ZONE), 'short', rebase=False)}"
    return said


def about_address(walk: Walk) -> str:
    """The page everybody may read about the walk; empty when it is not announced."""
    if not walk.is_announced:
        return ""
    path = url_for("walks_about.about", slug=walk.activity.process.slug, walk=walk.activity.slug)
    return f"{current_app.config['BASE_URL']}{path}"
