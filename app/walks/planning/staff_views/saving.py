"""What the forms of planning do when saving is refused: errors at their fields, both texts of a stale write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from flask_wtf import FlaskForm

from app.base.errors import DomainError
from app.processes.staff_views.answers import Difference, differences

Row = Callable[[Any], str]


def stale(
    form: FlaskForm, error: DomainError, stored: Mapping[str, Any], rows: Mapping[str, Row] | None = None
) -> list[Difference]:
    """Both texts after a Conflict; the form may be sent again as it is. `rows` writes one row of a list as a line."""
    rows = rows or {}
    form.version.data, form.version.raw_data = str(stored["version"]), None
    form.form_errors = [*form.form_errors, str(error.message)]
    plain = {name: value for name, value in stored.items() if name not in rows}
    found = differences(form, SimpleNamespace(**plain))
    for name, line in rows.items():
        field = form[name]
        theirs, yours = _lines(stored[name], line), _lines(field.data, line)
        if theirs != yours:
            found.append(Difference(field.id, str(field.label.text), theirs, yours))
    return found


def show(form: FlaskForm, error: DomainError) -> None:
    """The message at the field it is about; lists and unknown fields have it on top."""
    field = form._fields.get(error.field or "")
    if field is None or field.type in {"FieldList", "HiddenField"}:
        form.form_errors = [*form.form_errors, str(error.message)]
    else:
        field.errors = [*field.errors, str(error.message)]


def _lines(rows: Any, line: Row) -> str:
    if isinstance(rows, str):
        return line(rows)
    said = [line(row) for row in rows or []]
    return "\n".join(f"{number}. {words}" for number, words in enumerate(said, start=1) if words)
