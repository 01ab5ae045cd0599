"""What the house may know of the drawing channel, and the rules its contributions keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import shapely
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.base.errors import Conflict, DomainError
from app.base.i18n import for_participants
from app.contributions.drafts import ContributionDraft
from app.contributions.homes import is_coarse, names_a_home
from app.contributions.queries import is_own
from app.maps.queries import extent_around
from app.maps.subjective.models import CHANNEL
from app.maps.subjective.queries import own_maps, task_of
from app.maps.subjective.staff_views import blueprint as staff_blueprint
from app.maps.subjective.template import KNOWN
from app.maps.subjective.views import blueprint
from app.maps.subjective.vocabulary import MADE, RATINGS, START_POINTS
from app.processes.channels import Channel, Original
from app.processes.models import Activity
from app.processes.standing import Standing, sets_in_force

MOST_MAPS = 5
MOST_PLACES = 40
LONGEST_TEXT = 5000
_CLOSED = {"start_point": START_POINTS, "made": MADE, "rating": RATINGS}


def entry(activity: Activity) -> str:
    return url_for("drawings.draw", slug=activity.process.slug, sheet=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("drawings_staff.edit", slug=activity.process.slug, sheet=activity.slug)


def texts(activity: Activity) -> list[Original]:
    """What staff wrote there, unless it is what a new activity begins with: that the pages say in all languages."""
    task = task_of(activity.id)
    if task is None:
        return []
    written = [
        Original(activity.id, "intro", _("Einleitung"), task.intro, 1000, is_long=True),
        Original(activity.id, "start_hint", _("Hinweis zum Anfangen"), task.start_hint, 1000, is_long=True),
        Original(activity.id, "second_hint", _("Hinweis zum Ergänzen"), task.second_hint, 1000, is_long=True),
    ]
    return [one for one in written if one.text not in KNOWN]


def check(standing: Standing, participant_id: UUID | None, drafts: list[ContributionDraft]) -> None:
    """One map in a sitting with at most one telling and its places; runs inside the recording transaction.

    The map and the telling have no place: a drawing is never laid onto the town. A place belongs to a map by its
    attribute `about`, is a point the author set, or has none; one that sounds like a home is coarse (E16).
    """
    if task_of(standing.id) is None:
        raise DomainError(_("Diese Aktivität gibt es nicht."), field="activity")
    extent = extent_around(sets_in_force(standing.process_id))
    maps = [draft for draft in drafts if draft.kind == "subjective_map"]
    for draft in drafts:
        for key, words in _CLOSED.items():
            if key in draft.attributes and draft.attributes[key] not in words:
                raise DomainError(_("Diese Antwort steht nicht zur Auswahl."), field=f"attributes.{key}")
        if draft.kind == "mark":
            _check_place(draft, extent)
        elif draft.kind not in {"subjective_map", "narration"}:
            raise DomainError(_("Diese Art von Beitrag gibt es hier nicht."), field="kind")
        elif draft.geometry is not None:
            raise DomainError(_("Eine Zeichnung liegt nicht auf der Karte."), field="geometry")
        if draft.kind != "subjective_map":
            _check_about(draft, maps, participant_id)
    _check_numbers(standing.id, participant_id, drafts, maps)


def _check_place(draft: ContributionDraft, extent: tuple[float, float, float, float] | None) -> None:
    if draft.geometry is None:
        return
    if draft.geometry.geom_type != "Point":
        raise DomainError(_("Ein Ort ist ein Punkt."), field="geometry")
    if extent is not None and not shapely.box(*extent).covers(draft.geometry):
        raise DomainError(_("Dieser Ort ist zu weit weg von der Stadt."), field="geometry")
    words = " ".join((draft.title, draft.place_text, draft.text))
    if names_a_home(words) and not is_coarse(draft.geometry):
        raise DomainError(
            _("Das klingt nach einem Zuhause. Bitte zeige den Ort nur ungefähr oder ändere den Text."),
            field="text",
        )


def _check_about(
    draft: ContributionDraft, maps: list[ContributionDraft], participant_id: UUID | None
) -> None:
    """What is told or shown names its map; in a correction that map came earlier, from the same person."""
    about = draft.attributes.get("about", "")
    known = about in {str(found.id) for found in maps} if maps else _is_mine(about, participant_id)
    if not known:
        raise DomainError(_("Hier fehlt die Karte, zu der es gehört."), field="attributes.about")


def _is_mine(about: str, participant_id: UUID | None) -> bool:
    try:
        contribution_id = UUID(about)
    except ValueError:
        return False
    return participant_id is None or is_own(
        contribution_id=contribution_id, participant_id=participant_id, kind="subjective_map"
    )


def _check_numbers(
    activity_id: UUID,
    participant_id: UUID | None,
    drafts: list[ContributionDraft],
    maps: list[ContributionDraft],
) -> None:
    tellings = sum(draft.kind == "narration" for draft in drafts)
    places = sum(draft.kind == "mark" for draft in drafts)
    if len(maps) > 1 or tellings > 1 or places > MOST_PLACES:
        raise DomainError(_("Das ist zu viel auf einmal."), field="contributions")
    if not maps or participant_id is None:
        return
    mine = {found.id for found in maps}
    before = own_maps(activity_id=activity_id, participant_id=participant_id)
    if sum(found.id not in mine for found in before) >= MOST_MAPS:
        message = _("Du hast schon %(num)s Karten abgeschickt. Mehr geht nicht.", num=MOST_MAPS)
        raise Conflict(message, field="contributions")


channel: Any = Channel(
    name=CHANNEL,
    label=_l("Subjektive Landkarte"),
    blueprints=(for_participants(blueprint), staff_blueprint),
    entry=entry,
    manage=manage,
    check=check,
    texts=texts,
)
