"""What the house may know of the walk channel, and the rules its entries keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import shapely
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.base.errors import DomainError, NotFound
from app.base.i18n import for_participants
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.homes import is_coarse, names_a_home
from app.processes.channels import Channel, Original
from app.processes.extent import extent_around
from app.processes.models import Activity
from app.processes.standing import Standing, sets_in_force
from app.walks import minutes, report
from app.walks.asked import WORDS
from app.walks.bringing.staff_views import blueprint as bring_blueprint
from app.walks.entries import MARK, OBSERVATION, PHOTO, VOICE, WHATS, entered
from app.walks.models import CHANNEL
from app.walks.planning_blueprints import planning_blueprints
from app.walks.public_views import blueprint as public_blueprint
from app.walks.queries import device_of, is_first_on, stop_choices, walk_of, walk_rules
from app.walks.sheets.staff_views import blueprint as sheets_blueprint
from app.walks.staff_views import blueprint as staff_blueprint
from app.walks.structured.services import SEGMENT
from app.walks.structured.staff_views import blueprint as structured_blueprint

_KINDS = (OBSERVATION, MARK, PHOTO, VOICE, WORDS)


def entry(activity: Activity) -> str:
    return url_for("walks.show", slug=activity.process.slug, walk=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("walks_staff.edit", slug=activity.process.slug, walk=activity.slug)


def texts(activity: Activity) -> list[Original]:
    """The question of the walk and what stands at each stop; the stops of sister walks are said with the first."""
    walk = walk_of(activity.id)
    if walk is None:
        return []
    stops = walk.trail.stops if is_first_on(walk.trail_id, activity.id) else []
    asked = [
        Original(
            stop.id, "prompts", _("Fragen an Halt %(number)s", number=stop.position), stop.prompts, 1000, True
        )
        for stop in stops
        if stop.prompts
    ]
    return [Original(activity.id, "focus", _("Frage des Spaziergangs"), walk.focus, 300), *asked]


def read_answers(standing: Standing, body: Mapping[str, Any], sitting: SubmissionDraft) -> SubmissionDraft:
    """An entry of a walk, as docs/walks.md says (`Channel.read_answers`)."""
    rules = walk_rules(standing.id)
    if rules is None:
        raise NotFound(_("Diesen Spaziergang gibt es nicht."))
    if sitting.contributions or sitting.attributes:
        raise DomainError(_("Diese Angaben kennen wir nicht."), field="contributions")
    assert sitting.participant_id is not None
    device = device_of(standing.id, sitting.participant_id)
    return entered(sitting, body["answers"], device, rules.questionnaire_id)


def check(standing: Standing, participant_id: UUID | None, drafts: list[ContributionDraft]) -> None:
    """Kinds, places and homes; runs inside the recording transaction, for corrections too."""
    if walk_rules(standing.id) is None:
        raise DomainError(_("Diesen Spaziergang gibt es nicht."), field="activity")
    extent = extent_around(sets_in_force(standing.process_id))
    for draft in drafts:
        if draft.kind not in _KINDS:
            raise DomainError(_("Diese Art von Beitrag gibt es hier nicht."), field="kind")
        if draft.geometry is None:
            continue
        if extent is not None and not shapely.box(*extent).covers(draft.geometry):
            raise DomainError(_("Dieser Ort ist zu weit weg von der Stadt."), field="geometry")
        words = " ".join((draft.title, draft.place_text, draft.text))
        if draft.kind == MARK and names_a_home(words) and not is_coarse(draft.geometry):
            message = _(
                "Das klingt nach einem Zuhause. Bitte zeige den Ort nur ungefähr oder ändere den Text."
            )
            raise DomainError(message, field="text")


def check_sitting(standing: Standing, participant_id: UUID | None, sitting: SubmissionDraft) -> None:
    """An entry, and nothing that no entry is made of."""
    if sitting.attributes.get("what") not in (*WHATS, SEGMENT):
        raise DomainError(_("Diese Art von Eintrag gibt es nicht."), field="what")


channel: Any = Channel(
    name=CHANNEL,
    label=_l("Quartiersspaziergang"),
    blueprints=(
        for_participants(public_blueprint),
        staff_blueprint,
        structured_blueprint,
        *planning_blueprints(),
        bring_blueprint,
        sheets_blueprint,
        *minutes.blueprints,
        *report.blueprints,
    ),
    entry=entry,
    manage=manage,
    check=check,
    check_sitting=check_sitting,
    read_answers=read_answers,
    texts=texts,
    stops=stop_choices,
    forget=minutes.forget,
)
