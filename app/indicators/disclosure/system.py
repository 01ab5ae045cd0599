"""A table as an attacker reads it: counts that rows show (nodes) and sums that bind them (relations).

A count is private to its indicator (`D07|numerator|SR02|all`) and, where several indicators show the same one, also
shared (`@marks_of_unease|SR02|all`). Areas add up to the town, age bands to their rollups, pin kinds to the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from app.areas.age_bands import AGE_BANDS, ROLLUPS, STAGES
from app.contributions.vocabulary import QUALITIES
from app.indicators.catalogue import base_id, definition_of
from app.indicators.frames import ALL

COLLECTED = {
    "marks_of_unease": ("avoid", "uneasy"),
    "marks_positive": tuple(code for code, quality in QUALITIES.items() if quality.valence == "pos"),
    "marks_negative": tuple(code for code, quality in QUALITIES.items() if quality.valence == "neg"),
    "marks": tuple(QUALITIES),
    "contributions": tuple(QUALITIES),
}
"""Counts that are sums over pin kinds, which `N01:quality=…` shows one by one."""


BASES = ("denominator", "n_persons")
"""Columns that show what a share is taken of."""

PEOPLE_OF = {
    "@persons": "@contributions",
    "@persons_with_marks": "@marks",
    "@persons_with_unease": "@marks_of_unease",
}
"""Counts of people beside the count of what they gave."""


@dataclass(frozen=True)
class System:
    """Nodes: what, area_set, area, age, value (true count), union; links: row and node, secret (bool), and
    the shared node of the same count.

    Relations in coordinate form: Σ sign · value = 0 over the entries of one relation.
    """

    nodes: pd.DataFrame
    link_row: np.ndarray
    link_node: np.ndarray
    link_secret: np.ndarray
    link_twin: np.ndarray
    relation: np.ndarray
    node: np.ndarray
    sign: np.ndarray

    @property
    def relations(self) -> int:
        return int(self.relation.max()) + 1 if len(self.relation) else 0

    @cached_property
    def entries_of_node(self) -> list[np.ndarray]:
        """Positions of the entries of each node."""
        return _positions(self.node, len(self.nodes))

    @cached_property
    def entries_of_relation(self) -> list[np.ndarray]:
        """Positions of the entries of each relation."""
        return _positions(self.relation, self.relations)

    @cached_property
    def rows_of_node(self) -> list[np.ndarray]:
        """Rows that show each node."""
        return [self.link_row[found] for found in _positions(self.link_node, len(self.nodes))]

    @cached_property
    def is_zero(self) -> np.ndarray:
        return (self.nodes["value"] == 0).to_numpy()

    @cached_property
    def rank(self) -> np.ndarray:
        """Order in which nodes are given up, one number per node: few persons first, then the town."""
        value = self.nodes["value"].to_numpy(dtype=float)
        persons = np.nan_to_num(self.nodes["persons"].to_numpy(dtype=float))
        is_town = (self.nodes["area"] == ALL).to_numpy()
        order = np.lexsort((np.arange(len(value)), value, persons, is_town))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return rank


def build(observations: pd.DataFrame, secret: pd.DataFrame, nesting: pd.DataFrame | None = None) -> System:
    """Nodes and relations of unprotected observations; a sum that does not hold in the data binds nobody.

    nesting: area_set, area (fine) and outer_set, outer (coarse) where one Raumgliederung divides another.
    """
    links = _links(observations.reset_index(drop=True), secret.reset_index(drop=True))
    keys = ["what", "area_set", "area", "age"]
    links["node"] = links.groupby(keys, sort=False, dropna=False).ngroup()
    links["twin"] = links.groupby("pair")["node"].transform("last")
    nodes = links.drop_duplicates("node").sort_values("node")[[*keys, "value", "union", "partial", "persons"]]
    nodes = nodes.reset_index(drop=True)
    entries, slack = _relations(nodes, nesting)
    if len(slack):
        nodes = pd.concat([nodes, slack], ignore_index=True)
    return System(
        nodes=nodes,
        link_row=links["row"].to_numpy(),
        link_node=links["node"].to_numpy(),
        link_secret=links["secret"].to_numpy(dtype=bool),
        link_twin=links["twin"].to_numpy(),
        relation=entries["relation"].to_numpy(dtype=np.int64),
        node=entries["node"].to_numpy(dtype=np.int64),
        sign=entries["sign"].to_numpy(dtype=float),
    )


def _positions(keys: np.ndarray, groups: int) -> list[np.ndarray]:
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.searchsorted(keys[order], np.arange(1, groups)))


def _links(observations: pd.DataFrame, secret: pd.DataFrame) -> pd.DataFrame:
    """One line per row and count it shows: row, what, area_set, area, age, value, union, persons, secret."""
    tables = []
    bases = observations["indicator_id"].map(base_id)
    for base in bases.unique():
        definition = definition_of(base)
        mine = observations[bases == base]
        for column, measure in definition.reveals:
            value = pd.to_numeric(mine[column], errors="coerce")
            detail = mine["indicator_id"].str.slice(len(base))
            name, _, age = measure.partition("/")
            is_numerator = column not in BASES
            line = pd.DataFrame(
                {
                    "row": mine.index,
                    "pair": mine.index.astype(str) + column,
                    "what": mine["indicator_id"] + "|" + column,
                    "area_set": _geography(mine),
                    "area": mine["area_id"],
                    "age": mine["age_group"],
                    "value": value,
                    "union": definition.union,
                    "partial": definition.partial,
                    "persons": pd.to_numeric(mine["n_persons"], errors="coerce"),
                    "secret": secret.loc[mine.index, "numerator_secret" if is_numerator else "base_secret"],
                }
            )
            if name.endswith("="):
                detail = detail.str.partition("=")[0]
            shared = line.assign(what="@" + name.rstrip("=") + detail, age=age or line["age"])
            tables += [line, shared]
    links = pd.concat(tables, ignore_index=True)
    return _each_once(links[links["value"].notna()].reset_index(drop=True))


def _each_once(links: pd.DataFrame) -> pd.DataFrame:
    """Where a town counts as many people as contributions, everybody gave one: both are then one and the same count.

    Such people add up over areas like contributions do, and the totals tell every reader so.
    """
    base = links["what"].str.partition(":")
    twin = base[0].map(PEOPLE_OF) + base[1] + base[2]
    town = links[links["area"] == ALL].drop_duplicates(["what", "area_set", "age"])
    totals = town.set_index(["what", "area_set", "age"])["value"]
    mine, others = (
        totals.reindex(pd.MultiIndex.from_arrays([what, links["area_set"], links["age"]])).to_numpy()
        for what in (links["what"], twin)
    )
    once = twin.notna().to_numpy() & (mine == others)
    links["what"] = links["what"].mask(once, twin)
    links["union"] = links["union"] & ~links["pair"].isin(links.loc[once, "pair"])
    return links


def _geography(rows: pd.DataFrame) -> pd.Series:
    """Raumgliederung, vintage and period in one text: only counts of the same ones add up."""
    parts = [rows[name].astype(str) for name in ("area_set", "area_vintage", "period_start", "period_end")]
    return parts[0] + "@" + parts[1] + "@" + parts[2] + "@" + parts[3]


def _relations(nodes: pd.DataFrame, nesting: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(entries: relation, node, sign; slack nodes appended after `nodes` for sums over persons in several areas)."""
    nodes = nodes.assign(node=np.arange(len(nodes)))
    candidates = [_over_areas(nodes), *_over_ages(nodes), *_over_kinds(nodes), _over_sets(nodes, nesting)]
    candidates += [_over_stages_of_life(nodes), _over_choices(nodes)]
    entries: list[pd.DataFrame] = []
    slack: list[dict[str, object]] = []
    offset = 0
    for table in candidates:
        if not len(table):
            continue
        table = table.assign(relation=table.groupby("group", sort=False).ngroup())
        value = nodes["value"].to_numpy()[table["node"]]
        rest = np.bincount(table["relation"], weights=value * table["sign"])
        union = np.bincount(table["relation"], weights=nodes["union"].to_numpy()[table["node"]]) > 0
        holds = np.abs(rest) < 1e-6
        partial = np.bincount(table["relation"], weights=nodes["partial"].to_numpy()[table["node"]]) > 0
        short = partial & ~holds & (rest < 0)
        usable = holds | (union & (rest > 0)) | short
        loose = np.flatnonzero((union & usable) | short)
        extra = pd.DataFrame(
            {
                "relation": loose,
                "node": len(nodes) + len(slack) + np.arange(len(loose)),
                "sign": np.where(short[loose], 1.0, -1.0),
            }
        )
        slack += [
            {"what": "slack", "value": abs(rest[relation]), "union": True, "partial": False}
            for relation in loose
        ]
        kept = table[usable[table["relation"]]][["relation", "node", "sign"]]
        both = pd.concat([kept, extra])
        entries.append(both.assign(relation=both["relation"] + offset))
        offset += len(holds)
    if not entries:
        return pd.DataFrame({"relation": [], "node": [], "sign": []}), pd.DataFrame(slack)
    found = pd.concat(entries, ignore_index=True)
    return found.assign(relation=pd.factorize(found["relation"])[0]), pd.DataFrame(slack)


