"""The outline: everything in order, what is wrong or missing, and the buttons that add, move, double and remove."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.questions.content import Questionnaire, Section
from app.questions.editor import edits
from app.questions.editor.filling import head_from, head_values
from app.questions.editor.forms import LANGUAGE_NAMES, HeadForm
from app.questions.editor.plain import told
from app.questions.editor.room import Room, room_of
from app.questions.editor.staff_views.blueprint import blueprint, opened, outline_url, saved, show
from app.questions.minutes import estimated_minutes
from app.questions.queries import content_of, draft_of, newest_published, questionnaire_by_key
from app.questions.services import new_version
from app.questions.soundness import faults, gaps
from app.questions.texts import said
from app.questions.vocabulary import KINDS, MAP_KINDS

LONGEST_FOR_YOUTH = 12
"""Minutes on a phone after which young people give up (B17)."""


@blueprint.get("")
@member_required(*MANAGE)
def outline(process: Process, key: str) -> Any:
    kept = questionnaire_by_key(process.id, key)
    draft = draft_of(kept.id)
    version = draft or newest_published(kept.id)
    content = content_of(version) if version else Questionnaire()
    language = content.languages[0]
    missing, room = gaps(content), room_of(kept.id)
    return render_template(
        "questions/editor/outline.html",
        process=process,
        kept=kept,
        draft=draft,
        number=version.number if version else 0,
        content=content,
        said=lambda texts: said(texts, language),
        told=lambda condition: told(condition, content),
        faults=[
            (_place(content, fault.path), fault.message) for fault in (*faults(content), *room.unfit(content))
        ],
        missing=[(code, len(missing.get(code, ()))) for code in content.languages],
        language_names=LANGUAGE_NAMES,
        kinds=KINDS,
        room=room,
        offered=[KINDS[kind] for kind in room.kinds],
        followup_kinds=[KINDS[kind] for kind in room.followup_kinds],
        map_kinds=MAP_KINDS,
        minutes=estimated_minutes(content, language),
        too_long=LONGEST_FOR_YOUTH,
    )


def _place(content: Questionnaire, path: str) -> tuple[str, str]:
    """The words for a place of the content, and the anchor on this page."""
    names = path.split(".")
    if names[0] != "sections" or len(names) < 2:
        return _("Der ganze Fragebogen"), "head"
    section = content.sections[int(names[1])]
    page = _("Seite %(number)s", number=int(names[1]) + 1)
    if len(names) < 4 or names[2] != "questions":
        return page, section.key
    question = section.questions[int(names[3])]
    if len(names) > 5 and names[4] == "followups":
        question = question.followups[int(names[5])]
    words = said(question.label, content.languages[0]) or question.key
    return f"{page}, »{words}«", question.key


@blueprint.post("/tun")
@member_required(*MANAGE)
def act(process: Process, key: str) -> Any:
    """One button of the outline; the page comes back at the thing it was pressed for."""
    done = request.form.get("do", "")
    kept = questionnaire_by_key(process.id, key)
    if done == "new-version":
        with transaction():
            new_version(questionnaire_id=kept.id, actor=current_user.id)
        return redirect(outline_url(process, key))
    kept, _draft, content = opened(process, key)
    changed, anchor = _done(content, done, room_of(kept.id))
    try:
        saved(kept, changed, request.form.get("version"))
    except DomainError as error:
        flash(str(error.message), "warning")
        return redirect(outline_url(process, key))
    if done == "add-question":
        return redirect(url_for("questions_editor.question", slug=process.slug, key=key, part=anchor))
    if done == "add-section":
        return redirect(url_for("questions_editor.section", slug=process.slug, key=key, page=anchor))
    if done.startswith("remove"):
        flash(_("Entfernt."), "success")
    return redirect(outline_url(process, key, anchor))


def _done(content: Questionnaire, done: str, room: Room) -> tuple[Questionnaire, str]:
    """The content after the button, and the key of what it was about."""
    part = request.form.get("part", "")
    if not room.has_pages and done.endswith("-section"):
        return content, ""
    if done == "add-section":
        made = edits.free_key(content, "seite")
        return edits.with_section(content, Section(made)), made
    if done == "add-question":
        kind = request.form.get("kind", "text")
        made = edits.free_key(content, "frage")
        offered = room.kinds if content.section(part) else room.followup_kinds
        question = room.made(kind if kind in offered else offered[0], made)
        return edits.with_question(content, part, question), made
    if done == "double":
        return edits.doubled(content, part)
    if done == "place":
        at = request.form.get("at", 0, type=int)
        return edits.placed(content, part, request.form.get("page", ""), max(0, at)), part
    changes = {
        "up": lambda: (edits.moved(content, part, -1), part),
        "down": lambda: (edits.moved(content, part, 1), part),
        "remove": lambda: (edits.without(content, part), "questions"),
        "up-section": lambda: (edits.moved_section(content, part, -1), part),
        "down-section": lambda: (edits.moved_section(content, part, 1), part),
        "remove-section": lambda: (edits.without_section(content, part), "questions"),
    }
    return changes[done]() if done in changes else (content, "")


@blueprint.route("/kopf", methods=["GET", "POST"])
@member_required(*MANAGE)
def head(process: Process, key: str) -> Any:
    """Title, introduction, last words, languages."""
    kept, draft, content = opened(process, key)
    form = HeadForm(content.languages[0], data={"version": draft.version, **head_values(content)})
    if form.validate_on_submit():
        try:
            saved(kept, head_from(form, content), form.version.data)
        except DomainError as error:
            show(form, error)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(outline_url(process, key, "head"))
    page = render_template("questions/editor/head.html", process=process, kept=kept, form=form)
    return page, 422 if form.is_submitted() else 200
