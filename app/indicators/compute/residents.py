"""Measures that need the register: reach (D01), residents (K01), share of the young (K02); and imported values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app.areas.age_bands import AGE_BANDS, ROLLUPS
from app.indicators.compute.notes import left_out, rows_as_persons
from app.indicators.compute.rows import HELPERS, empty, rows
from app.indicators.definitions import Definition
from app.indicators.frames import ALL, Frames
from app.indicators.models import COLUMNS

BANDS_OF = {**{band: (band,) for band in AGE_BANDS}, **ROLLUPS}


def reach(definition: Definition, frames: Frames) -> pd.DataFrame:
    """D01: persons who say they live in the area / residents of the same age group.

    Only in the Raumgliederung in which people said where they live; elsewhere no rows, because a home is never guessed.
    """
    if frames.home_area_set != frames.area_set:
        return empty()
    people, register = frames.people, frames.residents
    home, age = people["home"].to_numpy(), people["age_band"].fillna("na").to_numpy(dtype=object)
    without_age = int(((home >= 0) & (age == "na")).sum())
    tables = []
    for group in (*definition.age_groups, *definition.town_age_groups):
        if group not in register or register[group].isna().all():
            continue
        shown = [ALL] if group in definition.town_age_groups else [*frames.codes, ALL]
        wanted = np.isin(age, BANDS_OF[group])
        found = np.bincount(home[wanted & (home >= 0)], minlength=len(frames.codes)).astype(float)
        residents = register[group].to_numpy()
        away = wanted & (home < 0)
        unsaid = away & people["home_area_code"].isna().to_numpy()
        exact, public = left_out(
            [
                (int((away & ~unsaid).sum()), "außerhalb"),
                (int(unsaid.sum()), "ohne Wohnort"),
                (without_age, "ohne Altersangabe"),
            ]
        )
        remark = rows_as_persons(frames.located)
        reached, whole = _with_town(found)[-len(shown) :], _with_town(residents)[-len(shown) :]
        tables.append(
            _flagged_rows(
                definition,
                frames,
                numerator=reached,
                denominator=whole,
                persons=reached,
                share_base=whole,
                below_minimum=(whole < definition.minimum.population) | np.isnan(whole),
                age_group=group,
                area_ids=shown,
                note="; ".join(filter(None, (exact, remark))),
                public_note="; ".join(filter(None, (public, remark))),
                numerator_persons=reached,
                complement_persons=np.maximum(whole - reached, 0),
            )
        )
    return pd.concat(tables, ignore_index=True) if tables else empty()


def population(definition: Definition, frames: Frames) -> pd.DataFrame:
    """K01: residents by age group as the register gives them."""
    register = frames.residents
    tables = []
    for group in definition.age_groups:
        if group in register and not register[group].isna().all():
            count = _with_town(register[group].to_numpy())
            table = rows(definition, frames, numerator=count, persons=count, age_group=group)
            tables.append(_flagged(table, frames, group))
    return pd.concat(tables, ignore_index=True) if tables else empty()


def population_share(definition: Definition, frames: Frames) -> pd.DataFrame:
    """K02: residents from 6 to 21 / all residents."""
    register = frames.residents
    if "r06_21" not in register or ALL not in register:
        return empty()
    young, everybody = _with_town(register["r06_21"].to_numpy()), _with_town(register[ALL].to_numpy())
    table = rows(
        definition,
        frames,
        numerator=young,
        denominator=everybody,
        persons=everybody,
        share_base=everybody,
        numerator_persons=young,
        complement_persons=everybody - young,
    )
    return _flagged(table, frames, "r06_21")


def imported(definition: Definition, frames: Frames) -> pd.DataFrame:
    """Values somebody else computed, as they came: their statuses stay (E27), a count among them is protected."""
    table = frames.imported
    mine = table[(table["indicator_id"] == definition.id) & (table["area_set"] == frames.area_set)]
    mine = mine[mine["area_vintage"] == frames.area_vintage].reindex(columns=[*COLUMNS, *HELPERS])
    numerator = pd.to_numeric(mine["numerator"], errors="coerce")
    denominator = pd.to_numeric(mine["denominator"], errors="coerce")
    return mine.assign(
        _numerator_persons=numerator,
        _complement_persons=denominator - numerator,
        _share_base=denominator,
        _below_minimum=False,
        _public_note=mine["quality_note"],
    ).reset_index(drop=True)


def _flagged_rows(definition: Definition, frames: Frames, *, age_group: str, **columns: Any) -> pd.DataFrame:
    return _flagged(rows(definition, frames, age_group=age_group, **columns), frames, age_group)


def _flagged(table: pd.DataFrame, frames: Frames, group: str) -> pd.DataFrame:
    """Status E and the method where the residents of a group were estimated, and for the town if anywhere."""
    notes = dict(zip(frames.codes, frames.estimates(BANDS_OF.get(group, ())), strict=True))
    town = next((note for note in notes.values() if note), "")
    remarks = table["area_id"].map(lambda area: town if area == ALL else notes[area])
    estimated = (remarks != "") & (table["obs_status"] == "A")
    table.loc[estimated, "obs_status"] = "E"
    for column in ("quality_note", "_public_note"):
        joined = table[column].astype(str).str.cat(remarks, sep="; ").str.removeprefix("; ")
        table[column] = table[column].where(~estimated, joined)
    return table


def _with_town(values: np.ndarray) -> np.ndarray:
    return np.r_[values, values.sum()]