def _over_areas(nodes: pd.DataFrame) -> pd.DataFrame:
    """The areas of a set under the town's total."""
    group = nodes["what"] + "|" + nodes["area_set"] + "|" + nodes["age"]
    return _totals(nodes.assign(group=group), nodes["area"] == ALL)


def _over_ages(nodes: pd.DataFrame) -> list[pd.DataFrame]:
    """Age bands under each rollup, where every band is there."""
    found = []
    bands_of = {**ROLLUPS, ALL: tuple(band for band in AGE_BANDS if band in set(nodes["age"]))}
    place = nodes["what"] + "|" + nodes["area_set"] + "|" + nodes["area"]
    for rollup, bands in bands_of.items():
        mine = nodes.assign(group=place)[nodes["age"].isin([rollup, *bands])]
        complete = mine.groupby("group")["age"].transform("nunique") == len(bands) + 1
        mine = mine[complete]
        found.append(_totals(mine, mine["age"] == rollup))
    return found


def _over_stages_of_life(nodes: pd.DataFrame) -> pd.DataFrame:
    """Children, young people, adults and the old under everybody, where some of them tell no age."""
    mine = nodes[nodes["partial"].astype(bool) & nodes["age"].isin([ALL, *STAGES])]
    return _totals(mine.assign(group=mine["what"] + mine["area_set"] + mine["area"]), mine["age"] == ALL)


