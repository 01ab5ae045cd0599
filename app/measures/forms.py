"""Forms of the return flow: choose contributions, write a proposal, answer it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.measures.vocabulary import ANSWERS, REASONS, STATES

TOO_LONG = _l("Bitte höchstens %(max)d Zeichen.")


class ProposalForm(FlaskForm):
    """The words of a proposal, read by everybody once it is answered."""

    text = TextAreaField(
        _l("Vorschlag"),
        description=_l("In eigenen, einfachen Worten. Das lesen später alle; bitte keine Namen."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie den Vorschlag in einem Satz.")),
            Length(max=2000, message=TOO_LONG),
        ],
    )
    theme = StringField(
        _l("Thema"),
        description=_l("Zum Beispiel »Licht und Wege«."),
        validators=[Length(max=120, message=TOO_LONG)],
    )
    area_code = SelectField(_l("Raum"), validate_choice=True)
    version = HiddenField()

    def __init__(self, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.area_code.choices = [
            SelectChoice("", _l("Kein bestimmter Raum")),
            *(SelectChoice(code, name) for code, name in areas),
        ]


class ChooseForm(ProposalForm):
    """A proposal made of contributions that are ticked on the page."""

    contribution_ids = SelectMultipleField(
        _l("Beiträge"), coerce=str, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        validate_choice=False,
    )  # fmt: skip

    def ids(self) -> list[UUID]:
        """The ticked ones; what is no id is left out and told by the service."""
        found = []
        for one in self.contribution_ids.data or []:
            try:
                found.append(UUID(one))
            except ValueError:
                continue
        return found


class AnswerForm(FlaskForm):
    """What was decided, why, and by whom."""

    status = SelectField(_l("Entscheidung"), choices=[SelectChoice(code, STATES[code]) for code in ANSWERS])
    reason_code = SelectField(
        _l("Grund"),
        description=_l("Nötig, wenn der Vorschlag abgelehnt oder zurückgestellt wird."),
        choices=[
            SelectChoice("", _l("kein Grund nötig")),
            *(SelectChoice(*pair) for pair in REASONS.items()),
        ],
    )
    answer_text = TextAreaField(
        _l("Öffentliche Antwort"),
        description=_l(
            "Was wurde entschieden, warum, wie geht es weiter, wen kann man fragen? In einfachen Sätzen."
        ),
        validators=[Length(max=4000, message=TOO_LONG)],
    )
    decision = StringField(
        _l("Wer hat entschieden"),
        description=_l("Gremium, Tag und Nummer des Beschlusses, wenn es einen gibt."),
        validators=[Length(max=300, message=TOO_LONG)],
    )
    version = HiddenField()
