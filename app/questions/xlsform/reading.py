"""An XLSForm as a questionnaire, with a list of all that has no counterpart here.

Source: the XLSForm reference (https://xlsform.org/en/) and what pyxform accepts beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from app.config import PARTICIPANT_LANGUAGES
from app.questions.content import Questionnaire
from app.questions.texts import Texts
from app.questions.xlsform.choices import choices_of
from app.questions.xlsform.form import Form
from app.questions.xlsform.heads import OWN, Entry, Table, table_of
from app.questions.xlsform.languages import code_of
from app.questions.xlsform.losses import FormRefused, Losses, NotTaken
from app.questions.xlsform.naming import name_all
from app.questions.xlsform.opening import SHEETS, Line, Sheets, open_form
from app.questions.xlsform.sections import Sections
from app.questions.xlsform.settling import settled
from app.questions.xlsform.tree import tree_of

_TITLE, _CLAIMED = f"{OWN}_title_", f"{OWN}_languages"
_KNOWN_OF_OWN = {"form_id", "version", "allow_choice_duplicates"}


@dataclass(frozen=True)
class Read:
    """A questionnaire and what of the file is not in it."""

    questionnaire: Questionnaire
    not_taken: list[NotTaken]


def read_xlsform(path: Path, folder: Path, *, name: str = "", language: str = "de") -> Read:
    """Read a form that its owner calls `name`; files it refers to are looked for in `folder` by their plain names.

    `language` is that of words whose language the form does not say. FormRefused when the file is no usable form.
    """
    losses = Losses()
    sheets = _known(open_form(path, name or path.name, losses), losses)
    settings = _settings(sheets.get("settings", []), losses)
    default = code_of(settings.take("default_language")) or _first_named(sheets["survey"]) or language
    survey = table_of("survey", sheets["survey"], "type", default, losses)
    listed = sheets.get("choices", [])
    choices = table_of("choices", listed, "list_name", default, losses) if listed else Table([], (), ())
    form = Form(
        losses=losses,
        lists=choices_of(choices, default, losses),
        languages=_languages(default, survey, choices),
        language=default,
        folder=folder,
        is_own=any(column.name == OWN for column in survey.columns),
    )
    root = tree_of(survey, losses)
    name_all(root, form)
    gathered = Sections(form)
    sections = gathered.walk(root)
    if not any(section.questions for section in sections):
        raise FormRefused(_("In dieser Datei steht keine Frage, die hier gestellt werden kann."))
    questionnaire = Questionnaire(
        languages=_claimed(settings, form),
        title=_title(settings, form),
        intro=gathered.intro,
        closing=gathered.closing,
        sections=tuple(sections),
    )
    questionnaire = settled(questionnaire, form)
    return Read(questionnaire, losses.listed())


def _known(sheets: Sheets, losses: Losses) -> Mapping[str, list[Line]]:
    """The sheets we read by their plain names; others are named. FormRefused when there are no questions."""
    found = {name.strip().lower(): lines for name, lines in sheets.items()}
    if "survey" not in found and len(sheets) == 1:
        found = {"survey": next(iter(sheets.values()))}
    if not found.get("survey"):
        raise FormRefused(
            _(
                "Das ist kein XLSForm: Das Blatt »survey« mit den Fragen fehlt oder ist leer. Vorhanden: %(names)s",
                names=", ".join(sheets) or "-",
            )
        )
    for name, lines in found.items():
        if name not in SHEETS and lines:
            losses.note(name, 0, "", _("Dieses Blatt wurde nicht gelesen."))
    return found


def _settings(lines: list[Line], losses: Losses) -> Entry:
    """The first row below the heads; all are settings of the whole form."""
    if not lines:
        return Entry("settings", 0)
    heads, *rows = lines
    table = table_of("settings", lines, _settings_head(heads), "", losses)
    for row in table.entries[1:]:
        losses.note("settings", row.number, "", _("Nur die erste Zeile zählt, diese wurde nicht übernommen."))
    return table.entries[0] if table.entries else Entry("settings", 0)


def _settings_head(heads: Line) -> str:
    """Any filled head will do: settings have no column that must be there."""
    return next(cell for cell in heads.cells if cell)


def _first_named(lines: list[Line]) -> str | None:
    """The first language of labels, when no label is without one: what else has no language is in that."""
    heads = table_of("survey", lines, "type", "", Losses()).columns
    labels = [column.language for column in heads if column.name == "label"]
    return labels[0] if labels and all(labels) else None


def _languages(default: str, survey: Table, choices: Table) -> tuple[str, ...]:
    named = dict.fromkeys((*survey.languages, *choices.languages))
    if not named:
        return (default,)
    return tuple(dict.fromkeys((default, *named))) if default in named else tuple(named)


def _claimed(settings: Entry, form: Form) -> tuple[str, ...]:
    """The languages the questionnaire shall speak: those of the platform, all others are named."""
    own = settings.take(_CLAIMED).split()
    for code in form.languages:
        if code not in PARTICIPANT_LANGUAGES:
            what = _(
                "Diese Sprache spricht die Plattform nicht. Ihre Texte erscheinen nur, wo andere fehlen."
            )
            form.losses.note("survey", 0, code, what)
    spoken = tuple(code for code in own or form.languages if code in PARTICIPANT_LANGUAGES)
    return spoken or ("de",)


def _title(settings: Entry, form: Form) -> Texts:
    """The title, with those of other languages that we wrote; every other setting is named."""
    title = {}
    text = settings.take("form_title")
    if text:
        title[form.languages[0]] = text
    for column in sorted(settings.unread):
        if column.startswith(_TITLE):
            title[column.removeprefix(_TITLE).replace("_", "-")] = settings.take(column)
        elif not (form.is_own and column in _KNOWN_OF_OWN):
            settings.take(column)
            form.lost(settings, column, _("Diese Einstellung gibt es hier nicht."))
    return title
