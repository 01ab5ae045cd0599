"""Boundary files for tests, written as the offices of this world write them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

WEST, EAST = shapely.box(9.00, 52.00, 9.04, 52.04), shapely.box(9.04, 52.00, 9.08, 52.04)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    shape = json.loads(shapely.to_geojson(geometry)) if isinstance(geometry, shapely.Geometry) else geometry
    return {"type": "Feature", "geometry": shape, "properties": properties}


def two_areas() -> list[dict[str, Any]]:
    """Two squares side by side with leading zeros and an umlaut."""
    return [feature(WEST, nr="01", name="Altstadt"), feature(EAST, nr="02", name="Grünau")]


def collection(features: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, **members}


def write_geojson(
    path: Path, features: list[dict[str, Any]], encoding: str = "utf-8", **members: Any
) -> Path:
    path.write_bytes(json.dumps(collection(features, **members), ensure_ascii=False).encode(encoding))
    return path


def frame(epsg: int = 4326) -> gpd.GeoDataFrame:
    areas = gpd.GeoDataFrame(
        {"nr": ["01", "02"], "name": ["Altstadt", "Grünau"]}, geometry=[WEST, EAST], crs=4326
    )
    return areas.to_crs(epsg)


def write_shapefile(folder: Path, epsg: int = 25832, encoding: str = "utf-8") -> Path:
    """A Shapefile with all its parts."""
    folder.mkdir(exist_ok=True)
    path = folder / "räume.shp"
    frame(epsg).to_file(path, driver="ESRI Shapefile", encoding=encoding)
    return path


def zipped(path: Path, parts: list[Path], prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, f"{prefix}{part.name}")
    return path
