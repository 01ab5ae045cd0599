"""The report of a walk for staff: its introduction, what it would show, out and in again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import INVITE
from app.walks.minutes.queries import minutes_of
from app.walks.minutes.vocabulary import CONFIRMED, PUBLISHED, SPOKEN
from app.walks.queries import walk_by_slug
from app.walks.report import services
from app.walks.report.forms import ReportForm
from app.walks.report.queries import report_content, report_of
from app.walks.vocabulary import TOPS

blueprint = Blueprint(
    "walks_report_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>/bericht",
    template_folder="../templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*INVITE)
def edit(process: Process, walk: str) -> Any:
    """Write the introduction; below it stands what everybody would read."""
    found = walk_by_slug(process.id, walk)
    report = report_of(found.activity_id)
    form = ReportForm(
        data={"intro": report.intro if report else "", "version": str(report.version if report else 1)}
    )
    theirs = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.save_intro(
                    walk=walk_by_slug(process.id, walk),
                    intro=form.intro.data or "",
                    version=_version(form),
                    actor=current_user.id,
                )
                slug = process.slug
        except Conflict as error:
            form.form_errors = [*form.form_errors, str(error.message)]
            report = report_of(walk_by_slug(process.id, walk).activity_id)
            theirs = report.intro if report else ""
            form.version.data, form.version.raw_data = str(report.version if report else 1), None
        except NotFound:
            raise
        except DomainError as error:
            form.intro.errors = [*form.intro.errors, str(error.message)]
        else:
            flash(_("Die Einleitung ist gespeichert."), "success")
            return redirect(url_for(".edit", slug=slug, walk=walk))
    return _page(process, walk, form, theirs), 409 if theirs is not None else 422 if form.errors else 200


@blueprint.post("/veroeffentlichen")
@member_required(*INVITE)
def publish(process: Process, walk: str) -> Any:
    """Everybody may read it."""
    try:
        with transaction():
            services.publish_report(walk=walk_by_slug(process.id, walk), actor=current_user.id)
            slug = process.slug
    except NotFound:
        raise
    except DomainError as error:
        report = report_of(walk_by_slug(process.id, walk).activity_id)
        values = {"intro": report.intro if report else "", "version": str(report.version if report else 1)}
        form = ReportForm(formdata=None, data=values)
        form.form_errors = [str(error.message)]
        return _page(process, walk, form, None), error.status
    flash(_("Der Bericht ist öffentlich."), "success")
    return redirect(url_for(".edit", slug=slug, walk=walk))


@blueprint.post("/zurueckziehen")
@member_required(*INVITE)
def take_in(process: Process, walk: str) -> Any:
    """Only staff see it."""
    with transaction():
        services.take_in_report(walk=walk_by_slug(process.id, walk), actor=current_user.id)
        slug = process.slug
    flash(_("Der Bericht ist nicht mehr öffentlich."), "success")
    return redirect(url_for(".edit", slug=slug, walk=walk))


def _page(process: Process, walk: str, form: ReportForm, theirs: str | None) -> str:
    found = walk_by_slug(process.id, walk)
    minutes = minutes_of(found.activity_id)
    return render_template(
        "walks/report_edit.html",
        process=process,
        walk=found,
        form=form,
        theirs=theirs,
        report=report_of(found.activity_id),
        is_confirmed=minutes is not None and minutes.state in (CONFIRMED, PUBLISHED),
        content=report_content(found),
        SPOKEN=SPOKEN,
        TOPS=TOPS,
    )


def _version(form: ReportForm) -> int:
    sent = (form.version.raw_data or [""])[0]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
