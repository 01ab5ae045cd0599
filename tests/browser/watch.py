"""Listens to a browser context: console errors, broken policies, foreign hosts, failed scripts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# Tells each policy violation to the console, where Watch hears it; runs in frames and in pages without scripts too.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const where = `${event.sourceFile}:${event.lineNumber}`;
  console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} at ${where}`);
});
"""


class Watch:
    """Collects what must not happen. `allow(pattern)` names what a test causes on purpose, before it does so."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.host = urlsplit(url).netloc
        self.allowed: list[str] = []
        self.faults: list[str] = []
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)
        context.watch = self  # type: ignore[attr-defined]

    def allow(self, pattern: str) -> None:
        """Let pass what matches the regular expression, for instance r"404 .*/weg" or r"net::ERR_INTERNET"."""
        self.allowed.append(pattern)

    def close(self) -> list[str]:
        """Close the context and return what happened and was not allowed."""
        self.context.close()
        return [
            fault for fault in self.faults if not any(re.search(pattern, fault) for pattern in self.allowed)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats each failed answer in the console without naming its status; _response says it better.
        if message.type != "error" or "Failed to load resource: the server responded" in message.text:
            return
        # A map complains of what it still asked for when its page was left; of what failed on a page that is still
        # there the browser itself tells as well (net::ERR_…).
        if message.text != "TypeError: Failed to fetch":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error.stack or error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host:
            self.faults.append(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        # A form that comes back with its mistakes (422) is an answer; the rest of 4xx and 5xx is a broken page or part.
        if response.status >= 400 and response.status != 422:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")
