"""Reads of indicators: frames of a process, imported values, sources, proposals and releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import pandas as pd
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.areas.models import AreaSet
from app.areas.queries import POPULATION_COLUMNS, area_names, population_frame
from app.base.database import db, now
from app.base.errors import NotFound
from app.contributions.queries import counted, counted_placements
from app.contributions.sittings import answers_stand
from app.indicators.breaks import mark_breaks
from app.indicators.frames import CONTRIBUTION_COLUMNS, Frames
from app.indicators.models import COLUMNS, Observation, Release, ReleaseProposal, ReleaseRow, Source
from app.indicators.surveys.queries import surveys_of
from app.indicators.surveys.sheet import Survey
from app.indicators.tidy import shape
from app.indicators.watch import UNWATCHED, Watch
from app.processes.models import Process

LARGEST_NUMBER = 2**31 - 1
SOURCE_COLUMNS = ("id", "provider", "title", "method", "contact", "update_cycle", "licence_id")


def contributions_frame(process: Process, watch: Watch = UNWATCHED) -> pd.DataFrame:
    """All counted contributions of a process (contributions.queries.counted)."""
    return counted(process.id, watch.look)


def period_of(process: Process, contributions: pd.DataFrame) -> tuple[date, date]:
    """The stated period, widened to every counted contribution and sitting, so that none is outside its own period."""
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    days = [day for day in (process.period_start, process.period_end) if day]
    _count, *answered = answers_stand(process.id)
    days += [moment.astimezone(zone).date() for moment in answered if moment]
    if len(contributions):
        said = contributions["said_at"]
        days += [said.min().astimezone(zone).date(), said.max().astimezone(zone).date()]
    if not days:
        days = [(process.opened_at or now()).astimezone(zone).date()]
    return min(days), max(days)


def frames_for(process: Process, area_set: AreaSet, contributions: pd.DataFrame | None = None) -> Frames:
    """Everything `compute` needs for one process in one vintage."""
    contributions = contributions_frame(process) if contributions is None else contributions
    start, end = period_of(process, contributions)
    areas = pd.DataFrame(area_names([area_set.id])[area_set.id], columns=["code", "name"])
    return Frames(
        contributions=contributions,
        placements=counted_placements(process.id, area_set.id),
        population=population_frame(area_set.id),
        areas=areas,
        imported=imported_frame(area_set),
        period_start=start,
        period_end=end,
        area_set=area_set.name,
        area_vintage=area_set.vintage,
        home_area_set=next(iter(process.area_set_names), None),
        surveys=surveys_of(process.id),
    )


def survey_frames(process: Process, area_set: AreaSet | None, survey: Survey) -> Frames:
    """What counting one survey needs and nothing of the rest; without a Raumgliederung only the town is counted."""
    days = [moment.date() for moment in survey.people["received_at"]] or [now().date()]
    name = area_set.name if area_set else ""
    areas = area_names([area_set.id])[area_set.id] if area_set else []
    return Frames(
        contributions=pd.DataFrame({name: [] for name in CONTRIBUTION_COLUMNS}),
        placements=pd.DataFrame({"contribution_id": [], "area_code": []}),
        population=population_frame(area_set.id) if area_set else pd.DataFrame(columns=POPULATION_COLUMNS),
        areas=pd.DataFrame(areas, columns=["code", "name"]),
        imported=pd.DataFrame(columns=list(COLUMNS)),
        period_start=min(days),
        period_end=max(days),
        area_set=name,
        area_vintage=area_set.vintage if area_set else "",
        home_area_set=name,
        surveys=(survey,),
    )


def has_surveys(release_id: UUID) -> bool:
    """Whether a release says anything about answers of a survey."""
    query = select(ReleaseRow.row).where(
        ReleaseRow.release_id == release_id, ReleaseRow.indicator_id.startswith("B:")
    )
    return db.session.scalar(query.limit(1)) is not None


def imported_frame(area_set: AreaSet) -> pd.DataFrame:
    """Imported values of a vintage in D4 columns, without those that may not be published (status N or L).

    The first period after an older vintage says that the series breaks here (status B).
    """
    columns = [getattr(Observation, name) for name in COLUMNS]
    query = select(*columns).where(
        Observation.area_set == area_set.name,
        Observation.area_vintage == area_set.vintage,
        Observation.conf_status.not_in(["N", "L"]),
    )
    order = (Observation.indicator_id, Observation.period_start, Observation.area_id)
    return mark_breaks(_table(db.session.execute(query.order_by(*order)).all()), _earlier(area_set))


def imported_stand(area_sets: Sequence[AreaSet]) -> list[tuple[object, ...]]:
    """What tells two states of the imported values of these sets apart: each write gives a row a new time."""
    names = sorted({area_set.name for area_set in area_sets})
    columns = (Observation.area_set, Observation.area_vintage)
    query = select(*columns, func.count(), func.max(Observation.computed_at))
    grouped = query.where(Observation.area_set.in_(names)).group_by(*columns).order_by(*columns)
    return [tuple(row) for row in db.session.execute(grouped)]


def _earlier(area_set: AreaSet) -> dict[str, date]:
    """The first period of each indicator in older vintages of the same Raumgliederung."""
    query = select(Observation.indicator_id, func.min(Observation.period_start)).where(
        Observation.area_set == area_set.name, Observation.area_vintage < area_set.vintage
    )
    grouped = query.group_by(Observation.indicator_id).order_by(Observation.indicator_id)
    return dict(db.session.execute(grouped).tuples().all())


def release_rows(release_ids: Iterable[UUID]) -> pd.DataFrame:
    """Rows of releases in D4 columns, in the order they were frozen."""
    columns = [getattr(ReleaseRow, name) for name in COLUMNS]
    query = select(*columns).join(Release).where(ReleaseRow.release_id.in_(list(release_ids)))
    return _table(db.session.execute(query.order_by(Release.number, ReleaseRow.row)).all())


def first_set_of(release_id: UUID) -> tuple[str, str] | None:
    """Name and vintage of the Raumgliederung of a release's first row; None when it has no rows."""
    query = select(ReleaseRow.area_set, ReleaseRow.area_vintage).where(ReleaseRow.release_id == release_id)
    row = db.session.execute(query.order_by(ReleaseRow.row).limit(1)).tuples().one_or_none()
    return row and (row[0], row[1])


