"""How the draft looks on a phone: all its pages below each other, or one question while it is being written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from flask import Response, make_response, render_template, request
from flask_babel import force_locale

from app.base.errors import DomainError
from app.base.security import content_policy
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.questions.content import Questionnaire, Section
from app.questions.editor.edits import question_in
from app.questions.editor.filling import question_from
from app.questions.editor.staff_views.blueprint import blueprint, opened
from app.questions.editor.staff_views.parts import question_form
from app.questions.forms import form_of
from app.questions.queries import content_of, draft_of, newest_published, questionnaire_by_key
from app.questions.saying import Saying


@blueprint.get("/handy")
@member_required(*MANAGE)
def phone(process: Process, key: str) -> Response:
    """Everything, also what a condition would hide; `?in=` chooses the language."""
    kept = questionnaire_by_key(process.id, key)
    version = draft_of(kept.id) or newest_published(kept.id)
    content = content_of(version) if version else Questionnaire()
    return _framed(content, request.args.get("in", ""))


@blueprint.route("/frage/<part>/ansehen", methods=["GET", "POST"])
@member_required(*MANAGE)
def look(process: Process, key: str, part: str) -> Response:
    """One question as it is stored, or as it is being written; nothing is saved."""
    _kept, draft, content = opened(process, key)
    found = question_in(content, part)
    if request.method == "POST":
        # Half written it may make no sense: then the stored question is shown.
        with suppress(DomainError):
            found = question_from(question_form(content, found, draft.version), found, content)
    alone = Section("alone", questions=(replace(found, relevant=None),))
    return _framed(Questionnaire(languages=content.languages, sections=(alone,)), "")


def _framed(content: Questionnaire, wanted: str) -> Response:
    """The page for a frame of our own; its words are those of the questionnaire's language, not of the staff."""
    language = wanted if wanted in content.languages else content.languages[0]
    shown = replace(content, sections=tuple(_bare(section) for section in content.sections))
    with force_locale(language.replace("-", "_")):
        saying = Saying(shown, language)
        pages = [
            (
                section,
                form_of(section.questions, saying)(prefix=f"{section.key}.1." if section.is_repeated else ""),
            )
            for section in shown.sections
        ]
        body = render_template(
            "questions/editor/phone.html",
            content=content,
            pages=pages,
            shown_language=language,
            say=saying,
        )
    response = make_response(body)
    policy = content_policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _bare(section: Section) -> Section:
    """Without conditions, so that everything is there to be looked at."""
    questions = tuple(replace(question, relevant=None) for question in section.questions)
    return replace(section, relevant=None, questions=questions)
