"""LimeSurvey's texts, which are HTML with placeholders, as the plain texts of a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.config import EASY
from app.questions.texts import Texts

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
_SILENT = frozenset({"script", "style", "iframe", "object"})
_NAMED = {
    "img": _l("Bild"),
    "video": _l("Video"),
    "audio": _l("Ton"),
    "iframe": _l("Rahmen"),
    "script": _l("Skript"),
    "a": _l("Link"),
    "object": _l("Objekt"),
    "input": _l("Feld"),
}
_PLACEHOLDER = re.compile(r"\{([^{}\s][^{}]*)\}")
_QUESTION = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\.(?:shown|NAOK|value))?")
_LANGUAGES = {"de-easy": EASY, "de-simple": EASY}


def language_of(code: str) -> str:
    """Our code of a language of LimeSurvey: `de-informal` is `de`."""
    lowered = code.strip().lower()
    return _LANGUAGES.get(lowered, lowered.partition("-")[0])


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _NAMED:
            self.lost.append(str(_NAMED[tag]))
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " ").replace("\xa0", " "))


def plain(html: str) -> tuple[str, list[str]]:
    """The words, with line breaks where blocks ended, and what of the HTML is no words."""
    if "<" not in html and "&" not in html:
        return html.strip(), []
    reader = _Plain()
    reader.feed(html)
    reader.close()
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text, list(dict.fromkeys(reader.lost))


Note = Callable[[str, object], None]
"""Takes the column and what is lost."""


@dataclass(frozen=True)
class Speaker:
    """Makes Texts of rows in several languages; `key_of` knows the questions that can be piped."""

    languages: tuple[str, ...]
    key_of: Callable[[str], str | None]

    def texts(self, by_language: Mapping[str, str], column: str, note: Note, longest: int) -> Texts:
        """The texts in our languages; of two variants of a language the first one counts."""
        found: dict[str, str] = {}
        for written, html in by_language.items():
            language = language_of(written)
            if language not in self.languages:
                continue
            text, lost = plain(html)
            for one in lost:
                note(column, _("%(what)s im Text wurde nicht übernommen.", what=one))
            text = self._piped(text, column, note)
            if len(text) > longest:
                note(column, _("Der Text ist länger als %(n)s Zeichen und wurde gekürzt.", n=longest))
                text = text[:longest]
            if text and language not in found:
                found[language] = text
        return found

    def _piped(self, text: str, column: str, note: Note) -> str:
        def pipe(found: re.Match[str]) -> str:
            name = _QUESTION.fullmatch(found[1].strip())
            key = self.key_of(name[1]) if name else None
            if key is None:
                note(column, _("»%(name)s« kann in einem Text nicht eingesetzt werden.", name=found[0][:80]))
                return ""
            return f"{{{key}}}"

        return _PLACEHOLDER.sub(pipe, text)
