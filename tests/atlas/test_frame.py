"""The folium renderer: no foreign host, no inline code, the same text twice, names that cannot run."""

from __future__ import annotations

import folium
import geopandas as gpd
import pytest
import shapely
from branca.element import JavascriptLink

from app.atlas.choropleth import AreaValue, choropleth
from app.atlas.classes import classify
from app.atlas.frame import MapPage, UnknownAsset, new_map, render, safe_label
from app.atlas.surroundings import add_surroundings
from app.base.tiles import TileSource

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "`+alert(1)+`",
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "\\';alert(1);//",
]


def two_areas(names: list[str]) -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(9.30 + index * 0.01, 52.70, 9.31 + index * 0.01, 52.71) for index in range(len(names))
    ]
    codes = [f"A{index}" for index in range(len(names))]
    return gpd.GeoDataFrame({"area_id": codes, "name": names, "geometry": shapes}, crs=4326)


def page_of(names: list[str]) -> MapPage:
    values = {"A0": AreaValue("A0", 12.5, "12,5 %"), "A1": AreaValue("A1", None, "•")}
    made = choropleth(
        two_areas(names), values, classify([12.5]), title="Karte", label="%", tiles=TileSource("none", "", "")
    )
    return render(made)


def test_the_code_names_no_foreign_host() -> None:
    page = page_of(["Hafen", "Altstadt"])

    for part in (page.code, page.markup, page.styles):
        assert "http://" not in part
        assert "https://" not in part
    assert "<script" not in page.markup
    assert "Hafen" in page.code
    assert "12,5 %" in page.code


@pytest.mark.parametrize("kind", ["pmtiles", "images", "none"])
def test_everything_but_the_town_is_faded(kind: str) -> None:
    made = new_map((9.3, 52.7, 9.32, 52.71), "Karte")
    areas = two_areas(["Hafen", "Altstadt"])
    add_surroundings(made, areas, TileSource(kind, "/kacheln", ""))
    found = [child for child in made._children.values() if isinstance(child, folium.GeoJson)]
    if kind == "none":
        assert found == [], "without a base map there is nothing to fade"
        return
    shape = shapely.geometry.shape(found[0].data["features"][0]["geometry"])
    assert shape.intersection(areas.union_all()).area == pytest.approx(0, abs=1e-9)
    assert shape.contains(shapely.Point(9.2, 52.5))
    assert '"pane": "tilePane"' in render(made).code, "below areas and points"


def test_the_same_map_gives_the_same_text() -> None:
    assert page_of(["Hafen", "Altstadt"]) == page_of(["Hafen", "Altstadt"])


def test_an_unknown_address_is_an_error() -> None:
    made = new_map((9.3, 52.7, 9.4, 52.8), "Karte")
    made.get_root().header.add_child(JavascriptLink("https://cdn.example/d3.min.js"))

    with pytest.raises(UnknownAsset):
        render(made)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_area_name_stays_a_name(name: str) -> None:
    page = page_of([name, "Altstadt"])

    for sign in ("<img", "</script", "${alert", "`+alert"):
        assert sign not in page.code.replace("`<tr>", "").replace("${handleObject", "")


def test_plain_names_are_kept() -> None:
    assert safe_label("Groß Ahlen (Nord) – 2") == "Groß Ahlen (Nord) – 2"


def test_folium_itself_would_have_used_foreign_hosts() -> None:
    """Positive control: without our renderer the page does name other hosts."""
    assert "https://" in folium.Map(tiles=None).get_root().render()
