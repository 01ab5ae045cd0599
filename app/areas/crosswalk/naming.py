"""What happened to each unit between two vintages, in words: unchanged, renamed, split, merged, moved, new, gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_percent
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.crosswalk.linking import Link
from app.areas.errors import listed

KINDS = {
    "split": _l("aufgeteilt"),
    "merged": _l("zusammengelegt"),
    "rearranged": _l("neu zugeschnitten"),
    "moved": _l("Grenze verschoben"),
    "renamed": _l("umbenannt"),
    "new": _l("neu"),
    "gone": _l("weggefallen"),
    "unchanged": _l("unverändert"),
}
TOLERANCE = 0.01
"""An area of which less than this share changed hands counts as the same: borders are drawn anew all the time."""
_STRONG = 0.5


@dataclass(frozen=True)
class Unit:
    """One thing that happened: old and new codes it concerns, and a sentence."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    text: str


def units(
    links: Sequence[Link],
    old_names: Mapping[str, str],
    new_names: Mapping[str, str],
    tolerance: float = TOLERANCE,
) -> list[Unit]:
    """One entry for each group of areas that belong together, what changed first.

    Two areas belong together when at least half of one lies in the other; smaller exchanges move their border.
    """
    relevant = [one for one in links if max(one.share_area, one.share_area_of_new) >= tolerance]
    groups = _groups(relevant, old_names, new_names)
    found = [_unit(olds, news, relevant, old_names, new_names, tolerance) for olds, news in groups]
    order = list(KINDS)
    return sorted(found, key=lambda unit: (order.index(unit.kind), unit.old, unit.new))


def _groups(
    links: Sequence[Link], old_names: Mapping[str, str], new_names: Mapping[str, str]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Connected areas along strong links, by a union of sets."""
    root: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        while root.setdefault(node, node) != node:
            node = root[node]
        return node

    nodes = [("old", code) for code in old_names] + [("new", code) for code in new_names]
    for one in links:
        if max(one.share_area, one.share_area_of_new) >= _STRONG:
            root[find(("old", one.old))] = find(("new", one.new))
    members: dict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, code in nodes:
        members[find((side, code))][side == "new"].append(code)
    return [(tuple(sorted(olds)), tuple(sorted(news))) for olds, news in members.values()]


def _unit(
    olds: tuple[str, ...],
    news: tuple[str, ...],
    links: Sequence[Link],
    old_names: Mapping[str, str],
    new_names: Mapping[str, str],
    tolerance: float,
) -> Unit:
    kind = _kind(olds, news, links, old_names, new_names, tolerance)
    before, after = listed([old_names[code] for code in olds]), listed([new_names[code] for code in news])
    if kind == "moved":
        stayed = next(one for one in links if (one.old, one.new) == (olds[0], news[0]))
        text = _(
            "Die Grenze von %(name)s ist verschoben: %(old)s der alten und %(new)s der neuen Fläche sind gemeinsam.",
            name=after,
            old=format_percent(stayed.share_area, "#,##0.0 %"),
            new=format_percent(stayed.share_area_of_new, "#,##0.0 %"),
        )
    elif kind == "gone":
        into = [new_names[one.new] for one in links if one.old == olds[0]]
        text = (
            _("%(name)s gibt es nicht mehr, die Fläche gehört zu %(areas)s.", name=before, areas=listed(into))
            if into
            else _("%(name)s gibt es nicht mehr.", name=before)
        )
    elif kind == "new":
        parts = [old_names[one.old] for one in links if one.new == news[0]]
        text = (
            _("%(name)s ist neu, aus Teilen von %(areas)s.", name=after, areas=listed(parts))
            if parts
            else _("%(name)s ist neu.", name=after)
        )
    else:
        text = _sentence(kind, olds, news, before, after)
    return Unit(kind, olds, news, text)


def _sentence(kind: str, olds: tuple[str, ...], news: tuple[str, ...], before: str, after: str) -> str:
    if kind == "split":
        return str(_("%(name)s ist aufgeteilt in %(areas)s.", name=before, areas=after))
    if kind == "merged":
        return str(_("%(areas)s sind zusammengelegt zu %(name)s.", areas=before, name=after))
    if kind == "rearranged":
        return str(_("%(areas)s sind neu zugeschnitten zu %(others)s.", areas=before, others=after))
    if kind == "renamed" and before == after:
        return str(
            _(
                "%(name)s hat jetzt die Kennung %(code)s (vorher %(old)s).",
                name=after,
                code=news[0],
                old=olds[0],
            )
        )
    if kind == "renamed":
        return str(_("%(old)s heißt jetzt %(name)s.", old=before, name=after))
    return str(_("%(name)s ist unverändert.", name=after))


def _kind(
    olds: tuple[str, ...],
    news: tuple[str, ...],
    links: Sequence[Link],
    old_names: Mapping[str, str],
    new_names: Mapping[str, str],
    tolerance: float,
) -> str:
    if not olds or not news:
        return "gone" if olds else "new"
    if len(olds) > 1 or len(news) > 1:
        return "split" if len(olds) == 1 else "merged" if len(news) == 1 else "rearranged"
    stayed = next(one for one in links if (one.old, one.new) == (olds[0], news[0]))
    if min(stayed.share_area, stayed.share_area_of_new) < 1 - tolerance:
        return "moved"
    same = olds[0] == news[0] and old_names[olds[0]] == new_names[news[0]]
    return "unchanged" if same else "renamed"
