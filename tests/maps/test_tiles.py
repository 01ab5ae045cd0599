"""The base map from our own house: ranges of a PMTiles file, and a town's service behind our cache."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.base.tiles import named_places, tile_address, tile_source
from tests.page_client import PageClient

TOWN_MAP = Path(__file__).resolve().parents[2] / "app/demo/data/ellerbrueck.pmtiles"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 200


@pytest.fixture
def use_tiles(app: APIFlask, tmp_path: Path) -> Iterator[Any]:
    """Give the application other tiles for one test."""
    before = app.config["SETTINGS"]

    def use(tiles: str | None) -> Path:
        app.config["SETTINGS"] = dataclasses.replace(before, tiles=tiles, data=tmp_path)
        return tmp_path

    yield use
    app.config["SETTINGS"] = before


@pytest.fixture
def service() -> Iterator[tuple[str, list[str], dict[str, Any]]]:
    """A tile service of a town; the dictionary tells it what to answer."""
    asked: list[str] = []
    answer: dict[str, Any] = {"status": 200, "type": "image/png", "body": PNG, "location": None}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(answer["status"])
            self.send_header("Content-Type", answer["type"])
            if answer["location"]:
                self.send_header("Location", answer["location"])
            self.end_headers()
            self.wfile.write(answer["body"])

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked, answer
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_browser_gets_the_range_it_asks_for(use_tiles: Any, client: PageClient) -> None:
    folder = use_tiles(None)
    assert client.get("/kacheln/karte.pmtiles").status_code == 404
    (folder / "karte.pmtiles").write_bytes(bytes(range(256)) * 4)
    answer = client.get("/kacheln/karte.pmtiles", headers={"Range": "bytes=256-259"})
    assert answer.status_code == 206
    assert answer.data == bytes([0, 1, 2, 3])
    answer.close()
    assert answer.headers["Content-Range"] == "bytes 256-259/1024"
    assert "max-age=86400" in answer.headers["Cache-Control"]


def test_the_kind_of_base_map_follows_the_setting(app: APIFlask, use_tiles: Any) -> None:
    with app.test_request_context():
        folder = use_tiles(None)
        assert tile_source().kind == "none"
        (folder / "town.pmtiles").write_bytes(b"x")
        use_tiles(str(folder / "town.pmtiles"))
        assert (tile_source().kind, tile_source().bounds) == ("pmtiles", None)
        use_tiles(str(TOWN_MAP))
        west, south, east, north = tile_source().bounds or (0, 0, 0, 0)
        assert (round(west), round(south), round(east), round(north)) == (9, 53, 9, 53)
        assert west < east
        assert south < north
        use_tiles("https://karten.example/{z}/{x}/{y}.png")
        assert (tile_source().kind, tile_source().url) == ("images", "/kacheln/{z}/{x}/{y}")


def test_named_places_are_sorted_and_carry_only_what_the_phone_needs(
    app: APIFlask, use_tiles: Any, client: PageClient
) -> None:
    folder = use_tiles(None)
    assert client.get("/kacheln/orte.json").get_json() == []
    found = [
        {"name": "Ufer", "lon": 9.3, "lat": 52.7, "area": "SR01"},
        {"name": "bach", "lon": 9.3, "lat": 52.7},
        {"name": ""},
    ]
    (folder / "places.json").write_text(json.dumps(found))
    with app.app_context():
        assert [place["name"] for place in named_places()] == ["bach", "Ufer"]
    assert client.get("/kacheln/orte.json").get_json()[1] == {
        "name": "Ufer",
        "kind": None,
        "lon": 9.3,
        "lat": 52.7,
    }


def test_a_square_its_street_and_its_stop_are_one_place(app: APIFlask, use_tiles: Any) -> None:
    found = [
        {"name": "Markt", "kind": "street", "lon": 9.301, "lat": 52.7},
        {"name": "Markt", "kind": "square", "lon": 9.3, "lat": 52.7},
        {"name": "Markt", "kind": "bus_stop", "lon": 9.3, "lat": 52.702},
        {"name": "Markt", "kind": "street", "lon": 9.3, "lat": 52.703},
    ]
    (use_tiles(None) / "places.json").write_text(json.dumps(found))
    with app.app_context():
        assert [(one["kind"], one["lat"]) for one in named_places()] == [("square", 52.7), ("street", 52.703)]


def test_a_tile_is_fetched_once_and_then_kept(use_tiles: Any, client: PageClient, service: Any) -> None:
    url, asked, _answer = service
    use_tiles(url + "/wmts/{z}/{x}/{y}.png")
    for _ in range(3):
        answer = client.get("/kacheln/14/8615/5371")
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", PNG)
    assert asked == ["/wmts/14/8615/5371.png"]


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "text/html", "body": b"<script>"},
        {"status": 500},
        {"status": 302, "location": "http://127.0.0.2:1/elsewhere.png"},
        {"body": b"0" * (1024 * 1024 + 1)},
    ],
)
def test_what_is_no_picture_of_this_service_is_not_passed_on(
    use_tiles: Any, client: PageClient, service: Any, bad: dict[str, Any]
) -> None:
    url, _asked, answer = service
    answer.update(bad)
    folder = use_tiles(url + "/{z}/{x}/{y}")
    assert client.get("/kacheln/14/1/1").status_code == 502
    assert not list(folder.rglob("14-1-1.*"))


@pytest.mark.parametrize("path", ["21/0/0", "3/8/0", "3/0/8"])
def test_tiles_that_do_not_exist_are_not_asked_for(
    use_tiles: Any, client: PageClient, service: Any, path: str
) -> None:
    url, asked, _answer = service
    use_tiles(url + "/{z}/{x}/{y}")
    assert client.get(f"/kacheln/{path}").status_code == 404
    assert asked == []


def test_templates_of_xyz_tms_and_wms() -> None:
    assert tile_address("https://t/{z}/{x}/{y}.png", 3, 4, 2) == "https://t/3/4/2.png"
    assert tile_address("https://t/{z}/{x}/{-y}.png", 3, 4, 2) == "https://t/3/4/5.png"
    world = tile_address("https://t?bbox={bbox}", 0, 0, 0).split("=")[1]
    assert [round(float(value), 3) for value in world.split(",")] == [
        -20037508.343,
        -20037508.343,
        20037508.343,
        20037508.343,
    ]
