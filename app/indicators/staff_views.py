"""Staff pages: read indicators with their meaning, propose and approve releases, compare them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.queries import user_by_id
from app.areas.models import AreaSet
from app.areas.queries import area_names
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.indicators import kept, labels, preview, queries, releases, tasks
from app.indicators.catalogue import definition_of
from app.indicators.forms import ApproveForm, ProposeForm
from app.indicators.geography import vintage_for
from app.indicators.large import in_background
from app.indicators.models import ReleaseProposal
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.queries import area_sets_of, roles_of
from app.processes.roles import PLAN

blueprint = Blueprint(
    "indicators_staff", __name__, url_prefix="/verwaltung/verfahren/<slug>", template_folder="templates"
)
APPROVE = tuple(sorted(releases.APPROVERS))


@blueprint.get("/kennzahlen")
@member_required(*PLAN)
def overview(process: Process) -> Any:
    """One figure by area. Of a very large process what a job computed, or the way to that job."""
    sets = {f"{found.name}@{found.vintage}": found for found in area_sets_of(process)}
    if not sets:
        return render_template("indicators/overview.html", process=process, sets={}, view=None)
    chosen = request.args.get("raum", "")
    key = chosen if chosen in sets else next(iter(sets))
    internal = request.args.get("sicht") == "intern"
    rows, as_of = _rows(process, sets[key], internal=internal)
    if rows is None:
        return _compute(process, sets[key])
    figures = {figure.key: figure for figure in labels.figures(rows)}
    figure = figures.get(request.args.get("kennzahl", "")) or next(iter(figures.values()))
    definition = definition_of(figure.indicator_id)
    return render_template(
        "indicators/overview.html",
        process=process,
        sets=sets,
        chosen=key,
        figures=figures,
        figure=figure,
        definition=definition,
        unit=labels.UNITS.get(definition.unit, ""),
        internal=internal,
        as_of=as_of,
        view=labels.lines(rows, figure, _names(sets[key])),
    )


@blueprint.get("/veroeffentlichungen", endpoint="releases")
@member_required(*PLAN)
def releases_page(process: Process) -> str:
    return _render_releases(process, ProposeForm(title=process.title))


@blueprint.post("/veroeffentlichungen")
@member_required(*PLAN)
def propose(process: Process) -> Any:
    form = ProposeForm()
    if form.validate_on_submit():
        title, note = form.title.data, form.note.data or ""
        if kept.is_large(process.id):
            back = url_for(".releases", slug=process.slug)
            name = _("Veröffentlichung vorschlagen")
            return in_background(process, tasks.PROPOSE, name, title=title, note=note, next=back)
        try:
            with transaction():
                releases.propose(process_id=process.id, user_id=current_user.id, title=title, note=note)
        except DomainError as error:
            form.form_errors = [*form.form_errors, str(error.message)]
        else:
            flash(_("Vorgeschlagen. Jetzt muss eine zweite Person prüfen und freigeben."), "success")
            return redirect(url_for(".releases", slug=process.slug))
    return _render_releases(process, form), 422


@blueprint.post("/veroeffentlichungen/zuruecknehmen")
@member_required(*PLAN)
def discard(process: Process) -> Any:
    with transaction():
        releases.discard(process_id=process.id, user_id=current_user.id)
    flash(_("Der Vorschlag ist zurückgenommen."), "success")
    return redirect(url_for(".releases", slug=process.slug))


@blueprint.route("/veroeffentlichungen/freigeben", methods=["GET", "POST"])
@member_required(*APPROVE)
def approve(process: Process) -> Any:
    proposal = queries.proposal_of(process.id)
    if proposal is None:
        raise NotFound(_("Es wartet kein Vorschlag auf Freigabe."))
    form, status = ApproveForm(), 200
    is_large = kept.is_large(process.id)
    if form.validate_on_submit():
        if is_large:
            return _approve_in_background(process, proposal, form.seen.data)
        try:
            with transaction():
                waiting = queries.proposal_of(process.id) or proposal
                release = releases.approve(
                    proposal=waiting, user_id=current_user.id, seen_hash=form.seen.data
                )
                number = release.number
        except DomainError as error:
            form.form_errors, status = [*form.form_errors, str(error.message)], error.status
            proposal = queries.proposal_of(process.id) or proposal
        else:
            flash(_("Veröffentlichung %(n)s ist eingefroren.", n=number), "success")
            return redirect(url_for(".release", slug=process.slug, number=number))
    if is_large:
        found = tasks.kept_dataset(process, proposal.area_sets)
        if found is None:
            return _check(process, proposal)
    else:
        found = releases.dataset(process.id, proposal.area_sets)
    form.seen.data = found.content_hash
    page = render_template(
        "indicators/approve.html",
        process=process,
        proposal=proposal,
        proposer=user_by_id(proposal.proposed_by),
        form=form,
        dataset=found,
        changed=found.content_hash != proposal.content_hash,
        is_own=proposal.proposed_by == current_user.id,
        withheld=labels.withheld(found.rows, _names_of_sets(found.area_sets)),
    )
    return page, status


@blueprint.get("/veroeffentlichungen/<int:number>")
@member_required(*PLAN)
def release(process: Process, number: int) -> str:
    found = _release_of(process, number)
    rows = releases.rows(found.id)
    pairs = rows[["area_set", "area_vintage"]].drop_duplicates().itertuples(index=False)
    sets = [vintage_for(name, found.frozen_at.date(), date.fromisoformat(day)) for name, day in pairs]
    approvals = [user_by_id(key) for key in (found.approved_first_by, found.approved_second_by) if key]
    return render_template(
        "indicators/release.html",
        process=process,
        release=found,
        approvals=approvals,
        rows=len(rows),
        suppressed=int((rows["obs_status"] == "Q").sum()),
        withheld=labels.withheld(rows, _names_of_sets(sets)),
    )


@blueprint.get("/veroeffentlichungen/vergleich")
@member_required(*PLAN)
def compare(process: Process) -> str:
    first, second = (_release_of(process, request.args.get(name, type=int) or 0) for name in ("von", "bis"))
    changes = [
        {
            "figure": labels.Figure(record["indicator_id"], record["age_group"]).label,
            "area": record["area_id"],
            "before": labels.printed(_side(record, "a")),
            "after": labels.printed(_side(record, "b")),
            "change": labels.CHANGES[record["change"]],
        }
        for record in releases.compare(first.id, second.id).to_dict("records")
    ]
    return render_template(
        "indicators/compare.html", process=process, first=first, second=second, changes=changes
    )


def _render_releases(process: Process, form: ProposeForm) -> str:
    proposal = queries.proposal_of(process.id)
    may_approve = bool(roles_of(current_user.id, process.id) & releases.APPROVERS)
    return render_template(
        "indicators/releases.html",
        process=process,
        form=form,
        found=queries.releases_of(process.id),
        proposal=proposal,
        proposer=user_by_id(proposal.proposed_by) if proposal else None,
        may_approve=may_approve and proposal is not None and proposal.proposed_by != current_user.id,
    )


def _rows(
    process: Process, area_set: AreaSet, *, internal: bool
) -> tuple[pd.DataFrame | None, datetime | None]:
    """Rows to show, and of when they are if that is not now; None when a job has to compute them first."""
    if not kept.is_large(process.id):
        return (preview.inside if internal else preview.protected)(process, area_set), None
    found = preview.kept_view(process, area_set, internal=internal)
    if found is None or (request.args.get("neu") and not found.is_current):
        return None, None
    return found.rows, None if found.is_current else found.read_at


def _compute(process: Process, area_set: AreaSet) -> Any:
    asked = {name: value for name, value in request.args.items() if name in {"raum", "kennzahl", "sicht"}}
    back = url_for(".overview", slug=process.slug, **asked)  # type: ignore[arg-type]
    return in_background(
        process, tasks.FIGURES, _("Kennzahlen berechnen"), area_set=str(area_set.id), next=back
    )


def _check(process: Process, proposal: ReleaseProposal) -> Any:
    back = url_for(".approve", slug=process.slug)
    title = _("Vorschlag zur Veröffentlichung prüfen")
    return in_background(process, tasks.CHECK, title, area_sets=proposal.area_sets, next=back)


def _approve_in_background(process: Process, proposal: ReleaseProposal, seen: str) -> Any:
    back = url_for(".releases", slug=process.slug)
    title = _("Veröffentlichung einfrieren")
    return in_background(process, tasks.APPROVE, title, proposal=str(proposal.id), seen=seen, next=back)


def _release_of(process: Process, number: int) -> Any:
    found = queries.release_by_number(number)
    if found.process_id != process.id:
        raise NotFound(_("Diese Veröffentlichung gibt es nicht."))
    return found


def _side(record: dict[str, Any], side: str) -> dict[str, Any]:
    unit = definition_of(record["indicator_id"]).unit
    return {"value": record[f"value_{side}"], "obs_status": record[f"obs_status_{side}"], "unit": unit}


def _names(area_set: AreaSet) -> dict[str, str]:
    return dict(area_names([area_set.id])[area_set.id])


def _names_of_sets(sets: list[AreaSet]) -> dict[str, str]:
    names = area_names(area_set.id for area_set in sets)
    return {code: name for area_set in sets for code, name in names[area_set.id]}
