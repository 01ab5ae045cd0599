"""The heads of columns, whatever their spelling: `Label :: English (en)`, `media::image`, `bind:jr:constraintMsg`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.questions.texts import Texts
from app.questions.xlsform.languages import code_of
from app.questions.xlsform.losses import FormRefused, Losses
from app.questions.xlsform.opening import Line, column_letter

OWN = "streifzug"
"""Our own column: what XLSForm cannot say and we want to find again; other programs pass over it."""
UNTOLD = ""
"""The language of a column that names none."""
_ALIASES = {
    "caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant",
    "readonly": "read_only", "constraining_message": "constraint_message", "constraintmsg": "constraint_message",
    "requiredmsg": "required_message", "calculate": "calculation", "count": "repeat_count", "list": "list_name",
    "listname": "list_name", "set_form_title": "form_title", "set_form_id": "form_id", "title": "form_title",
    "id_string": "form_id",
}  # fmt: skip
_PREFIXES = ("media", "bind", "control", "body", "jr")
TRANSLATED = (
    "label", "hint", "constraint_message", "required_message", "guidance_hint", "image", "big-image", "audio", "video",
)  # fmt: skip
_LOOKED_THROUGH = 20


@dataclass(frozen=True)
class Column:
    """What a column holds, in which language, and how people find it: its letter and its head as written."""

    name: str
    language: str
    letter: str
    head: str


@dataclass
class Entry:
    """One row: plain cells by column name, words by column name and language, and the head of each filled column."""

    sheet: str
    number: int
    plain: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def take(self, name: str) -> str:
        """The cell of a column; from now on it counts as read."""
        self.unread.discard(name)
        return self.plain.get(name, "")

    def texts(self, name: str) -> Texts:
        self.unread.discard(name)
        return dict(sorted(self.words.get(name, {}).items()))

    def head(self, name: str) -> str:
        return self.heads.get(name, name)


@dataclass(frozen=True)
class Table:
    """The rows of one sheet and the languages its columns name, in their order."""

    entries: list[Entry]
    languages: tuple[str, ...]
    columns: tuple[Column, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def table_of(sheet: str, lines: list[Line], needed: str, default: str, losses: Losses) -> Table:
    """Find the heads (the first row with the column `needed`) and read the rows below.

    `default` is the language of columns that name none. FormRefused when there is no such row.
    """
    start = next(
        (
            at
            for at, line in enumerate(lines[:_LOOKED_THROUGH])
            if needed in {_named(cell)[0] for cell in line.cells}
        ),
        None,
    )
    if start is None:
        raise FormRefused(
            _(
                "Im Blatt »%(sheet)s« fehlt die Kopfzeile mit der Spalte »%(column)s«.",
                sheet=sheet,
                column=needed,
            )
        )
    for line in lines[:start]:
        losses.note(sheet, line.number, "", _("Zeile über der Kopfzeile, nicht übernommen."))
    columns = _columns(sheet, lines[start], default, losses)
    entries = [_entry(sheet, line, columns, losses) for line in lines[start + 1 :]]
    languages = dict.fromkeys(
        column.language for column in columns.values() if column.name == "label" and column.language
    )
    return Table(
        [entry for entry in entries if entry.plain or entry.words],
        tuple(languages),
        tuple(columns.values()),
    )


def _columns(sheet: str, line: Line, default: str, losses: Losses) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    seen: dict[tuple[str, str], str] = {}
    for at, head in enumerate(line.cells):
        letter = column_letter(at)
        if not head:
            continue
        name, written = _named(head)
        language = default if name in TRANSLATED else UNTOLD
        if written and name in TRANSLATED:
            code = code_of(written)
            if code is None and written.lower() != "default":
                losses.note(
                    sheet,
                    line.number,
                    head,
                    _(
                        "Die Sprache »%(name)s« ist unbekannt, ihre Texte wurden nicht übernommen. Schreiben Sie den "
                        "Code dazu, zum Beispiel »Deutsch (de)«.",
                        name=written,
                    ),
                )
                continue
            language = code or default
        if (name, language) in seen:
            losses.note(
                sheet,
                line.number,
                head,
                _(
                    "Die Spalte gibt es zweimal, gelesen wurde die erste (%(letter)s).",
                    letter=seen[name, language],
                ),
            )
            continue
        seen[name, language] = letter
        columns[at] = Column(name, language, letter, head)
    return columns


def _named(head: str) -> tuple[str, str]:
    """The name of a column in our spelling, and the language as written."""
    parts = [part.strip() for part in (head.split("::") if "::" in head else head.split(":"))]
    while len(parts) > 1 and parts[0].lower() in _PREFIXES:
        inner = parts[1].split(":") if ":" in parts[1] else [parts[1]]
        parts = [*inner, *parts[2:]]
    name = "_".join(parts[0].lower().replace("-", "_").split())
    name = {"big_image": "big-image"}.get(_ALIASES.get(name, name), _ALIASES.get(name, name))
    rest = "::".join(parts[1:])
    if rest and name not in TRANSLATED:
        return f"{name}::{rest.lower()}", ""
    return name, rest


def _entry(sheet: str, line: Line, columns: Mapping[int, Column], losses: Losses) -> Entry:
    entry = Entry(sheet, line.number)
    for at, cell in enumerate(line.cells):
        column = columns.get(at)
        if not cell:
            continue
        if column is None:
            losses.note(sheet, line.number, column_letter(at), _("Text neben den Spalten, nicht übernommen."))
            continue
        entry.heads.setdefault(column.name, column.head)
        entry.unread.add(column.name)
        if column.name in TRANSLATED:
            entry.words.setdefault(column.name, {})[column.language] = cell
        else:
            entry.plain[column.name] = cell
    return entry
