"""Release: freeze a protected, audited dataset with two approvals; numbered, never changed, comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, event, func, insert, select

from app.accounts.models import User
from app.areas.models import AreaSet
from app.base import audit as protocol
from app.base.database import db, now
from app.base.errors import Conflict, DomainError, NotAllowed
from app.contributions.services import place_missing
from app.indicators import queries
from app.indicators.catalogue import all_definitions, base_id, definition_of
from app.indicators.compute import compute_all
from app.indicators.compute.rows import OWN_SOURCE
from app.indicators.definitions import Measure
from app.indicators.disclosure import PUBLIC, Rule, Verdict, audit, protect
from app.indicators.geography import kept_sets, nesting, released_sets
from app.indicators.models import COLUMNS, Release, ReleaseProposal, ReleaseRow, Source
from app.indicators.tidy import CELL_COLUMNS, DATES, content_hash
from app.indicators.watch import AUDIT, COMPUTE, KEEP, PROTECT, READ, UNWATCHED, Watch
from app.processes.models import Process
from app.processes.queries import area_sets_of, process_by_id, roles_of

APPROVERS = frozenset({"dpo", "statistics"})
CHANGED = _l("Die Zahlen haben sich seit dem Vorschlag geändert. Bitte prüfen Sie sie noch einmal.")


class NotSafe(DomainError):
    """The auditor could compute a hidden number; nothing is released."""


class DatasetChanged(Conflict):
    """The numbers are not those the approval was given for."""


@dataclass(frozen=True)
class Dataset:
    """What would be released now: protected rows, the auditor's verdict, and a hash of the content."""

    process: Process
    area_sets: list[AreaSet]
    rows: pd.DataFrame
    verdict: Verdict
    content_hash: str
    rule: Rule
    previous_id: UUID | None = None

    @property
    def suppressed(self) -> int:
        return int((self.rows["obs_status"] == "Q").sum())


def dataset(process_id: UUID, set_names: Sequence[str] = (), watch: Watch = UNWATCHED) -> Dataset:
    """Compute, protect and audit everything a release of the process would hold.

    Everything is read first, in one snapshot, then computed.
    """
    watch.step(READ)
    process = process_by_id(process_id)
    contributions = queries.contributions_frame(process, watch)
    sets = _sets_for(process, queries.period_of(process, contributions)[1], set_names)
    nested = nesting(sets)
    frames = [queries.frames_for(process, found, contributions) for found in sets]
    found = queries.releases_of(process_id)
    previous_id = found[0].id if found else None
    earlier = queries.release_rows(release.id for release in found)
    definitions = all_definitions()
    watch.step(COMPUTE)
    observations = pd.concat([compute_all(definitions, one) for one in frames], ignore_index=True)
    watch.step(PROTECT)
    rows = protect(observations, PUBLIC, earlier, nested)
    watch.step(AUDIT)
    verdict = audit(rows, observations, PUBLIC, nested)
    watch.step(KEEP)
    return Dataset(process, sets, rows, verdict, content_hash(rows), PUBLIC, previous_id)


def _sets_for(process: Process, period_end: date, set_names: Sequence[str]) -> list[AreaSet]:
    """The geographies of the latest release, which later ones keep; for the first release those asked for."""
    latest = queries.latest_release(process.id)
    if latest is None:
        return released_sets(process, period_end, set_names)
    seen = rows(latest.id)[["area_set", "area_vintage"]].drop_duplicates()
    return kept_sets(list(seen.itertuples(index=False, name=None)), set_names)


def propose(
    *,
    process_id: UUID,
    user_id: UUID,
    title: str = "",
    note: str = "",
    set_names: Sequence[str] = (),
    computed: Dataset | None = None,
) -> ReleaseProposal:
    """First of two persons: propose what can be released now; replaces an older proposal of the process.

    `computed`: what `dataset` found just now, when that took too long to hold everybody else up.
    """
    found = computed or dataset(process_id, set_names)
    _refuse_unsafe(found)
    discard(process_id=process_id)
    proposal = ReleaseProposal(
        process_id=process_id,
        proposed_by=user_id,
        title=title.strip() or found.process.title,
        note=note.strip(),
        area_sets=[area_set.name for area_set in found.area_sets],
        content_hash=found.content_hash,
    )
    db.session.add(proposal)
    db.session.flush()
    protocol.note(actor=user_id, action="release.propose", object_kind="process", object_id=process_id)
    return proposal


