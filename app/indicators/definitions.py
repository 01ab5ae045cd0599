"""What an indicator is: a small declarative object that says what it filters, measures, divides by and hides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """How a definition turns frames into values; each has one function in `compute`."""

    CONTRIBUTIONS = "contributions"
    PERSONS = "persons"
    REACH = "reach"
    COVERAGE = "coverage"
    CONCENTRATION = "concentration"
    SHARE_OF_MARKS = "share_of_marks"
    SHARE_OF_PERSONS = "share_of_persons"
    BALANCE = "balance"
    AMBIVALENCE = "ambivalence"
    POPULATION = "population"
    POPULATION_SHARE = "population_share"
    IMPORTED = "imported"
    ANSWER_SHARE = "answer_share"
    WEIGHTED_ANSWER_SHARE = "weighted_answer_share"
    ANSWER_MEAN = "answer_mean"
    UNANSWERED_SHARE = "unanswered_share"
    DEVIATION = "deviation"
    EFFECTIVE = "effective"


@dataclass(frozen=True)
class Selection:
    """Which contributions count; an empty tuple means any. `needs_quality` leaves out what has no pin kind."""

    kinds: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    valences: tuple[str, ...] = ()
    needs_quality: bool = False


ANY_CONTRIBUTION = Selection()
PLACE_MARKS = Selection(kinds=("mark",), needs_quality=True)
"""Points with a pin kind; what people wrote elsewhere is no mark (D07, D08, D10, D12)."""
UNEASE = Selection(kinds=("mark",), qualities=("avoid", "uneasy"))


@dataclass(frozen=True)
class Minimum:
    """Least number of persons, marks (denominator) or residents (denominator) for a value to be shown at all."""

    persons: int = 0
    marks: int = 0
    population: int = 0


@dataclass(frozen=True)
class Definition:
    """One indicator of the catalogue (domain D1, D2).

    `ref` is place or residence, never both. `selection` is what is counted, `within` what it is divided by.
    `breakdowns` are contribution columns that give rows of their own, as in `N01:quality=fav`.
    `reveals` pairs a column with the name of the count it shows: two indicators that show the same count under
    the same name are protected together; a name that ends in `=` leaves out the choice behind it, as the number of
    those who answered is the same beside each choice. `union` says that the counts are distinct persons over areas,
    who may be in several, so that areas do not add up to the town; `partial` that some are in none and some tell no
    age. `sensitive` asks for the higher number of persons (E22).
    `town_age_groups` give a row for the whole town only: split by area they would be so small that protecting them
    would cost the values people ask for.
    """

    id: str
    label: object
    formula: object
    interpretation: object
    pitfalls: object
    measure: Measure
    ref: str
    unit: str
    version: str = "1"
    selection: Selection = ANY_CONTRIBUTION
    within: Selection | None = None
    breakdowns: tuple[str, ...] = ()
    minimum: Minimum = Minimum()
    percent: bool = False
    interval: bool = False
    sensitive: bool = False
    union: bool = False
    partial: bool = False
    reveals: tuple[tuple[str, str], ...] = ()
    direction: str = "neutral"
    fields_of_action: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ("all",)
    town_age_groups: tuple[str, ...] = ()
