"""The way of a process down the river, as the overview shows it: what is done, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.processes.access import may_open
from app.processes.models import Process
from app.processes.queries import activities_of, area_sets_of, is_open, missing_for_opening, today
from app.processes.returning import has_returned


@dataclass(frozen=True)
class Step:
    """One step; `url` is None when the person may not do it, `done` None when only the step itself knows."""

    title: str
    text: str
    url: str | None
    done: bool | None


def steps_of(process: Process) -> list[Step]:
    """From areas to release, in the order they build on each other."""
    drawn = bool(area_sets_of(process))
    described = not missing_for_opening(process)
    activities, day = activities_of(process.id), today()
    planned = bool(activities)
    opened = process.status == "closed" or any(is_open(activity, day) for activity in activities)
    return [
        Step(
            _("Räume"),
            _("Die Stadt in Sozialräumen oder Ortsteilen, mit der Zahl der Menschen, die dort wohnen."),
            _link("areas_staff.index", process),
            drawn,
        ),
        Step(
            _("Beschreibung"),
            _(
                "Ziel, Entscheidungsspielraum, Beteiligungsstufe, Zielgruppen und was mit den Ergebnissen geschieht."
            ),
            _link("processes_staff.describe", process),
            described,
        ),
        Step(
            _("Nadelkarte"),
            _("Die Fragen, zu denen junge Menschen Orte markieren."),
            _link("processes_staff.activities", process),
            planned,
        ),
        Step(
            _("Zugangscodes"),
            _("Codes und QR-Zettel für Schulklassen, Jugendhäuser oder einzelne Personen."),
            _link("participants_staff.codes", process),
            None,
        ),
        Step(
            _("Sprachen"),
            _("Was Sie geschrieben haben, auch in Leichter Sprache und in den Sprachen der Stadt."),
            _link("processes_staff.languages", process),
            None,
        ),
        Step(
            _("Öffnen"),
            _("Das Verfahren und die Nadelkarte. Erst dann können Menschen mitmachen."),
            _link("processes_staff.activities", process) if process.status == "open" else None,
            opened,
        ),
        Step(
            _("Sichtung"),
            _("Jeder Beitrag wird gelesen, bevor er öffentlich wird."),
            _link("contributions_staff.review", process),
            None,
        ),
        Step(
            _("Kennzahlen"),
            _("Gezählt nach Räumen, mit dem Schutz kleiner Zahlen."),
            _link("indicators_staff.overview", process),
            None,
        ),
        Step(
            _("Veröffentlichen"),
            _("Zwei Personen geben frei; danach ändert sich an dieser Veröffentlichung nichts mehr."),
            _link("indicators_staff.releases", process),
            None,
        ),
        Step(
            _("Rückmeldung"),
            _(
                "Eine Veranstaltung, bei der alle hören, was aus ihren Beiträgen wurde. Ohne sie schließt es nicht."
            ),
            _link("processes_staff.returns", process),
            has_returned(process.id),
        ),
    ]


def _link(endpoint: str, process: Process) -> str | None:
    if not may_open(endpoint, process):
        return None
    return url_for(endpoint) if endpoint == "areas_staff.index" else url_for(endpoint, slug=process.slug)
