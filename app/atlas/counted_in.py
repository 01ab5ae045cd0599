"""Tells in which release, and in which released figures of which Raum, a contribution counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from app.areas.queries import area_names, set_at
from app.atlas.outcomes import Line
from app.base.kept import Kept
from app.contributions.own import OwnContribution
from app.contributions.queries import area_codes
from app.contributions.stories import counted_at, decided
from app.contributions.vocabulary import QUALITIES
from app.indicators import queries, releases
from app.indicators.definitions import UNEASE
from app.indicators.frames import ALL
from app.indicators.labels import Figure, printed
from app.indicators.models import Release
from app.processes.models import Process

_rows: Kept[pd.DataFrame] = Kept(8)


def lines_of(process: Process, mine: Sequence[OwnContribution]) -> dict[UUID, list[Line]]:
    """The newest release that counted each of these, then the figures it counts in.

    Figures are those everybody reads on the page of results; what is hidden there is hidden here.
    """
    waiting = {one.id: one for one in mine}
    found: dict[UUID, list[Line]] = {}
    decisions = decided(list(waiting.values()))
    for release in queries.releases_of(process.id):
        counted = counted_at(list(waiting.values()), release.frozen_at, decisions)
        if counted:
            found |= _lines(process, release, [waiting.pop(key) for key in sorted(counted)])
    return found


def _lines(process: Process, release: Release, mine: list[OwnContribution]) -> dict[UUID, list[Line]]:
    first = queries.first_set_of(release.id)
    url = url_for("atlas.results", slug=process.slug, nummer=release.number)
    head = _(
        "Gezählt in Veröffentlichung Nr. %(number)s vom %(day)s.",
        number=release.number,
        day=format_date(release.frozen_at, "medium"),
    )
    found = {one.id: [Line(head, url)] for one in mine}
    if first is None:
        return found
    name, vintage = first
    area_set = set_at(name, date.fromisoformat(vintage))
    names = dict(area_names([area_set.id])[area_set.id])
    codes = area_codes([one.id for one in mine], area_set.id)
    rows = _rows.get(release.id, lambda: _of_places(releases.rows(release.id)))
    rows = rows[rows["area_set"] == name]
    for one in mine:
        if code := codes.get(one.id):
            here = rows[rows["area_id"] == code].to_dict("records")
            found[one.id] += _figures(one, names.get(code, code), here, process, release)
    return found


def _of_places(rows: pd.DataFrame) -> pd.DataFrame:
    """What a single contribution can be a part of: figures of places, of all ages together."""
    return rows[(rows["ref"] == "place") & (rows["age_group"] == ALL) & (rows["area_id"] != ALL)]


def _figures(
    one: OwnContribution, area: str, rows: list[dict[str, Any]], process: Process, release: Release
) -> list[Line]:
    wanted = [f"N01:quality={one.quality}", "N02"]
    if one.contribution.kind in UNEASE.kinds and one.quality in UNEASE.qualities:
        wanted.append("D08")
    by_figure = {row["indicator_id"]: row for row in rows}
    return [
        Line(
            _sentence(area, Figure(key, ALL), by_figure[key]),
            url_for("atlas.results", slug=process.slug, nummer=release.number, kennzahl=f"{key}|{ALL}"),
        )
        for key in wanted
        if key in by_figure
    ]


def _sentence(area: str, figure: Figure, row: dict[str, Any]) -> str:
    if pd.isna(row["value"]):
        return _(
            "%(area)s: »%(figure)s« – du zählst mit. Die Zahl bleibt verborgen, damit niemand erkannt wird.",
            area=area,
            figure=figure.label,
        )
    words = {"area": area, "value": printed(row)}
    if figure.indicator_id == "N02":
        return _("%(area)s: %(value)s Personen haben etwas gezeigt. Du bist eine davon.", **words)
    if figure.indicator_id == "D08":
        return _(
            "%(area)s: %(value)s der Personen nannten einen Ort, an dem es ihnen nicht gut geht.", **words
        )
    kind = QUALITIES[figure.indicator_id.partition("=")[2]].label
    return _("%(area)s: %(value)s Orte »%(kind)s«. Einer davon ist deiner.", kind=kind, **words)
