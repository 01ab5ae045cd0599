"""A slow phone that is watched: its line and processor, what it transferred, what its page showed and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, StorageState

from tests.browser.conftest import PHONE

LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""1.6 Mbit/s down, 0.75 up, 150 ms."""
SLOWER = 6
_NAME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Mobile Safari/537.36"
)
"""What such a phone calls itself: Enketo shows phones another map than computers."""
_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
_OBSERVE = """
(() => {
  const seen = (window.seenByBenchmark = { lcp: 0, cls: 0, blocked: [], slowest: 0 });
  const watch = (type, note, options) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch("longtask", (entry) => { seen.blocked.push([entry.startTime, entry.duration - 50]); });
  watch("event", (entry) => { if (entry.interactionId) seen.slowest = Math.max(seen.slowest, entry.duration); },
    { durationThreshold: 16 });
})();
"""
_READ = """() => ({ ...window.seenByBenchmark,
  fcp: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0 })"""


@dataclass
class Load:
    """What one first visit transferred, tiles aside."""

    bytes: int = 0
    requests: int = 0
    early: int = 0
    """Bytes of what was asked for before the page counted as loaded; the rest came by itself afterwards."""
    hosts: set[str] = field(default_factory=set)
    parts: dict[str, int] = field(default_factory=dict)


class Phone:
    """A fresh browser with one page; `is_slow` gives it the line and the processor of a cheap phone.

    Whatever another host is asked for is answered at once by one pixel. The service worker is kept out: what it
    fetches for later would come on top, at a time of its own.
    """

    def __init__(
        self, browser: Browser, url: str, *, is_slow: bool = True, cookies: StorageState | None = None
    ) -> None:
        self.context = browser.new_context(
            base_url=url,
            locale="de-DE",
            service_workers="block",
            user_agent=_NAME.format(browser.version),
            storage_state=cookies,
            **PHONE,  # type: ignore[arg-type]
        )
        self.context.set_default_timeout(90_000)
        self.context.add_init_script(_OBSERVE)
        self.page: Page = self.context.new_page()
        self.session: CDPSession = self.context.new_cdp_session(self.page)
        self.session.send("Network.enable")
        self.session.send("Fetch.enable", {"patterns": [{"urlPattern": "https://*"}]})
        self.session.on("Fetch.requestPaused", self._answer)
        if is_slow:
            self.session.send("Network.emulateNetworkConditions", LINE)
            self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def __enter__(self) -> Phone:
        return self

    def __exit__(self, *_error: object) -> None:
        self.context.close()

    def _answer(self, event: dict[str, Any]) -> None:
        answer = {
            "requestId": event["requestId"],
            "responseCode": 200,
            "responseHeaders": [{"name": "Content-Type", "value": "image/png"}],
            "body": _PICTURE,
        }
        self.session.send("Fetch.fulfillRequest", answer)

    def seen(self) -> dict[str, Any]:
        """Times in milliseconds since the page was asked for: fcp, lcp, cls, blocked (start, over 50), slowest."""
        found: dict[str, Any] = self.page.evaluate(_READ)
        return found


def first_load(browser: Browser, url: str, address: str, cookies: StorageState | None) -> Load:
    """Open the address with an empty cache and wait until the line is silent."""
    with Phone(browser, url, is_slow=False, cookies=cookies) as phone:
        load = _count(phone.session, url)
        phone.page.goto(address)
        phone.page.wait_for_load_state("networkidle")
    return load


def _count(session: CDPSession, url: str) -> Load:
    """Count finished responses by what the network carried, headers included."""
    load = Load()
    names: dict[str, str] = {}
    early: set[str] = set()
    loaded: list[float] = []

    def requested(event: dict[str, Any]) -> None:
        names[str(event["requestId"])] = event["request"]["url"]
        if not loaded:
            early.add(str(event["requestId"]))

    def finished(event: dict[str, Any]) -> None:
        name = names.get(str(event["requestId"]), "")
        if name.startswith(("data:", "blob:")):
            return
        if not name.startswith(url):
            load.hosts.add(urlsplit(name).netloc)
            return
        if "/kacheln/" in name and not name.endswith(".json"):
            return
        load.requests += 1
        load.bytes += int(event["encodedDataLength"])
        load.early += int(event["encodedDataLength"]) if str(event["requestId"]) in early else 0
        load.parts[name.removeprefix(url)] = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", requested)
    session.on("Network.loadingFinished", finished)
    session.on("Page.loadEventFired", lambda event: loaded.append(event["timestamp"]))
    session.send("Page.enable")
    return load
