"""The outer door: released points exactly as `app.contributions.public` gives them, with words for their codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pyarrow as pa
import shapely
from pyproj import Transformer

from app.contributions import public
from app.contributions.extracts import arrow
from app.contributions.extracts.columns import RELEASED
from app.contributions.extracts.wish import Wish
from app.contributions.vocabulary import QUALITIES

_TO_METRES = Transformer.from_crs(4326, 25832, always_xy=True)


class ReleasedExtract:
    """`columns` at once; `total` is an upper bound, `batches` reads as it is consumed. Filters: quality and months."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self.total = public.count(wish.process_id)
        self.columns = tuple(
            column for column in RELEASED if not wish.groups or column.group in ("", *wish.groups)
        )

    def batches(self, unused: Collection[str] = (), size: int = 4000) -> Iterator[pa.RecordBatch]:
        """The columns in order but for `unused` ones, and `geometry` (WKB, WGS 84 degrees)."""
        names = [*(column.name for column in self.columns if column.name not in unused), "geometry"]
        for found in public.stream(self._wish.process_id, size):
            points = [point for point in found if self._fits(point)]
            if points:
                yield self._made(points, names)

    def _fits(self, point: dict[str, object]) -> bool:
        """Days would tell more than the month that is public, so only whole months are asked for."""
        wish, month = self._wish, str(point["month"])
        return (
            (not wish.qualities or point["quality"] in wish.qualities)
            and (wish.since is None or month >= f"{wish.since:%Y-%m}")
            and (wish.until is None or month <= f"{wish.until:%Y-%m}")
        )

    def _made(self, points: list[dict[str, object]], names: list[str]) -> pa.RecordBatch:
        given = {name: [point[name] for point in points] for name in points[0]}
        lons, lats = np.array(given["lon"], dtype=float), np.array(given["lat"], dtype=float)
        eastings, northings = _TO_METRES.transform(lons, lats)
        qualities = arrow.words(given["quality"])
        made = {
            "quality": qualities,
            "quality_label": arrow.looked_up(
                qualities, {key: found.label for key, found in QUALITIES.items()}
            ),
            "text": pa.array(given["text"], pa.string()),
            "month": arrow.words(given["month"]),
            "lon": pa.array(lons),
            "lat": pa.array(lats),
            "easting": pa.array(np.round(eastings, 2)),
            "northing": pa.array(np.round(northings, 2)),
            "geometry": pa.array(shapely.to_wkb(shapely.points(lons, lats)), pa.binary()),
        }
        return pa.RecordBatch.from_arrays([made[name] for name in names], names=names)
