"""The texts of a process in other languages: what is said, what is missing, and a page to write it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.base.database import transaction
from app.base.errors import DomainError
from app.base.i18n import locale_of, own_name
from app.config import EASY
from app.processes import wordings
from app.processes.access import member_required
from app.processes.easy import hints
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.processes.services.wordings import field_name, save_wordings
from app.processes.staff_views.blueprint import blueprint


@blueprint.get("/verfahren/<slug>/sprachen")
@member_required()
def languages(process: Process) -> str:
    """Every language with how far it is."""
    return render_template(
        "processes/languages.html", process=process, progress=wordings.progress_of(process), own_name=own_name
    )


@blueprint.route("/verfahren/<slug>/sprachen/<language>", methods=["GET", "POST"])
@member_required(*MANAGE)
def language(process: Process, language: str) -> Any:
    """All texts in one language beside the German ones; what was typed stays when something is refused."""
    if language not in wordings.LANGUAGES_OF_CONTENT:
        abort(404)
    groups = wordings.originals(process)
    form = FlaskForm()
    errors: dict[str, str] = {}
    status = 200
    told = {field_name(key): text for key, text in wordings.wordings_in(process.id, language).items()}
    if form.is_submitted():
        keys = [(one.object_id, one.field) for _heading, group in groups for one in group]
        texts = {key: request.form[field_name(key)] for key in keys if field_name(key) in request.form}
        told |= {field_name(key): text for key, text in texts.items()}
        try:
            if not form.validate():
                abort(400)
            with transaction():
                save_wordings(process=process, language=language, texts=texts, actor=current_user.id)
        except DomainError as error:
            errors[error.field or ""] = str(error.message)
            status = error.status
        else:
            flash(_("Die Texte sind gespeichert."), "success")
            return redirect(url_for(".language", slug=process.slug, language=language))
    locale = locale_of(language)
    page = render_template(
        "processes/language.html",
        process=process,
        code=language,
        name=own_name(language),
        direction=locale.text_direction,
        groups=groups,
        told=told,
        errors=errors,
        field_name=field_name,
        hints={name: hints(text) for name, text in told.items()} if language == EASY else {},
    )
    return page, status
