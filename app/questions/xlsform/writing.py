"""A questionnaire as XLSForm: rows of text in a workbook, and a list of what other programs will not show.

What XLSForm has no words for also goes into our own column (`own.py`), so that reading the file gives the same again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from app.questions.content import Questionnaire, Section
from app.questions.reading import fingerprint
from app.questions.texts import said
from app.questions.xlsform.compiling import Unsupported
from app.questions.xlsform.heads import OWN, TRANSLATED
from app.questions.xlsform.keys import key_from
from app.questions.xlsform.languages import name_of
from app.questions.xlsform.losses import Losses, NotTaken
from app.questions.xlsform.opening import column_letter
from app.questions.xlsform.own import CLOSING, INTRO, SHUFFLED, TEXT
from app.questions.xlsform.rows import Rows
from app.questions.xlsform.writing_questions import write_question

_COLUMNS = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "appearance",
    "parameters", "repeat_count", OWN,
)  # fmt: skip
_LONGEST_CELL = 32_767


def write_xlsform(questionnaire: Questionnaire, path: Path) -> list[NotTaken]:
    """Write the workbook to `path`; the answer lists what XLSForm cannot say, by sheet and row."""
    losses = Losses()
    rows = Rows(questionnaire, losses)
    for which in (INTRO, CLOSING):
        texts = questionnaire.intro if which == INTRO else questionnaire.closing
        if which == CLOSING:
            for section in questionnaire.sections:
                _section(section, rows)
        if texts:
            rows.add("note", rows.free(which), label=texts, own={which: True})
    book = Workbook()
    book.remove(book.active)
    others = sorted(_spoken(questionnaire) - set(questionnaire.languages))
    languages = [(code, name_of(code)) for code in (*questionnaire.languages, *others)]
    _sheet(book, "survey", _COLUMNS, rows.survey, languages)
    _sheet(book, "choices", ("list_name", "name", "label", OWN), rows.choices, languages)
    _settings(book, questionnaire, losses)
    book.save(path)
    return losses.listed()


def _spoken(thing: Any) -> set[str]:
    """The languages of all texts in a questionnaire or a part of it."""
    codes: set[str] = set()
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, Mapping):
            codes |= {code for code, text in value.items() if text}
        elif isinstance(value, tuple):
            codes |= {code for one in value if is_dataclass(one) for code in _spoken(one)}
    return codes


def _section(section: Section, rows: Rows) -> None:
    if not section.questions and not section.text:
        rows.lost("name", _("Der leere Abschnitt »%(key)s« wurde nicht geschrieben.", key=section.key))
        return
    kind = "repeat" if section.is_repeated else "group"
    own: dict[str, object] = {SHUFFLED: section.is_shuffled}
    count = ""
    if section.is_repeated:
        if section.least_repeats == section.most_repeats:
            count = str(section.most_repeats)
        else:
            own |= {"least": section.least_repeats, "most": section.most_repeats}
    rows.add(
        f"begin_{kind}",
        section.key,
        label=section.title,
        relevant=_relevance(section, rows),
        appearance="field-list" if not section.is_repeated else "",
        repeat_count=count,
        own=own,
    )
    if section.is_repeated and not count:
        rows.lost("repeat_count", _("Wie oft mindestens und höchstens, weiß nur Streifzug."))
    if section.is_shuffled:
        rows.lost(OWN, _("Die Fragen dieses Abschnitts werden anderswo nicht gemischt."))
    if section.text:
        rows.add("note", rows.free(f"{section.key}_text"), label=section.text, own={TEXT: True})
    for question in section.questions:
        write_question(question, rows)
    rows.add(f"end_{kind}", section.key)


def _relevance(section: Section, rows: Rows) -> str:
    try:
        return rows.expression(section.relevant)
    except Unsupported as error:
        rows.lost("relevant", _("Die Bedingung fehlt in der Datei. %(why)s", why=error), ahead=1)
        return ""


def _sheet(
    book: Workbook,
    name: str,
    columns: tuple[str, ...],
    rows: list[dict[str, object]],
    languages: list[tuple[str, str]],
) -> None:
    """One sheet; each cell is text, so that no word of anybody is taken for a formula."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    heads: list[tuple[str, str, str]] = []
    for column in columns:
        if column in TRANSLATED:
            heads += [(column, code, f"{column}::{language}") for code, language in languages]
        else:
            heads.append((column, "", column))
    for at, (column, _code, head) in enumerate(heads):
        _write(sheet, 1, at, head)
        sheet.column_dimensions[column_letter(at)].width = 36 if column in TRANSLATED else 18
    for number, row in enumerate(rows, start=2):
        for at, (column, code, _head) in enumerate(heads):
            value = row.get(column, "")
            if isinstance(value, dict):
                value = value.get(code, "")
            _write(sheet, number, at, str(value))


def _write(sheet: Any, row: int, column: int, text: str) -> None:
    if text:
        cell = sheet.cell(row, column + 1)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL]
        cell.data_type = "s"


def _settings(book: Workbook, questionnaire: Questionnaire, losses: Losses) -> None:
    first = questionnaire.languages[0]
    title = said(questionnaire.title, first, first)
    settings = {
        "form_title": title,
        "form_id": key_from(title, otherwise="fragebogen"),
        "version": fingerprint(questionnaire)[:10],
        "default_language": name_of(first),
        f"{OWN} languages": " ".join(questionnaire.languages),
    }
    for code, text in questionnaire.title.items():
        if code != first and text:
            settings[f"{OWN} title {code}"] = text
            losses.note(
                "settings", 2, f"{OWN} title {code}", _("XLSForm hat nur einen Titel in einer Sprache.")
            )
    sheet = book.create_sheet("settings")
    for at, (name, text) in enumerate(settings.items()):
        _write(sheet, 1, at, name)
        _write(sheet, 2, at, text)
