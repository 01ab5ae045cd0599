"""What is known of a form while it is read: names, lists, languages, and where losses go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask_babel import gettext as _

from app.questions.content import Condition
from app.questions.texts import Texts
from app.questions.xlsform.choices import Choices
from app.questions.xlsform.compiling import Unsupported
from app.questions.xlsform.expressions import Named, read_condition
from app.questions.xlsform.heads import Entry
from app.questions.xlsform.losses import Losses

_PIPE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


@dataclass
class Form:
    """`language` is the one of words that name none; `is_own` tells that the form was written by us."""

    losses: Losses
    lists: Mapping[str, Choices]
    languages: tuple[str, ...]
    language: str
    folder: Path
    is_own: bool = False
    names: dict[str, Named] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    rows: dict[str, tuple[str, int, Mapping[str, str]]] = field(default_factory=dict)
    """Key of a question or section to its sheet, row and heads."""

    def lost(self, entry: Entry, column: str, what: object) -> None:
        self.losses.note(entry.sheet, entry.number, entry.head(column) if column else "", what)

    def named(self, key: str, entry: Entry) -> None:
        """A question or section has got its key."""
        self.taken.add(key)
        self.rows.setdefault(key, (entry.sheet, entry.number, entry.heads))

    def words(self, entry: Entry, column: str) -> Texts:
        """The texts of a column; `${q}` becomes `{q}`."""
        texts = entry.texts(column).items()
        found = {language: self._piped(entry, column, text).strip() for language, text in texts}
        return {language: text for language, text in found.items() if text}

    def _piped(self, entry: Entry, column: str, text: str) -> str:
        def pipe(found: re.Match[str]) -> str:
            named = self.names.get(found[1])
            if named is None or named.row or named.calculation is not None:
                what = _("»%(name)s« kann in einem Text nicht eingesetzt werden.", name=found[0])
                self.lost(entry, column, what)
                return ""
            return f"{{{named.key}}}"

        return _PIPE.sub(pipe, text)

    def relevance(self, entry: Entry) -> Condition | None:
        """When a row is asked; a condition that cannot be read is named, and the row is always asked."""
        text = entry.take("relevant")
        if not text:
            return None
        try:
            return read_condition(text, self.names.get)
        except Unsupported as error:
            what = _(
                "Die Bedingung »%(text)s« wurde nicht übernommen, das erscheint jetzt immer. %(why)s",
                text=_short(text),
                why=error,
            )
            self.lost(entry, "relevant", what)
            return None

    def constraint(self, entry: Entry, this: Named) -> Condition | None:
        text = entry.take("constraint")
        if not text:
            return None
        try:
            return read_condition(text, self.names.get, this)
        except Unsupported as error:
            what = _(
                "Die Prüfung »%(text)s« wurde nicht übernommen, jede Antwort gilt. %(why)s",
                text=_short(text),
                why=error,
            )
            self.lost(entry, "constraint", what)
            return None


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    """True when both are; conditions that are sums of conditions stay flat."""
    if first is None or second is None:
        return first if second is None else second
    parts = [part for one in (first, second) for part in (one[1:] if one[0] == "and" else [one])]
    return ["and", *parts]


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."
