"""What of a process's contributions is shown to choose from: activity, stop, words, page, as the address says."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from werkzeug.datastructures import MultiDict

from app.processes.channels import stops_of_activity
from app.processes.models import Process
from app.processes.queries import activities_of

MOST_PAGES = 10_000


@dataclass(frozen=True)
class Choice:
    """`activity` is a slug, `stop` a value of that attribute; `stops` are those of the activity, with their names."""

    activity: str = ""
    activity_id: UUID | None = None
    stop: str = ""
    search: str = ""
    page: int = 1
    stops: list[tuple[str, str]] = field(default_factory=list)

    def arguments(self) -> dict[str, str]:
        """What stands in the address, without the page."""
        found = {"aktivitaet": self.activity, "halt": self.stop, "suche": self.search}
        return {name: value for name, value in found.items() if value}


def choice_of(process: Process, arguments: MultiDict[str, str]) -> Choice:
    """What the address asks for; what does not exist is not asked for."""
    slug = arguments.get("aktivitaet", "")
    activity = next((one for one in activities_of(process.id) if slug and one.slug == slug), None)
    stops = stops_of_activity(activity) if activity else []
    stop = arguments.get("halt", "")
    page = arguments.get("seite", "1")
    return Choice(
        activity=activity.slug if activity else "",
        activity_id=activity.id if activity else None,
        stop=stop if stop in dict(stops) else "",
        search=arguments.get("suche", "").strip()[:100],
        page=min(max(int(page), 1), MOST_PAGES) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
        stops=stops,
    )
