"""The inner door: all counted contributions, for staff who may see raw data. Nobody's receipt, session or profile.

A secret place leaves as a count of its area only: without point, cell and words (E17). What safeguarding keeps does
not leave at all (E19).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
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
from app.contributions.vocabulary import BORDER_FIT, CLOSED_ANSWERS, KINDS, QUALITIES, STATES
from app.processes.queries import activities_of, area_sets_of, process_by_id

METRIC_CRS = 25832
WORDS_OF_ANSWERS = {key: words for key, words in CLOSED_ANSWERS.items() if key not in BORDER_FIT}
_SECRET = reading.CODED.index("is_secret")
_LABELS = {
    "time_of_day": _l("Tageszeit"),
    "company": _l("Begleitung"),
    "travel_mode": _l("Unterwegs mit"),
    "alone_allowed": _l("Darf allein"),
    "home_end": _l("Ende am Zuhause"),
    "home_inside": _l("Wohnt im Viertel"),
}
_TO_METRES = Transformer.from_crs(4326, METRIC_CRS, always_xy=True)


class InternalExtract:
    """`columns` and `total` are known at once; `batches` reads as it is consumed."""

    def __init__(self, wish: Wish, until: datetime | None = None) -> None:
        process = process_by_id(wish.process_id)
        self._plan = reading.plan(wish, area_sets_of(process), until or now())
        activities = {key: found.title for found in activities_of(process.id) for key in _spelt(found.id)}
        self._told_by_code = _by_code(activities)
        self._codes, self._answers = arrow.Parsed(), arrow.Parsed()
        self._words_of_answers = {key: _translated(words) for key, words in WORDS_OF_ANSWERS.items()}
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

    def _made(self, given: dict[str, pa.Array], names: Collection[str]) -> dict[str, pa.Array]:
        self._codes.take(given["coded"])
        secret = self._codes.marks(lambda found: bool(found[_SECRET]))
        shapes, lons, lats = shapes_and_points(given["shape"], secret)
        cells = pc.if_else(pc.equal(given["cell_100m"], ""), pa.scalar(None, pa.string()), given["cell_100m"])
        made = {
            "contribution_id": arrow.ids(given["id"]),
            **{
                name: arrow.texts(given[name], secret)
                for name in ("title", "text", "released_text", "place_text")
            },
            "said_at": arrow.times(given["said_at"]),
            **_coordinates(lons, lats, secret, names),
            "cell_100m": arrow.without(cells, secret),
            "is_secret": pa.array(secret),
            "geometry": shapes,
            **{name: self._codes.words(told) for name, told in self._told_by_code.items() if name in names},
        }
        self._answers.take(given["answers"])
        for key in self._plan.keys:
            made |= self._answered(key)
        for number, areas in enumerate(self._areas):
            made |= areas.named(given[f"area_{number}"], lons, lats)
        return made

    def _answered(self, key: str) -> dict[str, pa.Array]:
        name = _answer_name(key)
        values = self._answers.words(lambda found: (found or {}).get(key))
        labels = self._words_of_answers.get(key)
        return (
            {name: values}
            if labels is None
            else {name: values, f"{name}_label": arrow.looked_up(values, labels)}
        )


class _Areas:
    """Numbers and names of one vintage's areas by their id; what was never placed is placed in memory."""

    def __init__(self, area_set: AreaSet) -> None:
        query = select(Area.id, Area.code, Area.name).where(Area.area_set_id == area_set.id)
        found = [
            (key, row.code, row.name)
            for row in db.session.execute(query.order_by(Area.code))
            for key in _spelt(row.id)
        ]
        self._set_id = area_set.id
        self._codes = {key: code for key, code, _name in found} | {reading.OUTSIDE: None, "": None}
        self._names = {key: name for key, _code, name in found} | {reading.OUTSIDE: _("außerhalb"), "": None}
        self.code, self.name = _area_names(area_set)

    def named(self, areas: pa.StringArray, lons: Any, lats: Any) -> dict[str, pa.Array]:
        found = areas.dictionary_encode()
        if "" in found.dictionary.to_pylist():
            keys = areas.to_pylist()
            for index, area in enumerate(keys):
                if not area and not np.isnan(lons[index]):
                    keys[index] = self._located(lons[index], lats[index])
            found = pa.array(keys, pa.string()).dictionary_encode()
        return {
            self.code: arrow.looked_up(found, self._codes),
            self.name: arrow.looked_up(found, self._names),
        }

    def _located(self, lon: float, lat: float) -> str:
        area_id = locator_for(self._set_id).locate(lon, lat)
        return reading.OUTSIDE if area_id is None else str(area_id)


def _spelt(area_id: UUID) -> tuple[str, str]:
    """As PostgreSQL gives it and as SQLite keeps it."""
    return str(area_id), area_id.hex


def _translated(words: Mapping[str, object]) -> dict[str, str]:
    """Once for an extract: a translation is looked up each time it is asked for."""
    return {key: str(word) for key, word in words.items()}


def _by_code(activities: Mapping[str, str]) -> dict[str, Callable[[Any], object]]:
    """For each column that rests on `reading.CODED` what it tells about them."""
    places = {name: number for number, name in enumerate(reading.CODED)}
    labels: dict[str, Mapping[str, object]] = {
        "kind": KINDS,
        "quality": {key: found.label for key, found in QUALITIES.items()},
        "valence": VALENCES,
        "state": STATES,
    }
    told: dict[str, Callable[[Any], object]] = {
        name: itemgetter(places[name])
        for name in ("kind", "quality", "valence", "precision", "channel", "source", "state")
    }
    told |= {f"{name}_label": _looked_up(places[name], _translated(words)) for name, words in labels.items()}
    told["activity"] = _looked_up(places["activity"], activities)
    told["flags"] = lambda found: "; ".join(json.loads(found[places["flags"]] or "[]") or ()) or None
    return told


def _looked_up(place: int, words: Mapping[str, object]) -> Callable[[Any], object]:
    """What has no word stands for itself."""
    return lambda found: words.get(found[place], found[place])


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
