"""Answers of a survey as a page shows them: each question with its answers, their bars and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from app.indicators.frames import ALL
from app.indicators.labels import interval, number, printed
from app.indicators.surveys.naming import is_sample, survey_of
from app.indicators.surveys.words import named


@dataclass(frozen=True)
class Answer:
    """One answer ready to print; `share`, `low` and `high` are percent for its bar, None where it has none."""

    label: str
    value: str
    interval: str
    persons: str
    share: float | None = None
    low: float | None = None
    high: float | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Asked:
    """One question and its answers; `persons` are those who answered it."""

    question: str
    answers: list[Answer]
    persons: str
    survey: str = ""


@dataclass(frozen=True)
class Told:
    """One survey in a release, or its drawn sample."""

    title: str
    questions: list[Asked] = field(default_factory=list)
    is_sample: bool = False


def answer_of(record: dict[str, Any], label: str) -> Answer:
    """One row of the tidy table as an answer."""
    is_share = record["unit"] == "%" and not pd.isna(record["value"])
    has_interval = is_share and not pd.isna(record["ci_low"])
    return Answer(
        label=label,
        value=printed(record),
        interval=interval(record),
        persons=number(record["numerator"], "#,##0"),
        share=float(record["value"]) if is_share else None,
        low=float(record["ci_low"]) if has_interval else None,
        high=float(record["ci_high"]) if has_interval else None,
        is_hidden=record["obs_status"] == "Q",
    )


def surveys_in(rows: pd.DataFrame) -> list[Told]:
    """The surveys of a release, everybody together, in the order in which they were asked.

    A Raumgliederung more would say the same again, so the first one counts. What nobody can name any more is left out,
    and so is a question that nobody answered.
    """
    mine = rows[
        rows["indicator_id"].str.startswith("B:") & (rows["area_id"] == ALL) & (rows["age_group"] == ALL)
    ]
    mine = mine[mine["obs_status"] != "M"].drop_duplicates("indicator_id")
    found: dict[str, Told] = {}
    for record in mine.to_dict("records"):
        words = named(record["indicator_id"])
        if words is None:
            continue
        survey = survey_of(record["indicator_id"])
        told = found.setdefault(survey, Told(words.survey, is_sample=is_sample(survey)))
        question = record["indicator_id"].partition("=")[0]
        if not told.questions or told.questions[-1].survey != question:
            told.questions.append(Asked(words.question, [], "", question))
        told.questions[-1].answers.append(answer_of(record, words.answer))
        if not pd.isna(record["n_persons"]):
            last = told.questions[-1]
            told.questions[-1] = Asked(
                last.question, last.answers, number(record["n_persons"], "#,##0"), question
            )
    return list(found.values())


def by_group(
    rows: pd.DataFrame, names: Sequence[str], groups: Sequence[tuple[str, str, str]]
) -> list[tuple[str, list[Answer], str]]:
    """For each group (area_id, age_group, label) the answers with these indicator_ids, and how many answered."""
    cells = rows.set_index(["indicator_id", "area_id", "age_group"])
    found = []
    for area, age, label in groups:
        keys = [(name, area, age) for name in names if (name, area, age) in cells.index]
        records = [cells.loc[key].to_dict() for key in keys]
        persons = next((one["n_persons"] for one in records if not pd.isna(one["n_persons"])), None)
        answers = [answer_of(one, "") for one in records]
        found.append((label, answers, "" if persons is None else number(persons, "#,##0")))
    return found
