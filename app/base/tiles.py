"""Base maps from our own house: one PMTiles file, or a town's tile service fetched and kept by this server.

So no phone talks to a third party. TILES names a PMTiles file or a template with {z} {x} {y} (XYZ, WMTS)
or {bbox} (WMS).
"""

from __future__ import annotations

import json
import math
import struct
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, send_file, url_for
from flask.typing import ResponseReturnValue

from app.base.access import public
from app.config import Settings

blueprint = Blueprint("tiles", __name__)

IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif"}
MAX_ZOOM = 20
MAX_TILE = 1024 * 1024
MAX_CACHE = 512 * 1024 * 1024
CACHE_SECONDS = 14 * 24 * 3600
TIMEOUT = 6
HALF_EQUATOR = 20037508.342789244
DEGREE = HALF_EQUATOR / 180
BESIDE = 300
"""Metres of a degree at the equator, and how near places of one name are one place for whom searches them."""
_HEADER = 127
"""Bytes of the header of a PMTiles file."""
_FETCHING = threading.BoundedSemaphore(6)


@dataclass(frozen=True)
class TileSource:
    """What a page needs for its base map: `kind` is pmtiles, images or none.

    `bounds` (west, south, east, north in degrees) tell where a PMTiles file ends.
    """

    kind: str
    url: str
    attribution: str
    bounds: tuple[float, float, float, float] | None = None


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the host an operator configured."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise urllib.error.HTTPError(newurl, code, "redirect to another host", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Web(urllib.request.OpenerDirector):
    """An opener that knows http and https and nothing else: no files, no FTP."""

    def __init__(self) -> None:
        super().__init__()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _SameHost(),
        ):
            self.add_handler(handler)


def tile_source() -> TileSource:
    """The base map this installation offers."""
    settings: Settings = current_app.config["SETTINGS"]
    if path := _pmtiles(settings):
        bounds = _bounds(path, path.stat().st_mtime)
        return TileSource("pmtiles", url_for("tiles.pmtiles"), settings.tiles_attribution, bounds)
    if _template(settings):
        url = url_for("tiles.image", z=0, x=0, y=0).removesuffix("0/0/0") + "{z}/{x}/{y}"
        return TileSource("images", url, settings.tiles_attribution)
    return TileSource("none", "", "")


@lru_cache(maxsize=8)
def _bounds(path: Path, _changed: float) -> tuple[float, float, float, float] | None:
    """Where the file says that its map ends (PMTiles 3, bytes 102 to 117 of its header); None for another file."""
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if len(head) < _HEADER or head[:8] != b"PMTiles\x03":
        return None
    west, south, east, north = (value / 1e7 for value in struct.unpack_from("<4i", head, 102))
    return west, south, east, north


def named_places() -> list[dict[str, Any]]:
    """Named places of the town for lists and search: name, kind, lon, lat; from places.json beside the base map."""
    settings: Settings = current_app.config["SETTINGS"]
    path = _places_file(settings)
    return _read_places(path, path.stat().st_mtime) if path else []