def _table(rows: Sequence[object]) -> pd.DataFrame:
    return shape(pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS)))  # type: ignore[arg-type]


def releases_of(process_id: UUID) -> Sequence[Release]:
    """Releases of a process, newest first."""
    query = select(Release).where(Release.process_id == process_id)
    return db.session.scalars(query.order_by(Release.number.desc())).all()


def all_releases() -> Sequence[tuple[Release, Process]]:
    """Every release of the installation with its process, newest first."""
    query = select(Release, Process).join(Process, Release.process_id == Process.id)
    return [
        (release, process) for release, process in db.session.execute(query.order_by(Release.number.desc()))
    ]


def latest_release(process_id: UUID) -> Release | None:
    """The newest release of a process."""
    return next(iter(releases_of(process_id)), None)


def release_by_number(number: int) -> Release:
    """The release with this number; NotFound, also for a number no database column holds."""
    wanted = select(Release).where(Release.number == number)
    release = db.session.scalar(wanted) if number <= LARGEST_NUMBER else None
    if release is None:
        raise NotFound(_l("Diese Veröffentlichung gibt es nicht."))
    return release


def release_by_id(release_id: UUID) -> Release:
    """The release with this key; NotFound."""
    release = db.session.get(Release, release_id)
    if release is None:
        raise NotFound(_l("Diese Veröffentlichung gibt es nicht."))
    return release


def proposal_of(process_id: UUID) -> ReleaseProposal | None:
    """The release that waits for its second approval."""
    query = select(ReleaseProposal).where(ReleaseProposal.process_id == process_id)
    return db.session.scalar(query.order_by(ReleaseProposal.created_at.desc(), ReleaseProposal.id))


def sources_frame(ids: Iterable[str]) -> pd.DataFrame:
    """`sources.csv` of D4 for the source_ids of a table; participation itself stands in it, too."""
    columns = [getattr(Source, name) for name in SOURCE_COLUMNS]
    wanted = sorted({found for found in ids if found})
    rows = db.session.execute(select(*columns).where(Source.id.in_(wanted)).order_by(Source.id)).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=list(SOURCE_COLUMNS))
