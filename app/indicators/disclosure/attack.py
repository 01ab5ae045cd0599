"""What can be computed from what is shown: bounds by sums, and exact values by linear algebra."""

from __future__ import annotations

import numpy as np

from app.indicators.disclosure.system import System

ROUNDS = 60
WIDTH = 0.5
"""Counts are whole numbers: an interval narrower than this holds only one of them."""


def pinned(
    system: System, known: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(which hidden nodes sums leave one value for, which entries of the sums pin their node).

    known: nodes that published rows show; low, high: what the attacker knows about each hidden count from the start.
    """
    tight_low, tight_high = bounds(system, known, low, high)
    narrow = (tight_high - tight_low) < WIDTH
    from_low, from_high = _implied(system, tight_low, tight_high)
    pins = (from_low >= tight_low[system.node]) & (tight_low[system.node] > low[system.node])
    pins |= (from_high <= tight_high[system.node]) & (tight_high[system.node] < high[system.node])
    return ~known & narrow, pins


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


def spanned(system: System, known: np.ndarray) -> dict[int, set[int]]:
    """The hidden nodes that the linear system fixes, each with the relations that weigh most in its proof.

    A node is fixed when its unit vector lies in the row space of the sums over hidden nodes: its leverage is 1.
    Each connected part of the hidden counts is solved on its own, so that the matrices stay small.
    """
    fixed: dict[int, set[int]] = {}
    hidden = ~known[system.node]
    part = _components(system.relation[hidden], system.node[hidden], system.relations, len(known))
    for label in np.unique(part[system.node[hidden]]):
        matrix, relations, columns = _matrix(system, hidden & (part[system.node] == label))
        weights = _inverse(matrix) @ matrix
        leverage = np.einsum("ij,ij->j", matrix, weights)
        for at in np.flatnonzero(leverage > 1 - 1e-7):
            weight = np.abs(weights[:, at])
            fixed[int(columns[at])] = set(relations[weight > weight.max() / 3].tolist())
    return fixed


def _inverse(matrix: np.ndarray) -> np.ndarray:
    """Pseudo-inverse of matrix · its transpose (relations × relations, far fewer than nodes)."""
    return np.linalg.pinv(matrix @ matrix.T, rcond=1e-10, hermitian=True)


def _matrix(system: System, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(relations × nodes of these entries, the relations, the nodes)."""
    columns, column = np.unique(system.node[entries], return_inverse=True)
    lines, line = np.unique(system.relation[entries], return_inverse=True)
    matrix = np.zeros((len(lines), len(columns)))
    np.add.at(matrix, (line, column), system.sign[entries])
    return matrix, lines, columns


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
