"""Where the persons of a survey are counted: in the area they live in, in the town, in their stage of life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.areas.age_bands import ROLLUPS, STAGES
from app.indicators.frames import ALL, Frames
from app.indicators.surveys.sheet import Survey


@dataclass(frozen=True)
class Cells:
    """`areas` and `ages` name each cell; `area` and `stage` are positions of each person, -1 for nowhere."""

    areas: list[str]
    ages: list[str]
    area: np.ndarray
    stage: np.ndarray
    town_only: bool = False

    def sums(self, amounts: np.ndarray) -> np.ndarray:
        """The sum of an amount by person (bool counts persons) in every cell."""
        amounts = amounts.astype(float)
        if self.town_only:
            return np.array([amounts.sum()])
        lives, lived = self.area >= 0, self.stage >= 0
        return np.r_[
            np.bincount(
                self.area[lives], weights=amounts[lives], minlength=len(self.areas) - 1 - len(STAGES)
            ),
            amounts.sum(),
            np.bincount(self.stage[lived], weights=amounts[lived], minlength=len(STAGES)),
        ]

    def largest(self, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The largest amount of one person in every cell, and the sum of the two largest."""
        first, both = np.zeros(len(self.areas)), np.zeros(len(self.areas))
        for at in range(len(self.areas)):
            found = np.sort(amounts[self.inside(at)])[::-1][:2]
            first[at], both[at] = found[:1].sum(), found.sum()
        return first, both

    def inside(self, at: int) -> np.ndarray:
        """The persons of a cell (bool)."""
        areas = len(self.areas) - 1 - len(STAGES)
        if self.town_only or at == areas:
            return np.ones(len(self.area), dtype=bool)
        return self.area == at if at < areas else self.stage == at - areas - 1


def cells_of(survey: Survey, frames: Frames, *, town_only: bool = False) -> Cells:
    """The areas, the town, and its stages of life; of a question that not all were asked only the town."""
    people = survey.people
    here = people["home_area_set"] == frames.home_area_set
    positions = pd.Index(frames.codes, dtype=object).get_indexer_for(
        people["home_area_code"].to_numpy(dtype=object)
    )
    stage_of = {band: at for at, stage in enumerate(STAGES) for band in ROLLUPS[stage]}
    stage = people["age_band"].map(stage_of).fillna(-1).to_numpy().astype(np.int64)
    area = np.where(here, positions, -1).astype(np.int64)
    if town_only:
        return Cells([ALL], [ALL], area, stage, town_only=True)
    areas = [*frames.codes, ALL, *[ALL] * len(STAGES)]
    return Cells(areas, [ALL] * (len(frames.codes) + 1) + list(STAGES), area, stage)
