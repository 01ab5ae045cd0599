"""Choropleth of one figure of a release: coloured areas, names and values in the tooltip, nothing people wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass

import folium
import geopandas as gpd
import shapely

from app.atlas.classes import ColourClass, colour_of
from app.atlas.frame import Basemap, new_map, safe_label
from app.atlas.surroundings import add_surroundings
from app.base.tiles import TileSource

SIMPLIFY_M = 6.0
METRIC_CRS = 25832


@dataclass(frozen=True)
class AreaValue:
    """What one area shows: a number or None, and the text a reader sees for it (a mark when suppressed)."""

    area_id: str
    value: float | None
    text: str


def choropleth(
    areas: gpd.GeoDataFrame,
    values: dict[str, AreaValue],
    classes: list[ColourClass],
    *,
    title: str,
    label: str,
    tiles: TileSource,
) -> folium.Map:
    """Build the map. `areas` has area_id, name, geometry (WGS 84); simplified neighbours keep their shared borders."""
    made = new_map(tuple(areas.total_bounds), title)
    Basemap(tiles).add_to(made)
    add_surroundings(made, areas, tiles)
    metric = areas.geometry.to_crs(METRIC_CRS)
    simple = gpd.GeoSeries(shapely.coverage_simplify(metric.to_numpy(), SIMPLIFY_M), crs=METRIC_CRS).to_crs(
        4326
    )
    features = []
    for area_id, name, shape in zip(areas["area_id"], areas["name"], simple, strict=True):
        shown = values.get(area_id, AreaValue(area_id, None, "–"))
        colour = colour_of(shown.value, classes)
        features.append(
            {
                "type": "Feature",
                "properties": {
                    "area_id": safe_label(area_id),
                    "name": safe_label(name),
                    "text": safe_label(shown.text),
                    "fill": colour,
                    "dash": "" if shown.value is not None else "4 4",
                },
                "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-6))),
            }
        )
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": feature["properties"]["fill"],
            "fillOpacity": 0.78,
            "color": "#33414d",
            "weight": 1.2,
            "dashArray": feature["properties"]["dash"],
        },
        highlight_function=lambda feature: {"weight": 3.5, "color": "#111111"},
        tooltip=folium.GeoJsonTooltip(
            fields=["name", "text"], aliases=["", safe_label(label)], labels=True, sticky=True
        ),
        smooth_factor=0,
    ).add_to(made)
    return made
