"""How a group rated its stops: by show of hands where hands were counted, else by the phones of the group."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from app.indicators.compute.groups import sign_of

RATINGS = ("plus", "zero", "minus")


@dataclass(frozen=True)
class Rating:
    """Counts of one stop on one walk; `by_hands` says that they are raised hands and not taps."""

    plus: int = 0
    zero: int = 0
    minus: int = 0
    by_hands: bool = False

    @property
    def sign(self) -> str | None:
        """One of plus, minus, mixed; None when nobody rated the stop."""
        return sign_of(self.plus, self.minus)

    @property
    def total(self) -> int:
        return self.plus + self.zero + self.minus


def ratings_by_stop(answers: pd.DataFrame) -> dict[str, Rating]:
    """The ratings of one walk by id of the stop, from `contributions.sitting_answers` of its activity.

    The last count of hands at a stop stands, as a later count corrects an earlier one. Who raises a hand may also tap:
    taps count only where no hands were counted, the last of each person.
    """
    found = {**_taps(answers), **_hands(answers)}
    return {stop: rating for stop, rating in found.items() if rating.total}


def _wide(answers: pd.DataFrame, what: str) -> pd.DataFrame:
    """One row for each entry of a kind, in the order of arrival, a column for each of its facts."""
    kinds = answers[(answers["key"] == "what") & (answers["value_text"] == what)]
    rows = answers[answers["submission_id"].isin(kinds["submission_id"])]
    value = rows["value_text"].where(rows["value_text"].notna(), rows["value_number"])
    wide = rows.assign(value=value).pivot(index="submission_id", columns="key", values="value")
    order = kinds.drop_duplicates("submission_id")["submission_id"]
    wide = wide.reindex(pd.Index(order))
    persons = kinds.drop_duplicates("submission_id").set_index("submission_id")["person_key"]
    wide["person_key"] = persons.reindex(wide.index)
    return wide


def _hands(answers: pd.DataFrame) -> dict[str, Rating]:
    found: dict[str, Rating] = {}
    for row in _wide(answers, "hands").to_dict("records"):
        plus, zero, minus = (int(row.get(f"hands.{name}") or 0) for name in RATINGS)
        found[str(row["stop"])] = Rating(plus, zero, minus, by_hands=True)
    return found


def _taps(answers: pd.DataFrame) -> dict[str, Rating]:
    wide = _wide(answers, "rating")
    if wide.empty:
        return {}
    last = wide.drop_duplicates(["stop", "person_key"], keep="last")
    counts = last.groupby(["stop", "rating"]).size()
    found = {}
    for stop in last["stop"].unique():
        plus, zero, minus = (int(counts.get((stop, name), 0)) for name in RATINGS)
        found[str(stop)] = Rating(plus, zero, minus)
    return found
