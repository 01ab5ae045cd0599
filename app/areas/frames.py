"""Areas as a GeoDataFrame, for maps and files."""

from __future__ import annotations

import geopandas as gpd

from app.areas.models import AreaSet
from app.areas.queries import areas_of


def areas_frame(area_set: AreaSet) -> gpd.GeoDataFrame:
    """One row an area: area_set, area_vintage, area_id, name, area_m2, geometry (WGS 84), ordered by area_id."""
    records = [
        {
            "area_set": area_set.name,
            "area_vintage": area_set.vintage,
            "area_id": area.code,
            "name": area.name,
            "area_m2": round(area.area_m2),
            "geometry": area.geometry,
        }
        for area in areas_of(area_set.id)
    ]
    columns = ["area_set", "area_vintage", "area_id", "name", "area_m2", "geometry"]
    return gpd.GeoDataFrame(records, columns=columns, geometry="geometry", crs=4326)
