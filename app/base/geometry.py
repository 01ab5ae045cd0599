"""One geometry column for both databases: WKB on SQLite, PostGIS geometry on PostgreSQL, Shapely in Python."""

from __future__ import annotations

from typing import Any

import shapely
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator, UserDefinedType

WGS84 = 4326


class _PostGISGeometry(UserDefinedType[Any]):
    """Column of PostGIS type geometry; values travel as hexadecimal EWKB, which PostGIS reads and writes as text."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return f"geometry(Geometry,{WGS84})"


class Geometry(TypeDecorator[shapely.Geometry]):
    """WGS 84 geometry, longitude first. Binds and returns Shapely geometries or None."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(_PostGISGeometry())
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: shapely.Geometry | None, dialect: Any) -> Any:
        if value is None:
            return None
        if dialect.name == "postgresql":
            return shapely.to_wkb(shapely.set_srid(value, WGS84), hex=True, include_srid=True)
        return shapely.to_wkb(value)

    def process_result_value(self, value: Any, dialect: Any) -> shapely.Geometry | None:
        return None if value is None else shapely.set_srid(shapely.from_wkb(value), WGS84)
