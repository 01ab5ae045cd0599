"""Rows of a form that grow, move and go by buttons which send the whole form, so that no script is needed."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict


def rearranged(
    sent: MultiDict[str, str], lists: Mapping[str, Mapping[str, str]]
) -> tuple[MultiDict[str, str], str]:
    """The form after its button, and where the reader goes on (`stops-3`, empty when nothing moved).

    `move` is `add:stops`, `up:stops:2`, `down:stops:0` or `remove:stops:1`; `lists` has what a new row of each list
    begins with. A field `<list>-<n>-order` says where a row was dragged to. Everything typed stays.
    """
    action, name, place = (sent.get("move", "").split(":") + ["", ""])[:3]
    fields: MultiDict[str, str] = MultiDict()
    for key, value in sent.items(multi=True):
        if _row(key, lists) is None:
            fields.add(key, value)
    target = ""
    for listed, fresh in lists.items():
        order = _order(sent, listed)
        if listed == name and place in order:
            at = order.index(place)
            to = {"up": at - 1, "down": at + 1}.get(action, at)
            if action == "remove":
                order.pop(at)
                target = f"{listed}-{min(at, len(order) - 1)}" if order else ""
            elif 0 <= to < len(order):
                order[at], order[to] = order[to], order[at]
                target = f"{listed}-{to}"
        for number, old in enumerate(order):
            for key, value in sent.items(multi=True):
                if key.startswith(f"{listed}-{old}-") and not key.endswith("-order"):
                    fields.add(f"{listed}-{number}-{key.split('-', 2)[2]}", value)
        if listed == name and action == "add":
            for part, value in fresh.items():
                fields.add(f"{listed}-{len(order)}-{part}", value)
            target = f"{listed}-{len(order)}"
    return fields, target


def _order(sent: MultiDict[str, str], name: str) -> list[str]:
    """The numbers of the rows as they were sent, in the order in which they were dragged."""
    numbers = {key.split("-")[1] for key in sent if key.startswith(f"{name}-") and key.count("-") >= 2}
    rows = sorted(int(number) for number in numbers if number.isdigit())

    def place(number: int) -> tuple[float, int]:
        dragged = sent.get(f"{name}-{number}-order", "")
        return (float(dragged) if dragged.isdigit() else float(number), number)

    return [str(number) for number in sorted(rows, key=place)]


def _row(key: str, lists: Mapping[str, object]) -> str | None:
    name, _sign, rest = key.partition("-")
    return name if name in lists and rest[:1].isdigit() else None
