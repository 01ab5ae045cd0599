"""The committed base map of the demo town is what its generator makes, and holds what the pages draw and search."""

from __future__ import annotations

import gzip
import json
import math
from functools import cache
from typing import Any

import mapbox_vector_tile
import pytest
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType
from shapely import STRtree

from app.demo.basemap import (
    LAYERS,
    MAX_ZOOM,
    MIN_ZOOM,
    PLACES,
    PMTILES,
    candidates_of,
    encode_tile,
    header_and_metadata,
    tile_features,
    tiles_of_zoom,
)
from app.demo.town_areas import area_at, areas_2024
from app.demo.town_ground import lonlat, town_metres
from app.demo.town_layers import places_list
from app.demo.town_places import bus_stops, named_places

IN_THE_SCENARIO = {
    "Lindenplatz": "SR07", "Jugendtreff Linde": "SR07", "Durchgang Kastanienweg": "SR07", "Ladenzeile": "SR07",
    "Spielwiese am Graben": "SR07", "Ärztehaus": "SR07", "Lindenhof Mitte": "SR07", "Unterführung": "SR02",
    "Aue-Arkaden": "SR02", "Bahnhof Ellerbrück": "SR02", "Treppe am Wasser": "SR03", "Skateanlage am Hafen": "SR03",
    "Jugendhaus Schleuse": "SR03", "Stadtbücherei": "SR01", "IGS Nordstadt": "SR04", "Oberschule am Wall": "SR05",
    "Gymnasium am Stadtpark": "SR08", "Mehrgenerationenhaus": "SR06", "Bolzplatz Heideweg": "SR11",
    "Feuerwehr Groß Ahlen": "SR13", "Wallweg": "SR05", "Kastanienweg": "SR07", "Heideweg": "SR11",
    "Kreisstraße": "SR13", "Bäckerei Deichhausen": "SR12", "Sportplatz Moorwiek": "SR14",
}  # fmt: skip


@cache
def tile_at(zoom: int, x: float, y: float) -> tuple[int, int]:
    """Return the tile that holds a point in town metres."""
    lon, lat = lonlat(x, y)
    row = (1 - math.log(math.tan(math.radians(lat)) + 1 / math.cos(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * 2**zoom), int(row * 2**zoom)


@pytest.fixture(scope="module")
def reader() -> Any:
    with PMTILES.open("rb") as source:
        yield Reader(MmapSource(source))


@cache
def decoded(zoom: int, x: int, y: int) -> dict[str, Any]:
    with PMTILES.open("rb") as source:
        data = Reader(MmapSource(source)).get(zoom, x, y)
    return mapbox_vector_tile.decode(gzip.decompress(data)) if data else {}


def names(layer: str, zoom: int = MAX_ZOOM) -> set[str]:
    return {
        feature["properties"]["name"]
        for x, y in tiles_of_zoom(zoom)
        for feature in decoded(zoom, x, y).get(layer, {"features": []})["features"]
        if "name" in feature["properties"]
    }


def test_header_and_metadata(reader: Any) -> None:
    header, (expected, metadata) = reader.header(), header_and_metadata()
    assert {key: header[key] for key in expected} == expected
    assert (header["min_zoom"], header["max_zoom"]) == (MIN_ZOOM, MAX_ZOOM)
    assert (header["tile_type"], header["tile_compression"]) == (TileType.MVT, Compression.GZIP)
    assert reader.metadata() == metadata
    assert PMTILES.stat().st_size < 2_500_000


@pytest.mark.parametrize(("zoom", "x", "y"), [(15, -523, -1498), (14, 0, 0), (13, 1000, -3200)])
def test_tiles_are_what_the_generator_makes(reader: Any, zoom: int, x: int, y: int) -> None:
    column, row = tile_at(zoom, x, y)
    tree = STRtree([item.shape for item in tile_features()])
    fresh = encode_tile(zoom, column, row, candidates_of(zoom, column, row, tree))
    kept = mapbox_vector_tile.decode(gzip.decompress(reader.get(zoom, column, row)))
    assert mapbox_vector_tile.decode(gzip.decompress(fresh)) == kept


def test_old_town_tile_has_all_kinds_of_layers() -> None:
    layers = decoded(14, *tile_at(14, 0, 0))
    assert {"earth", "landuse", "water", "roads", "buildings", "places", "pois"} <= set(layers)
    assert set(layers) <= set(LAYERS)
    assert {f["properties"]["kind"] for f in layers["roads"]["features"]} >= {
        "major_road",
        "minor_road",
        "path",
    }
    assert len(layers["buildings"]["features"]) > 1000


def test_named_places_are_in_the_tiles() -> None:
    quiet = {"crossing", "entrance", "bridge"}  # too small for a name on the map, but in the search
    made = {place.name for place in (*named_places(), *bus_stops()) if place.kind not in quiet}
    assert names("pois") == made
    assert names("places") == {"Ellerbrück", *(area.name for area in areas_2024())}
    assert {"Wallweg", "Kastanienweg", "Heideweg", "Kreisstraße", "Bahnhofstraße"} <= names("roads")
    assert "Aue" in names("water")


def test_places_list_is_what_the_generator_makes() -> None:
    assert PLACES.stat().st_size <= 40_000
    assert json.loads(PLACES.read_text(encoding="utf-8")) == places_list()


def test_places_of_the_scenario_lie_in_their_area() -> None:
    rows = json.loads(PLACES.read_text(encoding="utf-8"))
    assert set(IN_THE_SCENARIO.items()) <= {(row["name"], row["area"]) for row in rows}
    assert [row for row in rows if area_at(*town_metres(row["lon"], row["lat"])) != row["area"]] == []
    assert sum(row["kind"] == "bus_stop" for row in rows) >= 40
