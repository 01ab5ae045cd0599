"""Complementary suppression: hide as little more as needed until no hidden count can be computed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from app.indicators.catalogue import base_id, definition_of
from app.indicators.definitions import Measure
from app.indicators.disclosure.attack import determined
from app.indicators.disclosure.rule import Rule
from app.indicators.disclosure.system import System
from app.indicators.frames import ALL

PERSON_COUNTS = (Measure.PERSONS, Measure.REACH, Measure.POPULATION)
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

    def exposed(self, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(hidden counts that must stay hidden and can be computed, entries of sums that pin a count).

        What another indicator shows openly under the same name is no secret of the row that hides it.
        """
        known = self.known(shown)
        guarded = self.secret | (self.private & ~known[self.twin])
        found, pins = determined(self.system, known, self.low, self.high)
        return found & guarded, pins


def complement(observations: pd.DataFrame, view: View, shown: np.ndarray) -> tuple[np.ndarray, dict[int, str]]:
    """Rows still shown after complementary suppression, and for each row hidden here the cell it protects.

    Each exposed count takes the next smallest published one of a sum it stands in with it (never the total while
    there is another). Ends because every round hides a row; when nothing is left to hide, nothing is exposed.
    """
    shown, protects = shown.copy(), {}
    system = view.system
    while True:
        known = view.known(shown)
        exposed, pins = view.exposed(shown)
        touched: set[int] = set()
        hidden_any = False
        for node in np.flatnonzero(exposed):
            choice = _partner(system, known, int(node), pins, touched)
            if choice is None:
                continue
            relation, partner = choice
            touched.add(relation)
            for row in system.link_row[system.link_node == partner]:
                if shown[row]:
                    shown[row], hidden_any = False, True
                    protects[int(row)] = _name(system.nodes, int(node))
        if not hidden_any:
            return shown, protects


def _partner(
    system: System, known: np.ndarray, node: int, pins: np.ndarray, touched: set[int]
) -> tuple[int, int] | None:
    """(relation, node to hide with it): the next smallest shown count of the nearest sum that has one, or None.

    Sums that pin the count come first: hiding elsewhere would cost a cell and help nothing.
    """
    reached, seen = [node], {node}
    for current in reached:
        mine = np.flatnonzero(system.node == current)
        for entry in mine[np.argsort(~pins[mine], kind="stable")]:
            relation = int(system.relation[entry])
            if relation in touched:
                return None
            entries = np.flatnonzero(system.relation == relation)
            shown = entries[known[system.node[entries]]]
            if len(shown):
                return relation, _smallest(system, shown)
            others = [int(other) for other in system.node[entries] if int(other) not in seen]
            reached += others
            seen.update(others)
    return None


def _smallest(system: System, entries: np.ndarray) -> int:
    """The node with the fewest persons, then the smallest count; zeros only after others, totals last."""
    members = system.node[entries]
    nodes = system.nodes.iloc[members]
    is_total = (system.sign[entries] < 0) | (nodes["area"] == ALL).to_numpy()
    value = nodes["value"].to_numpy(dtype=float)
    persons = np.nan_to_num(nodes["persons"].to_numpy(dtype=float))
    return int(members[np.lexsort((members, value, persons, value == 0, is_total))[0]])


def _name(nodes: pd.DataFrame, node: int) -> str:
    area, age = nodes["area"][node], nodes["age"][node]
    place = "gesamt" if area == ALL else str(area)
    return place if age in (ALL, "r06_21") else f"{place} {age}"
