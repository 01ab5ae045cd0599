"""The figures computed a second time with GeoPandas and pandas alone, and the rule of E22 written out plainly."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd

from tests.journeys.towns import Boundaries

Cell = tuple[str, str, str, str]
CELL = ["indicator_id", "area_set", "area_id", "age_group"]
FIGURES = ["value", "numerator", "denominator", "n_persons", "ci_low", "ci_high"]
LEAST, LEAST_SENSITIVE, SHARE_BASE = 5, 10, 20
SENSITIVE = ("D07", "D08")
POSITIVE, NEGATIVE = {"fav"}, {"avoid", "uneasy", "barrier"}
UNEASE = {"avoid", "uneasy"}


def located(rows: pd.DataFrame, boundaries: Boundaries) -> pd.Series:
    """The area_id of every row by a spatial join; NaN outside and without coordinates."""
    lon, lat = (pd.to_numeric(rows[name]) for name in ("lon", "lat"))
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326, index=rows.index)
    joined = gpd.sjoin(points[lon.notna()], boundaries.frame(), predicate="intersects")
    assert joined.index.is_unique
    return joined["area_id"].reindex(rows.index)


def counts(where: pd.Series, codes: list[str], persons: pd.Series | None = None) -> dict[str, float]:
    """Rows, or different persons, for each area and the town."""
    inside = where.notna()
    if persons is None:
        found = where[inside].value_counts()
        return {**{code: float(found.get(code, 0)) for code in codes}, "all": float(inside.sum())}
    by_area = persons[inside].groupby(where[inside]).nunique()
    return {**{code: float(by_area.get(code, 0)) for code in codes}, "all": float(persons[inside].nunique())}


def shares(voices: pd.DataFrame, where: pd.Series, codes: list[str]) -> dict[str, dict[str, float]]:
    """D07, D08, D10 and D12 for each area and the town; NaN where nothing is to be divided."""
    marks = voices[where.notna() & (voices["art"] != "")].assign(area=where)
    found: dict[str, dict[str, float]] = {name: {} for name in ("D07", "D08", "D10", "D12")}
    for code in [*codes, "all"]:
        here = marks if code == "all" else marks[marks["area"] == code]
        uneasy = here[here["art"].isin(UNEASE)]
        pro, contra = (int(here["art"].isin(side).sum()) for side in (POSITIVE, NEGATIVE))
        found["D07"][code] = 100 * len(uneasy) / len(here) if len(here) else np.nan
        people = here["person"].nunique()
        found["D08"][code] = 100 * uneasy["person"].nunique() / people if people else np.nan
        found["D10"][code] = (pro - contra) / (pro + contra) if pro + contra else np.nan
        found["D12"][code] = 1 - abs(pro - contra) / (pro + contra) if pro + contra else np.nan
    return found


def values(table: pd.DataFrame, indicator: str, age_group: str = "all") -> dict[str, float]:
    """area_id → value of one figure."""
    mine = table[(table["indicator_id"] == indicator) & (table["age_group"] == age_group)]
    assert mine["area_id"].is_unique
    return dict(zip(mine["area_id"], mine["value"], strict=True))


def too_small(truth: pd.DataFrame) -> pd.Series:
    """E22 on the true table: 1–4 persons behind a value, a sensitive share on fewer than 10, a base below 20."""
    small = truth["n_persons"].between(1, LEAST - 1)
    base = truth["indicator_id"].str.partition(":")[0]
    persons = base.isin(["D08", "K02"])
    least = np.where(base.isin(SENSITIVE), LEAST_SENSITIVE, LEAST)
    rest = truth["denominator"] - truth["numerator"]
    small |= persons & ((truth["numerator"] >= 1) & (truth["numerator"] < least))
    small |= persons & ((rest >= 1) & (rest < least))
    return small | (base.isin(["D07", "D08"]) & truth["value"].notna() & (truth["n_persons"] < SHARE_BASE))


def by_subtraction(published: pd.DataFrame, truth: pd.DataFrame, inside: dict[str, str]) -> Iterator[str]:
    """Cells somebody finds with pencil and paper: one hidden part under a shown sum, or only one way to fill them.

    inside: quarter → district. A sum that does not hold in the truth misleads and is left out.
    """
    known = published.set_index(CELL).join(truth.set_index(CELL)["value"].rename("true"))
    # Each row counts as one person here and the files say so: a value hidden for few persons is 1 to 4. Under a hidden
    # total all parts are hidden, the empty ones among them, and tell nothing by that.
    hidden = set(known.index[known["obs_status"] == "Q"])
    alone = np.array([not hidden & set(_wholes(cell)) for cell in known.index])
    few = known["conf_status"] == "A"
    known["low"] = np.where(few & alone, 1, 0)
    known["high"] = np.where(few, LEAST - 1, np.inf)
    for total, parts in _sums(known.index, inside):
        top, below = known.loc[total], known.loc[parts]
        gaps = below[below["obs_status"] == "Q"]
        if top["obs_status"] == "Q" or gaps.empty or abs(below["true"].sum() - top["true"]) > 1e-9:
            continue
        rest = top["value"] - below["value"].sum()
        if len(gaps) == 1 or rest in (gaps["low"].sum(), gaps["high"].sum()):
            yield f"{total}: {gaps.index.tolist()}"


def _wholes(cell: Cell) -> list[Cell]:
    """What a cell is a part of: the same figure of the town, and all codes or ages of its place."""
    indicator, area_set, area, age = cell
    whole = indicator.partition(":")[0]
    above = [(indicator, area_set, "all", age), (whole, area_set, area, age), (whole, area_set, area, "all")]
    return [found for found in above if found != cell]


def _sums(cells: pd.MultiIndex, inside: dict[str, str]) -> Iterator[tuple[Cell, list[Cell]]]:
    """(total, parts): areas of the town, quarters of a district, codes of all contributions, ages of all residents."""
    counted = [cell for cell in cells if cell[0].partition(":")[0] in {"N01", "N02", "K01"}]
    groups: dict[Cell, list[Cell]] = {}
    for indicator, area_set, area, age in counted:
        cell = (indicator, area_set, area, age)
        if area != "all":
            groups.setdefault((indicator, area_set, "all", age), []).append(cell)
        if area_set == "Ortsteile" and area in inside:
            groups.setdefault((indicator, "Stadtbezirke", inside[area], age), []).append(cell)
    for total, parts in groups.items():
        if total in cells:
            yield total, parts
    by_code: dict[Cell, list[Cell]] = {}
    for indicator, area_set, area, age in counted:
        base, _sign, detail = indicator.partition(":")
        if detail.startswith("code="):
            by_code.setdefault((base, area_set, area, age), []).append((indicator, area_set, area, age))
        elif indicator == "K01" and age.startswith("a"):
            by_code.setdefault((base, area_set, area, "all"), []).append((indicator, area_set, area, age))
    for total, parts in by_code.items():
        if total in cells:
            yield total, [part for part in parts if part != total]
