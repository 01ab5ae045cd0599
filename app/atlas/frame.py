"""The one renderer that turns a folium map into a page of our own: own assets, script as a file, own policy.

folium names files on foreign hosts and writes inline script. Every address it names is looked up in a table; one that
is not there is an error, so that no new version of folium can bring a foreign host in unnoticed. The map's code is
served as a file of its own, and the page runs in a sandboxed frame without our cookies.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

import folium
from branca.element import CssLink, Element, JavascriptLink, MacroElement
from flask import Response, render_template
from folium.template import Template

from app.base.security import csp_nonce
from app.base.tiles import TileSource


class UnknownAsset(RuntimeError):
    """folium asked for a file nobody has decided about."""


OURS = ("leaflet", "jquery", "bootstrap", "awesome-markers", "fontawesome", "glyphicons", "rotate")
"""Files folium names that our own bundle replaces (Leaflet) or that our maps do not need."""


@dataclass(frozen=True)
class MapPage:
    """A rendered map: the div's markup, the style rules folium wrote, and the code to serve as a file."""

    markup: str
    styles: str
    code: str


class Basemap(MacroElement):
    """The town's base map below a folium map; drawn by our own bundle from PMTiles or by a tile address."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        window.streifzugBasemap({{ this._parent.get_name() }}, {{ this.source|tojson }});
        {% endmacro %}"""
    )

    def __init__(self, source: TileSource) -> None:
        super().__init__()
        self._name = "Basemap"
        self.source = asdict(source)


def new_map(bounds: tuple[float, float, float, float], title: str) -> folium.Map:
    """An empty map around bounds (west, south, east, north) in degrees, no tiles of its own."""
    west, south, east, north = bounds
    made = folium.Map(
        tiles=None, zoom_control=True, attribution_control=True, prefer_canvas=False, zoom_snap=0.5
    )
    made.fit_bounds([[south, west], [north, east]], padding=(12, 12))
    figure: Any = made.get_root()
    figure.title = title
    return made


def render(made: folium.Map) -> MapPage:
    """Split a folium map into markup, styles and code; raise UnknownAsset for an address outside our table.

    Equal maps render to equal text: folium's random names are replaced by running numbers, so that page and code
    may come from two servers.
    """
    figure: Any = made.get_root()
    _number(figure)
    figure.render()
    styles = []
    for child in figure.header._children.values():
        if isinstance(child, JavascriptLink | CssLink):
            if not any(name in child.url.lower() for name in OURS):
                raise UnknownAsset(child.url)
        elif isinstance(child, Element):
            styles.extend(re.findall(r"<style>(.*?)</style>", child.render(), flags=re.S))
    code = figure.script.render()
    return MapPage(markup=figure.html.render(), styles="\n".join(styles), code=code)


def _number(root: Element) -> None:
    """Name the elements in the order they were added."""
    waiting, count = [root], 0
    while waiting:
        element = waiting.pop(0)
        element._id = f"m{count}"
        count += 1
        waiting.extend(element._children.values())


def frame_response(page: MapPage, *, title: str, script_url: str) -> Response:
    """The page inside the frame, under a policy that allows our own host only."""
    response = Response(render_template("atlas/frame.html", page=page, title=title, script_url=script_url))
    nonce = csp_nonce()
    response.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            "sandbox allow-scripts",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def script_response(page: MapPage) -> Response:
    """The map's code as a file; it may be loaded from the frame, whose origin is opaque."""
    response = Response(page.code, mimetype="text/javascript")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def safe_label(text: str) -> str:
    """A name from a boundary file as folium may carry it: tooltips are HTML, template literals run code."""
    table: dict[str, Any] = {
        "<": "‹",
        ">": "›",
        "&": "+",
        "`": "'",
        "$": "",
        "{": "(",
        "}": ")",
        "\\": "/",
        '"': "'",
    }
    return text.translate(str.maketrans(table))
