"""The peers beside us: how each is served, opened and used; one that does not install is named with the reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from benchmarks import enketo, umap
from benchmarks.phone.enketo_ways import ENKETO, enketo_area, enketo_pin
from benchmarks.phone.ways import UMAP, Opened, Way, umap_area, umap_pin
from benchmarks.postgres import NoServer


@dataclass(frozen=True)
class Peer:
    """`serve` yields its address, `page` is what is opened first, `pin` and `area` are the ways through it."""

    name: str
    version: str
    serve: Callable[[Browser], AbstractContextManager[str]]
    page: str
    pin: Callable[[Browser, str], Opened]
    area: Callable[[Browser, str], Way]


PEERS = (
    Peer("uMap", umap.VERSION, lambda _browser: umap.umap(), UMAP, umap_pin, umap_area),
    Peer("Enketo core", enketo.VERSION, enketo.enketo, ENKETO, enketo_pin, enketo_area),
)


@dataclass
class Served:
    """Addresses of the peers that run, and why the others do not, each by name."""

    addresses: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def served(browser: Browser, until: ExitStack) -> Served:
    """Start what can be started; `until` stops it."""
    found = Served()
    for peer in PEERS:
        try:
            found.addresses[peer.name] = until.enter_context(peer.serve(browser))
        except (umap.NotInstalled, enketo.NotInstalled, NoServer) as error:
            found.missing[peer.name] = str(error)
    return found
