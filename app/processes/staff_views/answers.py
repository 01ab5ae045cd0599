"""How forms of this package answer refused input: errors at their fields, both texts of a stale write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_wtf import FlaskForm

from app.base.errors import DomainError


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved differently in the meantime."""

    field_id: str
    label: str
    theirs: str
    yours: str


def show_error(form: FlaskForm, error: DomainError) -> None:
    """Put a service's refusal at the field it names, else on top of the form."""
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, str(error.message)]
    else:
        form.form_errors = [*form.form_errors, str(error.message)]


def differences(form: FlaskForm, stored: Any) -> list[Difference]:
    """What the form says and what is stored now, where they differ."""
    fields = [
        field for field in form if hasattr(stored, field.name) and field.name not in {"version", "csrf_token"}
    ]
    pairs = [
        (field, _shown(field, getattr(stored, field.name)), _shown(field, field.data)) for field in fields
    ]
    return [
        Difference(field.id, str(field.label.text), theirs, yours)
        for field, theirs, yours in pairs
        if theirs.split() != yours.split()
    ]


def version_of(form: FlaskForm) -> int:
    """The version the form was filled from, as it was sent; anything else counts as a stale one (-1)."""
    sent = (form.version.raw_data or [""])[0]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _shown(field: Any, value: Any) -> str:
    if value is None:
        return ""
    if field.type == "DateField":
        return str(format_date(value))
    choices = field.iter_choices() if hasattr(field, "iter_choices") else ()
    labels = {choice.value: str(choice.label) for choice in choices}
    if isinstance(value, list):
        return ", ".join(labels.get(entry, str(entry)) for entry in value)
    return labels.get(value, str(value))
