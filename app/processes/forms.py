"""Forms of the staff pages about processes: description, activity, team."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.processes.levels import PARTICIPATION_LEVELS
from app.processes.roles import GUARDED, ROLES, TASKS

TOO_LONG = _l("Bitte höchstens %(max)d Zeichen.")
BY_ADMIN = _l(
    "Statistikstelle und Datenschutz geben Veröffentlichungen frei. Geben Sie diese Rollen nur Menschen, die "
    "unabhängig von der Koordination prüfen und ihr Konto selbst eingerichtet haben."
)
BY_COORDINATOR = _l(
    "Die Rollen »Statistikstelle« und »Datenschutz« vergibt die Verwaltung dieser Installation, damit eine "
    "unabhängige zweite Person die Ergebnisse freigibt."
)
NO_DATE = _l("Bitte ein Datum wie 31.12.2026 angeben.")


class ChecklistField(SelectMultipleField):
    """Several of a few, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProcessForm(FlaskForm):
    """The description of a process. Only the title is needed to begin; E33 asks for the rest before opening."""

    title = StringField(
        _l("Titel"),
        description=_l("So heißt das Verfahren für alle, zum Beispiel »Mein Lindenhof«."),
        validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200, message=TOO_LONG)],
    )
    slug = StringField(
        _l("Kurzadresse"),
        description=_l(
            "Steht in der Internetadresse und bleibt. Wenn Sie nichts angeben, entsteht sie aus dem Titel."
        ),
        validators=[Length(max=80, message=TOO_LONG)],
    )
    area_set_names = ChecklistField(
        _l("Raumgliederungen"),
        description=_l(
            "In diesen Räumen wird gezählt. In der ersten gewählten sagen Teilnehmende, wo sie wohnen."
        ),
    )
    aim = TextAreaField(
        _l("Ziel"),
        description=_l("Worum geht es? Zwei, drei einfache Sätze, die auch Zwölfjährige verstehen."),
        validators=[Length(max=5000, message=TOO_LONG)],
    )
    decision_scope = TextAreaField(
        _l("Entscheidungsspielraum"),
        description=_l("Was ist noch offen? Was steht schon fest und warum?"),
        validators=[Length(max=5000, message=TOO_LONG)],
    )
    participation_level = RadioField(_l("Beteiligungsstufe"), validators=[Optional()], validate_choice=False)
    target_groups = TextAreaField(
        _l("Zielgruppen"),
        description=_l("Wer soll mitmachen? Wen erreichen Sie wie?"),
        validators=[Length(max=5000, message=TOO_LONG)],
    )
    results_use = TextAreaField(
        _l("Was mit den Ergebnissen geschieht"),
        description=_l(
            "Wer bekommt sie, wer entscheidet wann darüber, wie erfahren die Teilnehmenden davon?"
        ),
        validators=[Length(max=5000, message=TOO_LONG)],
    )
    responsible = StringField(
        _l("Verantwortliche Stelle"),
        description=_l("Zum Beispiel »Stabsstelle Integrierte Planung«."),
        validators=[Length(max=200, message=TOO_LONG)],
    )
    contact = StringField(
        _l("Kontakt für Fragen"),
        description=_l("Telefonnummer oder E-Mail-Adresse; steht auf der öffentlichen Seite."),
        validators=[Length(max=200, message=TOO_LONG)],
    )
    period_start = DateField(_l("Beginn"), validators=[Optional()])
    period_end = DateField(_l("Ende"), validators=[Optional()])
    change_note = TextAreaField(
        _l("Öffentlicher Hinweis zur Änderung"),
        description=_l(
            "Nötig, wenn Sie Entscheidungsspielraum oder Beteiligungsstufe nach dem Öffnen ändern."
        ),
        validators=[Length(max=2000, message=TOO_LONG)],
    )
    version = HiddenField()

    def __init__(
        self, area_set_choices: list[str], *, is_new: bool, has_opened: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.area_set_names.choices = [SelectChoice(name, name) for name in area_set_choices]
        self.participation_level.choices = [
            SelectChoice(code, level.label) for code, level in PARTICIPATION_LEVELS.items()
        ]
        if not is_new:
            del self.slug
        else:
            del self.version
        if not has_opened:
            del self.change_note

    def values(self) -> dict[str, Any]:
        """The fields of a process by their names, without slug, version and token."""
        names = set(self.data) - {"slug", "version", "csrf_token", "change_note"}
        return {
            name: self.data[name] if self.data[name] is not None or "period" in name else "" for name in names
        }


class ActivityForm(FlaskForm):
    """What the house knows of an activity; its channel has pages for the rest."""

    title = StringField(
        _l("Titel"),
        validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200, message=TOO_LONG)],
    )
    description = TextAreaField(
        _l("Beschreibung"),
        description=_l("Ein, zwei Sätze für die Teilnehmenden: Was machst du hier und wie lange dauert es?"),
        validators=[Length(max=5000, message=TOO_LONG)],
    )
    opens_on = DateField(_l("Von"), validators=[Optional()])
    closes_on = DateField(_l("Bis"), validators=[Optional()])
    version = HiddenField()


class AddMemberForm(FlaskForm):
    """Somebody joins the team; without an account they get a link."""

    email = EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            DataRequired(_l("Bitte geben Sie eine E-Mail-Adresse an.")),
            Length(max=254, message=TOO_LONG),
        ],
    )
    name = StringField(
        _l("Name"),
        description=_l("Nur nötig, wenn die Person noch kein Konto hat."),
        validators=[Length(max=120, message=TOO_LONG)],
    )
    roles = ChecklistField(
        _l("Rollen"),
        validators=[DataRequired(_l("Bitte wählen Sie mindestens eine Rolle."))],
    )

    def __init__(self, *, by_admin: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _offer(self.roles, by_admin=by_admin)


class RolesForm(FlaskForm):
    """The roles of somebody who is in the team; none ticked means they leave it."""

    roles = ChecklistField(_l("Rollen"))

    def __init__(self, *, by_admin: bool, held: Collection[str], **kwargs: Any) -> None:
        super().__init__(data={"roles": list(held)}, **kwargs)
        _offer(self.roles, by_admin=by_admin, held=held)


def _offer(field: ChecklistField, *, by_admin: bool, held: Collection[str] = ()) -> None:
    """The roles this person may give or keep, and a sentence on those it may not."""
    offered = [role for role in ROLES if by_admin or role in held or role not in GUARDED]
    field.choices = [SelectChoice(role, _with_task(role)) for role in offered]
    field.description = BY_ADMIN if by_admin else BY_COORDINATOR


def _with_task(role: str) -> str:
    return f"{ROLES[role]}: {TASKS[role]}"
