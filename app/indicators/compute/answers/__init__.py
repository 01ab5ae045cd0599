"""Answers of surveys as rows of the tidy table: shares, means, gaps, and what the sample is worth.

By residence only, and only in the Raumgliederung in which people said where they live. A question that not everybody
was asked is counted for the whole town alone: how many were asked is itself an answer to the question before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from app.indicators.compute.answers.cells import Cells, cells_of
from app.indicators.compute.answers.weighted import LEAST_EFFECTIVE, with_weights
from app.indicators.compute.answers.weighting import deviation, weighting
from app.indicators.compute.rows import empty, rows
from app.indicators.compute.tally import Z95
from app.indicators.compute.weights import effective_size
from app.indicators.definitions import Definition
from app.indicators.frames import ALL, Frames
from app.indicators.surveys.asked import Taken, taken
from app.indicators.surveys.items import SHARES, Item, items_of
from app.indicators.surveys.naming import indicator_id
from app.indicators.surveys.sheet import Survey

SELF_SELECTED = "keine Zufallsstichprobe: wer antwortete, hat sich selbst dazu entschieden"
Made = Callable[[Definition, Frames, Survey, bool], list[pd.DataFrame]]


def _of_surveys(make: Made) -> Callable[..., pd.DataFrame]:
    """A measure over all surveys of the frames; `inside` counts what only staff may see, in every cell."""

    def measure(definition: Definition, frames: Frames, *, inside: bool = False) -> pd.DataFrame:
        tables = []
        if frames.home_area_set == frames.area_set:
            for survey in frames.surveys:
                if len(survey.people):
                    found = [table for table in make(definition, frames, survey, inside) if len(table)]
                    tables += [_finished(table, survey) for table in found]
        return pd.concat(tables, ignore_index=True) if tables else empty()

    return measure


def _finished(table: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """With the versions answered. Who chose themselves are no sample: an interval would promise too much."""
    table = table.assign(questionnaire_version=survey.version_name)
    if survey.is_sample:
        return table
    notes = table["_public_note"].where(table["area_id"] != ALL, SELF_SELECTED)
    return table.assign(ci_low=np.nan, ci_high=np.nan, _public_note=notes)


def _shares(definition: Definition, frames: Frames, survey: Survey, inside: bool) -> list[pd.DataFrame]:
    """B: persons with the answer / persons with a valid answer."""
    tables = []
    for item, found, cells in _items(survey, frames, SHARES, inside):
        base = cells.sums(found.valid)
        counts = [cells.sums(found.chosen[:, at]) for at in range(len(item.choices))]
        tables.append(_share_rows(definition, frames, survey, item, found, cells, base, counts))
    return tables


def _weighted(definition: Definition, frames: Frames, survey: Survey, inside: bool) -> list[pd.DataFrame]:
    """BG: the same with weights, of a drawn sample; the interval stands on the effective persons of the cell.

    Areas and stages of life have the weights of the town (domain estimation): ages and sexes are as in the town, not
    as in each area. A cell of fewer than LEAST_EFFECTIVE effective persons has no value.
    """
    fit = weighting(survey, frames) if survey.is_sample else None
    if fit is None or not fit.is_met:
        return []
    tables = []
    for item, found, cells in _items(survey, frames, SHARES, inside):
        base = cells.sums(found.valid)
        counts = [cells.sums(found.chosen[:, at]) for at in range(len(item.choices))]
        weights = np.where(found.valid, fit.weights, 0.0)
        whole, squares = cells.sums(weights), cells.sums(np.square(weights))
        with np.errstate(invalid="ignore", divide="ignore"):
            effective = np.where(squares > 0, whole**2 / squares, 0.0)
        parts = [cells.sums(weights * found.chosen[:, at]) for at in range(len(item.choices))]
        table = _share_rows(
            definition, frames, survey, item, found, cells, base, counts, weighted=(parts, whole, effective)
        )
        tables.append(table)
    return tables


def _share_rows(
    definition: Definition,
    frames: Frames,
    survey: Survey,
    item: Item,
    found: Taken,
    cells: Cells,
    base: np.ndarray,
    counts: list[np.ndarray],
    weighted: tuple[list[np.ndarray], np.ndarray, np.ndarray] | None = None,
) -> pd.DataFrame:
    """The rows of all choices of an item; persons are counted without weights in every case, for protection."""
    repeat = len(item.choices)
    if not repeat:
        return empty()
    persons, chosen = np.tile(base, repeat), np.concatenate(counts)
    below = persons < definition.minimum.persons
    if weighted:
        below = np.tile(weighted[2], repeat) < LEAST_EFFECTIVE
    table = rows(
        definition,
        frames,
        numerator=chosen,
        denominator=persons,
        persons=persons,
        share_base=persons,
        below_minimum=below & (persons > 0),
        indicator_id=_repeated(
            [indicator_id(definition.id, survey.handle, item.key, choice.key) for choice in item.choices],
            cells,
        ),
        age_group=cells.ages * repeat,
        area_ids=cells.areas * repeat,
        numerator_persons=chosen,
        complement_persons=_complement(persons - chosen, np.tile(_not_asked(item, found, cells), repeat)),
    )
    return with_weights(table, *weighted) if weighted else table


def _means(definition: Definition, frames: Frames, survey: Survey, inside: bool) -> list[pd.DataFrame]:
    """BM: the mean of a number; inside also of a scale, whose places are counted from 1.

    A scale's mean together with its shares would give small counts away, so it never leaves the house.
    """
    tables = []
    kinds = ("number", "scale") if inside else ("number",)
    for item, found, cells in _items(survey, frames, kinds, inside):
        number, fewest = found.number, np.full(len(cells.areas), np.nan)
        if item.question.kind == "scale":
            number = np.where(found.valid, found.chosen.argmax(axis=1) + 1.0, np.nan)
            each = np.stack([cells.sums(found.chosen[:, at]) for at in range(len(item.choices))])
            fewest = np.where(each > 0, each, np.inf).min(axis=0)
        amounts = np.where(found.valid, number, 0.0)
        persons, total = cells.sums(found.valid), cells.sums(amounts)
        first, both = cells.largest(np.abs(amounts))
        size = cells.sums(np.abs(amounts))
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(persons > 0, total / persons, np.nan)
            spread = np.sqrt(np.maximum(cells.sums(amounts**2) - persons * mean**2, 0) / (persons - 1))
            margin = np.where(persons > 1, Z95 * spread / np.sqrt(persons), np.nan)
            top1, top2 = (np.where(size > 0, part / size, 0.0) for part in (first, both))
        table = rows(
            definition,
            frames,
            value=mean,
            numerator=total,
            denominator=persons,
            persons=persons,
            share_base=persons,
            indicator_id=_repeated([indicator_id(definition.id, survey.handle, item.key)], cells),
            age_group=cells.ages,
            area_ids=cells.areas,
            numerator_persons=fewest,
            complement_persons=_complement(persons, _not_asked(item, found, cells)),
            top1=top1,
            top2=top2,
        )
        table["ci_low"], table["ci_high"] = np.round(mean - margin, 6), np.round(mean + margin, 6)
        tables.append(table)
    return tables


def _unanswered(definition: Definition, frames: Frames, survey: Survey, inside: bool) -> list[pd.DataFrame]:
    """BN: asked without a valid answer / asked, for the town. Leaving a question out tells nothing about a person."""
    tables = []
    for item, found, cells in _items(survey, frames, (*SHARES, "number"), inside, town_only=True):
        if item.question.kind == "consent":
            continue
        asked, without = cells.sums(found.asked), cells.sums(found.asked & ~found.valid)
        declined = int(found.declined.sum())
        note = f"{declined} keine Angabe" if declined else ""
        tables.append(
            rows(
                definition,
                frames,
                numerator=without,
                denominator=asked,
                persons=asked,
                share_base=asked,
                indicator_id=indicator_id(definition.id, survey.handle, item.key),
                area_ids=cells.areas,
                note=note,
            )
        )
    return tables


def _deviation(definition: Definition, frames: Frames, survey: Survey, inside: bool) -> list[pd.DataFrame]:
    """D03 of the whole survey, with the share of those it cannot compare in the note."""
    found = deviation(survey, frames) if survey.is_sample else None
    if found is None:
        return []
    people = len(survey.people)
    words = [] if found.by_sex else ["nur nach Alter, weil die Bevölkerung nicht nach Geschlecht vorliegt"]
    if found.persons < people:
        missing = round((people - found.persons) / people * 100)
        words.append(f"ohne {missing} % der Personen, die dazu nichts angeben")
    persons = np.array([float(found.persons)])
    return [_of_town(definition, frames, survey, np.array([found.index]), persons, "; ".join(words))]


def _effective(definition: Definition, frames: Frames, survey: Survey, inside: bool) -> list[pd.DataFrame]:
    """D06 of the whole survey, with the design effect and what was joined or cut in the note."""
    fit = weighting(survey, frames) if survey.is_sample else None
    if fit is None:
        return []
    persons = np.array([float(len(survey.people))])
    words = [f"Designeffekt {len(fit.weights) / effective_size(fit.weights):.2f}".replace(".", ",")]
    if not fit.is_met:
        words.append("Gewichte treffen die Bevölkerung nicht")
    elif fit.deviation > 0.5:
        words.append(f"Gewichte begrenzt, größte Abweichung {fit.deviation:.1f} Punkte".replace(".", ","))
    if any(fit.joined.values()):
        words.append("kleine Gruppen zusammengelegt")
    return [_of_town(definition, frames, survey, np.array([fit.effective]), persons, "; ".join(words))]


def _of_town(
    definition: Definition, frames: Frames, survey: Survey, value: np.ndarray, persons: np.ndarray, note: str
) -> pd.DataFrame:
    return rows(
        definition,
        frames,
        value=value,
        numerator=value,
        persons=persons,
        share_base=persons,
        below_minimum=persons < definition.minimum.persons,
        indicator_id=indicator_id(definition.id, survey.handle),
        area_ids=[ALL],
        note=note,
        public_note=note,
    )


def _items(
    survey: Survey, frames: Frames, kinds: tuple[str, ...], inside: bool, *, town_only: bool = False
) -> Iterator[tuple[Item, Taken, Cells]]:
    for item in items_of(survey.questionnaire):
        if item.question.kind in kinds:
            only = town_only or (item.is_conditional and not inside)
            yield item, taken(survey, item), cells_of(survey, frames, town_only=only)


def _not_asked(item: Item, found: Taken, cells: Cells) -> np.ndarray:
    """Persons whom a condition kept from being asked; who answered an older version tells nothing by it."""
    return cells.sums(~found.asked) if item.is_conditional else np.zeros(len(cells.areas))


def _complement(others: np.ndarray, not_asked: np.ndarray) -> np.ndarray:
    """Persons on the other side of a share: those with another answer, or the few who were not even asked."""
    return np.where(not_asked > 0, np.where(others > 0, np.minimum(others, not_asked), not_asked), others)


def _repeated(names: list[str], cells: Cells) -> np.ndarray:
    return np.repeat(np.array(names, dtype=object), len(cells.areas))


answer_shares = _of_surveys(_shares)
weighted_answer_shares = _of_surveys(_weighted)
answer_means = _of_surveys(_means)
unanswered_shares = _of_surveys(_unanswered)
deviations = _of_surveys(_deviation)
effective_sizes = _of_surveys(_effective)
