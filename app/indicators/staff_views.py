"""Staff pages: read indicators with their meaning, propose and approve releases, compare them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.queries import user_by_id
from app.areas.models import AreaSet
from app.areas.queries import area_names
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.indicators import kept, labels, preview, queries, releases, sights, tasks
from app.indicators.catalogue import definition_of
from app.indicators.forms import ApproveForm, ProposeForm
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
    found = _figures(process, sets[key], internal=internal)
    if found is None:
        return _compute(process, sets[key])
    figures = sights.figures(found)
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
        as_of=None if found.is_current else found.read_at,
        view=sights.lines(found, figure, dict(area_names([sets[key].id])[sets[key].id])),
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
            computed = preview.dataset_now(process, ())
            with transaction():
                releases.propose(
                    process_id=process.id,
                    user_id=current_user.id,
                    title=title,
                    note=note,
                    computed=computed,
                )
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
        found = preview.kept_dataset(process, proposal.area_sets)
        if found is None:
            return _check(process, proposal)
    else:
        found = preview.dataset_now(process, proposal.area_sets)
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
        withheld=sights.withheld(found.content_hash, found.rows, _names_of_sets(found.area_sets)),
    )
    return page, status


@blueprint.get("/veroeffentlichungen/<int:number>")
@member_required(*PLAN)
def release(process: Process, number: int) -> str:
    found = _release_of(process, number)
    content = sights.frozen(found)
    approvals = [user_by_id(key) for key in (found.approved_first_by, found.approved_second_by) if key]
    return render_template(
        "indicators/release.html",
        process=process,
        release=found,
        approvals=approvals,
        rows=content.rows,
        suppressed=content.suppressed,
        withheld=sights.withheld_of(found),
    )


@blueprint.get("/veroeffentlichungen/vergleich")
@member_required(*PLAN)
def compare(process: Process) -> str:
    first, second = (_release_of(process, request.args.get(name, type=int) or 0) for name in ("von", "bis"))
    return render_template(
        "indicators/compare.html",
        process=process,
        first=first,
        second=second,
        changes=sights.changes(first, second),
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


def _figures(process: Process, area_set: AreaSet, *, internal: bool) -> kept.Kept | None:
    """Rows to show; None when a job has to compute them first."""
    if not kept.is_large(process.id):
        return preview.view_now(process, area_set, internal=internal)
    found = preview.kept_view(process, area_set, internal=internal)
    return None if found is None or (request.args.get("neu") and not found.is_current) else found


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


def _names_of_sets(sets: list[AreaSet]) -> dict[str, str]:
    names = area_names(area_set.id for area_set in sets)
    return {code: name for area_set in sets for code, name in names[area_set.id]}
