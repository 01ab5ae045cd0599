"""Public results: what a release says, as map, table and words; and the frames the maps live in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from app.areas.frames import areas_frame
from app.areas.models import AreaSet
from app.areas.queries import area_names, set_at
from app.atlas.choropleth import choropleth
from app.atlas.frame import MapPage, frame_response, render, script_response
from app.atlas.needles import needle_map
from app.atlas.results import FigureView, figures_by_area, view_figure
from app.atlas.surroundings import add_surroundings
from app.atlas.voices import MANY, many_voices, map_config, published_voices, voices_page
from app.base.access import public
from app.base.i18n import current_language
from app.base.kept import Kept
from app.base.tiles import tile_source
from app.contributions import exhibition
from app.contributions import public as public_points
from app.contributions.points.reading import count as points_in
from app.indicators import queries, releases
from app.indicators.labels import Figure
from app.indicators.models import Release
from app.processes.models import Process
from app.processes.queries import area_sets_of, public_process

blueprint = Blueprint("atlas", __name__, template_folder="templates")
FIRST = "N02"
"""The figure a results page opens with: how many people said something where."""
_sets: Kept[tuple[str, str] | None] = Kept(256)
_views: Kept[tuple[list[Figure], FigureView | None]] = Kept(64)
_maps: Kept[tuple[MapPage, str]] = Kept(64)


@blueprint.get("/verfahren/<slug>/ergebnisse")
@public
def results(slug: str) -> str:
    """The newest release or the one asked for by `nummer`; before the first one, what will come."""
    process = public_process(slug)
    found = queries.releases_of(process.id)
    hangs = exhibition.is_hung(process.id)
    context = {"process": process, "releases": found, "hangs": hangs, **_voices(process)}
    if not found:
        return render_template("atlas/results.html", release=None, **context)
    newest = max(found, key=lambda release: release.number)
    release = _release(process, request.args.get("nummer", newest.number, type=int))
    offered, view = _shown(release)
    context |= {"has_surveys": queries.has_surveys(release.id)}
    return render_template("atlas/results.html", release=release, figures=offered, view=view, **context)


@blueprint.get("/verfahren/<slug>/ergebnisse/<int:number>/karte")
@public
def map_frame(slug: str, number: int) -> Response:
    """The choropleth of one figure, for the sandboxed frame."""
    page, title = _choropleth_page(_release(public_process(slug), number))
    code = url_for(".map_script", slug=slug, number=number, kennzahl=request.args.get("kennzahl"))
    return frame_response(page, title=title, script_url=code)


@blueprint.get("/verfahren/<slug>/ergebnisse/<int:number>/karte.js")
@public
def map_script(slug: str, number: int) -> Response:
    """The code of the same map as a file of its own."""
    page, _title = _choropleth_page(_release(public_process(slug), number))
    return script_response(page)


@blueprint.get("/verfahren/<slug>/nadeln")
@public
def needle_frame(slug: str) -> Response:
    """The released points, for the sandboxed frame."""
    page = _needle_page(public_process(slug))
    return frame_response(page, title=_("Freigegebene Orte"), script_url=url_for(".needle_script", slug=slug))


@blueprint.get("/verfahren/<slug>/nadeln.js")
@public
def needle_script(slug: str) -> Response:
    return script_response(_needle_page(public_process(slug)))


def _voices(process: Process) -> dict[str, Any]:
    """What the page shows of single points: all of them, or a map of tiles and a page of words."""
    layer = public_points.layer(process.id)
    config = map_config(process, layer)
    if config:
        many = many_voices(layer, request.args.get("ab", ""))
        return {"shown": many, "points": points_in(layer), "many": config}
    voices = published_voices(process.id, layer)
    shown = voices_page(voices, request.args.get("seite", 1, type=int))
    return {"shown": shown, "points": len(voices), "many": None}


def _release(process: Process, number: int) -> Release:
    release = queries.release_by_number(number)
    if release.process_id != process.id:
        abort(404)
    return release


def _shown(release: Release) -> tuple[list[Figure], FigureView | None]:
    """The figures of a release and the one asked for: worked out once, as a release never changes.

    Only the names come from the areas, which follow their content hash; the words follow the language.
    """
    area_set = _first_set(release.id)
    if area_set is None:
        return [], None
    wanted, language = request.args.get("kennzahl"), current_language()
    seen = (release.id, area_set.id, area_set.content_hash)
    if wanted:
        offered, _first = _views.get((*seen, "", language), lambda: _worked_out(release.id, area_set, None))
        if all(entry.key != wanted for entry in offered):
            abort(404)
    return _views.get((*seen, wanted or "", language), lambda: _worked_out(release.id, area_set, wanted))


def _worked_out(
    release_id: UUID, area_set: AreaSet, wanted: str | None
) -> tuple[list[Figure], FigureView | None]:
    rows = releases.rows(release_id)
    offered = figures_by_area(rows)
    if not offered:
        return [], None
    names = dict(area_names([area_set.id])[area_set.id])
    return offered, _view(rows, names, area_set.name, offered, wanted)


def _first_set(release_id: UUID) -> AreaSet | None:
    """The first Raumgliederung in the release, as it is now; None for a release without rows."""
    found = _sets.get(release_id, lambda: queries.first_set_of(release_id))
    return set_at(found[0], date.fromisoformat(found[1])) if found else None


def _view(
    rows: pd.DataFrame, names: dict[str, str], set_name: str, offered: list[Figure], wanted: str | None
) -> FigureView:
    """The figure asked for by `kennzahl`, else the first; 404 for one the release does not have."""
    figure = next((entry for entry in offered if entry.key == wanted), None)
    if figure is None and wanted:
        abort(404)
    figure = figure or next((entry for entry in offered if entry.indicator_id == FIRST), offered[0])
    return view_figure(rows[rows["area_set"] == set_name], names, figure)


def _choropleth_page(release: Release) -> tuple[MapPage, str]:
    """Drawn once a figure, content of the areas and language."""
    _offered, view = _shown(release)
    area_set = _first_set(release.id)
    if view is None or area_set is None:
        abort(404)
    key = (
        release.id,
        area_set.id,
        area_set.content_hash,
        view.figure.key,
        current_language(),
        tile_source().url,
    )
    return _maps.get(key, lambda: _drawn(area_set, view))


def _drawn(area_set: AreaSet, view: FigureView) -> tuple[MapPage, str]:
    areas = areas_frame(area_set)
    title = _("Karte: %(label)s", label=view.figure.label)
    made = choropleth(
        areas, view.values, view.classes, title=title, label=view.figure.label, tiles=tile_source()
    )
    return render(made), title


def _needle_page(process: Process) -> MapPage:
    sets = area_sets_of(process)
    if not sets:
        abort(404)
    areas, tiles = areas_frame(sets[0]), tile_source()
    west, south, east, north = areas.total_bounds
    layer = public_points.layer(process.id)
    if points_in(layer) > MANY:
        abort(404)  # the page of results shows tiles instead and has no such frame
    points = published_voices(process.id, layer)
    made = needle_map(points, (west, south, east, north), title=_("Freigegebene Orte"), tiles=tiles)
    add_surroundings(made, areas, tiles)
    return render(made)
