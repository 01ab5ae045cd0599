"""Forms of the release pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length


class ProposeForm(FlaskForm):
    """Name and remark of a release that waits for its second person."""

    title = StringField(_l("Titel"), validators=[DataRequired(), Length(max=200)])
    note = TextAreaField(
        _l("Bemerkung"),
        validators=[Length(max=1000)],
        description=_l("Zum Beispiel, was gegenüber der letzten Veröffentlichung berichtigt ist."),
    )


class ApproveForm(FlaskForm):
    """Second approval; `seen` is the hash of the numbers the page showed."""

    seen = HiddenField(validators=[DataRequired(), Length(max=64)])
