"""Values as the two databases give them, turned into Arrow arrays without a Python object for each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

UTC_TIME = pa.timestamp("us", "UTC")


def words(values: Sequence[Any]) -> pa.Array:
    """A column of few different words: each stands once in the dictionary, so that it is guarded and written once."""
    return pa.array(values, pa.string()).dictionary_encode()


def looked_up(keys: pa.Array, found: Mapping[str, Any]) -> pa.Array:
    """The word for each key; a key that is not in `found` stands for itself, null stays null."""
    names = keys.dictionary.to_pylist()
    dictionary = pa.array([str(found.get(name, name)) for name in names], pa.string())
    return pa.DictionaryArray.from_arrays(keys.indices, dictionary)


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
    plain = pa.array(values, pa.string())
    cuts = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
    return pc.binary_join_element_wise(*(pc.utf8_slice_codeunits(plain, *cut) for cut in cuts), "-")


def emptied(values: pa.Array, where: pa.Array) -> pa.Array:
    """The values without those at the places that are true in `where`."""
    return pc.if_else(where, pa.scalar(None, values.type), values)
