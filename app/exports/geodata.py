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
AREA_KEY = ["area_set", "area_vintage", "area_id"]
METRIC_CRS = 25832


def wide_by_area(rows: pd.DataFrame, areas: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """One row an area, one column a figure and one for its status; and the table that explains the columns.

    `rows` is the tidy table (D4), `areas` has area_set, area_vintage, area_id, name, geometry; an area_id may stand
    in several sets. Only figures of areas over all genders, roles and times become columns; the rest, the town's
    totals among it, stays in the tidy table.
    Of several periods the newest has the plain name. A suppressed cell is null and its status column says Q.
    """
    chosen = rows[(rows[list(HEADLINE)] == pd.Series(HEADLINE)).all(axis=1) & (rows["area_id"] != "all")]
    newest = chosen.groupby(["indicator_id", "area_set"])["period_end"].transform("max")
    period = chosen["period_end"].astype(str).where(chosen["period_end"] != newest, "")
    taken = {str(name).casefold() for name in areas.columns}
    values, columns = {}, []
    groups = chosen.assign(_period=period).groupby(["indicator_id", "age_group", "ref", "_period"], sort=True)
    for (indicator, age_group, ref, older), part in groups:
        name = _unique(column_name(indicator, age_group, older), taken)
        found = areas[AREA_KEY].merge(part.drop_duplicates(AREA_KEY, keep="last"), on=AREA_KEY, how="left")
        values[name] = pd.to_numeric(found["value"]).to_numpy()
        values[f"{name}_status"] = found["obs_status"].to_numpy()
        columns.append(
            {
                "column": name,
                "indicator_id": indicator,
                "age_group": age_group,
                "ref": ref,
                "unit": part["unit"].iloc[0],
                "period_end": part["period_end"].iloc[0],
            }
        )
    wide = pd.concat([areas, pd.DataFrame(values, index=areas.index)], axis=1)
    return wide, pd.DataFrame(
        columns, columns=["column", "indicator_id", "age_group", "ref", "unit", "period_end"]
    )


def totals(rows: pd.DataFrame, columns: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """One row a Raumgliederung with the figures of the whole town (area_id `all`), in the columns of the wide table."""
    whole = rows[(rows[list(HEADLINE)] == pd.Series(HEADLINE)).all(axis=1) & (rows["area_id"] == "all")]
    cell = whole.set_index(["area_set", "area_vintage", "indicator_id", "age_group", "ref", "period_end"])
    found = []
    for (area_set, vintage), part in areas.groupby(["area_set", "area_vintage"], sort=False):
        line = {"area_set": area_set, "area_vintage": vintage, "area_id": "all", "name": "gesamt"}
        line["area_m2"] = part["area_m2"].sum() if "area_m2" in part else None
        for column in columns.to_dict("records"):
            key = (
                area_set,
                vintage,
                *(column[name] for name in ("indicator_id", "age_group", "ref", "period_end")),
            )
            if key in cell.index:
                one = cell.loc[[key]].iloc[-1]
                line[column["column"]], line[f"{column['column']}_status"] = one["value"], one["obs_status"]
        found.append(line)
    return pd.DataFrame(found)


def column_name(indicator_id: str, age_group: str, period: str = "") -> str:
    """A name every GIS accepts, e.g. `N01_quality_fav`, `D01_r06_21`; the age group `all` is left out."""
    parts = [indicator_id, "" if age_group == "all" else age_group, period]
    return re.sub(r"\W+", "_", "_".join(part for part in parts if part))


def _unique(name: str, taken: set[str]) -> str:
    """The name, with a number when only signs or capitals tell it from one before: databases take no such pair."""
    found, number = name, 1
    while {found.casefold(), f"{found}_status".casefold()} & taken:
        number += 1
        found = f"{name}_{number}"
    taken |= {found.casefold(), f"{found}_status".casefold()}
    return found


def write_geojson(wide: gpd.GeoDataFrame, path: Path) -> None:
    """RFC 7946: WGS 84, seven decimals (about 1 cm), right-handed rings, null instead of NaN.

    The id of a feature is its area_id, with the Raumgliederung before it when two of them use the same one.
    """
    geometries = shapely.orient_polygons(shapely.set_precision(wide.geometry.to_crs(4326).to_numpy(), 1e-7))
    properties = json.loads(wide.drop(columns="geometry").to_json(orient="records", force_ascii=False))
    several = wide["area_id"].duplicated().any()
    features = [
        {
            "type": "Feature",
            "id": f"{record['area_set']}/{record['area_id']}" if several else record["area_id"],
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
