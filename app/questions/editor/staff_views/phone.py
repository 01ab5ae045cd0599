"""The draft as phones show it, to try: the whole questionnaire, or one question while it is being written."""

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
from app.questions.content import Questionnaire, Section, has_files
from app.questions.editor.edits import question_in
from app.questions.editor.filling import question_from
from app.questions.editor.staff_views.blueprint import blueprint, opened
from app.questions.editor.staff_views.parts import question_form
from app.questions.forms import asking
from app.questions.page_data import has_map, walk_data
from app.questions.queries import content_of, draft_of, newest_published, questionnaire_by_key
from app.questions.saying import Saying


@blueprint.get("/handy")
@member_required(*MANAGE)
def phone(process: Process, key: str) -> Response:
    """The draft, or the newest version where there is none; `?in=` chooses the language."""
    kept = questionnaire_by_key(process.id, key)
    version = draft_of(kept.id) or newest_published(kept.id)
    content = content_of(version) if version else Questionnaire()
    return _framed(process, content, request.args.get("in", ""))


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
    return _framed(process, replace(content, title={}, sections=(alone,)), "", asked_before=content)


def _framed(
    process: Process, content: Questionnaire, wanted: str, *, asked_before: Questionnaire | None = None
) -> Response:
    """The page for a frame of our own; its words are those of the questionnaire's language, not of the staff.

    It can send no form, and fetches nothing but the map where something is asked on one. `asked_before` is what a
    question that stands alone is taken from.
    """
    language = wanted if wanted in content.languages else content.languages[0]
    with force_locale(language.replace("-", "_")):
        saying = Saying(asked_before or content, language)
        body = render_template(
            "questions/editor/phone.html",
            content=content,
            say=saying,
            asking=asking(saying),
            has_map=has_map(content),
            has_files=has_files(content),
            is_alone=asked_before is not None,
            data=walk_data(process, content, language),
        )
    response = make_response(body)
    policy = content_policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    # Our own scripts and fonts need our origin; forms, windows and downloads there are none.
    policy = policy.replace(
        "form-action 'self'", "form-action 'none'; sandbox allow-scripts allow-same-origin"
    )
    if not has_map(content):
        policy = policy.replace("connect-src 'self'", "connect-src 'none'")
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
