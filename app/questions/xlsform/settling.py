"""Conditions that make no sense here are taken out of what was read, each with its reason."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.questions.content import Questionnaire
from app.questions.reading import from_json, to_json
from app.questions.soundness import faults
from app.questions.xlsform.form import Form

_CONDITIONS = ("relevant", "constraint")


def settled(questionnaire: Questionnaire, form: Form) -> Questionnaire:
    """The questionnaire without conditions that ask for what is not answered yet, or for choices that do not exist.

    XLSForm allows both. Other faults stay: somebody has to decide about them.
    """
    data = to_json(questionnaire)
    named: set[str] = set()
    for fault in faults(questionnaire):
        place, _dot, name = fault.path.rpartition(".")
        if name not in _CONDITIONS:
            continue
        thing = _at(data, place)
        if thing.pop(name, None) is not None and fault.path not in named:
            named.add(fault.path)
            sheet, row, heads = form.rows.get(thing["key"], ("survey", 0, {}))
            if name == "relevant":
                what = _(
                    "Die Bedingung wurde nicht übernommen, das erscheint jetzt immer. %(why)s",
                    why=fault.message,
                )
            else:
                what = _("Die Prüfung wurde nicht übernommen, jede Antwort gilt. %(why)s", why=fault.message)
                thing.pop("constraint_message", None)
            form.losses.note(sheet, row, heads.get(name, name), what)
    return from_json(data) if named else questionnaire


def _at(data: dict[str, Any], path: str) -> dict[str, Any]:
    found: Any = data
    for part in path.split("."):
        found = found[int(part)] if isinstance(found, list) else found[part]
    thing: dict[str, Any] = found
    return thing
