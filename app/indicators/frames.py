"""What computing starts from: plain frames of one process and one vintage, and the joins every measure needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from app.areas.age_bands import AGE_BANDS, ROLLUPS
from app.indicators.definitions import Selection
from app.indicators.surveys.sheet import Survey

ALL = "all"
CONTRIBUTION_COLUMNS = (
    "contribution_id",
    "person_key",
    "participant_id",
    "kind",
    "quality",
    "valence",
    "is_secret",
    "is_drawn",
    "lon",
    "lat",
    "cell_100m",
    "source",
    "age_band",
    "home_area_set",
    "home_area_code",
    "code",
)
"""Columns that computing reads; contributions.queries.counted has them."""


@dataclass(frozen=True)
class Frames:
    """Input of `compute`.

    contributions: one row per counted contribution (contributions.queries.counted);
    placements: contribution_id, area_code (None = outside or without place) in this vintage;
    population: area_code, age_band, sex, count, reference_date; areas: code, name; imported: rows in D4 columns;
    surveys: closed answers of whole sittings.
    `home_area_set` names the Raumgliederung in which people said where they live.
    """

    contributions: pd.DataFrame
    placements: pd.DataFrame
    population: pd.DataFrame
    areas: pd.DataFrame
    imported: pd.DataFrame
    period_start: date
    period_end: date
    area_set: str
    area_vintage: str
    home_area_set: str | None = None
    surveys: tuple[Survey, ...] = ()

    @cached_property
    def codes(self) -> list[str]:
        """Area codes in order; position -1 below means outside."""
        return sorted(self.areas["code"].astype(str))

    @cached_property
    def located(self) -> pd.DataFrame:
        """Contributions with `area`, `home` (positions in codes, -1 = none) and `person` (an integer).

        A drawn way or felt area is no place: it counts for those who said it, and in no area.
        """
        table = self.contributions.reindex(columns=list(CONTRIBUTION_COLUMNS)).reset_index(drop=True)
        where = self.placements.drop_duplicates("contribution_id").set_index("contribution_id")["area_code"]
        table["is_drawn"] = table["is_drawn"].eq(True)
        table["area"] = np.where(table["is_drawn"], -1, self._positions(table["contribution_id"].map(where)))
        lives_here = (
            table["home_area_set"] == self.home_area_set if self.home_area_set == self.area_set else False
        )
        table["home"] = np.where(lives_here, self._positions(table["home_area_code"]), -1)
        table["person"] = pd.factorize(table["person_key"].astype(str))[0]
        return table

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row per person: person, home, home_area_code, age_band (from the first contribution)."""
        columns = ["person", "home", "home_area_code", "age_band"]
        return self.located[columns].drop_duplicates("person").reset_index(drop=True)

    @cached_property
    def residents(self) -> pd.DataFrame:
        """Residents by position of the area (rows) and age group (columns); NaN where the register gives none.

        Rollups are sums of their bands where all bands are known; else what the register itself gives.
        """
        table = self.population.reindex(columns=["area_code", "age_band", "sex", "count", "reference_date"])
        if len(table):
            table = table[table["reference_date"] == newest_reference(table, self.period_end)]
        whole = table[table["sex"] == ALL]
        split = table[table["sex"] != ALL].groupby(["area_code", "age_band"], as_index=False)["count"].sum()
        joined = pd.concat([whole[["area_code", "age_band", "count"]], split])
        wide = joined.drop_duplicates(["area_code", "age_band"]).pivot(
            index="area_code", columns="age_band", values="count"
        )
        wide = wide.reindex(index=self.codes).astype("float64")
        if "na" in wide and len(wide.columns) > 1:  # nobody of unknown age where the other ages are known
            known = wide.drop(columns="na").notna().any(axis=1)
            wide["na"] = wide["na"].mask(wide["na"].isna() & known, 0.0)
        given = [band for band in AGE_BANDS if band in wide]
        for group, bands in (*ROLLUPS.items(), (ALL, tuple(given))):
            if group not in wide and bands and set(bands) <= set(given):
                wide[group] = wide[list(bands)].sum(axis=1, skipna=False)
        return wide.reset_index(drop=True)

    def estimates(self, bands: tuple[str, ...]) -> list[str]:
        """For each area how its residents of these bands were estimated; empty where they were counted."""
        table = self.population
        if not len(table) or "obs_status" not in table:
            return [""] * len(self.codes)
        table = table[table["reference_date"] == newest_reference(table, self.period_end)]
        table = table[(table["obs_status"] == "E") & table["age_band"].isin(bands)]
        notes = table.drop_duplicates("area_code").set_index("area_code")["quality_note"].to_dict()
        return [str(notes.get(code, "")) for code in self.codes]

    def _positions(self, codes: pd.Series) -> np.ndarray:
        return (
            pd.Index(self.codes, dtype=object).get_indexer_for(codes.to_numpy(dtype=object)).astype(np.int64)
        )


def newest_reference(population: pd.DataFrame, on: date) -> object:
    """The last reference date not after `on`, else the first one there is."""
    dates = sorted(set(population["reference_date"]))
    past = [day for day in dates if pd.Timestamp(day) <= pd.Timestamp(on)]
    return past[-1] if past else dates[0]


def chosen(table: pd.DataFrame, selection: Selection) -> np.ndarray:
    """Which rows of located contributions a selection takes (bool array)."""
    mask = np.ones(len(table), dtype=bool)
    for column, allowed in (
        ("kind", selection.kinds),
        ("quality", selection.qualities),
        ("valence", selection.valences),
    ):
        if allowed:
            mask &= table[column].isin(allowed).to_numpy()
    if selection.needs_quality:
        mask &= table["quality"].notna().to_numpy()
    return mask
