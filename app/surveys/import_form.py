"""The form to bring a questionnaire in from a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Length, Optional


class ImportForm(FlaskForm):
    """A file, and a title if it shall have another than the one in the file."""

    file = FileField(
        _l("Fragebogen"),
        description=_l(
            "Eine Umfrage aus LimeSurvey (.lss) oder ein XLSForm aus KoboToolbox oder ODK (.xlsx, .csv)."
        ),
        validators=[FileRequired(_l("Bitte wählen Sie eine Datei."))],
    )
    title = StringField(
        _l("Titel"),
        description=_l("Leer heißt: wie in der Datei."),
        validators=[Optional(), Length(max=200)],
    )
