"""Frames of the demo town for the oracle of F9: 14 Sozialräume with the residents, contributors and marks of F1."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from app.indicators.frames import CONTRIBUTION_COLUMNS, Frames

AREA_SET, VINTAGE = "sozialraeume", "2024-01-01"
# code: (residents, aged 6–21, contributors by residence, marks, of these avoid or uneasy)
F1 = {
    "SR01": (4900, 560, 21, 318, 52),
    "SR02": (5600, 900, 44, 352, 139),
    "SR03": (2700, 380, 17, 286, 61),
    "SR04": (6300, 1150, 61, 214, 58),
    "SR05": (3600, 520, 19, 121, 22),
    "SR06": (4700, 760, 28, 148, 47),
    "SR07": (5900, 1240, 66, 241, 102),
    "SR08": (4100, 560, 24, 166, 27),
    "SR09": (5200, 1130, 39, 92, 34),
    "SR10": (4400, 700, 22, 71, 23),
    "SR11": (3300, 510, 16, 54, 21),
    "SR12": (2400, 350, 4, 11, 3),
    "SR13": (3700, 560, 15, 34, 14),
    "SR14": (3500, 540, 12, 32, 19),
}
OUTSIDE_PERSONS = 17
PERSONS = sum(row[2] for row in F1.values()) + OUTSIDE_PERSONS
VALENCE = {"fav": "pos", "meet": "pos", "avoid": "neg", "uneasy": "neg", "shop": "zero"}


def people() -> pd.DataFrame:
    """405 persons with home and age band; 17 of them live outside the town."""
    homes = np.repeat([*F1, "outside"], [*(row[2] for row in F1.values()), OUTSIDE_PERSONS])
    bands = np.resize(["a14_15", "a12_13", "a16_17", "a10_11", "a18_21", "a06_09"], len(homes))
    return pd.DataFrame(
        {"person_key": [f"p{i:03}" for i in range(len(homes))], "home": homes, "age_band": bands}
    )


def marks() -> pd.DataFrame:
    """2,140 marks of F1, handed to the persons in turn; `place` is where they lie."""
    lines = []
    for code, (*_, total, unease) in F1.items():
        kinds = np.r_[
            np.resize(["avoid", "uneasy"], unease), np.resize(["fav", "meet", "shop"], total - unease)
        ]
        lines.append(pd.DataFrame({"place": code, "quality": kinds}))
    return pd.concat(lines, ignore_index=True)


def contributions() -> pd.DataFrame:
    """Marks with their persons in the columns of contributions.queries.frame, plus `place`."""
    table, who = marks(), people()
    # A stride prime to 405 spreads the marks of each area over many persons.
    person = who.iloc[(np.arange(len(table)) * 7) % len(who)].reset_index(drop=True)
    table["contribution_id"] = [f"c{i:05}" for i in range(len(table))]
    table["person_key"] = person["person_key"]
    table["participant_id"] = person["person_key"]
    table["home_area_set"] = AREA_SET
    table["home_area_code"] = person["home"]
    table["age_band"] = person["age_band"]
    table["valence"] = table["quality"].map(VALENCE)
    table = table.assign(kind="mark", is_secret=False, source="online", lon=9.9, lat=53.1)
    return table.reindex(columns=[*CONTRIBUTION_COLUMNS, "place"]).astype(object)


def population(bands: bool = False) -> pd.DataFrame:
    """Residents 31.12.2025: the young as one group or in six bands, and everybody."""
    lines = []
    for code, (residents, young, *_) in F1.items():
        if bands:
            share = [young // 6] * 5
            share.append(young - sum(share))
            names = ["a06_09", "a10_11", "a12_13", "a14_15", "a16_17", "a18_21"]
            lines += [(code, name, count) for name, count in zip(names, share, strict=True)]
            lines.append((code, "a27_44", residents - young))
        else:
            lines += [(code, "r06_21", young), (code, "all", residents)]
    table = pd.DataFrame(lines, columns=["area_code", "age_band", "count"])
    return table.assign(sex="all", reference_date=date(2025, 12, 31))


def frames(
    table: pd.DataFrame | None = None, bands: bool = False, register: pd.DataFrame | None = None
) -> Frames:
    """Frames of the town; `table` replaces the contributions (with its own `place`)."""
    table = contributions() if table is None else table
    placements = pd.DataFrame({"contribution_id": table["contribution_id"], "area_code": table["place"]})
    return Frames(
        contributions=table.drop(columns=["place"]),
        placements=placements,
        population=population(bands) if register is None else register,
        areas=pd.DataFrame({"code": list(F1), "name": list(F1)}),
        imported=pd.DataFrame(columns=["indicator_id", "area_set", "area_vintage"]),
        period_start=date(2026, 3, 2),
        period_end=date(2026, 3, 27),
        area_set=AREA_SET,
        area_vintage=VINTAGE,
        home_area_set=AREA_SET,
    )
