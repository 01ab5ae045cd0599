"""What lies around the town on a map of results: faded, so that the town stands out and no base map ends in an edge."""

from __future__ import annotations

import json

import folium
import geopandas as gpd
import shapely

from app.base.tiles import TileSource

PAPER = "#f4f3ee"
"""The ground of our base map and of the frame behind it."""

FADED = {"pmtiles": 0.93, "images": 0.45}
"""How much of the surroundings is covered: a file of our own ends near the town, a tile service goes on."""

SIMPLIFY_DEGREES = 2e-5
FAR_DEGREES = 8.0


def add_surroundings(made: folium.Map, areas: gpd.GeoDataFrame, tiles: TileSource) -> None:
    """Cover everything but the areas (WGS 84) of a map, between its tiles and what is drawn on them."""
    if tiles.kind not in FADED:
        return
    town = shapely.simplify(shapely.union_all(areas.geometry.to_numpy()), SIMPLIFY_DEGREES)
    west, south, east, north = town.bounds
    around = shapely.box(
        west - FAR_DEGREES, south - FAR_DEGREES, east + FAR_DEGREES, north + FAR_DEGREES
    ).difference(town)
    style = {"stroke": False, "fillColor": PAPER, "fillOpacity": FADED[tiles.kind]}
    folium.GeoJson(
        {
            "type": "Feature",
            "properties": {},
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(around, 1e-6))),
        },
        style_function=lambda _feature: style,
        smooth_factor=0,
        pane="tilePane",
        interactive=False,
    ).add_to(made)
