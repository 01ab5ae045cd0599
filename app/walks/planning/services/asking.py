"""Which questionnaire a walk asks at its stops: none, one of the process, or a copy of one that comes along."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.base.i18n import current_language
from app.questions.models import KeptQuestionnaire
from app.questions.queries import newest_published, questionnaire_by_id, questionnaires_of
from app.questions.services import create_questionnaire, publish
from app.questions.shipped import SHIPPED
from app.questions.texts import said
from app.walks.models import Walk
from app.walks.queries import walk_of

NONE, SHIP, KEPT = "none", "shipped", "kept"
FOR_STOPS = ("walk_stop_youth", "walk_stop_seniors")


def offered(process_id: UUID) -> list[tuple[str, str]]:
    """Code and label of each: none, those that come along, those of the process that are published."""
    shipped = [(f"{SHIP}:{code}", said(SHIPPED[code]().title, current_language())) for code in FOR_STOPS]
    kept = [
        (f"{KEPT}:{one.id}", _("Aus diesem Verfahren: %(title)s", title=one.title))
        for one in questionnaires_of(process_id)
        if newest_published(one.id) is not None
    ]
    return [(NONE, _("Kein Fragebogen: Die Fragen am Halt reichen")), *shipped, *kept]


def ask(*, activity_id: UUID, code: str, version: int | None = None, actor: UUID | str = "command") -> Walk:
    """Ask a published version from now on; DomainError for a code nobody offered, Conflict for a stale version."""
    walk = walk_of(activity_id)
    if walk is None:
        raise DomainError(_("Diesen Spaziergang gibt es nicht."), field="walk")
    walk.expect_version(version)
    name, _sign, rest = code.partition(":")
    if name == NONE:
        walk.questionnaire = walk.asked = None
    else:
        questionnaire = _found(walk, name, rest, actor)
        walk.questionnaire, walk.asked = questionnaire, newest_published(questionnaire.id)
    db.session.flush()
    note(actor=actor, action="walk.ask", object_kind="activity", object_id=activity_id)
    return walk


def chosen(walk: Walk) -> str:
    """The code of what the walk asks now."""
    return f"{KEPT}:{walk.questionnaire_id}" if walk.questionnaire_id else NONE


def _found(walk: Walk, name: str, rest: str, actor: UUID | str) -> KeptQuestionnaire:
    process_id = walk.activity.process_id
    if name == SHIP and rest in FOR_STOPS:
        return _shipped(process_id, rest, actor)
    if name == KEPT:
        try:
            found = questionnaire_by_id(UUID(rest))
        except ValueError:
            found = None
        if found is not None and found.process_id == process_id and newest_published(found.id) is not None:
            return found
    raise DomainError(_("Diesen Fragebogen gibt es nicht."), field="questionnaire")


def _shipped(process_id: UUID, code: str, actor: UUID | str) -> KeptQuestionnaire:
    """The process's copy of a questionnaire that comes along, published; made when it is asked for first."""
    key = code.replace("_", "-")
    mine = (KeptQuestionnaire.process_id == process_id, KeptQuestionnaire.key == key)
    found = db.session.scalar(select(KeptQuestionnaire).where(*mine))
    if found is None:
        content = SHIPPED[code]()
        found = create_questionnaire(
            process_id=process_id, key=key, title=said(content.title, "de"), content=content, actor=actor
        )
    if newest_published(found.id) is None:
        publish(questionnaire_id=found.id, actor=actor)
    return found
