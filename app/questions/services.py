"""Writes of kept questionnaires: make one, work on its draft, publish it, begin the next version."""

from __future__ import annotations

import re
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import Conflict, DomainError, Problems
from app.processes.queries import process_by_id
from app.questions.content import Questionnaire
from app.questions.models import DRAFT, PUBLISHED, KeptQuestionnaire, QuestionnaireVersion
from app.questions.queries import content_of, draft_of, newest_published, questionnaire_by_id
from app.questions.reading import fingerprint, to_json
from app.questions.soundness import faults

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TITLE = 200


class NoDraft(Conflict):
    """There is nothing to save into: all versions are published."""

    def __init__(self) -> None:
        super().__init__(_("Diese Fassung ist veröffentlicht. Legen Sie zuerst eine neue Fassung an."))


def create_questionnaire(
    *, process_id: UUID, key: str, title: str, content: Questionnaire, actor: UUID | str = "command"
) -> KeptQuestionnaire:
    """Make a questionnaire with `content` as the draft of version 1; DomainError for a bad, Conflict for a used key."""
    if not _KEY.fullmatch(key) or len(key) > 80:
        message = _("Bitte nur Kleinbuchstaben, Ziffern und Bindestriche, höchstens 80 Zeichen.")
        raise DomainError(message, field="key")
    taken = select(KeptQuestionnaire.id).where(
        KeptQuestionnaire.process_id == process_id, KeptQuestionnaire.key == key
    )
    if db.session.scalar(taken):
        message = _("In diesem Verfahren gibt es schon einen Fragebogen »%(key)s«.", key=key)
        raise Conflict(message, field="key")
    process_by_id(process_id)
    questionnaire = KeptQuestionnaire(process_id=process_id, key=key, title=_checked_title(title))
    db.session.add(questionnaire)
    db.session.flush()
    _add_draft(questionnaire.id, 1, content)
    note(actor=actor, action="questionnaire.create", object_kind="questionnaire", object_id=questionnaire.id)
    return questionnaire


def rename(*, questionnaire_id: UUID, title: str, actor: UUID | str = "command") -> KeptQuestionnaire:
    """Another title for staff; what people read is the title in the content."""
    questionnaire = questionnaire_by_id(questionnaire_id)
    questionnaire.title = _checked_title(title)
    db.session.flush()
    note(actor=actor, action="questionnaire.rename", object_kind="questionnaire", object_id=questionnaire.id)
    return questionnaire


def save_draft(
    *,
    questionnaire_id: UUID,
    content: Questionnaire,
    version: int | None = None,
    actor: UUID | str = "command",
) -> QuestionnaireVersion:
    """Write the draft anew, sound or not; NoDraft without one, Conflict when somebody saved since `version`."""
    draft = _draft(questionnaire_id)
    draft.expect_version(version)
    draft.content, draft.fingerprint = to_json(content), fingerprint(content)
    db.session.flush()
    note(actor=actor, action="questionnaire.save", object_kind="questionnaire", object_id=questionnaire_id)
    return draft


def publish(
    *,
    questionnaire_id: UUID,
    content: Questionnaire | None = None,
    version: int | None = None,
    actor: UUID | str = "command",
) -> QuestionnaireVersion:
    """Let the draft be answered, from now on unchangeable; Problems with the path of each fault when it is not sound.

    `content` is written into the draft first, if given.
    """
    if content is not None:
        save_draft(questionnaire_id=questionnaire_id, content=content, version=version, actor=actor)
        version = None
    draft = _draft(questionnaire_id)
    draft.expect_version(version)

    _refuse_faults(draft)
    draft.state, draft.published_at = PUBLISHED, now()
    db.session.flush()
    note(actor=actor, action="questionnaire.publish", object_kind="questionnaire", object_id=questionnaire_id)
    return draft


def new_version(*, questionnaire_id: UUID, actor: UUID | str = "command") -> QuestionnaireVersion:
    """Begin the next version as a draft, a copy of the newest published one; Conflict when a draft is there."""
    questionnaire_by_id(questionnaire_id)
    last = newest_published(questionnaire_id)
    if draft_of(questionnaire_id) is not None or last is None:
        raise Conflict(_("Es gibt schon einen Entwurf. Arbeiten Sie in ihm weiter."))
    made = QuestionnaireVersion(
        questionnaire_id=questionnaire_id,
        number=last.number + 1,
        content=last.content,
        fingerprint=last.fingerprint,
        state=DRAFT,
    )
    db.session.add(made)
    db.session.flush()
    note(actor=actor, action="questionnaire.version", object_kind="questionnaire", object_id=questionnaire_id)
    return made


def drop_draft(*, questionnaire_id: UUID, actor: UUID | str = "command") -> None:
    """Throw the draft away; Conflict when nothing was published yet, NoDraft when there is none."""
    draft = _draft(questionnaire_id)
    if newest_published(questionnaire_id) is None:
        raise Conflict(_("Noch ist keine Fassung veröffentlicht. Der Entwurf bleibt."))
    db.session.delete(draft)
    db.session.flush()
    note(actor=actor, action="questionnaire.drop", object_kind="questionnaire", object_id=questionnaire_id)


def _refuse_faults(draft: QuestionnaireVersion) -> None:
    found = faults(content_of(draft))
    if found:
        problems: dict[str, str] = {}
        for fault in found:
            problems[fault.path] = " ".join(filter(None, (problems.get(fault.path), fault.message)))
        raise Problems(_("Der Fragebogen ist noch nicht fertig."), problems)


def _draft(questionnaire_id: UUID) -> QuestionnaireVersion:
    draft = draft_of(questionnaire_id)
    if draft is None:
        questionnaire_by_id(questionnaire_id)
        raise NoDraft
    return draft


def _add_draft(questionnaire_id: UUID, number: int, content: Questionnaire) -> QuestionnaireVersion:
    draft = QuestionnaireVersion(
        questionnaire_id=questionnaire_id,
        number=number,
        content=to_json(content),
        fingerprint=fingerprint(content),
        state=DRAFT,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        message = _("Bitte geben Sie einen Titel mit höchstens %(limit)s Zeichen an.", limit=LONGEST_TITLE)
        raise DomainError(message, field="title")
    return title
