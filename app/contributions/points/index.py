"""Keeps the index of points with every write: recording, review, correction, withdrawal, erasure, import.

A process has two layers: what the staff see, and what everybody may see by the rules of `rounding`. Public places are
rounded before they get a key, so that no question about a tile or a box can find the exact place.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from sqlalchemy import String, Uuid, bindparam, delete, insert, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from app.base.database import db
from app.base.prepared import Prepared
from app.base.shared_commit import known
from app.contributions.models import Contribution, PointIndex, PointLayer
from app.contributions.points.morton import keys
from app.contributions.rounding import is_public, public_places
from app.contributions.shapes import points_of

HIDDEN_STATES = ("draft", "withdrawn")
_CHUNK = 500
_REBUILT_AT_ONCE = 20_000
_SAID = ("kind", "state", "is_secret", "valence", "quality", "flags", "urgency", "cell_100m")
_NEW_POINTS = Prepared(insert(PointIndex))
_LAYER = PointLayer.__table__.c
_LAYERS = Prepared(
    select(_LAYER.is_public, _LAYER.id).where(_LAYER.process_id == bindparam("process_id", type_=Uuid()))
)
Row = dict[str, Any]


def add(rows: Sequence[Row]) -> None:
    """New contributions, as `rows.contribution_rows` made and `rows.place` filled them.

    Those without a place have no point, but they count: the staff's layer says that something changed.
    """
    seen = [row for row in rows if row["state"] not in HIDDEN_STATES]
    placed = [row for row in seen if row["geometry"] is not None]
    processes = frozenset(row["process_id"] for row in seen)
    if not processes:
        return
    layers = known(("layers", processes), lambda: _layers(processes))
    changed = [layers[process_id, False] for process_id in processes] if len(placed) < len(seen) else []
    if placed:
        found, has_public = _entries(placed, [row["geometry"] for row in placed], layers)
        _insert(found)
        if has_public:
            changed += [layers[process_id, True] for process_id in processes]
    if changed:
        _change(changed)


def refresh(contribution_ids: Iterable[UUID]) -> None:
    """After a change of contributions that are stored: their points as they are now, or none."""
    wanted = sorted(set(contribution_ids))
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        processes = set(
            db.session.scalars(select(Contribution.process_id).where(Contribution.id.in_(chunk)).distinct())
        )
        db.session.execute(delete(PointIndex).where(PointIndex.contribution_id.in_(chunk)))
        _insert_stored(Contribution.id.in_(chunk))
        touch(processes)


def touch(process_ids: Collection[UUID]) -> None:
    """Points of these processes went or changed: no tile made before may be shown again."""
    layers = _layers(set(process_ids))
    _change([layers[process_id, which] for process_id in process_ids for which in (False, True)])


def rebuild(process_ids: Sequence[UUID]) -> int:
    """Make the index of these processes anew; returns the number of points."""
    count = 0
    for process_id in process_ids:
        layers = _layers({process_id})
        db.session.execute(delete(PointIndex).where(PointIndex.layer_id.in_(list(layers.values()))))
        count += _insert_stored(Contribution.process_id == process_id)
        touch([process_id])
    return count


def _insert_stored(condition: Any) -> int:
    """Index stored contributions, some thousands at a time; returns how many have a place."""
    columns = [getattr(Contribution, name) for name in ("id", "process_id", *_SAID)]
    query = (
        select(*columns, type_coerce(Contribution.geometry, String).label("shape"))
        .where(condition, Contribution.geometry.is_not(None), Contribution.state.not_in(HIDDEN_STATES))
        .order_by(Contribution.id)
    )
    count, last = 0, None
    while True:
        following = query if last is None else query.where(Contribution.id > last)
        rows = [dict(row) for row in db.session.execute(following.limit(_REBUILT_AT_ONCE)).mappings()]
        if not rows:
            return count
        layers = _layers({row["process_id"] for row in rows})
        found, _has_public = _entries(rows, shapely.from_wkb([row["shape"] for row in rows]), layers)
        _insert(found)
        count, last = count + len(rows), rows[-1]["id"]


def _entries(
    rows: Sequence[Row], shapes: Any, layers: dict[tuple[UUID, bool], int]
) -> tuple[list[Row], bool]:
    """Rows of the index for contributions with a place, and whether any of them is public."""
    lons, lats = points_of(shapes)
    is_point = shapely.get_type_id(np.asarray(shapes, dtype=object)) == 0
    shown = [index for index, row in enumerate(rows) if is_point[index] and is_public(row)]
    found = _layer_rows(rows, lons, lats, [layers[row["process_id"], False] for row in rows])
    if shown:
        said = [rows[index] for index in shown]
        where = public_places(
            lons[shown], lats[shown], [row["flags"] for row in said], [row["cell_100m"] for row in said]
        )
        found += _layer_rows(said, *where, [layers[row["process_id"], True] for row in said])
    return found, bool(shown)


def _layer_rows(rows: Sequence[Row], lons: Any, lats: Any, layer_ids: list[int]) -> list[Row]:
    places = zip(layer_ids, keys(lons, lats).tolist(), lons.tolist(), lats.tolist(), strict=True)
    return [
        {
            "contribution_id": row["id"],
            "layer_id": layer_id,
            "z24": key,
            "lon": lon,
            "lat": lat,
            "valence": row["valence"],
            "quality": row["quality"],
            "state": row["state"],
            "urgency": row["urgency"],
        }
        for row, (layer_id, key, lon, lat) in zip(rows, places, strict=True)
    ]


def _layers(process_ids: Collection[UUID]) -> dict[tuple[UUID, bool], int]:
    """The two layers of each process, made when it has none yet."""
    found = _stored_layers(process_ids)
    if len(found) == 2 * len(process_ids):
        return found
    dialect = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    missing = [
        {"process_id": process_id, "is_public": which, "version": _version()}
        for process_id in process_ids
        for which in (False, True)
        if (process_id, which) not in found
    ]
    db.session.execute(dialect.insert(PointLayer).values(missing).on_conflict_do_nothing())
    return _stored_layers(process_ids)


def _stored_layers(process_ids: Collection[UUID]) -> dict[tuple[UUID, bool], int]:
    return {
        (process_id, which): layer_id
        for process_id in process_ids
        for which, layer_id in _LAYERS.run({"process_id": process_id})
    }


def _insert(rows: list[Row]) -> None:
    """By Core: half the time of the ORM's way."""
    _NEW_POINTS.run_many(rows)


def _change(layer_ids: Iterable[int]) -> None:
    db.session.execute(
        update(PointLayer)
        .where(PointLayer.id.in_(sorted(layer_ids)))
        .values(version=_version())
        .execution_options(synchronize_session=False)
    )


def _version() -> int:
    """By chance and not counted: after a restored backup a count would come again with other points behind it."""
    return secrets.randbelow(2**31 - 1) + 1
