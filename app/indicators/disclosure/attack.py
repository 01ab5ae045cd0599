"""What can be computed from what is shown: bounds by sums, and exact values by linear algebra."""

from __future__ import annotations

import numpy as np

from app.indicators.disclosure.system import System

ROUNDS = 60
WIDTH = 0.5
"""Counts are whole numbers: an interval narrower than this holds only one of them."""


def determined(
    system: System, known: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(which hidden nodes an attacker can compute exactly, which entries of the sums pin their node).

    known: nodes that published rows show; low, high: what the attacker knows about each hidden count from the start.
    """
    tight_low, tight_high = bounds(system, known, low, high)
    narrow = (tight_high - tight_low) < WIDTH
    from_low, from_high = _implied(system, tight_low, tight_high)
    pins = (from_low >= tight_low[system.node]) & (tight_low[system.node] > low[system.node])
    pins |= (from_high <= tight_high[system.node]) & (tight_high[system.node] < high[system.node])
    return ~known & (narrow | spanned(system, known)), pins


def bounds(
    system: System, known: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Tighten the interval of every node by every sum it stands in, until nothing moves."""
    value = system.nodes["value"].to_numpy(dtype=float)
    low, high = np.where(known, value, low), np.where(known, value, high)
    for _ in range(ROUNDS):
        from_low, from_high = _implied(system, low, high)
        tighter_low, tighter_high = low.copy(), high.copy()
        np.maximum.at(tighter_low, system.node, from_low)
        np.minimum.at(tighter_high, system.node, from_high)
        if np.array_equal(tighter_low, low) and np.array_equal(tighter_high, high):
            break
        low, high = tighter_low, tighter_high
    return low, high


def _implied(system: System, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each entry the interval that its sum alone leaves for its node."""
    node, positive = system.node, system.sign > 0
    least = np.where(positive, low[node], -high[node])
    most = np.where(positive, high[node], -low[node])
    others_least = _sum_of_others(system.relation, least, system.relations)
    others_most = _sum_of_others(system.relation, most, system.relations)
    return np.where(positive, -others_most, others_least), np.where(positive, -others_least, others_most)


def _sum_of_others(relation: np.ndarray, term: np.ndarray, relations: int) -> np.ndarray:
    """For each entry the sum of all other terms of its relation; an infinite other term makes it infinite."""
    endless = np.isinf(term)
    finite = np.where(endless, 0.0, term)
    total = np.bincount(relation, weights=finite, minlength=relations)
    infinite = np.bincount(relation, weights=endless, minlength=relations)
    others = total[relation] - finite
    # All infinite terms of one call point the same way: lower sums are -inf, upper sums +inf.
    direction = np.sign(term[endless][0]) if endless.any() else 1.0
    return np.where(infinite[relation] - endless > 0, direction * np.inf, others)


def spanned(system: System, known: np.ndarray) -> np.ndarray:
    """Which hidden nodes are fixed by the linear system: their unit vector lies in the row space of the hidden part.

    Each connected part of the hidden counts is solved on its own, so that the matrices stay small.
    """
    answer = np.zeros(len(known), dtype=bool)
    hidden = ~known[system.node]
    relation, node, sign = system.relation[hidden], system.node[hidden], system.sign[hidden]
    if not len(node):
        return answer
    part = _components(relation, node, system.relations, len(known))
    for label in np.unique(part[node]):
        mine = part[node] == label
        columns, column = np.unique(node[mine], return_inverse=True)
        lines, line = np.unique(relation[mine], return_inverse=True)
        matrix = np.zeros((len(lines), len(columns)))
        np.add.at(matrix, (line, column), sign[mine])
        _, strength, basis = np.linalg.svd(matrix, full_matrices=False)
        basis = basis[strength > 1e-9]
        answer[columns] = np.square(basis).sum(axis=0) > 1 - 1e-7
    return answer


def _components(relation: np.ndarray, node: np.ndarray, relations: int, nodes: int) -> np.ndarray:
    """Label of the connected part of each node (nodes that share a relation are connected)."""
    label = np.arange(nodes)
    while True:
        lowest = np.full(relations, nodes)
        np.minimum.at(lowest, relation, label[node])
        new = label.copy()
        np.minimum.at(new, node, lowest[relation])
        if np.array_equal(new, label):
            return label
        label = new
