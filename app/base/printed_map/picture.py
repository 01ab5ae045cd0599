"""A base map that comes as pictures (WMTS, WMS, XYZ), turned into the sheet's own system and into light greys."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from pyproj import Transformer

from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import Layout
from app.base.printed_map.tiles import tiles_of

MOST_PICTURES = 240
_TILE = 256
_HALF = 20037508.342789244


def wanted_pictures(ground: Ground, layout: Layout) -> tuple[int, list[tuple[int, int]]]:
    """Zoom and tiles: about 150 dots to the inch of paper, but never more pictures than a service should be asked."""
    metres_per_dot = ground.per_mm * 25.4 / 150
    zoom = min(19, int(np.ceil(np.log2(2 * _HALF / _TILE / metres_per_dot))))
    bounds = ground.bounds(layout)
    while len(tiles_of(bounds, zoom)) > MOST_PICTURES:
        zoom -= 1
    return zoom, tiles_of(bounds, zoom)


def draw(files: dict[str, str], zoom: int, ground: Ground, layout: Layout, target: Path) -> None:
    """Write the map of the sheet as a grey PNG, from files named by "x y"; missing ones stay white."""
    places = [tuple(map(int, key.split())) for key in files]
    left, top = min(x for x, _y in places), min(y for _x, y in places)
    wide, high = max(x for x, _y in places) - left + 1, max(y for _x, y in places) - top + 1
    mosaic = np.full((high * _TILE, wide * _TILE), 255, np.uint8)
    for (x, y), path in zip(places, files.values(), strict=True):
        tile = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
        if tile is not None:
            tile = cv2.resize(tile, (_TILE, _TILE), interpolation=cv2.INTER_AREA)
            mosaic[(y - top) * _TILE : (y - top + 1) * _TILE, (x - left) * _TILE : (x - left + 1) * _TILE] = (
                tile
            )
    dots = 150 / 25.4
    columns, rows = round(layout.frame.width * dots), round(layout.frame.height * dots)
    half_x, half_y = layout.frame.width / 2 * ground.per_mm, layout.frame.height / 2 * ground.per_mm
    xs = np.linspace(ground.x - half_x, ground.x + half_x, columns)
    ys = np.linspace(ground.y + half_y, ground.y - half_y, rows)
    grid_x, grid_y = np.meshgrid(xs, ys)
    to_mercator = Transformer.from_crs(ground.crs, 3857, always_xy=True)
    east, north = to_mercator.transform(grid_x, grid_y)
    side = 2 * _HALF / 2**zoom / _TILE
    map_x = ((east + _HALF) / side - left * _TILE - 0.5).astype(np.float32)
    map_y = ((_HALF - north) / side - top * _TILE - 0.5).astype(np.float32)
    grey = cv2.remap(mosaic, map_x, map_y, cv2.INTER_CUBIC, borderValue=255)
    # Lighter, so that stickers and pens stand out, yet with enough contrast to find one's street.
    light = np.clip(96 + grey.astype(np.float32) * (255 - 96) / 255, 0, 255)
    cv2.imwrite(str(target), light.astype(np.uint8))
