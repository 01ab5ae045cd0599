"""The blueprint of the editor, and how its pages read the draft and write it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError, Problems
from app.processes.models import Process
from app.questions.content import Questionnaire
from app.questions.editor.forms import EditorForm
from app.questions.models import KeptQuestionnaire, QuestionnaireVersion
from app.questions.queries import content_of, draft_of, questionnaire_by_key
from app.questions.services import NoDraft, save_draft

blueprint = Blueprint(
    "questions_editor",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/fragebogen/<key>",
)


def opened(process: Process, key: str) -> tuple[KeptQuestionnaire, QuestionnaireVersion, Questionnaire]:
    """The questionnaire, its draft and what stands in it; NotFound, NoDraft when all versions are published."""
    kept = questionnaire_by_key(process.id, key)
    draft = draft_of(kept.id)
    if draft is None:
        raise NoDraft
    return kept, draft, content_of(draft)


def saved(kept: KeptQuestionnaire, content: Questionnaire, version: str | None) -> None:
    """Write the draft; Conflict when somebody else did since the page was made."""
    with transaction():
        save_draft(
            questionnaire_id=kept.id,
            content=content,
            version=int(version) if version and version.isdecimal() else 0,
            actor=current_user.id,
        )


def show(form: EditorForm, error: DomainError) -> None:
    """Put what is wrong to its fields; what has no field stands on top of the form."""
    problems = error.problems if isinstance(error, Problems) else {error.field or "": str(error.message)}
    fields = dict(_fields(form))
    for path, message in problems.items():
        if path in fields:
            fields[path].errors = [*fields[path].errors, message]
        else:
            form.form_errors = [*form.form_errors, message]


def _fields(form: Any) -> Any:
    """All fields by name, those of lists as well."""
    for field in form:
        yield field.name, field
        for entry in getattr(field, "entries", ()):
            yield from _fields(entry.form)


def outline_url(process: Process, key: str, anchor: str = "") -> str:
    return url_for("questions_editor.outline", slug=process.slug, key=key, _anchor=anchor or None)
