"""What the forms of needle maps and of drawing activities have in common: version, title, short address."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.base.errors import DomainError


class SetUpForm(FlaskForm):
    """The head of a form in which staff set up an activity."""

    version = HiddenField()
    title = StringField(
        _l("Titel"), validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200)]
    )
    slug = StringField(
        _l("Kurzadresse"),
        description=_l("Kleinbuchstaben, Ziffern, Bindestriche."),
        validators=[Length(max=80)],
    )

    @property
    def expected_version(self) -> int:
        """The version the page was made from; 0, which none has, for what is no number."""
        return int(self.version.data) if (self.version.data or "").isdigit() else 0

    def show(self, error: DomainError) -> None:
        """Put the message at the field it is about; about several fields or none, at the title."""
        field = self._fields.get(error.field or "", self.title)
        field = self.title if field.type == "FieldList" else field
        field.errors = [*field.errors, str(error.message)]
