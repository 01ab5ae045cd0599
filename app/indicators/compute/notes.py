"""What a total leaves out, in words that travel with the number; German, because the dataset is German."""

from __future__ import annotations

import numpy as np
import pandas as pd

from app.indicators.frames import Frames

ROWS_AS_PERSONS = "jede Zeile als eine Person gezählt"
PUBLIC_LEAST = 5


def left_out(parts: list[tuple[int, str]]) -> tuple[str, str]:
    """Exact words for inside and public words in which 1–4 are not told apart: ("3 ohne Ort", "unter 5 ohne Ort")."""
    exact = [f"{count} {words}" for count, words in parts if count]
    public = [
        f"{count if count >= PUBLIC_LEAST else f'unter {PUBLIC_LEAST}'} {words}"
        for count, words in parts
        if count
    ]
    return ", ".join(exact), ", ".join(public)


def place_note(frames: Frames, mask: np.ndarray, *, persons: bool) -> tuple[str, str]:
    """How many of the masked contributions (or their persons) lie outside every area, have no place, or are drawn."""
    table = frames.located
    person = table["person"].to_numpy()
    drawn = table["is_drawn"].to_numpy()
    placeless = table["lon"].isna().to_numpy() & ~drawn
    nowhere = mask & (table["area"].to_numpy() < 0)
    parts = []
    for where, words in (
        (nowhere & ~placeless & ~drawn, "außerhalb"),
        (nowhere & placeless, "ohne Ort"),
        (nowhere & drawn, "gezeichnet"),
    ):
        count = len(np.setdiff1d(person[where], person[mask & ~nowhere])) if persons else int(where.sum())
        parts.append((count, words))
    exact, public = left_out(parts)
    remark = rows_as_persons(table[mask])
    return "; ".join(filter(None, (exact, remark))), "; ".join(filter(None, (public, remark)))


def rows_as_persons(table: pd.DataFrame) -> str:
    """The remark that imported rows named no person, so that each was counted as one."""
    imported = table[table["participant_id"].isna()]
    if len(imported) > 1 and imported["person_key"].is_unique:
        return ROWS_AS_PERSONS
    return ""
