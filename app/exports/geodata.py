"""Areas with their figures for GIS: GeoJSON in WGS 84, GeoPackage in a metric system with the tidy table beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

HEADLINE = {"gender": "all", "role": "all", "time_of_day": "all"}
METRIC_CRS = 25832


def wide_by_area(rows: pd.DataFrame, areas: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """One row an area, one column a figure and one for its status; and the table that explains the columns.

    `rows` is the tidy table (D4), `areas` has area_id, name, geometry. Only figures over all genders, roles and
    times become columns; the rest stays in the tidy table. A suppressed cell is null and its status column says Q.
    """
    chosen = rows[(rows[list(HEADLINE)] == pd.Series(HEADLINE)).all(axis=1)]
    columns = []
    wide = areas.copy()
    for (indicator, age_group, ref), part in chosen.groupby(["indicator_id", "age_group", "ref"], sort=True):
        name = column_name(indicator, age_group)
        if name in wide.columns:
            name = f"{name}_{ref}"
        by_area = part.set_index("area_id")
        wide[name] = pd.to_numeric(wide["area_id"].map(by_area["value"]))
        wide[f"{name}_status"] = wide["area_id"].map(by_area["obs_status"])
        unit = part["unit"].iloc[0]
        columns.append(
            {"column": name, "indicator_id": indicator, "age_group": age_group, "ref": ref, "unit": unit}
        )
    return wide, pd.DataFrame(columns, columns=["column", "indicator_id", "age_group", "ref", "unit"])


def column_name(indicator_id: str, age_group: str) -> str:
    """A name every GIS accepts, e.g. `N01_quality_fav`, `D01_r06_21`; the age group `all` is left out."""
    parts = [indicator_id] if age_group == "all" else [indicator_id, age_group]
    return re.sub(r"\W+", "_", "_".join(parts))


def write_geojson(wide: gpd.GeoDataFrame, path: Path) -> None:
    """RFC 7946: WGS 84, seven decimals (about 1 cm), right-handed rings, null instead of NaN."""
    geometries = shapely.orient_polygons(shapely.set_precision(wide.geometry.to_crs(4326).to_numpy(), 1e-7))
    properties = json.loads(wide.drop(columns="geometry").to_json(orient="records", force_ascii=False))
    features = [
        {
            "type": "Feature",
            "id": record["area_id"],
            "properties": record,
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for record, shape in zip(properties, geometries, strict=True)
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False
    )
    path.write_text(text, encoding="utf-8")


def write_geopackage(wide: gpd.GeoDataFrame, tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Layer `areas` in EPSG:25832 and each table (tidy values, columns, indicators …) as an attribute table."""
    path.unlink(missing_ok=True)
    projected = wide.to_crs(METRIC_CRS)
    projected["geometry"] = [
        shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
        for shape in projected.geometry
    ]
    pyogrio.write_dataframe(projected, path, layer="areas", driver="GPKG", geometry_type="MultiPolygon")
    for name, table in tables.items():
        pyogrio.write_dataframe(_plain(table), path, layer=name, driver="GPKG", append=True)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Dates and times as ISO text, so that every reader shows the same."""
    plain = table.copy()
    for column in plain.columns:
        if plain[column].dtype == object or pd.api.types.is_datetime64_any_dtype(plain[column]):
            plain[column] = plain[column].map(
                lambda value: value.isoformat() if hasattr(value, "isoformat") else value
            )
    return plain
