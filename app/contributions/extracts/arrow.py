"""Columns as the two databases give them, turned into what stands in files with little Python for each cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

UTC_TIME = pa.timestamp("us", "UTC")
_FEW = 4
"""A column is kept by its different words when each stands at least so often on average."""
_LOOKED_AT = 256
"""So many words at the beginning tell whether a column is worth looking through."""
_REMEMBERED = 4_000


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


class Parsed:
    """A column of JSON texts by its different ones; what one says is parsed once and remembered for later batches."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._indices = pa.array([], pa.int32())
        self.found: list[Any] = []

    def take(self, values: pa.StringArray) -> None:
        """The batch that the other methods speak of; `found` has its different values, None for an empty text."""
        coded = values.dictionary_encode()
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._indices, self.found = (
            coded.indices,
            [self._value(text) for text in coded.dictionary.to_pylist()],
        )

    def _value(self, text: str) -> Any:
        if text not in self._known:
            self._known[text] = json.loads(text) if text else None
        return self._known[text]

    def words(self, told: Callable[[Any], object]) -> pa.DictionaryArray:
        """A column of what `told` says about each value; all such columns of a batch share their indices."""
        words = [None if (word := told(value)) is None else str(word) for value in self.found]
        return pa.DictionaryArray.from_arrays(self._indices, pa.array(words, pa.string()))

    def marks(self, is_marked: Callable[[Any], bool]) -> npt.NDArray[np.bool_]:
        marked = np.array([is_marked(value) for value in self.found], dtype=bool)
        return marked[self._indices.to_numpy()]


def times(values: pa.StringArray) -> pa.Array:
    """UTC times from `YYYY-MM-DD HH:MM:SS.ffffff`."""
    return values.cast(pa.timestamp("us")).cast(UTC_TIME)


def ids(values: pa.StringArray) -> pa.StringArray:
    """UUIDs with dashes, as PostgreSQL writes them, or from the 32 hexadecimal digits SQLite keeps."""
    if len(values[0].as_py()) != 32:
        return values
    digits = np.frombuffer(values.buffers()[2], dtype=np.uint8).reshape(len(values), 32)
    written = np.full((len(values), 36), ord("-"), dtype=np.uint8)
    for start, stop, shift in ((0, 8, 0), (8, 12, 1), (12, 16, 2), (16, 20, 3), (20, 32, 4)):
        written[:, start + shift : stop + shift] = digits[:, start:stop]
    offsets = np.arange(0, 36 * len(values) + 1, 36, dtype=np.int32)
    return pa.StringArray.from_buffers(len(values), pa.py_buffer(offsets), pa.py_buffer(written.reshape(-1)))


def texts(values: pa.Array, hidden: npt.NDArray[np.bool_]) -> pa.Array:
    """Words as `gathering` brings them, but for those that are hidden. ArrowInvalid when they are no UTF-8."""
    if pa.types.is_binary(values.type):
        values = values.view(pa.string())
        values.validate(full=True)
    return without(values, hidden)


def without(values: pa.Array, hidden: npt.NDArray[np.bool_]) -> pa.Array:
    """The values with null at the places marked."""
    if not hidden.any():
        return values
    if pa.types.is_dictionary(values.type):
        known = [*values.dictionary.to_pylist(), None]
        places = np.where(hidden, len(known) - 1, values.indices.to_numpy()).astype(np.int32)
        return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(known, pa.string()))
    return pc.if_else(pa.array(hidden), pa.scalar(None, values.type), values)
