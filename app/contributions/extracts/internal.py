"""The inner door: all counted contributions, for staff who may see raw data. Nobody's receipt, session or profile.

A secret place leaves as a count of its area only: without point, cell and words (E17). What safeguarding keeps does
not leave at all (E19).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pyproj import Transformer
from sqlalchemy import select

from app.areas.locator import locator_for
from app.areas.models import Area, AreaSet
from app.base.database import db, now
from app.contributions.extracts import arrow, reading
from app.contributions.extracts.columns import ANSWERS, INTERNAL, VALENCES, Column
from app.contributions.extracts.spots import shapes_and_points
from app.contributions.extracts.wish import Wish
from app.contributions.vocabulary import COMPANY, KINDS, QUALITIES, STATES, TIMES_OF_DAY
from app.processes.queries import activities_of, area_sets_of, process_by_id

METRIC_CRS = 25832
WORDS_OF_ANSWERS = {"time_of_day": TIMES_OF_DAY, "company": COMPANY}
_LABELS = {"time_of_day": _l("Tageszeit"), "company": _l("Begleitung")}
_TO_METRES = Transformer.from_crs(4326, METRIC_CRS, always_xy=True)


class InternalExtract:
    """`columns` and `total` are known at once; `batches` reads as it is consumed."""

    def __init__(self, wish: Wish, until: datetime | None = None) -> None:
        process = process_by_id(wish.process_id)
        self._plan = reading.plan(wish, area_sets_of(process), until or now())
        self._activities = {str(found.id): found.title for found in activities_of(process.id)}
        self._areas = [_Areas(area_set) for area_set in self._plan.area_sets]
        self.total = reading.count(wish)
        offered = (*INTERNAL, *_answer_columns(self._plan.keys), *_area_columns(self._plan.area_sets))
        self.columns = tuple(
            column for column in offered if not wish.groups or column.group in ("", *wish.groups)
        )

    def batches(self, unused: Collection[str] = (), size: int = reading.ROWS) -> Iterator[pa.RecordBatch]:
        """The columns in order without `unused` ones, and `geometry` (WKB in degrees); at most `size` rows each."""
        names = [*(column.name for column in self.columns if column.name not in unused), "geometry"]
        for given in reading.rows(self._plan, size):
            made = self._made(given, names)
            yield pa.RecordBatch.from_arrays([made[name] for name in names], names=names)

    def _made(self, given: dict[str, tuple[Any, ...]], names: Collection[str]) -> dict[str, pa.Array]:
        secret = np.array(given["is_secret"], dtype=bool)
        hidden = np.flatnonzero(secret).tolist()
        shapes, lons, lats = shapes_and_points(given["shape"], hidden)
        made = {
            "contribution_id": arrow.ids(given["id"]),
            **_coded("kind", given["kind"], KINDS),
            **_coded("quality", given["quality"], {key: found.label for key, found in QUALITIES.items()}),
            **_coded("valence", given["valence"], VALENCES),
            **{
                name: arrow.words(arrow.without(given[name], hidden))
                for name in ("title", "released_text", "place_text", "cell_100m")
            },
            "text": pa.array(arrow.without(given["text"], hidden), pa.string()),
            "said_at": arrow.times(given["said_at"]),
            "precision": arrow.words(given["precision"]),
            **_coordinates(lons, lats, secret, names),
            "activity": self._activity(given["activity"]),
            "channel": arrow.words(given["channel"]),
            "source": arrow.words(given["source"]),
            **_coded("state", given["state"], STATES),
            "flags": _flags(given["flags"]),
            "is_secret": pa.array(secret),
            "geometry": shapes,
        }
        for number, key in enumerate(self._plan.keys):
            made |= _coded(_answer_name(key), given[f"answer_{number}"], WORDS_OF_ANSWERS.get(key))
        for number, areas in enumerate(self._areas):
            made |= areas.named(given[f"area_{number}"], given[f"placed_{number}"], lons, lats)
        return made

    def _activity(self, values: Sequence[Any]) -> pa.Array:
        keys = arrow.words([None if value is None else str(value) for value in values])
        titles = {
            key: title for found, title in self._activities.items() for key in (found, found.replace("-", ""))
        }
        return arrow.looked_up(keys, titles)


class _Areas:
    """Numbers and names of one vintage's areas by their id; what was never placed is placed in memory."""

    def __init__(self, area_set: AreaSet) -> None:
        query = select(Area.id, Area.code, Area.name).where(Area.area_set_id == area_set.id)
        found = {row.id: (row.code, row.name) for row in db.session.execute(query.order_by(Area.code))}
        self._set_id = area_set.id
        self._ids = {key: (code, name) for area_id, (code, name) in found.items() for key in _spelt(area_id)}
        self.code, self.name = _area_names(area_set)

    def named(self, areas: Sequence[Any], placed: Sequence[Any], lons: Any, lats: Any) -> dict[str, pa.Array]:
        outside, keys = "-", list(areas)
        for index, area in enumerate(areas):
            if area is None and not np.isnan(lons[index]):
                keys[index] = outside if placed[index] else self._located(lons[index], lats[index])
        found = arrow.words([None if key is None else str(key) for key in keys])
        codes: dict[str, Any] = {key: code for key, (code, _name) in self._ids.items()} | {outside: None}
        names = {key: name for key, (_code, name) in self._ids.items()} | {outside: _("außerhalb")}
        return {self.code: arrow.looked_up(found, codes), self.name: arrow.looked_up(found, names)}

    def _located(self, lon: float, lat: float) -> str:
        area_id = locator_for(self._set_id).locate(lon, lat)
        return "-" if area_id is None else str(area_id)


