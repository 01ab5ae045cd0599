"""Complementary suppression: hide as little more as needed until no hidden count can be computed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from app.indicators.catalogue import base_id, definition_of
from app.indicators.definitions import Measure
from app.indicators.disclosure.attack import pinned, spanned
from app.indicators.disclosure.rule import Rule
from app.indicators.disclosure.system import System
from app.indicators.frames import ALL

TOTAL_WORD = "gesamt"
_NOTE = "sonst wäre {cell} berechenbar"
PERSON_COUNTS = (Measure.PERSONS, Measure.REACH, Measure.POPULATION, Measure.ANSWER_SHARE)
"""Measures whose hidden count is a number of persons, so that "too few" tells an attacker 1 to 4."""


class View:
    """What an attacker knows while some rows are hidden."""

    def __init__(self, observations: pd.DataFrame, system: System, rule: Rule, tells: np.ndarray) -> None:
        self.system = system
        self.private = ~system.nodes["what"].str.startswith("@").to_numpy(dtype=bool)
        self.private &= (system.nodes["what"] != "slack").to_numpy()
        self.secret = np.zeros(len(system.nodes), dtype=bool)
        np.logical_or.at(self.secret, system.link_node, system.link_secret)
        self.twin = np.arange(len(system.nodes))
        self.twin[system.link_node] = system.link_twin
        self.low = np.zeros(len(system.nodes))
        self.high = np.full(len(system.nodes), np.inf)
        self._what_statuses_tell(observations, rule, tells)

    def _what_statuses_tell(self, observations: pd.DataFrame, rule: Rule, tells: np.ndarray) -> None:
        """A count hidden for too few persons is at least 1, and a number of persons is below the least number."""
        persons = observations["indicator_id"].map(
            lambda name: definition_of(base_id(name)).measure in PERSON_COUNTS
        )
        value = self.system.nodes["value"].to_numpy(dtype=float)
        row, node = self.system.link_row, self.system.link_node
        told = tells[row] & self.system.link_secret & (value[node] >= 1)
        self.low[node[told]] = 1
        capped = told & persons.to_numpy(dtype=bool)[row] & (value[node] < rule.persons)
        self.high[node[capped]] = rule.persons - 1

    def known(self, shown: np.ndarray) -> np.ndarray:
        known = np.zeros(len(self.system.nodes), dtype=bool)
        np.logical_or.at(known, self.system.link_node, shown[self.system.link_row])
        return known

    def guarded(self, known: np.ndarray) -> np.ndarray:
        """Counts that must stay hidden.

        Not zeros, behind which nobody can be found (E22), nor what another indicator shows under the same name.
        """
        return ~known & ~self.system.is_zero & (self.secret | (self.private & ~known[self.twin]))

    def exposed(self, shown: np.ndarray) -> np.ndarray:
        """Hidden counts that must stay hidden and can be computed (bool per node)."""
        known = self.known(shown)
        narrow, _ = pinned(self.system, known, self.low, self.high)
        narrow[list(spanned(self.system, known))] = True
        return narrow & self.guarded(known)

    def choices(self, shown: np.ndarray) -> Iterator[tuple[int, int]]:
        """(exposed node, shown node to hide with it), such that no two of them work on the same sum.

        Linear algebra is asked only when the bounds find nothing any more; it is the slower of the two.
        """
        known = self.known(shown)
        guarded = self.guarded(known)
        narrow, pins = pinned(self.system, known, self.low, self.high)
        touched: set[int] = set()
        for node in np.flatnonzero(narrow & guarded).tolist():
            partner = _nearest(self.system, known, node, pins, touched)
            if partner is not None:
                yield node, partner
        if touched:
            return
        for node, relations in spanned(self.system, known).items():
            if not guarded[node] or relations & touched:
                continue
            entries = np.concatenate([self.system.entries_of_relation[relation] for relation in relations])
            partner = _smallest(self.system, known, entries)
            if partner is not None:
                touched |= relations
                yield node, partner


def note_of(cell: str) -> str:
    """The note of a row that is withheld to protect another cell."""
    return _NOTE.format(cell=cell)


def covered(note: str) -> str | None:
    """The cell that such a note names, e.g. `SR12` or `SR05 (avoid)`; None for any other note."""
    start, end = _NOTE.split("{cell}")
    return note[len(start) : -len(end)] if note.startswith(start) and note.endswith(end) else None


def complement(view: View, shown: np.ndarray) -> tuple[np.ndarray, dict[int, str]]:
    """Rows still shown after complementary suppression, and for each row hidden here the cell it protects.

    Each exposed count takes the next smallest published one of a sum it stands in with it (never the total while
    there is another). Ends because every round hides a row; when nothing is left to hide, nothing is exposed.
    """
    shown, protects = shown.copy(), {}
    system = view.system
    while True:
        before = int(shown.sum())
        for node, partner in list(view.choices(shown)):
            for row in system.rows_of_node[partner]:
                if shown[row]:
                    shown[row] = False
                    protects[int(row)] = _name(system.nodes, node)
        if int(shown.sum()) == before:
            return shown, protects


def _nearest(system: System, known: np.ndarray, node: int, pins: np.ndarray, touched: set[int]) -> int | None:
    """The node to hide with an exposed one: from the nearest sum that pins it, else from any sum near it."""
    everywhere = np.ones_like(pins)
    for usable, along in (
        (known & ~system.is_zero, pins),
        (known & ~system.is_zero, everywhere),
        (known, everywhere),
    ):
        reached, seen = [node], {node}
        for current in reached:
            mine = system.entries_of_node[current]
            for relation in system.relation[mine[along[mine]]].tolist():
                if relation in touched:
                    return None
                entries = system.entries_of_relation[relation]
                partner = _smallest(system, usable, entries)
                if partner is not None:
                    touched.add(relation)
                    return partner
                members = system.node[entries]
                others = [other for other in members[~known[members]].tolist() if other not in seen]
                reached += others
                seen.update(others)
    return None


def _smallest(system: System, usable: np.ndarray, entries: np.ndarray) -> int | None:
    """The usable node with the fewest persons; totals after parts, zeros last: they cover nothing in a filled sum."""
    entries = entries[usable[system.node[entries]]]
    if not len(entries):
        return None
    found = system.node[entries]
    order = np.lexsort((system.rank[found], system.sign[entries] < 0, system.is_zero[found]))
    return int(found[order[0]])


def _name(nodes: pd.DataFrame, node: int) -> str:
    """The cell in the words of a note: area, age band and, in a breakdown, its pin kind or code."""
    area, age, kind = nodes["area"][node], nodes["age"][node], str(nodes["what"][node]).partition("=")[2]
    place = TOTAL_WORD if area == ALL else str(area)
    detail = ", ".join(
        part for part in (kind.partition("|")[0], "" if age in (ALL, "r06_21") else age) if part
    )
    return f"{place} ({detail})" if detail else place
