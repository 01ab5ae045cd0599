"""Protect: `protect(observations, rule)` hides what could point at someone, `audit` attacks the result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.indicators.disclosure.differencing import REASON, too_close
from app.indicators.disclosure.primary import flag_limited, reasons, withhold
from app.indicators.disclosure.rule import INSIDE as INSIDE
from app.indicators.disclosure.rule import PUBLIC, Rule
from app.indicators.disclosure.secondary import View, complement, note_of
from app.indicators.disclosure.system import build
from app.indicators.tidy import shape


@dataclass(frozen=True)
class Verdict:
    """Result of an attack: how many hidden counts were tried, and the cells that could be computed."""

    hidden: int
    exposed: list[str]

    @property
    def is_safe(self) -> bool:
        return not self.exposed


def protect(
    observations: pd.DataFrame,
    rule: Rule = PUBLIC,
    earlier: pd.DataFrame | None = None,
    nesting: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Observations as they may leave the house: D4 columns only, hidden cells empty with status Q and A or D.

    observations: from `compute`, all indicators of a release together; earlier: rows of earlier releases;
    nesting: how the areas of several Raumgliederungen contain each other (`geography.nesting`).
    """
    table = observations.reset_index(drop=True)
    if table.empty:
        return shape(table)
    found = reasons(table, rule)
    primary = (found["reason"] != "").to_numpy()
    shown = ~primary
    if rule.differencing and earlier is not None:
        shown &= ~too_close(table, earlier, rule)
    protects: dict[int, str] = {}
    if rule.complementary:
        view = View(table, build(table, found, nesting), rule, found["tells"].to_numpy())
        shown, protects = complement(view, shown)
    table = flag_limited(table, rule).assign(quality_note=table["_public_note"].fillna(""))
    table = withhold(table, primary, "A", found["reason"].to_numpy())
    words = {row: note_of(cell) for row, cell in protects.items()}
    notes = np.array([words.get(row, REASON) for row in range(len(table))])
    return shape(withhold(table, ~shown & ~primary, "D", notes))


def audit(
    protected: pd.DataFrame,
    observations: pd.DataFrame,
    rule: Rule = PUBLIC,
    nesting: pd.DataFrame | None = None,
) -> Verdict:
    """Attack a protected table with everything it shows; `observations` (same rows, unprotected) tell what is true.

    Independent of how the table was protected: only the empty cells count, not who emptied them.
    """
    truth = observations.reset_index(drop=True)
    if truth.empty:
        return Verdict(0, [])
    found = reasons(truth, rule)
    view = View(truth, build(truth, found, nesting), rule, found["tells"].to_numpy())
    shown = (protected["obs_status"] != "Q").to_numpy()
    exposed = np.flatnonzero(view.exposed(shown))
    nodes = view.system.nodes.loc[exposed]
    open_rows = np.flatnonzero(shown & (found["reason"] != "").to_numpy())
    keys = zip(nodes["what"], nodes["area"], nodes["age"], strict=True)
    cells = [f"{what} {area} {age}" for what, area, age in keys]
    rows = truth.loc[open_rows, ["indicator_id", "area_id", "age_group"]]
    cells += [" ".join(row) for row in rows.itertuples(index=False)]
    return Verdict(int((~shown).sum()), cells)