def _spelt(area_id: UUID) -> tuple[str, str]:
    """As PostgreSQL gives it and as SQLite keeps it."""
    return str(area_id), area_id.hex


def _coded(name: str, values: Sequence[Any], labels: Any) -> dict[str, pa.Array]:
    keys = arrow.words(values)
    return {name: keys} if labels is None else {name: keys, f"{name}_label": arrow.looked_up(keys, labels)}


def _coordinates(lons: Any, lats: Any, secret: Any, names: Collection[str]) -> dict[str, pa.Array]:
    """Those of `lon`, `lat` (degrees), `easting` and `northing` (metres) that are in `names`."""
    found = {"lon": (lons, 7), "lat": (lats, 7)}
    if "easting" in names:
        eastings, northings = _TO_METRES.transform(lons, lats)
        found |= {"easting": (eastings, 2), "northing": (northings, 2)}
    hidden = np.isnan(lons) | secret
    return {
        name: pa.array(np.round(values, digits), pa.float64(), mask=hidden)
        for name, (values, digits) in found.items()
        if name in names
    }


def _flags(values: Sequence[str]) -> pa.Array:
    """`["phone", "home"]` as `phone; home`."""
    found = arrow.words(values)
    coded = found if pa.types.is_dictionary(found.type) else found.dictionary_encode()
    plain = ["; ".join(json.loads(value or "[]")) or None for value in coded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(coded.indices, pa.array(plain, pa.string()))


def _answer_name(key: str) -> str:
    return key if key in ANSWERS else re.sub(r"\W+", "_", f"answer_{key}")


def _answer_columns(keys: Sequence[str]) -> list[Column]:
    columns = []
    for key in keys:
        columns.append(Column(_answer_name(key), ANSWERS.get(key, key), "answers", is_said=True))
        if key in WORDS_OF_ANSWERS:
            columns.append(Column(f"{key}_label", _LABELS[key], "answers"))
    return columns


def _area_columns(area_sets: Sequence[AreaSet]) -> list[Column]:
    columns = []
    for area_set in area_sets:
        code, name = _area_names(area_set)
        told = {"name": area_set.name, "day": f"{area_set.valid_from:%d.%m.%Y}"}
        columns += [
            Column(code, _("Raum-Nr. (%(name)s, Stand %(day)s)", **told), "areas", is_said=True),
            Column(name, _("Raum (%(name)s, Stand %(day)s)", **told), "areas", is_said=True),
        ]
    return columns


def _area_names(area_set: AreaSet) -> tuple[str, str]:
    """`area_id_Sozialräume_2024_01_01` and `area_name_…`."""
    stem = re.sub(r"\W+", "_", f"{area_set.name}_{area_set.vintage}")
    return f"area_id_{stem}", f"area_name_{stem}"
