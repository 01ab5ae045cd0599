"""Writes the demo town's base map (PMTiles) and its list of named places: python -m app.demo.basemap."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely import STRtree
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from app.demo.town_buildings import buildings
from app.demo.town_ground import lonlat, to_wgs84
from app.demo.town_layers import Feature, features, places_list

DATA = Path(__file__).with_name("data")
PMTILES = DATA / "ellerbrueck.pmtiles"
PLACES = DATA / "places.json"
MIN_ZOOM, MAX_ZOOM = 11, 15
EXTENT = 4096
#: Margin round a tile in tile units, so that outlines and wide lines do not end at tile borders.
MARGIN = 96
_EARTH = 20037508.342789244
LAYERS = ("earth", "landuse", "water", "roads", "buildings", "places", "pois", "boundaries")


@dataclass
class TileFeature:
    """A feature in web mercator metres."""

    feature: Feature
    shape: BaseGeometry
    simple: dict[int, BaseGeometry] = field(default_factory=dict)

    def at(self, zoom: int) -> BaseGeometry:
        """Return the shape with no more detail than the zoom can show."""
        if zoom not in self.simple:
            pixel = 2 * _EARTH / 2**zoom / 512
            keep = self.shape.geom_type == "Point" or (self.feature.layer == "buildings" and zoom >= 15)
            self.simple[zoom] = self.shape if keep else self.shape.simplify(pixel * 0.35)
        return self.simple[zoom]


def _mercator(shape: BaseGeometry) -> BaseGeometry:
    def project(points: Any) -> Any:
        result = points.copy()
        result[:, 0] = points[:, 0] / 180 * _EARTH
        for row, latitude in enumerate(points[:, 1]):
            result[row, 1] = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / math.pi * _EARTH
        return result

    return shapely.transform(to_wgs84(shape), project)


@cache
def tile_features() -> tuple[TileFeature, ...]:
    """Return all features of the base map in web mercator."""
    return tuple(TileFeature(feature, _mercator(feature.shape)) for feature in features())


def tile_bounds(zoom: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a tile in web mercator metres."""
    size = 2 * _EARTH / 2**zoom
    return x * size - _EARTH, _EARTH - (y + 1) * size, (x + 1) * size - _EARTH, _EARTH - y * size


def encode_tile(zoom: int, x: int, y: int, candidates: list[TileFeature]) -> bytes:
    """Return one gzip'd Mapbox Vector Tile, or b"" when nothing lies in it. The same town gives the same bytes."""
    west, south, east, north = tile_bounds(zoom, x, y)
    margin = (east - west) * MARGIN / EXTENT
    corner, scale = np.array([west, south]), EXTENT / (east - west)
    clip = (west - margin, south - margin, east + margin, north + margin)
    layers: dict[str, list[dict[str, Any]]] = {name: [] for name in LAYERS}
    for candidate in candidates:
        feature = candidate.feature
        if zoom < feature.min_zoom:
            continue
        shape = candidate.at(zoom)
        if shape.geom_type == "Point":
            part = shape if box(west, south, east, north).covers(shape) else None
        else:
            part = (
                shapely.clip_by_rect(shape, *clip)
                if shape.is_valid
                else shape.buffer(0).intersection(box(*clip))
            )
        if part is None or part.is_empty:
            continue
        quantized = shapely.transform(part, lambda points: np.round((points - corner) * scale))
        layers[feature.layer].append({"geometry": quantized, "properties": feature.properties})
    filled = [{"name": name, "features": rows} for name, rows in layers.items() if rows]
    if not filled:
        return b""
    options = {"extents": EXTENT}
    return gzip.compress(mapbox_vector_tile.encode(filled, default_options=options), 9, mtime=0)


def tiles_of_zoom(zoom: int) -> list[tuple[int, int]]:
    """Return x, y of all tiles that touch the base map."""
    bounds = shapely.total_bounds([item.shape for item in tile_features() if item.feature.layer == "earth"])
    size = 2 * _EARTH / 2**zoom
    columns = range(int((bounds[0] + _EARTH) // size), int((bounds[2] + _EARTH) // size) + 1)
    rows = range(int((_EARTH - bounds[3]) // size), int((_EARTH - bounds[1]) // size) + 1)
    return [(x, y) for x in columns for y in rows]


def candidates_of(zoom: int, x: int, y: int, tree: STRtree) -> list[TileFeature]:
    """Return the features near a tile in drawing order."""
    west, south, east, north = tile_bounds(zoom, x, y)
    margin = (east - west) * MARGIN / EXTENT
    found = tree.query(box(west - margin, south - margin, east + margin, north + margin))
    return [tile_features()[index] for index in sorted(int(i) for i in found)]


def header_and_metadata() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the PMTiles header fields and the metadata."""
    southwest, northeast = lonlat(-4700, -4700), lonlat(4700, 4700)
    center = lonlat(0, 0)
    header = {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
        "min_lon_e7": int(southwest[0] * 1e7), "min_lat_e7": int(southwest[1] * 1e7),
        "max_lon_e7": int(northeast[0] * 1e7), "max_lat_e7": int(northeast[1] * 1e7),
        "center_zoom": 13, "center_lon_e7": int(center[0] * 1e7), "center_lat_e7": int(center[1] * 1e7),
    }  # fmt: skip
    fields = {"kind": "String", "kind_detail": "String", "name": "String"}
    metadata = {
        "name": "Ellerbrück",
        "description": "Erfundene Stadt für die Vorführung",
        "attribution": "Ellerbrück (erfundene Stadt)",
        "type": "baselayer",
        "vector_layers": [
            {"id": name, "minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM, "fields": fields} for name in LAYERS
        ],
    }
    return header, metadata


def write_tiles(path: Path = PMTILES) -> int:
    """Write the PMTiles file and return the number of tiles in it."""
    tree = STRtree([item.shape for item in tile_features()])
    tiles = []
    for zoom in range(MIN_ZOOM, MAX_ZOOM + 1):
        for x, y in tiles_of_zoom(zoom):
            data = encode_tile(zoom, x, y, candidates_of(zoom, x, y, tree))
            if data:
                tiles.append((zxy_to_tileid(zoom, x, y), data))
    header, metadata = header_and_metadata()
    with path.open("wb") as target:
        writer = Writer(target)
        for tile_id, data in sorted(tiles):
            writer.write_tile(tile_id, data)
        writer.finalize(header, metadata)
    return len(tiles)


def write_places(path: Path = PLACES) -> int:
    """Write named places, streets and stops for the search without a network and return their number."""
    rows = places_list()
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return len(rows)


def main() -> None:
    """Write both files and say how large they are."""
    tiles, places = write_tiles(), write_places()
    print(f"{PMTILES.name}: {tiles} Kacheln, {PMTILES.stat().st_size} Bytes, {len(buildings())} Gebäude")
    print(f"{PLACES.name}: {places} Orte und Straßen, {PLACES.stat().st_size} Bytes")


if __name__ == "__main__":
    main()
