"""Released points with their words, for the needle map and the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from app.base.i18n import current_language
from app.base.kept import Kept
from app.contributions import public
from app.contributions.point_maps.page_data import points_config, template
from app.contributions.points.reading import Layer, count, extent
from app.contributions.vocabulary import QUALITIES
from app.processes.models import Process

PAGE = 25
MANY = 2000
"""More points than that are no list any more: the page gets tiles, the words come page by page."""
LONGEST_START = 30
_voices: Kept[list[dict[str, Any]]] = Kept(16)
"""At most MANY points each."""


def published_voices(process_id: UUID, layer: Layer) -> list[dict[str, Any]]:
    """Every public point with the fixed word of its kind; `lon`, `lat` are already rounded (E18).

    `layer` was read before: its stamp is another as soon as a point or its words change, so the list is made once.
    """
    if not layer.id:
        return _labelled(process_id)
    return _voices.get((layer.id, layer.stamp, current_language()), lambda: _labelled(process_id))


def _labelled(process_id: UUID) -> list[dict[str, Any]]:
    labels = {code: str(quality.label) for code, quality in QUALITIES.items()}
    return [
        {**point, "label": labels[point["quality"]], "valence": QUALITIES[point["quality"]].valence}
        for point in public.points(process_id)
        if point["quality"] in labels
    ]


@dataclass(frozen=True)
class VoicesPage:
    """One page of the voices that have words; `page` counts from 1, `pages` is at least 1."""

    voices: list[dict[str, Any]]
    page: int
    pages: int


def voices_page(voices: list[dict[str, Any]], page: int) -> VoicesPage:
    """The page asked for, or the nearest one there is."""
    worded = [voice for voice in voices if voice["text"]]
    pages = max(1, -(-len(worded) // PAGE))
    page = min(max(page, 1), pages)
    return VoicesPage(worded[(page - 1) * PAGE : page * PAGE], page, pages)


@dataclass(frozen=True)
class ManyVoices:
    """One page of the voices of very many points: `after` is the address of the next one, empty at the end."""

    voices: list[dict[str, Any]]
    after: str


def many_voices(layer: Layer, after: str) -> ManyVoices:
    """The page that begins at `after` (from an address), else the first."""
    place, _separator, shown = after.partition(".")
    is_known = place.isdigit() and shown.isdigit() and len(after) < LONGEST_START
    found, following = public.voices(layer, (int(place), int(shown)) if is_known else None)
    labelled = [{**voice, "label": str(QUALITIES[voice["quality"]].label)} for voice in found]
    return ManyVoices(labelled, f"{following[0]}.{following[1]}" if following else "")


def map_config(process: Process, layer: Layer) -> dict[str, Any] | None:
    """Settings of the map of very many points; None when there are no more than a list can hold."""
    bounds = extent(layer) if count(layer) > MANY else None
    return bounds and points_config(
        tiles=template(url_for("points.public_tile", slug=process.slug, z=0, x=0, y=0)),
        here=url_for("points.public_here", slug=process.slug),
        bounds=bounds,
        valences=("pos", "idea", "zero"),
    )
