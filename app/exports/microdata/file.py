"""One survey as it may leave to the statistics office: lines in random order, coarse persons, codes for gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.exports.microdata.persons import shuffled, told_apart
from app.exports.microdata.variables import (
    DECLINED,
    FILES,
    NOT_ASKED,
    NUMBER,
    PLACE,
    SINGLE,
    TEXT,
    TICK,
    UNANSWERED,
    UNRANKED,
    Variable,
    variables_of,
)
from app.indicators.compute.answers.weighting import weights_for
from app.indicators.frames import Frames
from app.indicators.surveys.asked import Taken, taken
from app.indicators.surveys.items import Item, section_of
from app.indicators.surveys.sheet import Survey
from app.indicators.surveys.ways import DRAWN
from app.questions.content import Section

ABOUT = {
    "nr": ("Nummer in dieser Datei", "Number in this file"),
    "raum": ("Raum, in dem die Person wohnt", "Area the person lives in"),
    "alter": ("Altersgruppe", "Age band"),
    "geschlecht": ("Geschlecht", "Gender"),
    "quelle": ("Weg, auf dem die Antworten kamen", "Way the answers came"),
    "fassung": ("Fassung des Fragebogens", "Version of the questionnaire"),
    "gewicht": (
        "Gewicht nach Raum, Alter und Geschlecht, nur in der Stichprobe",
        "Weight by area, age and gender, of the sample only",
    ),
}
"""Columns about the person and the line, in German and English."""


@dataclass(frozen=True)
class Microdata:
    """`persons` has the columns of ABOUT; `codes` has a column for each variable, in the same order of lines;
    `rounds` are nr, key and value of sections that repeat.
    """

    survey: Survey
    persons: pd.DataFrame
    variables: list[Variable]
    codes: pd.DataFrame
    areas: dict[str, str]
    rounds: pd.DataFrame

    @property
    def wide(self) -> pd.DataFrame:
        return pd.concat([self.persons, self.codes], axis=1)


def microdata(survey: Survey, frames: Frames) -> Microdata:
    """All persons of a survey with their closed answers."""
    people = survey.people
    here = people["home_area_set"] == frames.home_area_set
    area = people["home_area_code"].where(here & people["home_area_code"].isin(frames.codes))
    version = people["version"].map(lambda number: f"{number:g}")
    about, drawn = told_apart(
        people.assign(area=area, version=version), people["way"].isin(DRAWN).to_numpy(dtype=bool)
    )
    variables = variables_of(survey.questionnaire)
    columns = {variable.name: _coded(survey, variable) for variable in variables}
    order = shuffled(len(people))
    persons = pd.DataFrame(
        {
            "raum": about["area"],
            "alter": about["age_band"],
            "geschlecht": about["gender"],
            "quelle": about["way"],
            "fassung": about["version"],
            "gewicht": _weights(about, drawn, frames),
        }
    ).iloc[order]
    persons.insert(0, "nr", np.arange(1, len(people) + 1))
    codes = pd.DataFrame(columns, index=range(len(people))).iloc[order]
    names = dict(zip(frames.areas["code"], frames.areas["name"], strict=True))
    return Microdata(
        survey,
        persons.reset_index(drop=True),
        variables,
        codes.reset_index(drop=True),
        names,
        _rounds(survey, order),
    )


def _weights(about: pd.DataFrame, drawn: np.ndarray, frames: Frames) -> np.ndarray:
    """Weights of the drawn sample from what the file tells of it; nan for all who chose themselves."""
    weights = np.full(len(about), np.nan)
    sample = about[drawn].rename(columns={"age_band": "age", "gender": "sex"})
    fit = weights_for(sample.replace({"area": {"na": None}}), frames)
    if fit is not None and fit.is_met:
        weights[drawn] = fit.weights.round(4)
    return weights


def _rounds(survey: Survey, order: np.ndarray) -> pd.DataFrame:
    """What was answered in sections that repeat, under its flat key (`section.2.q`), by the number of the line."""
    starts = tuple(f"{section.key}." for section in survey.questionnaire.sections if section.is_repeated)
    keys = [key for key in survey.values.columns if starts and str(key).startswith(starts)]
    lines = [
        (number, key, survey.values.at[person, key])
        for number, person in enumerate(order.tolist(), 1)
        for key in keys
        if survey.values.at[person, key] is not None
    ]
    return pd.DataFrame(lines, columns=["nr", "key", "value"])


def _coded(survey: Survey, variable: Variable) -> list[Any]:
    """The values of one variable: numbers, or text for days and times; missing codes where there is no answer."""
    questionnaire, question = survey.questionnaire, variable.question
    section = section_of(questionnaire, question.key) or Section("")
    row = next((one for one in question.rows if variable.key == f"{question.key}.{one.key}"), None)
    given = survey.count_of_files(variable.key) if variable.shape == FILES else survey.column(variable.key)
    if variable.shape == TEXT:
        return [str(value) if value is not None else "" for value in given]
    found = taken(survey, Item(variable.key if row else question.key, section, question, row))
    values: list[float]
    if variable.shape == SINGLE:
        values = [variable.codes.get(value, 0) for value in given]
    elif variable.shape == TICK:
        values = [1 if value else 0 for value in given]
    elif variable.shape in {PLACE, NUMBER, FILES}:
        values = [float("nan") if value is None else float(value) for value in given]
    return _with_gaps(np.array(values, dtype=float), found, variable)


def _with_gaps(values: np.ndarray, found: Taken, variable: Variable) -> list[float]:
    coded = np.select(
        [~found.asked, found.declined, found.missing],
        [NOT_ASKED - variable.shift, DECLINED - variable.shift, UNANSWERED - variable.shift],
        default=values,
    )
    left = np.where(
        (variable.shape == PLACE) & found.valid, float(UNRANKED), float(UNANSWERED - variable.shift)
    )
    return [float(value) for value in np.where(np.isnan(coded), left, coded)]
