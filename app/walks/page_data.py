"""What the script of a walk's page needs to know, as JSON in the page: stops, words, addresses, own entries."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

import shapely
from flask import url_for
from flask_babel import gettext as _

from app.base.i18n import current_language
from app.base.tiles import tile_source
from app.contributions.homes import HOME, STEP_LAT, STEP_LON
from app.contributions.media.phone import phone_media
from app.participants.consents import for_page
from app.participants.models import Participant
from app.processes.extent import extent_around, outline_around, start_view
from app.processes.models import Process
from app.processes.queries import area_sets_of
from app.processes.wordings import said
from app.questions.answers import town_date
from app.questions.content import Questionnaire
from app.questions.page_data import lean, rule_words
from app.questions.queries import published_content
from app.walks.asked import at_a_stop
from app.walks.entries import MOST_HANDS, MOST_TOPS, WORDLESS, part_id
from app.walks.models import Stop, Trail, Walk
from app.walks.page_words import page_words
from app.walks.queries import stops_of
from app.walks.vocabulary import (
    CHANGES,
    LIGHTS,
    NOTES,
    PRESENT,
    RATINGS,
    RECORDER,
    SAID,
    TOPS,
    VALENCES,
    WEATHERS,
)

NEAREST = 15
"""From this zoom on a place is meant exactly."""
ZOOM_AT_STOPS = 16


def page_data(
    process: Process,
    walk: Walk,
    person: Participant,
    *,
    device: str,
    entries: list[dict[str, Any]],
    rendering: UUID,
) -> dict[str, Any]:
    """JSON-ready settings; `rendering` names this page, so that a phone which keeps it can tell it from a fresh one."""
    area_sets = area_sets_of(process)
    consents = for_page(person)
    lon, lat, zoom = _view(process, walk.trail)
    here: dict[str, Any] = {"slug": process.slug, "walk": walk.activity.slug}
    return {
        "page": str(rendering),
        "activity": str(walk.activity_id),
        "owner": str(person.id),
        "language": current_language(),
        "isRecorder": device == RECORDER,
        "persons": walk.persons,
        "center": [lat, lon],
        "zoom": zoom,
        "minPinZoom": NEAREST,
        "extent": extent_around(area_sets),
        "outline": outline_around(area_sets),
        "tiles": asdict(tile_source()),
        "stops": [_stop(process, stop) for stop in stops_of(walk.trail)],
        "route": shapely.geometry.mapping(walk.trail.route) if walk.trail.route is not None else None,
        "notes": [
            {"kind": note.kind, "text": note.text, "lon": note.point.x, "lat": note.point.y}
            for note in walk.trail.notes
            if isinstance(note.point, shapely.Point)
        ],
        "entries": entries,
        "wordless": WORDLESS,
        "most": {"hands": MOST_HANDS, "tops": MOST_TOPS},
        "home": {"words": HOME.pattern, "stepLon": STEP_LON, "stepLat": STEP_LAT},
        "quote": {key: consents["quote"][key] for key in ("text", "version", "reason")},
        "media": _media(consents, entries),
        # Pairs, because JSON in a page does not keep the order of keys.
        "labels": {name: list(words.items()) for name, words in labels().items()},
        "urls": {
            "places": url_for("tiles.places"),
            "resume": url_for("participants.resume_form"),
            "counts": url_for("walks.counts", **here) if device == RECORDER else "",
        },
        "asked": _asked(walk),
        "words": page_words(),
    }


def _asked(walk: Walk) -> dict[str, Any] | None:
    """What is asked at a stop, None when nothing is: logic and sentences; the words of questions stand in the page."""
    content = asked_at_stops(walk)
    if content is None or walk.asked is None:
        return None
    return {
        "version": walk.asked.number,
        "questionnaire": lean(content, current_language()),
        "today": town_date().isoformat(),
        "words": rule_words(),
    }


def asked_at_stops(walk: Walk) -> Questionnaire | None:
    """The questions of the walk's version that a stop has room for, if there are any."""
    if walk.version_id is None:
        return None
    content = at_a_stop(published_content(walk.version_id))
    return content if content.sections else None


def labels() -> dict[str, dict[str, str]]:
    """The codes of each list with their words, in the order in which they are offered."""
    lists = {
        "said": SAID, "changes": CHANGES, "ratings": RATINGS, "valences": VALENCES, "present": PRESENT,
        "weather": WEATHERS, "light": LIGHTS, "tops": TOPS, "notes": NOTES,
    }  # fmt: skip
    return {name: {code: str(label) for code, label in words.items()} for name, words in lists.items()}


def _stop(process: Process, stop: Stop) -> dict[str, Any]:
    prompts = said(process.id, stop.id, "prompts", stop.prompts)
    point = stop.point if isinstance(stop.point, shapely.Point) else None
    return {
        "id": str(stop.id),
        "name": stop.name,
        "place": stop.place_text,
        "prompts": [line.strip() for line in prompts.text.splitlines() if line.strip()],
        "language": prompts.language,
        "minutes": stop.minutes,
        "lon": point.x if point is not None else None,
        "lat": point.y if point is not None else None,
    }


def _view(process: Process, trail: Trail) -> tuple[float, float, int]:
    """Where the map begins: amid the stops, else where the town's maps do."""
    points = [stop.point for stop in stops_of(trail) if stop.point is not None]
    if not points:
        return start_view(process)
    middle = shapely.MultiPoint(points).envelope.centroid
    return round(middle.x, 6), round(middle.y, 6), ZOOM_AT_STOPS


def _media(consents: dict[str, dict[str, Any]], entries: list[dict[str, Any]]) -> dict[str, Any]:
    found = phone_media(consents, [part_id(UUID(entry["id"]), "said") for entry in entries])
    return {**found, "words": {**found["words"], "unsaved": _("noch nicht gespeichert")}}
