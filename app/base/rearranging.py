"""A sent form after one of the buttons of a list in it: its rows move or go, and everything typed stays."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict


def rearranged(
    sent: MultiDict[str, str], name: str, action: str, place: str
) -> tuple[MultiDict[str, str], int]:
    """The form with the rows of the list `name` (fields `<name>-<number>-<part>`) numbered anew, and their number.

    `action` is `up`, `down` or `remove` of the row numbered `place`; any other leaves the rows as they are.
    """
    order = [str(number) for number in sorted(_numbers(sent, name))]
    if place in order:
        at = order.index(place)
        to = {"up": at - 1, "down": at + 1}.get(action, at)
        if action == "remove":
            order.pop(at)
        elif 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
    fields: MultiDict[str, str] = MultiDict()
    for field, value in sent.items(multi=True):
        if not field.startswith(f"{name}-"):
            fields.add(field, value)
    for number, old in enumerate(order):
        for field, value in sent.items(multi=True):
            if field.startswith(f"{name}-{old}-"):
                fields.add(f"{name}-{number}-{field.split('-', 2)[2]}", value)
    return fields, len(order)


def _numbers(sent: MultiDict[str, str], name: str) -> set[int]:
    parts = (field.split("-") for field in sent if field.startswith(f"{name}-"))
    return {int(part[1]) for part in parts if len(part) > 2 and part[1].isdecimal()}