def _over_choices(nodes: pd.DataFrame) -> pd.DataFrame:
    """The choices of a question under those who answered it; where several may be taken, the sum does not hold."""
    place = nodes["area_set"] + "|" + nodes["area"] + "|" + nodes["age"]
    part, total = "@answers:", "@answered:"
    is_part = nodes["what"].str.startswith(part)
    question = nodes["what"].str.partition("=")[0].str.removeprefix(part).str.removeprefix(total)
    mine = nodes.assign(group=place + "|" + question)[is_part | nodes["what"].str.startswith(total)]
    return _totals(mine, mine["what"].str.startswith(total))


def _over_kinds(nodes: pd.DataFrame) -> list[pd.DataFrame]:
    """Pin kinds under each count that is a sum of them, codes under the contributions; kinds nobody used are zero."""
    place = nodes["area_set"] + "|" + nodes["area"] + "|" + nodes["age"]
    by_kind = {f"@contributions:quality={code}": code for code in QUALITIES}
    found = []
    for total, kinds in COLLECTED.items():
        part = nodes["what"].map(by_kind).isin(kinds)
        mine = nodes.assign(group=place)[part | (nodes["what"] == f"@{total}")]
        found.append(_totals(mine, mine["what"] == f"@{total}"))
    coded = nodes["what"].str.startswith("@contributions:code=")
    mine = nodes.assign(group=place)[coded | (nodes["what"] == "@contributions")]
    found.append(_totals(mine, mine["what"] == "@contributions"))
    return found


def _over_sets(nodes: pd.DataFrame, nesting: pd.DataFrame | None) -> pd.DataFrame:
    """The fine areas inside each coarse one, when two Raumgliederungen are released together."""
    if nesting is None or nesting.empty:
        return nodes.assign(group="", sign=0.0).iloc[:0]
    keys = nodes["area_set"].str.partition("@")
    table = nodes.assign(name=keys[0], rest=keys[2].str.partition("@")[2])
    inner = table.merge(nesting, left_on=["name", "area"], right_on=["area_set", "area"], suffixes=("", "_"))
    inner = inner.assign(place=inner["outer_set"] + "|" + inner["outer"])
    outer = table.assign(place=table["name"] + "|" + table["area"])
    outer = outer[outer["place"].isin(inner["place"])]
    both = pd.concat([inner.assign(is_total=False), outer.assign(is_total=True)], ignore_index=True)
    both = both.assign(group=both["what"] + "|" + both["place"] + "|" + both["age"] + "|" + both["rest"])
    return _totals(both, both["is_total"])


def _totals(nodes: pd.DataFrame, is_total: pd.Series) -> pd.DataFrame:
    """Entries group, node, sign of those groups that have one total and at least one part."""
    table = nodes[["group", "node"]].assign(sign=np.where(is_total, -1.0, 1.0))
    per_group = table.groupby("group")["sign"]
    complete = (per_group.transform("min") < 0) & (per_group.transform("max") > 0)
    return table[complete]
