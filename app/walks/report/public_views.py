"""The report of a walk for everybody: released words and photos by stop, and other groups once theirs is out."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from app.base.access import public
from app.base.errors import NotFound
from app.participants.vocabulary import ROLES
from app.processes.queries import public_process
from app.processes.returning import returns_of
from app.walks.minutes.sketch import sketch
from app.walks.minutes.vocabulary import SPOKEN
from app.walks.queries import walk_by_slug
from app.walks.report.queries import published_sisters, report_content, report_of
from app.walks.vocabulary import TOPS

blueprint = Blueprint("walks_report", __name__, template_folder="../templates")


@blueprint.get("/verfahren/<slug>/spaziergang/<walk>/bericht")
@public
def show(slug: str, walk: str) -> str:
    """NotFound until staff publish it."""
    process = public_process(slug)
    found = walk_by_slug(process.id, walk)
    report = report_of(found.activity_id)
    if report is None or report.published_at is None:
        raise NotFound(_("Diesen Bericht gibt es noch nicht."))
    return render_template(
        "walks/report.html",
        process=process,
        walk=found,
        report=report,
        # Who walked in the words of C2; what staff call a group may name a class.
        group=ROLES.get(found.group_role, ""),
        content=report_content(found),
        sisters=published_sisters(found),
        returns=[one for one in returns_of(process.id) if one.activity_id in (None, found.activity_id)],
        picture=sketch(found, [], _("Skizze des geplanten Wegs mit den Halten"), only_planned=True),
        SPOKEN=SPOKEN,
        TOPS=TOPS,
    )
