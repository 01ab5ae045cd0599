"""One trail, stop by stop: what each walk said, where two groups agree (D27), how far they are apart (D13, D12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pandas as pd
import shapely

from app.atlas.walks.near import GROUPS, around, side_of
from app.atlas.walks.ratings import Rating, ratings_by_stop
from app.contributions.in_activity import SaidThere, said_in
from app.contributions.queries import sitting_answers
from app.indicators.compute.groups import Agreement, Distance, Side, agreement, ambivalence, distance
from app.walks.models import Stop, Trail, Walk
from app.walks.queries import stops_of
from app.walks.vocabulary import SAID

SPOKEN = ("walk_observation", "narration", "photo")


@dataclass(frozen=True)
class AtStop:
    """What one walk brought at one stop."""

    rating: Rating
    said: list[SaidThere]


@dataclass(frozen=True)
class ComparedStop:
    """One stop: each walk's part in the order of the walks, and the marks around it by group."""

    stop: Stop
    parts: list[AtStop]
    young: Side
    old: Side
    everybody: Side
    distance: Distance
    ambivalence: float | None

    @property
    def is_apart(self) -> bool:
        """Whether two walks rated it differently."""
        signs = {part.rating.sign for part in self.parts if part.rating.sign}
        return len(signs) > 1


@dataclass(frozen=True)
class Pair:
    """Two walks on the trail; `is_in_time` when the same group went twice, so that it is a change and no difference."""

    first: Walk
    second: Walk
    agreement: Agreement
    apart: list[Stop]
    is_in_time: bool


@dataclass(frozen=True)
class Comparison:
    """A trail as its walks saw it; `on_the_way` is what was said between two stops, by walk."""

    trail: Trail
    walks: list[Walk]
    stops: list[ComparedStop]
    on_the_way: list[list[SaidThere]]
    pairs: list[Pair]


def compared(trail: Trail, walks: Sequence[Walk], marks: pd.DataFrame) -> Comparison:
    """All that is counted and hints at no danger, as it stands now; for staff who may read words.

    `marks` are those of the process (`near.marks_with_valence`).
    """
    stops = stops_of(trail)
    known = {str(stop.id) for stop in trail.stops}
    ratings = [ratings_by_stop(sitting_answers(walk.activity_id)) for walk in walks]
    said = [said_in(walk.activity_id, SPOKEN) for walk in walks]
    points: dict[UUID, shapely.Point] = {
        stop.id: shapely.Point(stop.point.coords[0]) for stop in stops if stop.point is not None
    }
    near = around(marks, points)
    rows = []
    for stop in stops:
        key = str(stop.id)
        parts = [
            AtStop(found.get(key, Rating()), _at(words, key))
            for found, words in zip(ratings, said, strict=True)
        ]
        here = near.get(stop.id)
        sides = [Side(0, 0, 0)] * 3
        if here is not None:
            sides = [side_of(here, GROUPS["young"]), side_of(here, GROUPS["old"]), side_of(here)]
        young, old, everybody = sides
        rows.append(
            ComparedStop(
                stop=stop,
                parts=parts,
                young=young,
                old=old,
                everybody=everybody,
                distance=distance(young, old),
                ambivalence=ambivalence(everybody.positive, everybody.negative),
            )
        )
    between = [[one for one in words if one.attributes.get("stop", "") not in known] for words in said]
    return Comparison(trail, list(walks), rows, between, _pairs(walks, stops, ratings))


def _at(said: Sequence[SaidThere], stop: str) -> list[SaidThere]:
    """What was put into words at a stop, in the order of the kinds, then of arrival."""
    order = [*SAID, ""]
    here = [one for one in said if one.attributes.get("stop") == stop and (one.text or one.title)]
    return sorted(
        here,
        key=lambda one: order.index(kind) if (kind := one.attributes.get("observed", "")) in order else 99,
    )


def _pairs(walks: Sequence[Walk], stops: Sequence[Stop], ratings: Sequence[dict[str, Rating]]) -> list[Pair]:
    """Every two walks that both rated something, in the order of their dates."""
    signs = [{str(stop.id): found.get(str(stop.id), Rating()).sign for stop in stops} for found in ratings]
    made = []
    for at, first in enumerate(walks):
        for later, second in enumerate(walks[at + 1 :], start=at + 1):
            found = agreement(signs[at], signs[later])
            if found.both:
                apart = [stop for stop in stops if str(stop.id) in found.apart]
                made.append(Pair(first, second, found, apart, _is_same_group(first, second)))
    return made


def _is_same_group(first: Walk, second: Walk) -> bool:
    return (first.group_role, sorted(first.group_bands)) == (second.group_role, sorted(second.group_bands))
