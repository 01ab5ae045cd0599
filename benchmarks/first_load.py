"""First load of the needle map on a phone: bytes over the wire, requests, foreign hosts; against Leaflet alone.

Run: .venv/bin/python -m benchmarks.first_load
The reference is a bare page with Leaflet's published files and nothing else, served by the same server in the same run.
Tiles and the base map file are left out; everything else a first visit transfers is counted as it was compressed.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response
from playwright.sync_api import Browser, CDPSession, sync_playwright

from app.demo.load import load_process, load_town
from app.demo.process import CAMPAIGN, CODE, SLUG
from tests.browser.conftest import ARGUMENTS, PHONE
from tests.browser.served import ServedApp, served_app

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks/RESULTS.md"
LIMIT_KIB = 225.0
LEAFLET = ROOT / "node_modules/leaflet/dist"


@dataclass
class Load:
    """What one first visit transferred, tiles aside."""

    bytes: int = 0
    requests: int = 0
    foreign: list[str] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)


def add_reference(app: Flask) -> None:
    """A page with Leaflet and nothing else, compressed like ours."""

    def send(content: bytes, kind: str) -> Response:
        return Response(gzip.compress(content, 9), mimetype=kind, headers={"Content-Encoding": "gzip"})

    page = (
        b'<!doctype html><title>Leaflet</title><link rel="stylesheet" href="/ref.css">'
        b'<div id="map"></div><script src="/ref.js"></script>'
    )
    files = {
        "/ref": (page, "text/html"),
        "/ref.css": ((LEAFLET / "leaflet.css").read_bytes(), "text/css"),
        "/ref.js": ((LEAFLET / "leaflet.js").read_bytes(), "text/javascript"),
    }
    for path, (content, kind) in files.items():
        app.extensions["streifzug_access"][path] = app.extensions["streifzug_access"]["static"]
        app.add_url_rule(path, path, lambda content=content, kind=kind: send(content, kind))


def measure(browser: Browser, served: ServedApp, address: str, *, join: bool) -> Load:
    """Open the address in a fresh browser (after joining in another page of it) with an empty cache."""
    context = browser.new_context(base_url=served.url, locale="de-DE", **PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    if join:
        page.goto("/mitmachen")
        page.get_by_label("Welcher Code").fill(CODE)
        page.get_by_role("button", name="Weiter").click()
        page.get_by_role("radio", name="14–15").check(force=True)
        page.get_by_role("button", name="Los geht’s").click()
        page.wait_for_load_state("networkidle")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    load = watch(session, served.url)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    return load


def watch(session: CDPSession, url: str) -> Load:
    """Count finished responses by what the network carried, headers included."""
    load = Load()
    names: dict[str, str] = {}

    def requested(event: dict[str, dict[str, str]]) -> None:
        names[str(event["requestId"])] = event["request"]["url"]

    def finished(event: dict[str, float]) -> None:
        name = names.get(str(event["requestId"]), "")
        if name.startswith("data:") or name.startswith("blob:"):
            return
        if not name.startswith(url):
            load.foreign.append(name)
        if "/kacheln/" in name and not name.endswith(".json"):
            return
        load.requests += 1
        load.bytes += int(event["encodedDataLength"])
        load.parts[name.removeprefix(url)] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", requested)
    session.on("Network.loadingFinished", finished)
    return load


def main() -> int:
    with (
        tempfile.TemporaryDirectory() as folder,
        served_app(Path(folder)) as served,
        sync_playwright() as playwright,
    ):
        add_reference(served.app)
        served.do(load_town)
        served.do(load_process)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        reference = measure(browser, served, "/ref", join=False)
        ours = measure(browser, served, f"/verfahren/{SLUG}/karte/{CAMPAIGN}", join=True)
        browser.close()
    report(ours, reference)
    return 0 if ours.bytes <= LIMIT_KIB * 1024 and not ours.foreign else 1


def report(ours: Load, reference: Load) -> None:
    kib, base = ours.bytes / 1024, reference.bytes / 1024
    lines = [
        "# Results",
        "",
        "Written by the scripts beside this file; each names its reference, measured in the same run.",
        "",
        "## First load of the needle map (`python -m benchmarks.first_load`)",
        "",
        "| | needle map | bare Leaflet | ratio | limit |",
        "|---|---|---|---|---|",
        f"| transferred, KiB (tiles aside) | {kib:.1f} | {base:.1f} | {kib / base:.2f} | {LIMIT_KIB:.0f} |",
        f"| requests | {ours.requests} | {reference.requests} | | 15 |",
        f"| requests to other hosts | {len(ours.foreign)} | {len(reference.foreign)} | | 0 |",
        "",
        "| part | KiB |",
        "|---|---|",
        *(
            f"| `{name}` | {size / 1024:.1f} |"
            for name, size in sorted(ours.parts.items(), key=lambda part: -part[1])
        ),
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    raise SystemExit(main())