@blueprint.after_request
def usable_in_map_frames(response: Response) -> Response:
    """A base map is public; the sandboxed map frame has an opaque origin and could not load it otherwise."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Content-Range, ETag"
    return response


@blueprint.get("/kacheln/karte.pmtiles")
@public
def pmtiles() -> ResponseReturnValue:
    """The base map file; the browser asks for the ranges it needs (206)."""
    path = _pmtiles(current_app.config["SETTINGS"]) or abort(404)
    response = send_file(path, mimetype="application/vnd.pmtiles", conditional=True, max_age=86400)
    response.headers["Accept-Ranges"] = "bytes"
    return response


@blueprint.get("/kacheln/orte.json")
@public
def places() -> Response:
    """Named places for the search on the phone."""
    response = jsonify(
        [{key: place.get(key) for key in ("name", "kind", "lon", "lat")} for place in named_places()]
    )
    response.cache_control.public = True
    response.cache_control.max_age = 86400
    return response


@blueprint.get("/kacheln/<int:z>/<int:x>/<int:y>")
@public
def image(z: int, x: int, y: int) -> ResponseReturnValue:
    """One tile of the town's service, from our cache or fetched now; 404 without a service, 502 when it is down."""
    if not has_pictures() or z > MAX_ZOOM or x >= 2**z or y >= 2**z:
        abort(404)
    kept = picture(z, x, y)
    if kept is None:
        return Response(status=502)
    mimetype = next(kind for kind, suffix in IMAGES.items() if suffix == kept.suffix)
    response = Response(kept.read_bytes(), mimetype=mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = 7 * 86400
    return response


def map_file() -> Path | None:
    """The PMTiles file of the base map, for who draws it on paper; None when there is none."""
    return _pmtiles(current_app.config["SETTINGS"])


def has_pictures() -> bool:
    """Whether the base map comes as pictures of a service."""
    return _template(current_app.config["SETTINGS"]) is not None


def picture(z: int, x: int, y: int) -> Path | None:
    """The picture of one tile, kept or fetched now; None when the service is down or there is none."""
    template = _template(current_app.config["SETTINGS"])
    if template is None:
        return None
    folder = current_app.config["SETTINGS"].data / "tiles" / sha256(template.encode()).hexdigest()[:12]
    kept = next((path for path in folder.glob(f"{z}-{x}-{y}.*") if path.suffix in IMAGES.values()), None)
    if kept is None or time.time() - kept.stat().st_mtime > CACHE_SECONDS:
        kept = _fetched(template, z, x, y, folder) or kept
    return kept


def tile_address(template: str, z: int, x: int, y: int) -> str:
    """The service's address of a tile; {bbox} is in EPSG:3857, {-y} counts from the south (TMS)."""
    size = 2 * HALF_EQUATOR / 2**z
    west, north = x * size - HALF_EQUATOR, HALF_EQUATOR - y * size
    bbox = ",".join(f"{value:.6f}" for value in (west, north - size, west + size, north))
    values = {"{z}": str(z), "{x}": str(x), "{y}": str(y), "{-y}": str(2**z - 1 - y)}
    values |= {"{bbox}": bbox, "{bbox-epsg-3857}": bbox}
    for name, value in values.items():
        template = template.replace(name, value)
    return template


def _template(settings: Settings) -> str | None:
    tiles = settings.tiles or ""
    return tiles if urlsplit(tiles).scheme in {"http", "https"} else None


def _pmtiles(settings: Settings) -> Path | None:
    if _template(settings):
        return None
    path = Path(settings.tiles) if settings.tiles else settings.data / "karte.pmtiles"
    return path if path.is_file() else None


def _places_file(settings: Settings) -> Path | None:
    map_file = _pmtiles(settings)
    candidates = [settings.data / "places.json", *([map_file.with_name("places.json")] if map_file else [])]
    return next((path for path in candidates if path.is_file()), None)


@lru_cache(maxsize=4)
def _read_places(path: Path, _changed: float) -> list[dict[str, Any]]:
    found = json.loads(path.read_text(encoding="utf-8"))
    good = [place for place in found if place.get("name") and "lon" in place and "lat" in place]
    kept: dict[str, list[dict[str, Any]]] = {}
    # Of a square and its street the square stays.
    good.sort(key=lambda place: (str(place["name"]).casefold(), place.get("kind") in {"street", "bus_stop"}))
    for place in good:
        same = kept.setdefault(str(place["name"]), [])
        if not any(_is_beside(place, one) for one in same):
            same.append(place)
    return [place for same in kept.values() for place in same]


def _is_beside(place: dict[str, Any], other: dict[str, Any]) -> bool:
    """Within about 300 m: a square, its street and its stop share a name; a list of names cannot tell them apart."""
    north = (place["lat"] - other["lat"]) * DEGREE
    east = (place["lon"] - other["lon"]) * DEGREE * math.cos(math.radians(place["lat"]))
    return math.hypot(north, east) < BESIDE


def _fetched(template: str, z: int, x: int, y: int, folder: Path) -> Path | None:
    """Ask the service and keep its picture; None when it does not answer with a picture in time."""
    request = urllib.request.Request(tile_address(template, z, x, y), headers={"User-Agent": "Streifzug"})  # noqa: S310
    if not _FETCHING.acquire(timeout=TIMEOUT):
        return None
    try:
        with _Web().open(request, timeout=TIMEOUT) as answer:
            suffix = IMAGES.get(answer.headers.get_content_type())
            body = answer.read(MAX_TILE + 1)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return None
    except (OSError, ValueError):
        return None
    finally:
        _FETCHING.release()
    if suffix is None or len(body) > MAX_TILE:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{z}-{x}-{y}{suffix}"
    fresh = path.with_suffix(f".{threading.get_ident()}")
    fresh.write_bytes(body)
    fresh.replace(path)
    _trim(folder)
    return path


def _trim(folder: Path, most: int = MAX_CACHE) -> None:
    """Now and then throw the oldest tiles away, so that the folder stays below its limit."""
    if time.time_ns() % 64:
        return
    files = sorted(
        ((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*")), reverse=True
    )
    total = 0
    for _changed, size, path in files:
        total += size
        if total > most:
            path.unlink(missing_ok=True)
