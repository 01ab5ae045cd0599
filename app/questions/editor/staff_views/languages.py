"""All texts of the draft in one other language, beside the original; what is missing stands first."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.base.errors import DomainError, NotFound
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.questions.editor.forms import LANGUAGE_NAMES, text_form
from app.questions.editor.staff_views.blueprint import blueprint, opened, outline_url, saved, show
from app.questions.reading import from_json, to_json
from app.questions.soundness import all_texts, gaps


@blueprint.route("/sprache/<language>", methods=["GET", "POST"])
@member_required(*MANAGE)
def texts(process: Process, key: str, language: str) -> Any:
    kept, draft, content = opened(process, key)
    first = content.languages[0]
    if language not in content.languages or language == first:
        raise NotFound(_("Diese Sprache hat der Fragebogen nicht."))
    found = [(path, texts) for path, texts in all_texts(content) if texts.get(first) or texts.get(language)]
    names = {path: path.replace(".", "-") for path, _texts in found}
    form = text_form(
        [(names[path], texts.get(first, "")) for path, texts in found],
        {names[path]: texts.get(language, "") for path, texts in found},
    )
    if request.method == "GET":
        form.version.data = str(draft.version)
    if form.validate_on_submit():
        data = to_json(content)
        for path, _texts in found:
            _write(data, path, language, (form[names[path]].data or "").replace("\r\n", "\n").strip())
        try:
            saved(kept, from_json(data), form.version.data)
        except DomainError as error:
            show(form, error)
        else:
            flash(_("Gespeichert."), "success")
            return redirect(outline_url(process, key, "languages"))
    page = render_template(
        "questions/editor/texts.html",
        process=process,
        kept=kept,
        form=form,
        code=language,
        first=first,
        name=LANGUAGE_NAMES[language],
        missing={names[path] for path in gaps(content).get(language, ()) if path in names},
        fields=[names[path] for path, _texts in found],
    )
    return page, 422 if form.is_submitted() else 200


def _write(data: Any, path: str, language: str, text: str) -> None:
    """Put a text into the JSON of the questionnaire; an empty one is taken out."""
    *way, name = path.split(".")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    texts = data.setdefault(name, {})
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
