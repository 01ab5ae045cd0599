"""A sent form after one of its list buttons: answers, lines and rules move, come or go, and everything typed stays."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

LISTS = ("choices", "rows", "rules")


def rearranged(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form after `move`: `up:choices:2`, `down:rows:0`, `remove:rules:1`, `add:choices` or `kind`."""
    action, _sign, rest = sent.get("move", "").partition(":")
    name, _sign, place = rest.partition(":")
    if name not in LISTS:
        return sent
    numbers = sorted({int(number) for number in _numbers(sent, name)})
    order = [str(number) for number in numbers]
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
    if action == "add":
        first = {"choices": "label", "rows": "label", "rules": "asked"}[name]
        fields.add(f"{name}-{len(order)}-{first}", "")
    return fields


def _numbers(sent: MultiDict[str, str], name: str) -> list[str]:
    parts = (field.split("-") for field in sent if field.startswith(f"{name}-"))
    return [part[1] for part in parts if len(part) > 2 and part[1].isdecimal()]
