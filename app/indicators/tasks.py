"""The long work of very large processes in the background: figures for pages, proposing and freezing a release.

Everything is computed outside any transaction, so that nobody's recording waits; only the result is written in one.
A worker knows no addresses, so the page that starts a job names the `next` one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.queries import area_set_by_id
from app.base import jobs
from app.base.database import now, transaction
from app.base.errors import NotFound
from app.contributions.services import place_missing
from app.indicators import kept, preview, queries, releases
from app.indicators.watch import STEPS, Watch
from app.processes.models import Process
from app.processes.queries import area_sets_of, process_by_id

FIGURES, CHECK, PROPOSE, APPROVE = "figures", "releases.check", "releases.propose", "releases.approve"
_STEPS = (
    _l("Beiträge lesen"),
    _l("Kennzahlen rechnen"),
    _l("Kleine Zahlen schützen"),
    _l("Den Schutz angreifen und prüfen"),
    _l("Ergebnis festhalten"),
)


class _JobWatch(Watch):
    def __init__(self, job: jobs.JobHandle) -> None:
        self.job = job

    def step(self, number: int) -> None:
        self.job.progress(number, STEPS, str(_STEPS[number]))

    def look(self) -> None:
        if self.job.cancelled():
            raise jobs.Cancelled


@jobs.task(FIGURES)
def compute_figures(job: jobs.JobHandle) -> dict[str, Any]:
    """Compute the figures of one vintage (`area_set`) and keep them for the page at `next`."""
    with force_locale(job.arguments["language"]):
        process, area_set = _process(job), area_set_by_id(UUID(job.arguments["area_set"]))
        found = preview.kept_view(process, area_set, internal=False)
        if found is None or not found.is_current:
            preview.prepare(process, area_set, _JobWatch(job))
        return {"message": _("Die Kennzahlen sind berechnet."), "url": job.arguments["next"]}


@jobs.task(CHECK)
def check(job: jobs.JobHandle) -> dict[str, Any]:
    """Compute what a proposal would release and keep it for the page on which it is approved."""
    with force_locale(job.arguments["language"]):
        _computed(job, job.arguments["area_sets"])
        return {"message": _("Die Zahlen liegen zur Prüfung bereit."), "url": job.arguments["next"]}


@jobs.task(PROPOSE)
def propose(job: jobs.JobHandle) -> dict[str, Any]:
    """Propose a release as `releases.propose` does."""
    with force_locale(job.arguments["language"]):
        found, _version = _computed(job, ())
        with transaction():
            releases.propose(
                process_id=_id(job),
                user_id=_user(job),
                title=job.arguments["title"],
                note=job.arguments["note"],
                computed=found,
            )
        message = _("Vorgeschlagen. Jetzt muss eine zweite Person prüfen und freigeben.")
        return {"message": message, "url": job.arguments["next"]}


@jobs.task(APPROVE)
def approve(job: jobs.JobHandle) -> dict[str, Any]:
    """Freeze what the second person has seen (`seen`), as `releases.approve` does."""
    with force_locale(job.arguments["language"]):
        proposal_id = UUID(job.arguments["proposal"])
        releases.check_approver(_proposal(job, proposal_id), _user(job))
        with transaction():
            place_missing([found.id for found in area_sets_of(_process(job))])
        found, version = _computed(job, _proposal(job, proposal_id).area_sets)
        with transaction():
            if kept.version_of(_process(job)) != version:
                raise releases.DatasetChanged(releases.CHANGED)
            release = releases.approve(
                proposal=_proposal(job, proposal_id),
                user_id=_user(job),
                seen_hash=job.arguments["seen"],
                computed=found,
            )
            number = release.number
        message = _("Veröffentlichung %(n)s ist eingefroren.", n=number)
        return {"message": message, "url": job.arguments["next"]}


def _computed(job: jobs.JobHandle, set_names: Sequence[str]) -> tuple[releases.Dataset, kept.Version]:
    """The dataset of now, kept for the page of approval, and the version of what it was computed from."""
    version, read_at = kept.version_of(_process(job)), now()
    found = releases.dataset(_id(job), set_names, _JobWatch(job))
    preview.keep_dataset(found, version, read_at)
    return found, version


def _id(job: jobs.JobHandle) -> UUID:
    if job.process_id is None:
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    return job.process_id


def _process(job: jobs.JobHandle) -> Process:
    return process_by_id(_id(job))


def _user(job: jobs.JobHandle) -> UUID:
    if job.user_id is None:
        raise NotFound(_("Dieses Konto gibt es nicht mehr."))
    return job.user_id


def _proposal(job: jobs.JobHandle, proposal_id: UUID) -> Any:
    found = queries.proposal_of(_id(job))
    if found is None or found.id != proposal_id:
        raise NotFound(_("Es wartet kein Vorschlag auf Freigabe."))
    return found
