"""One survey as a sheet: a line for each person, a column for each flat key; without database or request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd

from app.questions.content import Questionnaire

VERSION = "_version"
"""The attribute that says which version somebody answered."""
WAY = "_way"
"""The attribute that says by which way somebody came: open, sample, sample_paper, school, kiosk or paper."""
PEOPLE = (
    "submission_id",
    "person_key",
    "age_band",
    "gender",
    "home_area_set",
    "home_area_code",
    "source",
    "language",
    "received_at",
)


@dataclass(frozen=True)
class Survey:
    """Input of counting.

    versions: the published contents by number; answers: rows of `contributions.sittings.sitting_answers`;
    said: how many free texts, marks and files a sitting gave to a question, by (submission_id, question);
    files: how many photos and recordings of it have arrived.
    """

    handle: str
    title: str
    versions: Mapping[int, Questionnaire]
    answers: pd.DataFrame
    said: Mapping[tuple[UUID, str], int] = field(default_factory=dict)
    files: Mapping[tuple[UUID, str], int] = field(default_factory=dict)
    slug: str = ""

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The newest version; Questionnaire without sections when nothing was published."""
        return self.versions[max(self.versions)] if self.versions else Questionnaire()

    @cached_property
    def people(self) -> pd.DataFrame:
        """One line a person, with the columns of PEOPLE, `version` and `way`.

        Who answered twice is there with the last. Without a way noted it is told by the source.
        """
        table = self.answers.reindex(columns=[*PEOPLE, "key", "value_number", "value_text"])
        sittings = table.drop_duplicates("submission_id")
        numbers, ways = (
            table[table["key"] == key].drop_duplicates("submission_id").set_index("submission_id")
            for key in (VERSION, WAY)
        )
        sittings = sittings.assign(
            version=sittings["submission_id"].map(numbers["value_number"]),
            way=sittings["submission_id"].map(ways["value_text"]).astype(object),
        )
        unnoted = np.where(sittings["source"] == "paper", "paper", "open")
        sittings["way"] = sittings["way"].where(sittings["way"].notna(), unnoted)
        sittings = sittings.sort_values("received_at", kind="stable").drop_duplicates(
            "person_key", keep="last"
        )
        sittings = sittings.fillna({"age_band": "na", "gender": "na"})
        return sittings[[*PEOPLE, "version", "way"]].reset_index(drop=True)

    @cached_property
    def is_sample(self) -> bool:
        """Whether all were drawn from the register: only then weights and intervals say something of the town."""
        return bool(len(self.people)) and bool(self.people["way"].isin(["sample", "sample_paper"]).all())

    @cached_property
    def values(self) -> pd.DataFrame:
        """The answers in the order of `people`: text or number by flat key, None where there is none."""
        table = self.answers[~self.answers["key"].isin([VERSION, WAY])]
        value = table["value_text"].astype(object).where(table["value_text"].notna(), table["value_number"])
        wide = table.assign(value=value).drop_duplicates(["submission_id", "key"], keep="last")
        wide = wide.pivot(index="submission_id", columns="key", values="value")
        wide = wide.reindex(pd.Index(self.people["submission_id"])).reset_index(drop=True).astype(object)
        return wide.where(wide.notna(), None)

    @cached_property
    def version_name(self) -> str:
        """The versions that were answered, as `1, 3`; for the column questionnaire_version."""
        found = sorted({int(number) for number in self.people["version"].dropna()})
        text = ", ".join(map(str, found))
        return text if len(text) <= 20 else f"{found[0]}–{found[-1]}"

    def count_of_files(self, key: str) -> pd.Series:
        """How many files each person gave to a question, None where none was given."""
        found = [self.files.get((sitting, key)) for sitting in self.people["submission_id"]]
        return pd.Series(found, dtype=object)

    def column(self, key: str) -> pd.Series:
        """The answers under a flat key, all None when nobody gave one."""
        found: Any = self.values.get(key)
        return pd.Series([None] * len(self.people), dtype=object) if found is None else found
