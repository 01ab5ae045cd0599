"""Who was asked an item, and what came of it: an answer, "keine Angabe", nothing, or not asked at all."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.indicators.surveys.items import Item, is_same, section_of
from app.indicators.surveys.sheet import Survey
from app.questions.conditions import holds, mentioned
from app.questions.content import Condition, Question, Questionnaire
from app.questions.flat import YES
from app.questions.vocabulary import FILE_KINDS, FREE_TEXT_KINDS


@dataclass(frozen=True)
class Taken:
    """Arrays over the persons of a survey: `asked`, `declined` and `valid` (bool), `chosen` (persons × choices, bool),
    and `number` (nan where none was given), which only numbers have.
    """

    asked: np.ndarray
    declined: np.ndarray
    valid: np.ndarray
    chosen: np.ndarray
    number: np.ndarray

    @property
    def missing(self) -> np.ndarray:
        """Asked, and neither answered nor declined."""
        return self.asked & ~self.valid & ~self.declined


def taken(survey: Survey, item: Item) -> Taken:
    """What the persons of a survey made of an item. Who answered another question under the same key was not asked."""
    people = len(survey.people)
    chosen: np.ndarray = np.zeros((people, len(item.choices)), dtype=bool)
    declined: np.ndarray = np.zeros(people, dtype=bool)
    number: np.ndarray = np.full(people, np.nan)
    kind = item.question.kind
    if kind == "number":
        number = pd.to_numeric(survey.column(item.key), errors="coerce").to_numpy(dtype=float)
    elif kind in FILE_KINDS:
        number = pd.to_numeric(survey.count_of_files(item.key), errors="coerce").to_numpy(dtype=float)
    elif kind == "multiple":
        chosen = _ticks(survey, item.key, item.choices)
        declined = np.asarray(_ticks(survey, item.key, item.declining).any(axis=1))
    elif kind == "ranking":
        first = [survey.column(f"{item.key}.{choice.key}").eq(1).to_numpy() for choice in item.choices]
        chosen = np.stack(first, axis=1) if first else chosen
    else:
        given = survey.column(item.key)
        for at, choice in enumerate(item.choices):
            chosen[:, at] = given.eq(choice.key).to_numpy()
        declined = np.asarray(given.isin([choice.key for choice in item.declining]), dtype=bool)
    could = _could_be_asked(survey, item)
    declined = declined & could
    chosen = chosen & (could & ~declined)[:, None]
    number = np.where(could, number, np.nan)
    asked = _asked(survey, item, could) | declined | chosen.any(axis=1) | ~np.isnan(number)
    valid = asked.copy() if kind == "consent" else chosen.any(axis=1) | ~np.isnan(number)
    return Taken(asked, declined, valid, chosen, number)


def _ticks(survey: Survey, key: str, choices: Any) -> np.ndarray:
    columns = [survey.column(f"{key}.{choice.key}").notna().to_numpy() for choice in choices]
    return np.stack(columns, axis=1) if columns else np.zeros((len(survey.people), 0), dtype=bool)


def _could_be_asked(survey: Survey, item: Item) -> np.ndarray:
    """Whether the version somebody answered had this very question."""
    fits = {number: _has(found, item.question) for number, found in survey.versions.items()}
    return survey.people["version"].map(fits).eq(True).to_numpy()


def _has(questionnaire: Questionnaire, question: Question) -> bool:
    found = questionnaire.question(question.key)
    return found is not None and is_same(found, question)


def _asked(survey: Survey, item: Item, could: np.ndarray) -> np.ndarray:
    """Whether the conditions of question and section held for what somebody answered, in the version they answered."""
    asked = could.copy()
    version = survey.people["version"].to_numpy(dtype=float)
    for number, questionnaire in survey.versions.items():
        conditions = _conditions(questionnaire, item.question.key)
        if not conditions:
            continue
        answers = Answers(survey, questionnaire)
        keys = sorted(set().union(*(mentioned(condition) for condition in conditions)))
        known: dict[Hashable, bool] = {}
        for person in np.flatnonzero(could & (version == number)):
            given = {key: answers.of(int(person), key) for key in keys}
            seen = repr(given)
            if seen not in known:
                known[seen] = all(holds(condition, given.get) for condition in conditions)
            asked[person] = known[seen]
    return asked


def _conditions(questionnaire: Questionnaire, key: str) -> list[Condition]:
    section, question = section_of(questionnaire, key), questionnaire.question(key)
    found = [section.relevant if section else None, question.relevant if question else None]
    return [condition for condition in found if condition is not None]


class Answers:
    """Recorded answers in the shape in which conditions read them; what was hidden was never recorded."""

    def __init__(self, survey: Survey, questionnaire: Questionnaire) -> None:
        self._survey = survey
        self._questions = {question.key: question for question in questionnaire.questions()}
        self._ids = survey.people["submission_id"].tolist()

    def of(self, person: int, key: str) -> Any:
        question = self._questions.get(key)
        if question is None:
            return None
        shape = question.of_kind.value
        if shape in {"key", "date", "time", "number"}:
            return self._value(person, key)
        if shape == "yes":
            return self._value(person, key) == YES
        if shape == "keys":
            places = {choice.key: self._value(person, f"{key}.{choice.key}") for choice in question.choices}
            return sorted((one for one, place in places.items() if place), key=lambda one: places[one])
        if shape == "rows":
            rows = {row.key: self._value(person, f"{key}.{row.key}") for row in question.rows}
            return {row: choice for row, choice in rows.items() if choice is not None}
        count = self._survey.said.get((self._ids[person], key), 0)
        return ("…" if count else None) if question.kind in FREE_TEXT_KINDS else ["…"] * count

    def _value(self, person: int, key: str) -> Any:
        values = self._survey.values
        return values.at[person, key] if key in values.columns else None