def discard(*, process_id: UUID, user_id: UUID | None = None) -> None:
    """Take the waiting proposal of a process back."""
    db.session.execute(delete(ReleaseProposal).where(ReleaseProposal.process_id == process_id))
    if user_id is not None:
        protocol.note(actor=user_id, action="release.discard", object_kind="process", object_id=process_id)


def approve(
    *, proposal: ReleaseProposal, user_id: UUID, seen_hash: str, computed: Dataset | None = None
) -> Release:
    """Second of two persons (data protection or statistics): freeze what they have seen, or DatasetChanged."""
    check_approver(proposal, user_id)
    release = freeze(
        process_id=proposal.process_id,
        approvals=(proposal.proposed_by, user_id),
        note=proposal.note,
        title=proposal.title,
        set_names=proposal.area_sets,
        expected_hash=seen_hash,
        computed=computed,
    )
    discard(process_id=proposal.process_id)
    return release


def check_approver(proposal: ReleaseProposal, user_id: UUID) -> None:
    """NotAllowed for who proposed it, or is neither data protection nor statistics of the process."""
    if user_id == proposal.proposed_by:
        raise NotAllowed(_l("Wer vorschlägt, kann nicht selbst freigeben. Es braucht eine zweite Person."))
    if not roles_of(user_id, proposal.process_id) & APPROVERS:
        raise NotAllowed(_l("Freigeben dürfen nur Datenschutz und Statistikstelle dieses Verfahrens."))


def freeze(
    *,
    process_id: UUID,
    approvals: Sequence[UUID],
    note: str = "",
    title: str = "",
    set_names: Sequence[str] = (),
    expected_hash: str | None = None,
    computed: Dataset | None = None,
) -> Release:
    """Store what can be released now as the next number of this installation (E36).

    approvals: ids of two different active staff accounts. Errors: NotAllowed, NotSafe, DatasetChanged (when
    `expected_hash` is another), OverlappingAreas.
    """
    _check_approvals(approvals)
    process = process_by_id(process_id)
    if computed is None:
        place_missing([area_set.id for area_set in area_sets_of(process)])
    found = computed or dataset(process_id, set_names)
    previous = queries.latest_release(process_id)
    previous_id = previous.id if previous else None
    if found.previous_id != previous_id or found.content_hash != (expected_hash or found.content_hash):
        raise DatasetChanged(CHANGED)
    _refuse_unsafe(found)
    release = Release(
        number=(db.session.scalar(select(func.max(Release.number))) or 0) + 1,
        process_id=process_id,
        title=title.strip() or process.title,
        area_sets=[area_set.name for area_set in found.area_sets],
        approved_first_by=approvals[0],
        approved_second_by=approvals[1],
        frozen_at=now(),
        content_hash=found.content_hash,
        previous_id=previous_id,
        rule=found.rule.as_json(),
        note=note.strip(),
    )
    db.session.add(release)
    db.session.flush()
    _keep_own_source(process)
    db.session.execute(insert(ReleaseRow), _records(found.rows, release.id))
    for user_id in approvals:
        protocol.note(actor=user_id, action="release.approve", object_kind="release", object_id=release.id)
    return release


def rows(release_id: UUID) -> pd.DataFrame:
    """The released rows: D4 columns in order, floats, n_persons Int64, dates as `date`; the frozen order."""
    return queries.release_rows([release_id])


