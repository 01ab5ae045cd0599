"""Values as the two databases give them, turned into Arrow arrays with as little Python for each cell as can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

UTC_TIME = pa.timestamp("us", "UTC")
_FEW = 4
"""A column is kept by its different words when each stands at least so often on average."""
_LOOKED_AT = 256
"""So many words at the beginning tell whether a column is worth looking through."""


def words(values: Sequence[Any]) -> pa.Array:
    """A column of text; of few different words each stands once in a dictionary, so that it is written once.

    No value is a word of the dictionary, too: no index is ever null.
    """
    if len(values) > _LOOKED_AT and len(set(values[:_LOOKED_AT])) * _FEW > _LOOKED_AT:
        return pa.array(values, pa.string())
    different = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if len(different) * _FEW > len(values):
        return pa.array(values, pa.string())
    if len(different) == 1:
        indices = np.zeros(len(values), dtype=np.int32)
    else:
        indices = np.fromiter(map(different.__getitem__, values), np.int32, len(values))
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(list(different), pa.string()))


def looked_up(keys: pa.Array, found: Mapping[str, Any]) -> pa.Array:
    """The word for each key, with the same indices; a key that is not in `found` stands for itself, none stays none."""
    is_coded = pa.types.is_dictionary(keys.type)
    names = (keys.dictionary if is_coded else keys).to_pylist()
    told = [None if (word := found.get(name, name)) is None else str(word) for name in names]
    told_array = pa.array(told, pa.string())
    return pa.DictionaryArray.from_arrays(keys.indices, told_array) if is_coded else told_array


def times(values: Sequence[Any]) -> pa.Array:
    """UTC times from datetimes (PostgreSQL) or from SQLite's `YYYY-MM-DD HH:MM:SS.ffffff`."""
    given = next((value for value in values if value is not None), None)
    if isinstance(given, str):
        return pa.array(values, pa.string()).cast(pa.timestamp("us")).cast(UTC_TIME)
    return pa.array(values, UTC_TIME)


def ids(values: Sequence[Any]) -> pa.Array:
    """UUIDs with dashes, from objects (PostgreSQL) or from the 32 hexadecimal digits SQLite keeps."""
    if not values or not isinstance(values[0], str):
        return pa.array([str(value) for value in values], pa.string())
    digits = np.frombuffer("".join(values).encode(), dtype=np.uint8).reshape(len(values), 32)
    written = np.full((len(values), 36), ord("-"), dtype=np.uint8)
    for start, stop, shift in ((0, 8, 0), (8, 12, 1), (12, 16, 2), (16, 20, 3), (20, 32, 4)):
        written[:, start + shift : stop + shift] = digits[:, start:stop]
    offsets = np.arange(0, 36 * len(values) + 1, 36, dtype=np.int32)
    return pa.StringArray.from_buffers(len(values), pa.py_buffer(offsets), pa.py_buffer(written.reshape(-1)))


def without(values: Sequence[Any], places: Iterable[int]) -> Sequence[Any]:
    """The values with None at these places."""
    kept = list(values)
    for place in places:
        kept[place] = None
    return kept
