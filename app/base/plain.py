"""Dataclasses as plain JSON and back, for what a limited child tells: only classes that the reader expects are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

_PLAIN = (str, int, float, bool, type(None))
_KIND = "="


def to_plain(value: Any) -> Any:
    """`value` for json.dumps: dataclasses, dates, tuples, lists, mappings with any of these as keys; else TypeError."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list):
        return [to_plain(one) for one in value]
    if isinstance(value, tuple):
        return {_KIND: "tuple", "of": [to_plain(one) for one in value]}
    if isinstance(value, Mapping):
        return {_KIND: "map", "of": [[to_plain(key), to_plain(one)] for key, one in value.items()]}
    if type(value) is date:
        return {_KIND: "date", "of": value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            _KIND: type(value).__name__,
            "of": [to_plain(getattr(value, one.name)) for one in fields(value)],
        }
    # Words that are translated late are said now, in the language of the person who waits.
    if hasattr(value, "_func"):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be told")


def from_plain(value: Any, kinds: Iterable[type]) -> Any:
    """The other way; ValueError for a class that is not among `kinds`, or for anything else unexpected."""
    known = {kind.__name__: kind for kind in kinds}

    def made(value: Any) -> Any:
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, list):
            return [made(one) for one in value]
        kind, of = value[_KIND], value["of"]
        if kind == "tuple":
            return tuple(made(one) for one in of)
        if kind == "map":
            return {made(key): made(one) for key, one in of}
        if kind == "date":
            return date.fromisoformat(of)
        return known[kind](*(made(one) for one in of))

    try:
        return made(value)
    except (KeyError, TypeError) as error:
        raise ValueError("this is not what was told") from error