def compare(release_a: UUID, release_b: UUID) -> pd.DataFrame:
    """What changed from a to b: the cell, both values and statuses, and `change`; equal cells are left out.

    change: new, gone, hidden (was shown), shown (was hidden), changed. Periods and vintages of what is counted here may
    differ. Values of other offices are those of one period, `taken_over_for`, and of one Gebietsstand.
    """
    cell = [*CELL_COLUMNS, "taken_over_for"]
    figures = [
        "value",
        "numerator",
        "denominator",
        "n_persons",
        "obs_status",
        "conf_status",
        *DATES,
        "area_vintage",
    ]
    tables = [_with_period(rows(found))[cell + figures] for found in (release_a, release_b)]
    both = tables[0].merge(tables[1], on=cell, how="outer", suffixes=("_a", "_b"), indicator=True)
    hidden_a, hidden_b = (both[f"obs_status_{side}"] == "Q" for side in "ab")
    same = pd.Series(True, index=both.index)
    for name in ("value", "numerator", "denominator", "n_persons"):
        first, second = (pd.to_numeric(both[f"{name}_{side}"]).astype("float64") for side in "ab")
        same &= (first == second) | (first.isna() & second.isna())
    change = pd.Series("changed", index=both.index).mask(same, "")
    change = change.mask(hidden_a & ~hidden_b, "shown").mask(~hidden_a & hidden_b, "hidden")
    change = change.mask(both["_merge"] == "left_only", "gone").mask(both["_merge"] == "right_only", "new")
    columns = [*cell, *(f"{name}_{side}" for name in figures for side in "ab"), "change"]
    return both.assign(change=change)[change != ""][columns].reset_index(drop=True)


def _with_period(table: pd.DataFrame) -> pd.DataFrame:
    """`taken_over_for`: period and vintage where somebody else computed a value, else empty."""
    bases = table["indicator_id"].map(base_id)
    others = {base for base in bases.unique() if definition_of(base).measure is Measure.IMPORTED}
    parts = [table[name].astype(str) for name in (*DATES, "area_vintage")]
    return table.assign(taken_over_for=parts[0].str.cat(parts[1:], sep=" ").where(bases.isin(others), ""))


def _check_approvals(approvals: Sequence[UUID]) -> None:
    if len(approvals) != 2 or approvals[0] == approvals[1]:
        raise NotAllowed(_l("Eine Veröffentlichung braucht die Freigabe von zwei verschiedenen Personen."))
    active = set(db.session.scalars(select(User.id).where(User.id.in_(approvals), User.active)))
    if len(active) != 2:
        raise NotAllowed(_l("Freigeben können nur Personen mit einem aktiven Konto."))


def _refuse_unsafe(found: Dataset) -> None:
    if found.rows.empty:
        raise DomainError(_l("Es gibt noch nichts zu veröffentlichen."))
    if not found.verdict.is_safe:
        cells = ", ".join(found.verdict.exposed[:5])
        raise NotSafe(
            _("Nicht veröffentlicht: Gesperrte Zahlen ließen sich berechnen (%(cells)s).", cells=cells)
        )


def _keep_own_source(process: Process) -> None:
    """The participation itself is a source of the dataset; one line for the whole installation."""
    if db.session.get(Source, OWN_SOURCE) is None:
        method = "Beteiligung: Markierungen und Beiträge von Teilnehmenden, gezählt nach Personen"
        title = "Beiträge aus Beteiligungsverfahren"
        provider = process.responsible or process.title
        db.session.add(Source(id=OWN_SOURCE, provider=provider, title=title, method=method))
        db.session.flush()


def _records(table: pd.DataFrame, release_id: UUID) -> list[dict[str, Any]]:
    values = table[list(COLUMNS)].astype(object)
    values = values.where(values.notna(), None)
    return [
        {
            "release_id": release_id,
            "row": number,
            **record,
            "computed_at": record["computed_at"].to_pydatetime(),
        }
        for number, record in enumerate(values.to_dict("records"))
    ]


@event.listens_for(Release, "before_update")
@event.listens_for(ReleaseRow, "before_update")
def _never_changed(*_: Any) -> None:
    raise Conflict(_l("Eine Veröffentlichung wird nicht geändert. Korrekturen kommen in eine neue."))
