"""Forms of who does what, who is invited, whose addresses there are, and of the codes for devices."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.participants.vocabulary import ROLES
from app.walks.models import Walk
from app.walks.planning.services import Invited, Task
from app.walks.vocabulary import DEVICES, FUNCTIONS, GROUP, RECORDER

MOST = 10_000
_NUMBER = (
    InputRequired(_l("Bitte geben Sie eine Zahl an.")),
    NumberRange(0, MOST, _l("Bitte eine Zahl ab 0.")),
)


class CrewForm(Form):
    """A task."""

    function = SelectField(
        _l("Aufgabe"), choices=[SelectChoice(code, label) for code, label in FUNCTIONS.items()]
    )
    who = StringField(_l("Wer macht das?"), validators=[Length(max=120)])


class InvitedForm(Form):
    """A stakeholder group in numbers."""

    group_role = SelectField(
        _l("Gruppe"), choices=[SelectChoice(code, label) for code, label in ROLES.items()]
    )
    label = StringField(_l("Genauer"), validators=[Length(max=120)])
    invited = IntegerField(_l("Eingeladen"), default=0, validators=list(_NUMBER))
    came = IntegerField(_l("Gekommen"), default=0, validators=list(_NUMBER))


class PeopleForm(FlaskForm):
    """Tasks and invitations; the buttons to add and remove rows send the whole form."""

    version = HiddenField()
    crew = FieldList(FormField(CrewForm), label=_l("Aufgaben"))
    invitations = FieldList(FormField(InvitedForm), label=_l("Eingeladene Gruppen"))

    def tasks(self) -> list[Task]:
        return [Task(row.form.function.data, row.form.who.data or "") for row in self.crew]

    def groups(self) -> list[Invited]:
        return [
            Invited(
                row.form.group_role.data, row.form.label.data or "", row.form.invited.data, row.form.came.data
            )
            for row in self.invitations
        ]


class ContactsForm(FlaskForm):
    """Addresses that come in."""

    lines = TextAreaField(
        _l("Neue Adressen"),
        description=_l("Eine je Zeile: Funktion; E-Mail. Zum Beispiel: Seniorenbeirat; beirat@example.org"),
        validators=[DataRequired(_l("Bitte geben Sie mindestens eine Adresse ein.")), Length(max=60_000)],
    )


class DeviceForm(FlaskForm):
    """A code for devices of the walk."""

    device = RadioField(
        _l("Wofür ist der Code?"),
        default=RECORDER,
        choices=[SelectChoice(code, DEVICES[code]) for code in (RECORDER, GROUP)],
    )
    label = StringField(
        _l("Bezeichnung"),
        description=_l("Nur für Sie, zum Beispiel »Tablet 1« oder »Gruppe Jugendtreff«."),
        validators=[DataRequired(_l("Bitte geben Sie eine Bezeichnung an.")), Length(max=120)],
    )


class AskForm(FlaskForm):
    """The questionnaire at the stops."""

    version = HiddenField()
    questionnaire = RadioField(_l("Fragebogen am Halt"))

    def __init__(self, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.questionnaire.choices = [SelectChoice(code, label) for code, label in offered]


class AgainForm(FlaskForm):
    """Another walk on the same trail."""

    title = StringField(
        _l("Titel"), validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200)]
    )
    slug = StringField(
        _l("Kurzadresse"),
        description=_l("Kleinbuchstaben, Ziffern, Bindestriche."),
        validators=[DataRequired(_l("Bitte geben Sie eine Kurzadresse an.")), Length(max=80)],
    )
    group_label = StringField(
        _l("Gruppe"), description=_l("Zum Beispiel: Seniorentreff am Park."), validators=[Length(max=120)]
    )
    group_role = SelectField(
        _l("Rolle der Gruppe"), choices=[SelectChoice(code, label) for code, label in ROLES.items()]
    )


def values_of(walk: Walk) -> dict[str, Any]:
    """What the form of people shows; a walk without tasks begins with all of them (B1)."""
    return {
        "version": walk.version,
        "crew": [{"function": one.function, "who": one.who} for one in walk.crew]
        or [{"function": code, "who": ""} for code in FUNCTIONS],
        "invitations": [
            {"group_role": one.group_role, "label": one.label, "invited": one.invited, "came": one.came}
            for one in walk.invitations
        ],
    }
