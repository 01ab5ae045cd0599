"""GeoPackage for QGIS in EPSG:25832: a layer each for points, ways and areas, a table for what has no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely
from pyproj import Transformer

from app.contributions.extracts import Column
from app.exports.streams import cells

METRIC_CRS = "EPSG:25832"
POINTS, WAYS, AREAS, PLACELESS = "punkte", "wege", "flaechen", "ohne_ort"
_LAYERS = {POINTS: "Point", WAYS: "MultiLineString", AREAS: "MultiPolygon"}
_TO_METRES = Transformer.from_crs(4326, 25832, always_xy=True)


def write(columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], path: Path) -> None:
    """Most contributions are points and flow straight through; the few others wait in files beside it."""
    with ExitStack() as stack:
        aside = {
            name: _Aside(path.with_name(f"{path.name}.{name}.arrow"), stack)
            for name in (WAYS, AREAS, PLACELESS)
        }
        flow = _points(columns, batches, aside)
        schema = _schema(columns)
        _write(pa.RecordBatchReader.from_batches(schema, flow), path, POINTS, append=False)
        for name, kept in aside.items():
            if kept.close():
                _write(kept.read(), path, name, append=True)


def _write(reader: pa.RecordBatchReader, path: Path, layer: str, *, append: bool) -> None:
    shape: dict[str, Any] = {
        "geometry_name": "geometry",
        "geometry_type": _LAYERS.get(layer),
        "crs": METRIC_CRS,
    }
    if layer == PLACELESS:
        shape = {"geometry_type": None}
    pyogrio.write_arrow(reader, path, layer=layer, driver="GPKG", append=append, **shape)


def _schema(columns: tuple[Column, ...], has_shape: bool = True) -> pa.Schema:
    kinds = {"number": pa.float64(), "time": pa.timestamp("ms", "UTC"), "yes_no": pa.bool_()}
    fields = [pa.field(column.name, kinds.get(column.kind, pa.string())) for column in columns]
    return pa.schema([*fields, pa.field("geometry", pa.binary())] if has_shape else fields)


def _points(
    columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], aside: dict[str, _Aside]
) -> Iterator[pa.RecordBatch]:
    """The batches with points in metres; what has another shape or none is put aside."""
    schema = _schema(columns)
    for batch in batches:
        shapes = shapely.from_wkb(batch.column("geometry").to_numpy(zero_copy_only=False))
        kinds = shapely.get_dimensions(shapes)
        kinds[shapely.is_missing(shapes)] = -1
        arrays = [_values(batch.column(column.name), column) for column in columns]
        for layer, kind in ((WAYS, 1), (AREAS, 2), (PLACELESS, -1)):
            if (kinds == kind).any():
                mask = pa.array(kinds == kind)
                kept = [found.filter(mask) for found in arrays]
                if layer == PLACELESS:
                    aside[layer].add(
                        pa.RecordBatch.from_arrays(kept, schema=_schema(columns, has_shape=False))
                    )
                else:
                    several = _multi(shapely.transform(shapes[kinds == kind], _metres), kind)
                    aside[layer].add(pa.RecordBatch.from_arrays([*kept, several], schema=schema))
        if (kinds == 0).all():
            yield pa.RecordBatch.from_arrays(
                [*arrays, _wkb(shapely.transform(shapes, _metres))], schema=schema
            )
        elif (kinds == 0).any():
            mask = pa.array(kinds == 0)
            points = _wkb(shapely.transform(shapes[kinds == 0], _metres))
            yield pa.RecordBatch.from_arrays(
                [*(found.filter(mask) for found in arrays), points], schema=schema
            )


def _values(values: pa.Array, column: Column) -> pa.Array:
    if column.kind == "time":
        return values.cast(pa.timestamp("ms", "UTC"), safe=False)
    return cells.plain(values)


def _metres(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack(_TO_METRES.transform(coordinates[:, 0], coordinates[:, 1]))


def _multi(shapes: Any, dimension: int) -> pa.Array:
    """One geometry type a layer, as GeoPackage asks for: single ones become multi-part ones."""
    collect = shapely.multilinestrings if dimension == 1 else shapely.multipolygons
    parts, owners = shapely.get_parts(shapes, return_index=True)
    return _wkb(collect(parts, indices=owners))


def _wkb(shapes: Any) -> pa.Array:
    return pa.array(shapely.to_wkb(shapes), pa.binary())


class _Aside:
    """Batches kept in a file until their layer is written; the file goes when the export ends, however it ends."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path = path
        self._writer: pa.ipc.RecordBatchFileWriter | None = None
        self._stack = stack
        stack.callback(path.unlink, missing_ok=True)

    def add(self, batch: pa.RecordBatch) -> None:
        if self._writer is None:
            self._writer = self._stack.enter_context(pa.ipc.new_stream(str(self._path), batch.schema))
        self._writer.write_batch(batch)

    def close(self) -> bool:
        """End the file; True when there is anything in it."""
        if self._writer is not None:
            self._writer.close()
        return self._writer is not None

    def read(self) -> pa.RecordBatchReader:
        return self._stack.enter_context(pa.ipc.open_stream(str(self._path)))
