"""Needle map of released points, coloured by their valence; the words stand in the table beside it."""

from __future__ import annotations

from typing import Any

import folium

from app.atlas.frame import Basemap, new_map, safe_label
from app.base.tiles import TileSource

COLOURS = {"pos": "#1f7a63", "zero": "#4a6785", "idea": "#b26a00"}


def needle_map(
    points: list[dict[str, Any]],
    bounds: tuple[float, float, float, float],
    *,
    title: str,
    tiles: TileSource,
) -> folium.Map:
    """Points with lon, lat, valence and label (a fixed word of the vocabulary), as one layer."""
    made = new_map(bounds, title)
    Basemap(tiles).add_to(made)
    features = [
        {
            "type": "Feature",
            "properties": {
                "row": index,
                "label": safe_label(point["label"]),
                "colour": COLOURS.get(point["valence"], COLOURS["zero"]),
            },
            "geometry": {"type": "Point", "coordinates": [point["lon"], point["lat"]]},
        }
        for index, point in enumerate(points, start=1)
    ]
    if features:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(radius=7, weight=2, color="#ffffff", fill=True, fill_opacity=0.9),
            style_function=lambda feature: {"fillColor": feature["properties"]["colour"], "color": "#ffffff"},
            tooltip=folium.GeoJsonTooltip(fields=["label"], labels=False),
        ).add_to(made)
    return made
