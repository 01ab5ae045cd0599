"""Forms of the editor: the whole questionnaire, one page, one question with its answers, rows and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.questions.editor.plain import ALL, ANY, OPERATORS
from app.questions.vocabulary import KINDS, LONGEST_LABEL, LONGEST_TEXT, MOST_REPEATS, SMILEYS

_LABEL = Length(max=LONGEST_LABEL, message=_l("Bitte höchstens %(max)d Zeichen."))
_TEXT = Length(max=LONGEST_TEXT, message=_l("Bitte höchstens %(max)d Zeichen."))
_KEY_HINT = _l(
    "Unter diesem Namen stehen die Antworten in jeder Tabelle. Ohne Angabe wird er aus dem Text gemacht."
)
LANGUAGE_NAMES = {
    "de": _l("Deutsch"),
    "en": _l("Englisch"),
    "de-simple": _l("Leichte Sprache"),
    "tr": _l("Türkisch"),
    "ar": _l("Arabisch"),
    "uk": _l("Ukrainisch"),
    "ru": _l("Russisch"),
    "pl": _l("Polnisch"),
    "fr": _l("Französisch"),
}


def _offered(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in pairs]


class EditorForm(FlaskForm):
    """`version` is the draft's version the form was filled from, so that nobody writes over somebody else."""

    version = HiddenField()


class HeadForm(EditorForm):
    """What stands around the questions, and which languages the questionnaire speaks."""

    title = StringField(_l("Titel"), validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), _LABEL])
    intro = TextAreaField(
        _l("Einleitung"),
        description=_l("Worum geht es, wie lange dauert es, was geschieht mit den Antworten?"),
        validators=[_TEXT],
    )
    closing = TextAreaField(
        _l("Schlusswort"), description=_l("Steht nach der letzten Frage."), validators=[_TEXT]
    )
    languages = SelectMultipleField(
        _l("Weitere Sprachen"),
        description=_l("Vor dem Veröffentlichen wird geprüft, ob in diesen Sprachen etwas fehlt."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, first: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages.choices = [
            SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items() if code != first
        ]


class RuleForm(Form):
    """One rule: question, comparison, value."""

    asked = SelectField(_l("Frage"), validators=[Optional()])
    operator = SelectField(_l("Vergleich"), choices=_offered(OPERATORS.items()), validators=[Optional()])
    value = StringField(_l("Antwort"), validators=[Length(max=200)])


class ConditionForm(EditorForm):
    """What pages and questions share: when they are shown. The choices of questions come from the page's place."""

    joined = RadioField(
        _l("Wenn mehrere Bedingungen dastehen"),
        choices=_offered([(ALL, _l("müssen alle stimmen")), (ANY, _l("genügt eine"))]),
        default=ALL,
    )
    rules = FieldList(FormField(RuleForm), max_entries=12)
    keeps_condition = BooleanField(_l("Zusammengesetzte Bedingung behalten"), default=True)

    def offer(self, questions: list[tuple[str, str]]) -> None:
        for entry in self.rules:
            entry.form.asked.choices = _offered([("", _l("– keine –")), *questions])


class SectionForm(ConditionForm):
    """One page of the questionnaire."""

    title = StringField(_l("Überschrift"), validators=[_LABEL])
    text = TextAreaField(_l("Text unter der Überschrift"), validators=[_TEXT])
    key = StringField(_l("Kurzname"), description=_KEY_HINT, validators=[Length(max=40)])
    is_shuffled = BooleanField(_l("Fragen in zufälliger Reihenfolge"))
    most_repeats = IntegerField(
        _l("Höchstens so oft fragen"),
        description=_l(
            "1 für eine gewöhnliche Seite; mehr, wenn zu mehreren Dingen gefragt wird, etwa je Kind."
        ),
        validators=[InputRequired(_l("Bitte geben Sie eine Zahl an.")), NumberRange(1, MOST_REPEATS)],
        default=1,
    )


class ChoiceForm(Form):
    """One answer to choose; `was` is the key it had, so that its other languages stay with it."""

    was = HiddenField()
    label = StringField(_l("Antwort"), validators=[_LABEL])
    key = StringField(_l("Kurzname"), validators=[Length(max=40)])
    pictogram = SelectField(_l("Bild"), validators=[Optional()])
    takes_words = BooleanField(_l("mit eigenen Worten"))
    is_declined = BooleanField(_l("keine Angabe"))
    is_exclusive = BooleanField(_l("schließt die anderen aus, zählt aber als Antwort"))


class RowForm(Form):
    """One line of a table of questions."""

    was = HiddenField()
    label = StringField(_l("Zeile"), validators=[_LABEL])
    key = StringField(_l("Kurzname"), validators=[Length(max=40)])


class QuestionForm(ConditionForm):
    """One question. Fields that its kind does not have are not shown and keep what they are."""

    kind = SelectField(
        _l("Art der Frage"), choices=_offered((kind.code, kind.label) for kind in KINDS.values())
    )
    label = TextAreaField(
        _l("Frage"), validators=[DataRequired(_l("Bitte schreiben Sie die Frage auf.")), _LABEL]
    )
    hint = TextAreaField(_l("Hilfe zur Frage"), validators=[_LABEL])
    key = StringField(_l("Kurzname"), description=_KEY_HINT, validators=[Length(max=40)])
    pictogram = SelectField(_l("Bild"), validators=[Optional()])
    is_required = BooleanField(_l("Muss beantwortet werden"))
    is_shuffled = BooleanField(_l("Antworten in zufälliger Reihenfolge"))
    look = SelectField(
        _l("Aussehen"),
        choices=_offered([("", _l("gewöhnlich")), (SMILEYS, _l("mit Gesichtern"))]),
        validators=[Optional()],
    )
    choices = FieldList(FormField(ChoiceForm), label=_l("Antworten"))
    more_choices = TextAreaField(
        _l("Mehrere Antworten auf einmal"), description=_l("Eine je Zeile. Sie kommen hinten dazu.")
    )
    rows = FieldList(FormField(RowForm), label=_l("Zeilen"))
    more_rows = TextAreaField(
        _l("Mehrere Zeilen auf einmal"), description=_l("Eine je Zeile. Sie kommen hinten dazu.")
    )
    least = StringField(_l("Mindestens"))
    most = StringField(_l("Höchstens"))
    step = StringField(_l("In Schritten von"))
    check_operator = SelectField(
        _l("Die Antwort gilt nur, wenn sie"),
        choices=_offered([("", _l("– keine Prüfung –")), *OPERATORS.items()]),
        validators=[Optional()],
    )
    check_value = StringField(_l("dieser Wert"), validators=[Length(max=200)])
    constraint_message = StringField(_l("Sonst steht da"), validators=[_LABEL])
    keeps_check = BooleanField(_l("Zusammengesetzte Prüfung behalten"), default=True)

    def offer_pictures(self, pictures: list[tuple[str, str]]) -> None:
        for field in (self.pictogram, *(entry.form.pictogram for entry in self.choices)):
            field.choices = _offered([("", _l("– keins –")), *pictures])


class TextsForm(EditorForm):
    """The texts of one other language; its fields are made for one questionnaire by `text_form`."""


def text_form(paths: list[tuple[str, str]], data: dict[str, str]) -> TextsForm:
    """A form with one text for each path, labelled by the original."""
    fields = {
        name: TextAreaField(original, validators=[_TEXT], default=data.get(name, ""))
        for name, original in paths
    }
    return type("TextsOfOneLanguage", (TextsForm,), fields)()
