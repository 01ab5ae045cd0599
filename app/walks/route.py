"""How long a trail is and how much time it takes, and what is to be thought of again; nothing of this blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from flask_babel import gettext as _
from flask_babel import ngettext

from app.areas.measuring import metric_epsg, to_metres
from app.walks.models import Stop, Trail, Walk
from app.walks.queries import stops_of

YOUNG_PACE, SLOW_PACE = 60, 40
"""Metres a minute of a group that walks and looks around (B1): young people, older people."""
ROUNDS = 20
"""Minutes for the beginning (5) and the round at the end (15), B1."""
FEWEST_STOPS, MOST_STOPS = 5, 8
SHORTEST_YOUNG, LONGEST_YOUNG, LONGEST_SLOW = 1000, 2000, 1000
MOST_PERSONS = 12
SLOW_ROLES = {"senior"}


@dataclass(frozen=True)
class Times:
    """Metres of the trail and minutes of a walk on it: on the way, at the stops, all in all with the two rounds."""

    metres: float
    way: int
    stops: int
    total: int


def is_slow(group_role: str) -> bool:
    """Whether the group needs short ways, benches and a toilet."""
    return group_role in SLOW_ROLES


def length_m(route: shapely.Geometry | None) -> float:
    """Metres of a line (WGS 84), measured in ETRS89 / UTM (EPSG:25832, in the far west and east its neighbours)."""
    if route is None or shapely.is_empty(route):
        return 0.0
    middle = (route.bounds[0] + route.bounds[2]) / 2
    return float(shapely.length(to_metres([route], metric_epsg(middle))[0]))


def joined(stops: Sequence[Stop]) -> shapely.LineString | None:
    """The stops in their order, joined by straight lines; None with fewer than two places."""
    places = [(stop.point.x, stop.point.y) for stop in stops if stop.point is not None]
    places = [place for number, place in enumerate(places) if number == 0 or place != places[number - 1]]
    return shapely.LineString(places) if len(places) > 1 else None


def times_of(trail: Trail, group_role: str) -> Times:
    """How long the group is on its way, rounded up to whole minutes."""
    metres = length_m(trail.route)
    pace = SLOW_PACE if is_slow(group_role) else YOUNG_PACE
    way = -int(-metres // pace)
    at_stops = sum(stop.minutes for stop in stops_of(trail))
    return Times(metres, way, at_stops, way + at_stops + ROUNDS)


def hints(walk: Walk) -> list[str]:
    """Sentences about what does not fit yet between stops, route, time and group."""
    trail, times = walk.trail, times_of(walk.trail, walk.group_role)
    return [*_about_stops(trail), *_about_length(walk, times), *_about_time(walk, times), *_about_group(walk)]


def _about_stops(trail: Trail) -> list[str]:
    stops = stops_of(trail)
    said = []
    if len(stops) < FEWEST_STOPS:
        missing = FEWEST_STOPS - len(stops)
        said.append(
            ngettext(
                "Es fehlt noch %(num)s Halt: Gut sind 5 bis 8.",
                "Es fehlen noch %(num)s Halte: Gut sind 5 bis 8.",
                missing,
            )
        )
    if len(stops) > MOST_STOPS:
        said.append(_("Das sind %(number)s Halte. Mehr als 8 werden unterwegs zu viel.", number=len(stops)))
    placeless = [stop.name for stop in stops if stop.point is None]
    if placeless:
        names = ", ".join(placeless)
        said.append(
            _("Noch nicht auf der Karte: %(names)s. Auf der Karte des Hefts fehlen sie.", names=names)
        )
    return said


def _about_length(walk: Walk, times: Times) -> list[str]:
    if not times.metres:
        return [_("Der Weg ist noch nicht gezeichnet.")]
    metres = round(times.metres)
    if is_slow(walk.group_role):
        said = []
        if metres > LONGEST_SLOW:
            said.append(
                _(
                    "Der Weg ist %(metres)s m lang. Für ältere Menschen sind höchstens 1.000 m gut.",
                    metres=metres,
                )
            )
        kinds = {note.kind for note in walk.trail.notes}
        if "bench" not in kinds:
            said.append(_("Ältere Menschen brauchen Bänke: Tragen Sie ein, wo welche stehen."))
        if "toilet" not in kinds:
            said.append(_("Ältere Menschen brauchen eine Toilette: Tragen Sie ein, wo eine ist."))
        return said
    if metres > LONGEST_YOUNG:
        return [_("Der Weg ist %(metres)s m lang. Gut sind 1 bis 2 km.", metres=metres)]
    if metres < SHORTEST_YOUNG:
        return [_("Der Weg ist nur %(metres)s m lang. Gut sind 1 bis 2 km.", metres=metres)]
    return []


def _about_time(walk: Walk, times: Times) -> list[str]:
    if walk.starts_at is None or walk.ends_at is None:
        return [_("Der Termin fehlt noch.")]
    planned = int((walk.ends_at - walk.starts_at).total_seconds() // 60)
    if times.total > planned:
        return [
            _(
                "Die Zeit reicht nicht: Weg %(way)s, Halte %(stops)s und die beiden Runden %(rounds)s Minuten sind "
                "zusammen %(total)s Minuten. Geplant sind %(planned)s.",
                way=times.way,
                stops=times.stops,
                rounds=ROUNDS,
                total=times.total,
                planned=planned,
            )
        ]
    return []


def _about_group(walk: Walk) -> list[str]:
    said = []
    if walk.expected_persons is not None and walk.expected_persons > MOST_PERSONS:
        said.append(_("Mehr als 12 Personen hören einander unterwegs schlecht. Besser sind zwei Gruppen."))
    if "recorder" not in {member.function for member in walk.crew if member.who}:
        said.append(_("Noch schreibt niemand mit: Es fehlt das Protokoll."))
    return said
