"""Gathers the parts of the demo town as base map features in the layer names of the Protomaps schema, and as a places list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

from app.demo.town_areas import area_at, areas_2024, town_polygon
from app.demo.town_buildings import buildings
from app.demo.town_ground import lonlat
from app.demo.town_land import brooks, fields, green, water
from app.demo.town_places import Place, bus_stops, named_places
from app.demo.town_roads import railway
from app.demo.town_streets import built_up, streets

#: The mapped square in town metres; it reaches a little beyond the town's border.
MAPPED = box(-4700, -4700, 4700, 4700)

_ROAD_ZOOM = {
    "secondary": 11,
    "tertiary": 11,
    "residential": 12,
    "pedestrian": 12,
    "track": 13,
    "cycleway": 14,
    "footway": 14,
}
_LAND_ZOOM = {"pitch": 14, "playground": 14, "pedestrian": 14, "school": 13, "farmland": 11, "meadow": 11}
#: Places that show their name from this zoom on; all others from 15.
_POI_ZOOM = {
    "station": 12,
    "townhall": 14,
    "library": 14,
    "mall": 14,
    "school": 14,
    "community_centre": 14,
    "hospital": 13,
}
_QUIET_POI = {"crossing", "entrance", "bridge"}
_VILLAGES = {"SR12": (-2750, 2380), "SR13": (2480, 2440), "SR14": (1000, -3180)}


@dataclass(frozen=True)
class Feature:
    """One base map feature: layer, geometry in town metres, first zoom, properties (kind, name, …)."""

    layer: str
    shape: BaseGeometry
    min_zoom: int
    properties: dict[str, Any]


def _properties(kind: str, name: str = "", **more: Any) -> dict[str, Any]:
    named = {"name": name} if name else {}
    return {"kind": kind, **named, **more}


def _land() -> list[Feature]:
    town = town_polygon()
    result = [Feature("earth", MAPPED, 11, {"kind": "earth"})]
    built = unary_union(list(built_up().values()))
    wet = unary_union([land.shape for land in water()])
    dry = MAPPED.difference(unary_union([built.buffer(45).buffer(-35), wet.buffer(6)]))
    for land in fields():
        shape = land.shape.intersection(dry)
        if not shape.is_empty:
            result.append(Feature("landuse", shape, 11, _properties(land.kind)))
    villages = unary_union(
        [
            b.shape.centroid.buffer(70, quad_segs=3)
            for b in buildings()
            if area_at(b.shape.centroid.x, b.shape.centroid.y) in _VILLAGES
        ]
    )
    old_town = next(a.polygon for a in areas_2024() if a.area_id == "SR01")
    quarters = unary_union([shape.buffer(9) for shape in (*built_up().values(), old_town)]).buffer(-3)
    for shape in (quarters.difference(wet), villages.buffer(-48).difference(wet)):
        result.append(Feature("landuse", shape.intersection(town).simplify(1.5), 11, {"kind": "residential"}))
    for land in green():
        result.append(
            Feature("landuse", land.shape, _LAND_ZOOM.get(land.kind, 11), _properties(land.kind, land.name))
        )
    rail_yard = railway().intersection(box(-700, -1000, 900, -600)).buffer(20, cap_style="flat")
    result.append(Feature("landuse", rail_yard, 12, {"kind": "railway"}))
    for land in water():
        result.append(
            Feature("water", land.shape.intersection(MAPPED), 11, _properties(land.kind, land.name))
        )
        if land.kind == "river":
            continue
        center = land.shape.representative_point()
        result.append(Feature("water", center, 14, _properties("lake", land.name)))
    for name, line in brooks():
        result.append(Feature("water", line.intersection(MAPPED), 13, _properties("stream", name)))
    return result


def _roads() -> list[Feature]:
    """Streets joined by name, so that labels run along whole streets."""
    grouped: dict[tuple[str, str, str], list[LineString]] = {}
    for number, road in enumerate(streets()):
        key = (road.kind, road.detail, road.name or f"#{number}")
        grouped.setdefault(key, []).append(road.line)
    order = ["footway", "cycleway", "track", "pedestrian", "residential", "tertiary", "secondary"]
    result = []
    for (kind, detail, name), lines in sorted(
        grouped.items(), key=lambda item: (order.index(item[0][1]), item[0])
    ):
        merged = linemerge(MultiLineString(lines)) if len(lines) > 1 else lines[0]
        label = "" if name.startswith("#") else name
        shape = merged.intersection(MAPPED)
        result.append(
            Feature("roads", shape, _ROAD_ZOOM[detail], _properties(kind, label, kind_detail=detail))
        )
    rail = railway().intersection(MAPPED)
    result.append(Feature("roads", rail, 11, _properties("rail", "", kind_detail="rail")))
    return result


def _points() -> list[Feature]:
    result = [
        Feature(
            "places",
            Point(0, 0),
            11,
            _properties("locality", "Ellerbrück", kind_detail="town", population_rank=8),
        )
    ]
    for area in areas_2024():
        x, y = _VILLAGES.get(area.area_id, (0.0, 0.0))
        point = (
            Point(x, y)
            if area.area_id in _VILLAGES
            else built_up().get(area.area_id, area.polygon).representative_point()
        )
        kind, detail = ("locality", "village") if area.area_id in _VILLAGES else ("neighbourhood", "suburb")
        result.append(
            Feature(
                "places",
                point,
                11 if detail == "village" else 12,
                _properties(kind, area.name, kind_detail=detail, population_rank=3),
            )
        )
    for place in named_places():
        if place.kind in _QUIET_POI:
            continue
        result.append(
            Feature(
                "pois",
                Point(place.x, place.y),
                _POI_ZOOM.get(place.kind, 15),
                _properties(place.kind, place.name),
            )
        )
    for stop in bus_stops():
        result.append(Feature("pois", Point(stop.x, stop.y), 15, _properties("bus_stop", stop.name)))
    return result


@cache
def features() -> tuple[Feature, ...]:
    """Return all base map features in drawing order."""
    houses = []
    for building in buildings():
        zoom = 12 if building.shape.area > 900 else 13
        houses.append(
            Feature("buildings", building.shape, zoom, {"kind": "building", "height": building.height})
        )
    border = [Feature("boundaries", town_polygon().exterior, 11, {"kind": "locality"})]
    return (*_land(), *_roads(), *houses, *border, *_points())


def places_list() -> list[dict[str, Any]]:
    """Return named places, stops and streets as rows name, kind, area, lon, lat (a street's point lies on it)."""

    def row(place: Place) -> dict[str, Any]:
        lon, lat = lonlat(place.x, place.y)
        return {
            "name": place.name,
            "kind": place.kind,
            "area": place.area_id,
            "lon": round(lon, 5),
            "lat": round(lat, 5),
        }

    rows = [row(place) for place in (*named_places(), *bus_stops())]
    longest: dict[tuple[str, str], LineString] = {}
    for road in streets():
        middle = road.line.interpolate(0.5, normalized=True)
        area = area_at(middle.x, middle.y)
        if road.name and area:
            key = (road.name, area)
            if key not in longest or road.line.length > longest[key].length:
                longest[key] = road.line
    for (name, area), line in sorted(longest.items()):
        middle = line.interpolate(0.5, normalized=True)
        rows.append(row(Place(name, "street", area, middle.x, middle.y)))
    return rows
