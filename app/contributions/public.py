"""The one way out for words and places of single contributions: nothing that leads to a person (E17, E18)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import shapely
from flask import current_app
from sqlalchemy import Select, String, and_, case, cast, func, select, type_coerce

from app.base.database import db
from app.contributions.exhibition import photos_of
from app.contributions.flags import DANGER, HOME
from app.contributions.models import Attribute, Contribution, PointIndex, Submission
from app.contributions.points.reading import Bounds, Layer, extent, layer_of, within
from app.contributions.points.reading import count as count_points
from app.contributions.rounding import GRID as GRID
from app.contributions.rounding import VALENCES, public_places
from app.contributions.rounding import rounded as rounded
from app.contributions.vocabulary import PUBLIC_STATES

PER_PAGE = 25
MOST = 2000
"""So many points at once a page or a program gets; of more it gets those in the middle of what it looks at."""
_NARROWEST = 0.0005
"""Degrees, some 50 m: the first box looked into for what is near."""
_BY_PLACE = (PointIndex.z24, Contribution.quality, Contribution.released_text, Contribution.id)


def points(process_id: UUID) -> list[dict[str, Any]]:
    """Released marks: `lon`, `lat` (degrees on the public grid), `quality`, `text` and `month` (YYYY-MM), nothing else.

    No secret places, no negative marks (those leave as counts of areas only), no lines or areas. The order follows
    the place, not the time, so that marks of one person do not stand together.
    """
    rows = db.session.execute(_released().where(Contribution.process_id == process_id)).all()
    return _published(rows)


def points_with_photos(process_id: UUID) -> list[dict[str, Any]]:
    """The same with `photo`, the digest of a released photo, where there is one."""
    query = _released().add_columns(Contribution.id).where(Contribution.process_id == process_id)
    rows = db.session.execute(query).all()
    return _published(rows, photos_of([row.id for row in rows]))


def places_of(activity_id: UUID) -> list[dict[str, Any]]:
    """The same for one activity, with the key of the `question` it answers; ordered by question and place."""
    asked = and_(Attribute.contribution_id == Contribution.id, Attribute.key == "question")
    query = _released().add_columns(Attribute.value_text.label("question")).outerjoin(Attribute, asked)
    query = query.join(Submission, Contribution.submission_id == Submission.id)
    rows = db.session.execute(query.where(Submission.activity_id == activity_id)).all()
    keys = sorted({row.question or "" for row in rows})
    found = {key: _published([row for row in rows if (row.question or "") == key]) for key in keys}
    return [{**point, "question": key} for key, points in found.items() for point in points]


def words_of(activity_id: UUID) -> list[tuple[str, str]]:
    """Released words that answer a question of an activity: (key of the question, text), by question and text.

    Words about a place stand with the place; what hints at danger never leaves.
    """
    asked = and_(Attribute.contribution_id == Contribution.id, Attribute.key == "question")
    query = (
        select(Attribute.value_text, Contribution.released_text, Contribution.flags)
        .select_from(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .join(Attribute, asked)
        .where(
            Submission.activity_id == activity_id,
            Contribution.state.in_(PUBLIC_STATES),
            Contribution.is_secret.is_(False),
            Contribution.geometry.is_(None),
            Contribution.released_text.is_not(None),
        )
    )
    rows = db.session.execute(query).all()
    return sorted((key or "", text) for key, text, flags in rows if text and DANGER not in flags)


def _released() -> Select[Any]:
    """What may leave, before it is rounded; the caller names the process."""
    return select(
        type_coerce(Contribution.geometry, String).label("shape"),
        Contribution.quality,
        Contribution.released_text,
        Contribution.cell_100m,
        Contribution.flags,
        Contribution.said_at,
    ).where(
        Contribution.kind == "mark",
        Contribution.state.in_(PUBLIC_STATES),
        Contribution.is_secret.is_(False),
        Contribution.valence.in_(VALENCES),
        Contribution.geometry.is_not(None),
    )


def _published(read: Sequence[Any], photos: Mapping[UUID, str] | None = None) -> list[dict[str, Any]]:
    """The rows as anybody may see them, in the order of their places; `photos` by contribution."""
    rows = [row for row in read if DANGER not in row.flags]
    shapes = shapely.from_wkb([row.shape for row in rows])
    kept = [index for index, kind in enumerate(shapely.get_type_id(shapes).tolist()) if kind == 0]
    lons, lats = public_places(
        shapely.get_x(shapes[kept]),
        shapely.get_y(shapes[kept]),
        [rows[index].flags for index in kept],
        [rows[index].cell_100m for index in kept],
    )
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    found = []
    for index, lon, lat in zip(kept, lons.tolist(), lats.tolist(), strict=True):
        row = rows[index]
        month = row.said_at.astimezone(zone).strftime("%Y-%m")
        text = row.released_text or ""
        point = {"lon": lon, "lat": lat, "quality": row.quality, "text": text, "month": month}
        if photos and row.id in photos:
            point["photo"] = photos[row.id]
        found.append(point)
    return sorted(found, key=lambda point: tuple(str(value) for value in point.values()))


def stream(process_id: UUID, size: int = 4000) -> Iterator[list[dict[str, Any]]]:
    """The same points in lists of about `size`, cell by cell, in bounded memory.

    Each list is read in a short transaction of its own, so that a long export keeps no log from being emptied (R06).
    What names a home comes last and together: its place in the file would otherwise tell the cell that was coarsened.
    """
    names_home = cast(Contribution.flags, String).contains(f'"{HOME}"')
    # A condition no index matches: the reads go along the index of cells, and not through the process each time.
    of_process = case((Contribution.process_id == process_id, 1), else_=0) == 1
    everything = _released().where(Contribution.process_id == process_id)
    cells = everything.with_only_columns(Contribution.cell_100m, func.count()).group_by(
        Contribution.cell_100m
    )
    for first, last in _ranges(_read(cells.order_by(Contribution.cell_100m)), size):
        within = Contribution.cell_100m.between(first, last)
        yield _published(_read(_released().where(of_process, within, ~names_home)))
    yield _published(_read(everything.where(names_home)))


def count(process_id: UUID) -> int:
    """How many contributions may leave as points, at most: a shape that is no point does not."""
    query = _released().where(Contribution.process_id == process_id).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def _read(query: Select[Any]) -> Sequence[Any]:
    with db.engine.connect() as connection:
        return connection.execute(query).all()


def _ranges(cells: Sequence[Any], size: int) -> Iterator[tuple[str, str]]:
    """First and last cell of runs that hold about `size` points."""
    held, first = 0, None
    for cell, count in cells:
        first = first or cell
        held += count
        if held >= size:
            yield first, cell
            held, first = 0, None
    if first is not None:
        yield first, cells[-1][0]


def near(layer: Layer, at: tuple[float, float], bounds: Bounds, most: int = MOST) -> list[dict[str, Any]]:
    """The public points of a box that are nearest to a place (lon, lat), at most so many, as `points` gives them.

    Boxes around the place grow until they hold enough, so that of a million points only some thousand are looked at.
    """
    lon, lat = at
    west, south, east, north = bounds
    half = _NARROWEST
    while True:
        box = (max(west, lon - half), max(south, lat - half), min(east, lon + half), min(north, lat + half))
        is_all = box == bounds
        if is_all or (box[0] <= box[2] and box[1] <= box[3] and _count_in(layer, box) >= most):
            break
        half *= 2
    narrow = math.cos(math.radians(lat))
    across, up = (PointIndex.lon - lon) * narrow, PointIndex.lat - lat
    nearest = (
        select(PointIndex.number)
        .where(within(layer, box))
        .order_by(across * across + up * up, PointIndex.number)
        .limit(most)
    )
    query = _of_index().add_columns(PointIndex.lon, PointIndex.lat).where(PointIndex.number.in_(nearest))
    rows = db.session.execute(query.order_by(*_BY_PLACE)).all()
    kept = [row for row in rows if DANGER not in row.flags]
    places = ({"lon": row.lon, "lat": row.lat} for row in kept)
    return [{**place, **words} for place, words in zip(places, _words(kept), strict=True)]


def _count_in(layer: Layer, box: Bounds) -> int:
    return db.session.scalar(select(func.count()).where(within(layer, box))) or 0


def feature_collection(process_id: UUID, bounds: Bounds | None = None) -> dict[str, Any]:
    """The same points as GeoJSON (RFC 7946), of a box when one is given.

    Of more than MOST those nearest to the middle; then `numberMatched` and `numberReturned` say how many there are.
    """
    found = layer(process_id)
    few = bounds is None and count_points(found) <= MOST
    whole = bounds or extent(found)
    if few or whole is None:
        return _collection(points(process_id))
    west, south, east, north = whole
    shown = near(found, ((west + east) / 2, (south + north) / 2), whole)
    return {**_collection(shown), "numberMatched": _count_in(found, whole), "numberReturned": len(shown)}


def _collection(found: list[dict[str, Any]]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point["lon"], point["lat"]]},
            "properties": {name: point[name] for name in ("quality", "text", "month")},
        }
        for point in found
    ]
    return {"type": "FeatureCollection", "features": features}


def layer(process_id: UUID) -> Layer:
    """The public points of a process with their stamp, for tiles."""
    return layer_of(process_id, public=True)


def here(layer: Layer, bounds: Bounds, page: int) -> tuple[int, list[dict[str, Any]]]:
    """How many public points lie in a box, and one page of them (counted from 1): `quality`, `text`, `month`.

    The order follows the place and the words, never the time or the person.
    """
    total = _count_in(layer, bounds)
    query = _of_index().where(within(layer, bounds)).order_by(*_BY_PLACE)
    rows = db.session.execute(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return total, _words(rows)


def voices(
    layer: Layer, after: tuple[int, int] | None
) -> tuple[list[dict[str, Any]], tuple[int, int] | None]:
    """One page of public points that have words, and where the next page starts (None at the end).

    A start is a place's key and how many voices of that place were shown already: it tells nothing of a person.
    """
    place, shown = after or (0, 0)
    query = _of_index().where(
        PointIndex.layer_id == layer.id, PointIndex.z24 >= place, Contribution.released_text != ""
    )
    rows = db.session.execute(query.order_by(*_BY_PLACE).offset(shown).limit(PER_PAGE + 1)).all()
    if len(rows) <= PER_PAGE:
        return _words(rows), None
    last = rows[PER_PAGE - 1].z24
    same = sum(row.z24 == last for row in rows[:PER_PAGE])
    return _words(rows[:PER_PAGE]), (last, same + (shown if last == place else 0))


def _of_index() -> Select[Any]:
    """What may leave and is in the public index."""
    return (
        _released()
        .join(PointIndex, PointIndex.contribution_id == Contribution.id)
        .add_columns(PointIndex.z24)
    )


def _words(rows: Sequence[Any]) -> list[dict[str, Any]]:
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    return [
        {
            "quality": row.quality,
            "text": row.released_text or "",
            "month": row.said_at.astimezone(zone).strftime("%Y-%m"),
        }
        for row in rows
        if DANGER not in row.flags
    ]
