"""One page or one question of the draft: its words, its answers, its conditions in plain words."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.base.errors import DomainError
from app.base.rearranging import rearranged
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.questions.content import Question, Questionnaire
from app.questions.editor.edits import question_in, replaced, replaced_section, section_in
from app.questions.editor.filling import question_from, question_values, section_from, section_values
from app.questions.editor.filling_conditions import askable, offers
from app.questions.editor.forms import QuestionForm, SectionForm
from app.questions.editor.pictures import PICTURES
from app.questions.editor.plain import THIS, rules_of, told
from app.questions.editor.staff_views.blueprint import blueprint, opened, outline_url, saved, show
from app.questions.vocabulary import CODED, KINDS

LISTS = {"choices": "label", "rows": "label", "rules": "asked"}
"""Lists of the form of a question, and the first field of one more row."""


@blueprint.route("/seite/<page>", methods=["GET", "POST"])
@member_required(*MANAGE)
def section(process: Process, key: str, page: str) -> Any:
    kept, draft, content = opened(process, key)
    found = section_in(content, page)
    form = SectionForm(
        formdata=_sent(), data={"version": draft.version, **section_values(found, content.languages[0])}
    )
    form.offer(askable(content, page))
    if not _is_rearranged() and form.validate_on_submit():
        try:
            changed = section_from(form, found, content)
            saved(kept, replaced_section(content, page, changed), form.version.data)
        except DomainError as error:
            show(form, error)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(outline_url(process, key, changed.key))
    body = render_template(
        "questions/editor/section.html",
        process=process,
        kept=kept,
        form=form,
        part=page,
        composed=_composed(found.relevant, content),
        offers=offers(content, page),
    )
    return body, 422 if form.is_submitted() and not _is_rearranged() else 200


@blueprint.route("/frage/<part>", methods=["GET", "POST"])
@member_required(*MANAGE)
def question(process: Process, key: str, part: str) -> Any:
    kept, draft, content = opened(process, key)
    found = question_in(content, part)
    form = question_form(content, found, draft.version)
    if not _is_rearranged() and form.validate_on_submit():
        try:
            changed = question_from(form, found, content)
            saved(kept, replaced(content, part, changed), form.version.data)
        except DomainError as error:
            show(form, error)
        else:
            flash(_("Gespeichert."), "success")
            if request.form.get("then") == "stay":
                again = url_for("questions_editor.question", slug=process.slug, key=key, part=changed.key)
                return redirect(again)
            return redirect(outline_url(process, key, changed.key))
    kind = KINDS.get(form.kind.data, found.of_kind)
    check = rules_of(found.constraint)
    is_simple = check is not None and len(check.rules) <= 1 and all(one.asked == THIS for one in check.rules)
    page = render_template(
        "questions/editor/question.html",
        process=process,
        kept=kept,
        form=form,
        part=part,
        kind=kind,
        has_choices=kind.has_choices or (found.look == CODED and bool(kind.geometry)),
        composed=_composed(found.relevant, content),
        offers=offers(content, part),
        composed_check="" if is_simple else told(found.constraint, content),
    )
    return page, 422 if form.is_submitted() and not _is_rearranged() else 200


def question_form(content: Questionnaire, found: Question, version: int) -> QuestionForm:
    """The form of a question, filled from it or from what was sent."""
    form = QuestionForm(
        formdata=_sent(), data={"version": version, **question_values(found, content.languages[0])}
    )
    form.offer(askable(content, found.key))
    form.offer_pictures(list(PICTURES))
    return form


def _composed(condition: Any, content: Questionnaire) -> str:
    """A condition that is more than simple rules, in words; else empty."""
    return "" if rules_of(condition) is not None else told(condition, content)


def _sent() -> MultiDict[str, str] | None:
    """The sent form; after a button of one of its lists (`up:choices:2`, `add:rows`, or `kind`) as that leaves it."""
    if request.method != "POST":
        return None
    action, _sign, rest = request.form.get("move", "").partition(":")
    name, _sign, place = rest.partition(":")
    if name not in LISTS:
        return request.form
    fields, count = rearranged(request.form, name, action, place)
    if action == "add":
        fields.add(f"{name}-{count}-{LISTS[name]}", "")
    return fields


def _is_rearranged() -> bool:
    return request.method == "POST" and "move" in request.form
