"""Tiles over HTTP: a browser that has the newest one gets 304 before anything is read; a few are kept in memory.

Nobody may show a tile without asking (`no-cache`, so max-age is 0): what is withdrawn is gone with the next look.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Any

from flask import Response, abort, request

from app.contributions.points.reading import LARGEST_ZOOM, Bounds, Layer

EVERYWHERE = "-180,-85,180,85"
MIMETYPE = "application/vnd.mapbox-vector-tile"
_MOST_KEPT = 400
"""Tiles of some kilobytes each, at most 50: bounds the memory of a web process."""
_kept: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
_lock = Lock()


def tile_response(
    layer: Layer, z: int, x: int, y: int, make: Callable[[], bytes], *, public: bool, filters: str = ""
) -> Response:
    """The tile, or 304. `make` is only called when no tile of this stamp is kept; `filters` tells views apart."""
    if z > LARGEST_ZOOM or x >= 2**z or y >= 2**z:
        abort(404)
    key = (layer.id, layer.stamp, filters, z, x, y)
    response = Response(mimetype=MIMETYPE)
    response.set_etag(sha256(repr(key).encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    content = _content(key, make)
    if request.accept_encodings["gzip"] > 0:
        response.headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    response.set_data(content)
    return response


def _content(key: tuple[Any, ...], make: Callable[[], bytes]) -> bytes:
    """The packed tile, kept until newer ones push it out."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    content = gzip.compress(make(), 5, mtime=0)
    with _lock:
        _kept[key] = content
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return content


def bounds_of(text: str) -> Bounds:
    """A box from an address (west,south,east,north in degrees); 404 for what is none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        abort(404)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        abort(404)
    return west, south, east, north
